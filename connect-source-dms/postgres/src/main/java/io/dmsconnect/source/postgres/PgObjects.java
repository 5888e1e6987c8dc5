// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.SQLException;

/** What a table has beside its columns and its key. */
final class PgObjects {
    private final Connection connection;
    private final TableId table;

    PgObjects(Connection connection, TableId table) {
        this.connection = connection;
        this.table = table;
    }

    SecondaryObjects read() throws SQLException {
        return SecondaryObjects.NONE;
    }
}
