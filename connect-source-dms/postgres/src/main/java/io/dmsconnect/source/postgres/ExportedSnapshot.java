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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot that one connection exports and each reader's connection imports. */
final class ExportedSnapshot implements LoadSnapshot {
    private static final Logger LOG = LoggerFactory.getLogger(ExportedSnapshot.class);
    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /** The files the snapshot knows, and the files that are read now. */
    private static final String REWRITTEN =
            """
            SELECT count(*) FROM pg_class c
            WHERE c.relkind <> 'p' AND c.relfilenode <> pg_relation_filenode(c.oid)
              AND (c.oid = ?::regclass
                OR c.oid IN (SELECT p.relid FROM pg_partition_tree(?::regclass) p))
            """;

    /**
     * Readers that hold a lock which a statement that alters, empties or drops a table waits for.
     */
    private static final String IN_THE_WAY =
            """
            SELECT DISTINCT h.pid, w.relation::regclass::text
            FROM pg_locks w
            JOIN pg_locks h ON h.locktype = 'relation' AND h.database = w.database
              AND h.relation = w.relation AND h.granted AND h.pid = ANY (?)
            WHERE NOT w.granted AND w.locktype = 'relation' AND w.mode = 'AccessExclusiveLock'
              AND w.pid <> ALL (?)
            """;

    private static final long LOOK_MILLIS = 250;
    private static final long RETRY_MILLIS = 200;

    private final Connections connections;
    private final Connection exporter;
    private final String name;
    private final String position;
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final Map<Connection, Integer> pids = new ConcurrentHashMap<>();
    private final DescribedColumns described;
    private final Thread looking;
    private volatile boolean closed;

    ExportedSnapshot(Connections connections, Timeline timeline) throws SQLException {
        this.connections = connections;
        this.described = new DescribedColumns(connections);
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
            timeline.loadedNow(statement);
        } catch (SQLException e) {
            connections.close(exporter);
            throw e;
        }
        looking = new Thread(this::makeWay, Thread.currentThread().getName() + "-locks");
        looking.setDaemon(true);
        looking.start();
    }

    /**
     * A statement of the application that waits for a table which is being read would wait for as
     * long as that takes, and all others of the table behind it. It goes first: what was being read
     * is read again, from a newer snapshot.
     */
    private void makeWay() {
        try {
            while (!closed) {
                Thread.sleep(LOOK_MILLIS);
                endReaders();
            }
        } catch (InterruptedException | SQLException ended) {
            LOG.debug("No longer looks who waits for the load", ended);
        }
    }

    private void endReaders() throws SQLException {
        Object[] ours = pids.values().toArray();
        if (ours.length == 0) {
            return;
        }
        try (PreparedStatement waiting = exporter.prepareStatement(IN_THE_WAY);
                PreparedStatement end =
                        exporter.prepareStatement("SELECT pg_terminate_backend(?)")) {
            waiting.setArray(1, exporter.createArrayOf("int", ours));
            waiting.setArray(2, exporter.createArrayOf("int", ours));
            try (ResultSet row = waiting.executeQuery()) {
                while (row.next()) {
                    LOG.warn(
                            "The load makes way for a statement that waits for {}, and goes on from"
                                    + " a newer snapshot",
                            row.getString(2));
                    end.setInt(1, row.getInt(1));
                    end.execute();
                }
            }
        }
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public List<Slice> slices(Table table, SliceWish wish) {
        return asking(table, connection -> new BlockSlices(connection, table, wish).cut());
    }

    /** What a reader's connection is asked; no lock outlasts the answer. */
    private <T> T asking(Table table, Connections.Work<T> question) {
        Connection connection = null;
        try {
            connection = reader();
            T answer;
            try (Statement statement = connection.createStatement()) {
                statement.execute("SAVEPOINT asking");
                answer = question.on(connection);
                statement.execute("ROLLBACK TO SAVEPOINT asking");
                statement.execute("RELEASE SAVEPOINT asking");
            }
            idle.add(connection);
            return answer;
        } catch (SQLException e) {
            if (connection != null) {
                discard(connection);
            }
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
        return asking(
                table,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return isTable(statement, table) ? LargeRows.of(connection, table) : null;
                    }
                });
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
        pids.put(connection, connection.unwrap(PGConnection.class).getBackendPID());
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
                String whole = locked(statement, table);
                String place = slice.place().isEmpty() ? whole : slice.place();
                String from =
                        place + condition.whereAlso(new PgComparison(), BlockSlices.sql(slice));
                described.check(connection, table);
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
            // not kept: whoever alters the table from now on need not wait for the rest of the load
            statement.execute("ROLLBACK TO SAVEPOINT reading");
            statement.execute("RELEASE SAVEPOINT reading");
        }
    }

    /**
     * Locks the table against being altered, and gives what it is read from. A lock that is not to
     * be had at once is not waited for: of a partitioned table others may be held meanwhile.
     */
    private String locked(Statement statement, Table table) throws SQLException {
        while (true) {
            try {
                statement.execute("SET LOCAL lock_timeout = '500ms'");
                String from = from(statement, table);
                statement.execute("SET LOCAL lock_timeout = 0");
                return from;
            } catch (SQLException e) {
                if (!Connections.isLockTimeout(e) || closed) {
                    throw e;
                }
                statement.execute("ROLLBACK TO SAVEPOINT reading");
                LOG.debug("{} is locked; the load waits", table.id());
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("the task is stopping", "57P01", e);
            }
        }
    }

    private void discard(Connection connection) {
        all.remove(connection);
        pids.remove(connection);
        connections.abort(connection);
    }

    private void rollBack(Connection connection, Statement statement) {
        try {
            statement.execute("ROLLBACK TO SAVEPOINT reading");
            idle.add(connection);
        } catch (SQLException e) {
            discard(connection);
        }
    }

    /** A reader that was told to stop leaves the rest of its rows in the connection. */
    private void discardIfBroken(Connection connection) {
        if (!idle.contains(connection)) {
            discard(connection);
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
     * An ALTER TABLE that rewrites a table, or a TRUNCATE, leaves an older snapshot with an empty
     * table.
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
        if (rewritten) {
            throw new SQLException(
                    "the table was rewritten after the snapshot was taken; a new one is needed",
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
        looking.interrupt();
        described.close();
        all.forEach(connections::abort);
        all.clear();
        pids.clear();
        idle.clear();
    }
}
