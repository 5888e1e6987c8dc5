// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.Objects;

/**
 * One column of a {@link Table}.
 *
 * @param id tells the column from every other one that the table has or had, whatever its name:
 *     PostgreSQL's attnum, or the number that the history of a MySQL or MariaDB table's shapes
 *     gives it. {@link #NO_ID} where nobody has said: a column that a rule adds, a table of another
 *     program's records, a table described by an older version.
 */
public record Column(String name, DataType type, boolean nullable, int id) {
    public static final int NO_ID = 0;

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** A column without an id. */
    public Column(String name, DataType type, boolean nullable) {
        this(name, type, nullable, NO_ID);
    }

    public boolean hasId() {
        return id != NO_ID;
    }

    public Column named(String newName) {
        return new Column(newName, type, nullable, id);
    }

    public Column typed(DataType newType) {
        return new Column(name, newType, nullable, id);
    }

    public Column nullable(boolean isNullable) {
        return new Column(name, type, isNullable, id);
    }

    public Column identified(int newId) {
        return new Column(name, type, nullable, newId);
    }
}
