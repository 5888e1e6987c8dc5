// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A running server with one database to work in, in one engine's language. */
abstract class Database implements AutoCloseable {
    /** Rows of one INSERT ... SELECT. */
    private static final long FILLED_AT_ONCE = 200_000;

    private final DatabaseServer server;

    Database(DatabaseServer server) {
        this.server = server;
    }

    /** What a table holds: equal tables have equal contents, whatever server they are on. */
    record Contents(long rows, String checksum) {}

    final DatabaseServer server() {
        return server;
    }

    /** DMS's word for the engine. */
    abstract String engine();

    /** The database that a task document or a connector names. */
    abstract String name();

    /** Makes an empty database, in place of a former one. */
    abstract void renew() throws SQLException;

    /** Ends what readers have left in a source: connections, slots, publications. */
    abstract void forgetReaders() throws SQLException;

    /** Statistics for whoever reads the table. */
    abstract void analyze(Statement statement, Shape shape) throws SQLException;

    /** What has piled up is written now, not while somebody is measured. */
    abstract void settle() throws SQLException;

    abstract String type(Kind kind);

    /** A type for a column that is read from another engine. */
    abstract String typeFrom(Kind kind, Database source);

    /** Rows {@code from} to {@code to}. */
    abstract String fill(Shape shape, long from, long to);

    abstract String checksum(Shape shape);

    /** Statements for the session before others. */
    abstract List<String> session();

    final Connection connect() throws SQLException {
        Connection connection = server.connect(name());
        try (Statement statement = connection.createStatement()) {
            for (String sql : session()) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    final void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final void createTarget(Shape shape, Database source) throws SQLException {
        execute(shape.create(kind -> typeFrom(kind, source)));
    }

    final void createSource(Shape shape, long rows) throws SQLException {
        createSource(List.of(shape), rows);
    }

    /** Makes the tables with their rows, so many each. */
    final void createSource(List<Shape> tables, long rows) throws SQLException {
        renew();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Shape first = tables.get(0);
            statement.execute(first.create(this::type));
            for (long from = 1; from <= rows; from += FILLED_AT_ONCE) {
                statement.execute(fill(first, from, Math.min(rows, from + FILLED_AT_ONCE - 1)));
            }
            for (int i = 1; i < tables.size(); i++) {
                // to make every value anew would take longer than the loads
                statement.execute(tables.get(i).create(this::type));
                statement.execute(tables.get(i).copy(first, i * rows));
            }
            for (Shape shape : tables) {
                analyze(statement, shape);
            }
        }
        settle();
    }

    final Contents contents(Shape shape) throws SQLException {
        return contents(List.of(shape)).get(0);
    }

    /** In the order of the tables. */
    final List<Contents> contents(List<Shape> tables) throws SQLException {
        List<Contents> contents = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (Shape shape : tables) {
                try (ResultSet row = statement.executeQuery(checksum(shape))) {
                    row.next();
                    contents.add(new Contents(row.getLong(1), row.getString(2)));
                }
            }
        }
        return contents;
    }

    @Override
    public final void close() {
        server.close();
    }
}
