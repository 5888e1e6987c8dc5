// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.Objects;

/**
 * The name of a table.
 *
 * @param schema schema or owner; for MySQL and MariaDB the database
 * @param name table name, exactly as the database spells it
 */
public record TableId(String schema, String name) implements Comparable<TableId> {
    public TableId {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    /** {@code schema.name}, unquoted: for people, not for SQL. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
