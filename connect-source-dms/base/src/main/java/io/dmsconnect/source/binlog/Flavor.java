// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

/** Which of the two servers an engine is for. */
public enum Flavor {
    MYSQL("mysql", "MySQL"),
    MARIADB("mariadb", "MariaDB");

    private final String engine;
    private final String title;

    Flavor(String engine, String title) {
        this.engine = engine;
        this.title = title;
    }

    /** As {@link io.dmsconnect.core.schema.DataType#engine} names it. */
    public String engine() {
        return engine;
    }

    String title() {
        return title;
    }

    static Flavor of(String serverVersion) {
        return serverVersion.toLowerCase(java.util.Locale.ROOT).contains("mariadb")
                ? MARIADB
                : MYSQL;
    }
}
