// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;

/** The fastest way rows enter a table of one kind of server. */
interface BulkLoader {
    /**
     * Loads rows into a table that has none of them.
     *
     * @return rows loaded
     */
    long load(Connection connection, Table table, Iterator<Object[]> rows) throws SQLException;
}
