// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.RowWriter;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SliceWish;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** A snapshot that one connection exports and each reader's connection imports. */
final class ExportedSnapshot implements LoadSnapshot {
    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /** The files the snapshot knows, and the files that are read now. */
    private static final String REWRITTEN =
            """
            SELECT count(*) FROM pg_class c
            WHERE c.relkind <> 'p' AND c.relfilenode <> pg_relation_filenode(c.oid)
              AND (c.oid = ?::regclass
                OR c.oid IN (SELECT p.relid FROM pg_partition_tree(?::regclass) p))
            """;

    private final Connections connections;
    private final Connection exporter;
    private final String name;
    private final String position;
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    ExportedSnapshot(Connections connections) throws SQLException {
        this.connections = connections;
        this.exporter = connections.open();
        all.add(exporter);
        try (Statement statement = exporter.createStatement()) {
            statement.execute(BEGIN);
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT pg_export_snapshot(), pg_current_snapshot()::text")) {
                row.next();
                name = row.getString(1);
                position = "xid:" + row.getString(2);
            }
        } catch (SQLException e) {
            connections.close(exporter);
            throw e;
        }
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public List<Slice> slices(Table table, SliceWish wish) {
        try {
            Connection connection = reader();
            List<Slice> slices = new BlockSlices(connection, table, wish).cut();
            idle.add(connection);
            return slices;
        } catch (SQLException e) {
            throw failure(table, e);
        }
    }

    @Override
    public void read(Table table, Slice slice, RowCondition condition, Consumer<Object[]> row) {
        LargeRows large = largeRows(table);
        if (large == null) {
            CopyRows rows = new CopyRows(table);
            read(
                    table,
                    slice,
                    condition,
                    from -> "COPY (" + select(table, from) + ") TO STDOUT",
                    line -> row.accept(rows.row(line)),
                    (connection, place) -> {});
            return;
        }
        CopyRows rows = new CopyRows(large.selected());
        read(
                table,
                slice,
                condition,
                from -> "COPY (" + large.select(from) + ") TO STDOUT",
                line -> {
                    Object[] now = large.take(rows.row(line));
                    if (now != null) {
                        row.accept(now);
                    }
                },
                (connection, place) -> large.read(connection, place, row));
    }

    /** A row is one record: what is too large for memory is so for Kafka, too. */
    @Override
    public void readLogged(
            Table table, Slice slice, RowCondition condition, Consumer<Object[]> row) {
        CopyRows rows = CopyRows.logged(table);
        read(
                table,
                slice,
                condition,
                from -> "COPY (" + select(table, from) + ") TO STDOUT",
                line -> row.accept(rows.row(line)),
                (connection, place) -> {});
    }

    /** Null where the table has no values that are too large for memory. */
    private LargeRows largeRows(Table table) {
        Connection connection = null;
        try {
            connection = reader();
            LargeRows large;
            try (Statement statement = connection.createStatement()) {
                large = isTable(statement, table) ? LargeRows.of(connection, table) : null;
            }
            idle.add(connection);
            return large;
        } catch (SQLException e) {
            if (connection != null) {
                all.remove(connection);
                connections.abort(connection);
            }
            throw failure(table, e);
        }
    }

    @Override
    public boolean readInto(
            Table table,
            int[] columns,
            Slice slice,
            RowCondition condition,
            RowWriter batch,
            Runnable afterRow,
            Consumer<Object[]> largeRow) {
        if (largeRows(table) != null) {
            return false;
        }
        BinaryRows rows =
                new BinaryRows(
                        IntStream.of(columns).mapToObj(table.columns()::get).toList(), batch);
        read(
                table,
                slice,
                condition,
                from ->
                        "COPY (SELECT "
                                + rows.select()
                                + " FROM "
                                + from
                                + ") TO STDOUT (FORMAT binary)",
                message -> {
                    if (rows.add(message)) {
                        afterRow.run();
                    }
                },
                (connection, place) -> {});
        return true;
    }

    /** What is read behind the rows, from the same place. */
    private interface After {
        void run(Connection connection, String place) throws SQLException;
    }

    /** A statement from what stands behind FROM. */
    private interface Query extends UnaryOperator<String> {}

    private void read(
            Table table,
            Slice slice,
            RowCondition condition,
            Query query,
            Consumer<byte[]> message,
            After after) {
        try {
            Connection connection = reader();
            copy(connection, table, slice, condition, query, message, after);
            // only after success: a connection whose COPY was left half-way is of no use
            idle.add(connection);
        } catch (SQLException e) {
            throw failure(table, e);
        }
    }

    private ReplicationException failure(Table table, SQLException e) {
        return closed
                ? new ReplicationException(
                        FailureKind.RECOVERABLE, "" + table.id(), "reading was ended", e)
                : Connections.failure("reading " + table.id(), e);
    }

    private Connection reader() throws SQLException {
        Connection waiting = idle.poll();
        if (waiting != null) {
            return waiting;
        }
        Connection connection = connections.open();
        all.add(connection);
        if (closed) {
            connections.abort(connection);
            throw new SQLException("the snapshot is closed", "57P01");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEGIN);
            statement.execute("SET TRANSACTION SNAPSHOT '" + name.replace("'", "''") + "'");
        }
        return connection;
    }

    private void copy(
            Connection connection,
            Table table,
            Slice slice,
            RowCondition condition,
            Query query,
            Consumer<byte[]> message,
            After after)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // a failed statement must not cost the others their snapshot
            statement.execute("SAVEPOINT reading");
            boolean done = false;
            try {
                String whole = from(statement, table);
                String place = slice.place().isEmpty() ? whole : slice.place();
                String from =
                        place + condition.whereAlso(new PgComparison(), BlockSlices.sql(slice));
                checkNotRewritten(connection, table);
                checkAsCut(connection, table, slice);
                CopyOut copy =
                        connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyOut(query.apply(from));
                byte[] next;
                while ((next = copy.readFromCopy()) != null) {
                    message.accept(next);
                }
                after.run(connection, place);
                done = true;
            } catch (SQLException e) {
                rollBack(connection, statement);
                throw e;
            } finally {
                if (!done) {
                    discardIfBroken(connection);
                }
            }
            statement.execute("RELEASE SAVEPOINT reading");
        }
    }

    private void rollBack(Connection connection, Statement statement) {
        try {
            statement.execute("ROLLBACK TO SAVEPOINT reading");
            idle.add(connection);
        } catch (SQLException e) {
            connections.abort(connection);
            all.remove(connection);
        }
    }

    /** A reader that was told to stop leaves the rest of its rows in the connection. */
    private void discardIfBroken(Connection connection) {
        if (!idle.contains(connection)) {
            all.remove(connection);
            connections.abort(connection);
        }
    }

    /**
     * A table's own rows; of a partitioned table, which has none, those of its partitions. Views
     * need no lock: a view is replaced by one with the same columns, and what a materialized view
     * is refreshed with is there for older snapshots too.
     */
    private static String from(Statement statement, Table table) throws SQLException {
        String name = Sql.quote(table.id());
        String kind = kind(statement, name);
        if (kind.equals("r") || kind.equals("p")) {
            statement.execute("LOCK TABLE " + name + " IN ACCESS SHARE MODE");
        }
        return kind.equals("r") ? "ONLY " + name : name;
    }

    private static boolean isTable(Statement statement, Table table) throws SQLException {
        String kind = kind(statement, Sql.quote(table.id()));
        return kind.equals("r") || kind.equals("p");
    }

    private static String kind(Statement statement, String name) throws SQLException {
        try (ResultSet kind =
                statement.executeQuery(
                        "SELECT relkind FROM pg_class WHERE oid = '"
                                + name.replace("'", "''")
                                + "'::regclass")) {
            return kind.next() ? kind.getString(1) : "";
        }
    }

    private static String select(Table table, String from) {
        return table.columns().stream()
                .map(Column::name)
                .map(Sql::quote)
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
    }

    /**
     * An ALTER TABLE that rewrites a table leaves an older snapshot with an empty table. (TRUNCATE
     * does too, but that is what the log says as well, and CLUSTER keeps the old rows.)
     */
    private static void checkNotRewritten(Connection connection, Table table) throws SQLException {
        String name = Sql.quote(table.id());
        boolean rewritten;
        try (PreparedStatement statement = connection.prepareStatement(REWRITTEN)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                rewritten = row.getLong(1) > 0;
            }
        }
        if (rewritten
                && !table.equals(
                        PgCatalogue.describe(connection, List.of(table.id())).get(table.id()))) {
            throw new SQLException(
                    "the table was altered after the snapshot was taken; a new one is needed",
                    "40001");
        }
    }

    /** Looked at under the lock, so that it stays so. */
    private static void checkAsCut(Connection connection, Table table, Slice slice)
            throws SQLException {
        if (!BlockSlices.isAsCut(connection, table, slice)) {
            throw new SQLException(
                    "the table, or a partition, was rewritten or dropped after it was cut; it is cut"
                            + " anew",
                    "40001");
        }
    }

    @Override
    public void close() {
        closed = true;
        all.forEach(connections::abort);
        all.clear();
        idle.clear();
    }
}
