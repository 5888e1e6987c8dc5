// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.compare;

import io.dmsconnect.cli.task.Engine.Family;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table on one side: its columns, its key, and the query that reads it. */
final class ComparedTable {
    private static final String MYSQL_COLUMNS =
            """
            SELECT column_name, data_type, column_key = 'PRI',
              COALESCE(numeric_precision, 0)
            FROM information_schema.columns
            WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
            """;
    private static final String POSTGRESQL_COLUMNS =
            """
            SELECT a.attname, t.typname,
              EXISTS (SELECT 1 FROM pg_catalog.pg_index i
                      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)),
              0
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE n.nspname = ? AND c.relname = ? ORDER BY a.attnum
            """;

    record Column(String name, String type, boolean key, Form form, int bits) {}

    private final Family family;
    private final String schema;
    private final String name;
    private final Map<String, Column> columns;

    private ComparedTable(Family family, String schema, String name, Map<String, Column> columns) {
        this.family = family;
        this.schema = schema;
        this.name = name;
        this.columns = columns;
    }

    static ComparedTable read(Connection connection, Family family, String schema, String name)
            throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        String query = family == Family.MYSQL ? MYSQL_COLUMNS : POSTGRESQL_COLUMNS;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String type = rows.getString(2);
                    int bits = rows.getInt(4);
                    columns.put(
                            rows.getString(1),
                            new Column(
                                    rows.getString(1),
                                    type,
                                    rows.getBoolean(3),
                                    Form.of(family, type, bits == 1),
                                    bits));
                }
            }
        }
        return new ComparedTable(family, schema, name, columns);
    }

    boolean exists() {
        return !columns.isEmpty();
    }

    Map<String, Column> columns() {
        return columns;
    }

    List<String> key() {
        return columns.values().stream().filter(Column::key).map(Column::name).toList();
    }

    /**
     * Reads these columns, in the order of the key as bytes and numbers order it on any database.
     */
    String query(List<String> selected, List<String> key) {
        String list = selected.stream().map(this::value).collect(Collectors.joining(", "));
        List<String> order = new ArrayList<>();
        key.forEach(column -> order.add(ordering(columns.get(column))));
        return "SELECT %s FROM %s.%s%s"
                .formatted(
                        list,
                        quote(schema),
                        quote(name),
                        order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order));
    }

    private String value(String column) {
        Column found = columns.get(column);
        String quoted = quote(column);
        if (family == Family.MYSQL && found.type().equals("bit")) {
            return found.bits() == 1
                    ? quoted + " + 0"
                    : "LPAD(BIN(%s + 0), %d, '0')".formatted(quoted, found.bits());
        }
        if (family == Family.MYSQL && found.type().equals("year")) {
            return quoted + " + 0";
        }
        if (family == Family.MYSQL && found.form() == Form.TIME) {
            return "CAST(%s AS CHAR)".formatted(quoted); // as the server writes it, zero dates too
        }
        return quoted;
    }

    private String ordering(Column column) {
        String quoted = quote(column.name());
        if (column.form() != Form.TEXT) {
            return quoted;
        }
        return family == Family.MYSQL
                ? "CAST(CAST(%s AS CHAR) AS BINARY)".formatted(quoted)
                : "CAST(%s AS text) COLLATE \"C\"".formatted(quoted);
    }

    private String quote(String identifier) {
        String quote = family == Family.MYSQL ? "`" : "\"";
        return quote + identifier.replace(quote, quote + quote) + quote;
    }
}
