// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.LoadSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One view of the database on several connections: all begin their transaction while a global lock
 * keeps everybody from committing. A user who may not take that lock gets a place in the log from
 * before the views instead: the load then holds some changes that come once more.
 */
final class BinlogSnapshot implements LoadSnapshot {
    private static final Logger LOG = LoggerFactory.getLogger(BinlogSnapshot.class);
    private static final String BEGIN = "START TRANSACTION WITH CONSISTENT SNAPSHOT";
    private static final int FETCH_ROWS = 1000;

    /** No such right: RELOAD, or (RDS) not even the superuser has it. */
    private static final Set<Integer> DENIED = Set.of(1044, 1045, 1142, 1227, 1290);

    private final BinlogConnections connections;
    private final String position;
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * @param lockSeconds how long other people's statements may keep the lock from being taken;
     *     that long they also wait for us
     */
    BinlogSnapshot(BinlogConnections connections, int readers, int lockSeconds, Flavour flavour)
            throws SQLException {
        this.connections = connections;
        Connection control = null;
        try {
            for (int i = 0; i < readers; i++) {
                Connection reader = connections.open();
                all.add(reader);
                idle.add(reader);
            }
            control = connections.open();
            boolean locked = lock(control, lockSeconds);
            position =
                    LogCoordinates.end(control, flavour).map(LogCoordinates::text).orElse("");
            for (Connection reader : idle) {
                execute(reader, BEGIN);
            }
            if (locked) {
                execute(control, "UNLOCK TABLES");
            }
        } catch (SQLException e) {
            all.forEach(connections::close);
            throw e;
        } finally {
            // where anything failed, this releases the lock
            connections.close(control);
        }
    }

    private static boolean lock(Connection connection, int seconds) throws SQLException {
        execute(connection, "SET SESSION lock_wait_timeout = " + seconds);
        try {
            execute(connection, "FLUSH TABLES WITH READ LOCK");
            return true;
        } catch (SQLException e) {
            if (!DENIED.contains(e.getErrorCode())) {
                throw e;
            }
            LOG.warn(
                    "No global read lock ({}): the place in the log is taken before the rows are"
                            + " read, so that changes made in between come once more",
                    e.getMessage());
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public void read(Table table, Consumer<Object[]> row) {
        Connection connection = idle.poll();
        if (connection == null) {
            throw new ReplicationException(
                    FailureKind.RECOVERABLE, "" + table.id(), "the snapshot is closed");
        }
        boolean done = false;
        try {
            rows(connection, table, row);
            done = true;
        } catch (SQLException e) {
            throw closed
                    ? new ReplicationException(
                            FailureKind.RECOVERABLE, "" + table.id(), "reading was ended", e)
                    : BinlogConnections.failure("reading " + table.id(), e);
        } finally {
            if (done) {
                idle.add(connection);
            } else {
                // the rest of its rows are still on the way
                all.remove(connection);
                connections.abort(connection);
            }
        }
    }

    private static void rows(Connection connection, Table table, Consumer<Object[]> consumer)
            throws SQLException {
        LoadColumn[] columns =
                table.columns().stream().map(LoadColumn::of).toArray(LoadColumn[]::new);
        String select =
                java.util.Arrays.stream(columns)
                        .map(LoadColumn::expression)
                        .collect(
                                Collectors.joining(
                                        ", ", "SELECT ", " FROM " + Sql.quote(table.id())));
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(select)) {
                while (rows.next()) {
                    Object[] row = new Object[columns.length];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = columns[i].reader().read(rows, i + 1);
                    }
                    consumer.accept(row);
                }
            }
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
