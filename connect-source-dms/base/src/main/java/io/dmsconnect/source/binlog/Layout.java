// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which rows are in which part of a table, as far as statements decide that which are not in the
 * log as changes of rows.
 */
final class Layout {
    private static final String COLLATIONS =
            """
            SELECT COLUMN_NAME, COLLATION_NAME FROM information_schema.COLUMNS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLLATION_NAME IS NOT NULL
              AND COLUMN_KEY = 'PRI' ORDER BY ORDINAL_POSITION
            """;

    private static final String PARTITIONS =
            """
            SELECT DISTINCT PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION,
              PARTITION_DESCRIPTION, PARTITION_ORDINAL_POSITION
            FROM information_schema.PARTITIONS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL
            ORDER BY PARTITION_ORDINAL_POSITION
            """;

    private final Connection connection;
    private final TableId table;

    Layout(Connection connection, TableId table) {
        this.connection = connection;
        this.table = table;
    }

    /** How the key's texts are ordered: by another collation, other rows would be below a text. */
    String order() throws SQLException {
        StringBuilder order = new StringBuilder("order");
        try (PreparedStatement statement = ofTable(COLLATIONS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                order.append(' ').append(row.getString(1)).append(' ').append(row.getString(2));
            }
        }
        return digest(order.toString());
    }

    static String place(String partition) {
        return " PARTITION (" + Sql.quote(partition) + ")";
    }

    /**
     * The partitions' places, in their order, with what says which rows are in each: of RANGE the
     * bounds, so that partitions may come at the end; else all that the table has.
     */
    Map<String, String> partitions() throws SQLException {
        Map<String, String> layouts = new LinkedHashMap<>();
        StringBuilder all = new StringBuilder();
        boolean ranges = true;
        String from = "";
        try (PreparedStatement statement = ofTable(PARTITIONS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String method = row.getString(2) + " " + row.getString(3) + " ";
                String to = row.getString(4);
                ranges &= method.startsWith("RANGE");
                all.append(row.getString(1)).append(' ').append(method).append(to).append(';');
                layouts.put(place(row.getString(1)), digest(method + from + " to " + to));
                from = to;
            }
        }
        if (!ranges) {
            String one = digest(all.toString());
            layouts.replaceAll((place, layout) -> one);
        }
        return layouts;
    }

    private PreparedStatement ofTable(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, table.schema());
        statement.setString(2, table.name());
        return statement;
    }

    private static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
