// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A place in the log.
 *
 * @param file of the log
 * @param offset of the next event
 */
public record BinlogPosition(String file, long offset) {
    private static final String PREFIX = "binlog:";
    private static final int SYNTAX_ERROR = 1064;

    /**
     * @throws IllegalArgumentException where it is not what {@link #toString} makes
     */
    public static BinlogPosition parse(String text) {
        int end = text.lastIndexOf(':');
        if (!text.startsWith(PREFIX) || end < PREFIX.length()) {
            throw new IllegalArgumentException("not a binlog position: '" + text + "'");
        }
        return new BinlogPosition(
                text.substring(PREFIX.length(), end), Long.parseLong(text.substring(end + 1)));
    }

    /** The log's end. */
    static BinlogPosition current(Connection connection) throws SQLException {
        try {
            return read(connection, "SHOW MASTER STATUS");
        } catch (SQLException e) {
            if (e.getErrorCode() != SYNTAX_ERROR) {
                throw e;
            }
            // MySQL 8.4 no longer knows the old words
            return read(connection, "SHOW BINARY LOG STATUS");
        }
    }

    private static BinlogPosition read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("the server writes no binary log; set log_bin");
            }
            return new BinlogPosition(row.getString(1), row.getLong(2));
        }
    }

    @Override
    public String toString() {
        return PREFIX + file + ":" + offset;
    }
}
