// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks whether a table still has the columns that it was described with. A load reads old rows by
 * the names that columns have now, also in a snapshot of before: after two columns have exchanged
 * their names, each would be read as the other. Thread-safe.
 */
final class DescribedColumns implements AutoCloseable {
    private static final String NULLABLE =
            """
            SELECT EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              WHERE a.attrelid = ?::regclass AND a.attnum = ANY (?) AND NOT a.attnotnull
                AND c.relkind IN ('r', 'p'))
            """;

    private final Connections connections;

    /** In no snapshot, so that it sees the catalogue of now. */
    private volatile Connection connection;

    private volatile boolean closed;

    DescribedColumns(Connections connections) {
        this.connections = connections;
    }

    /**
     * To be called while the table is locked against being altered.
     *
     * @param snapshot reads the rows, and sees the catalogue of then: a column that must not be
     *     null by now may be null in them
     * @throws SQLException in the state of a failure that passes: the table has to be described
     *     again
     */
    synchronized void check(Connection snapshot, Table table) throws SQLException {
        if (connection == null) {
            connection = connections.open();
        }
        if (closed) {
            connections.abort(connection);
            throw new SQLException("the snapshot is closed", "57P01");
        }
        List<Column> now =
                PgCatalogue.columns(connection, List.of(table.id()), true).get(table.id());
        if (now == null || !has(now, table) || hasNulls(snapshot, table)) {
            throw new SQLException(
                    "its columns were altered after it was described; it is described anew",
                    "40001");
        }
    }

    private static boolean hasNulls(Connection snapshot, Table table) throws SQLException {
        Integer[] required =
                table.columns().stream()
                        .filter(column -> !column.nullable())
                        .map(Column::id)
                        .toArray(Integer[]::new);
        try (PreparedStatement statement = snapshot.prepareStatement(NULLABLE)) {
            statement.setString(1, Sql.quote(table.id()));
            statement.setArray(2, snapshot.createArrayOf("int", required));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static boolean has(List<Column> now, Table described) {
        Map<Integer, Column> columns = new HashMap<>();
        now.forEach(column -> columns.put(column.id(), column));
        return described.columns().stream()
                .allMatch(
                        column -> {
                            Column other = columns.get(column.id());
                            return other != null
                                    && other.name().equals(column.name())
                                    && other.type().equals(column.type());
                        });
    }

    /** Whoever is looking gets an error. */
    @Override
    public void close() {
        closed = true;
        Connection open = connection;
        if (open != null) {
            connections.abort(open);
        }
    }
}
