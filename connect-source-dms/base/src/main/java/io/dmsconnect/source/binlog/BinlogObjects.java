// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.SQLException;

/** What a table has beside its columns and its key. */
final class BinlogObjects {
    private final Connection connection;
    private final Flavour flavour;
    private final TableId table;

    BinlogObjects(Connection connection, Flavour flavour, TableId table) {
        this.connection = connection;
        this.flavour = flavour;
        this.table = table;
    }

    SecondaryObjects read() throws SQLException {
        return SecondaryObjects.NONE;
    }
}
