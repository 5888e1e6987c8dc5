// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

/**
 * How one column is declared, written as a placeholder, and bound.
 *
 * @param ddl declaration, without NULL or NOT NULL
 * @param placeholder what stands for a value in VALUES and SET, with one question mark
 */
public record ColumnType(String ddl, String placeholder, Binder binder) {
    public ColumnType(String ddl, Binder binder) {
        this(ddl, "?", binder);
    }

    public ColumnType declared(String newDdl) {
        return new ColumnType(newDdl, placeholder, binder);
    }
}
