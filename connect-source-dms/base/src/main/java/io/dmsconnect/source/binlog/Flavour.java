// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.util.Map;

/** Which of the two families of servers it is. */
public enum Flavour {
    MYSQL(
            "mysql",
            "MySQL",
            "preferred",
            Map.of(
                    "disabled", "disable",
                    "preferred", Flavour.PREFERRED,
                    "required", "trust",
                    "verify_ca", "verify-ca",
                    "verify_identity", "verify-full")),
    MARIADB(
            "mariadb",
            "MariaDB",
            "disable",
            Map.of(
                    "disable", "disable",
                    "trust", "trust",
                    "verify-ca", "verify-ca",
                    "verify-full", "verify-full"));

    /** Without TLS, unless the server insists on it. */
    static final String PREFERRED = "preferred";

    private final String engine;
    private final String label;
    private final String sslModeDefault;
    private final Map<String, String> sslModes;

    Flavour(String engine, String label, String sslModeDefault, Map<String, String> sslModes) {
        this.engine = engine;
        this.label = label;
        this.sslModeDefault = sslModeDefault;
        this.sslModes = sslModes;
    }

    /** Debezium's {@code database.ssl.mode} where none is given. */
    String sslModeDefault() {
        return sslModeDefault;
    }

    /**
     * Debezium's words for {@code database.ssl.mode}, which differ, to those of MariaDB's driver.
     */
    Map<String, String> sslModes() {
        return sslModes;
    }

    /** As in {@link io.dmsconnect.core.schema.DataType#engine()}. */
    public String engine() {
        return engine;
    }

    String label() {
        return label;
    }
}
