// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of information_schema, by the columns' names: each server and version has some that others
 * do not have, which is null here.
 */
final class InfoRows {
    private static final int UNKNOWN_TABLE = 1109;

    private InfoRows() {}

    /**
     * Rows of one table, whose schema and name are the statement's two parameters. What has no name
     * but for its case is another table.
     */
    static List<Map<String, String>> of(Connection connection, String sql, TableId table)
            throws SQLException {
        List<Map<String, String>> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.putIfAbsent(
                                columns.getColumnLabel(i).toUpperCase(Locale.ROOT),
                                rows.getString(i));
                    }
                    if (isOf(table, row)) {
                        found.add(row);
                    }
                }
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_TABLE) {
                throw e;
            }
        }
        return found;
    }

    private static boolean isOf(TableId table, Map<String, String> row) {
        String name = row.getOrDefault("TABLE_NAME", row.get("EVENT_OBJECT_TABLE"));
        return name == null || name.equals(table.name());
    }
}
