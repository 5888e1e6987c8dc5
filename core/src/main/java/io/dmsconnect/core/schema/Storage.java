// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.Objects;

/**
 * Where a table is kept, and what holds its key together, apart from its shape.
 *
 * @param tablespace of the table; empty for where the database puts it
 * @param indexTablespace of its indexes; empty likewise
 * @param uniqueIndex name of the unique index that the key is; empty where it is a primary key
 */
public record Storage(String tablespace, String indexTablespace, String uniqueIndex) {
    /** The database's own ways, and a primary key. */
    public static final Storage NONE = new Storage("", "", "");

    public Storage {
        Objects.requireNonNull(tablespace, "tablespace");
        Objects.requireNonNull(indexTablespace, "indexTablespace");
        Objects.requireNonNull(uniqueIndex, "uniqueIndex");
    }
}
