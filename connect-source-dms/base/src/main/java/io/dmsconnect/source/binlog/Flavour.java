// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

/** Which of the two families of servers it is. */
public enum Flavour {
    MYSQL("mysql", "MySQL"),
    MARIADB("mariadb", "MariaDB");

    private final String engine;
    private final String label;

    Flavour(String engine, String label) {
        this.engine = engine;
        this.label = label;
    }

    /** As in {@link io.dmsconnect.core.schema.DataType#engine()}. */
    public String engine() {
        return engine;
    }

    String label() {
        return label;
    }
}
