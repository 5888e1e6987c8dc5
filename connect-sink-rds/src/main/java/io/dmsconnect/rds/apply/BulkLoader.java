// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import java.sql.Connection;
import java.sql.SQLException;

/** The fastest way rows enter a table of one kind of server. */
interface BulkLoader {
    /**
     * Loads rows into a table that has none of them.
     *
     * @return rows loaded
     */
    long load(Connection connection, LoadMessage.Batch batch) throws SQLException;
}
