// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replication slot of a task: keeps the log, and the place in it. */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final long FIRST_NANOS = 3_000_000_000L;
    private static final long TELL_NANOS = 10_000_000_000L;
    static final String START_OVER =
            "load all tables again: ./dms run TASK.json --start-over, or for a connector that you"
                    + " deployed yourself stop it and remove its offsets (DELETE"
                    + " /connectors/NAME/offsets)";
    private static final String CANCELLED = "57014";
    private static final String STATE =
            """
            SELECT plugin, database = current_database(), wal_status, confirmed_flush_lsn
            FROM pg_replication_slots WHERE slot_name = ?
            """;

    /** Of all databases; who may not see a session's data still sees its locks. */
    private static final String WRITERS =
            """
            SELECT 'pid ' || l.pid || ' (' || concat_ws(', ', 'user ' || a.usename,
              'database ' || a.datname, 'open for ' || date_trunc('second', now() - a.xact_start))
              || ')', format('SELECT pg_terminate_backend(%s)', l.pid)
            FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
              AND l.pid IS NOT NULL AND l.pid <> ALL (?)
            UNION ALL
            SELECT 'prepared transaction ' || quote_literal(gid) || ' (user ' || owner
              || ', database ' || database || ', open for '
              || date_trunc('second', now() - prepared) || ')',
              format('ROLLBACK PREPARED %L (or COMMIT PREPARED), in database %I', gid, database)
            FROM pg_prepared_xacts
            """;

    private final String name;
    private final int timeoutSeconds;

    /**
     * @param timeoutSeconds to wait for transactions that are open
     */
    Slot(String name, int timeoutSeconds) {
        this.name = name;
        this.timeoutSeconds = Math.max(1, timeoutSeconds);
    }

    /**
     * The place up to which changes were confirmed; empty where there is no slot.
     *
     * @throws ReplicationException where there is one that cannot be used
     */
    Optional<String> position(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!"pgoutput".equals(row.getString(1)) || !row.getBoolean(2)) {
                    throw unusable(
                            "belongs to another plugin or database; choose another topic.prefix, or"
                                    + " name another slot in debezium.slot.name");
                }
                if ("lost".equals(row.getString(3))) {
                    throw lost();
                }
                return Optional.of(row.getString(4));
            }
        }
    }

    /**
     * For whoever looks while the slot may still be being made, and has no place yet.
     *
     * @throws ReplicationException where the server has invalidated it
     */
    void checkNotLost(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && "lost".equals(row.getString(3))) {
                    throw lost();
                }
            }
        }
    }

    private ReplicationException lost() {
        return unusable(
                "was invalidated: the server has removed log that the task had not read yet"
                        + " (max_slot_wal_keep_size, or idle_replication_slot_timeout). Changes are"
                        + " missing. Run SELECT pg_drop_replication_slot('"
                        + name
                        + "'), raise the limit, and "
                        + START_OVER);
    }

    private ReplicationException unusable(String what) {
        return new ReplicationException(
                FailureKind.CONFIGURATION, "replication slot " + name, what);
    }

    /** The place in an existing slot, which must be there. */
    String existing(Connection connection) throws SQLException {
        return position(connection)
                .orElseThrow(
                        () ->
                                unusable(
                                        "is gone, and with it the changes since the task stopped;"
                                                + " "
                                                + START_OVER));
    }

    /**
     * Makes the slot. PostgreSQL waits for all transactions that are writing, in any database; who
     * they are is told meanwhile. The session that makes it has no snapshot that statements of the
     * application (CREATE INDEX CONCURRENTLY) would wait for in their turn.
     */
    String create(Connections connections) throws SQLException {
        Connection connection = connections.openReplication();
        Connection watching = null;
        try (Statement statement = connection.createStatement()) {
            watching = connections.open();
            Connection other = watching;
            PGConnection maker = connection.unwrap(PGConnection.class);
            AtomicBoolean late = new AtomicBoolean();
            AtomicReference<String> writers = new AtomicReference<>("");
            Thread telling =
                    new Thread(
                            () -> {
                                try {
                                    tell(other, maker, late, writers);
                                } catch (SQLException | InterruptedException ended) {
                                    LOG.debug("No longer tells who the slot waits for", ended);
                                }
                            },
                            Thread.currentThread().getName() + "-slot");
            telling.setDaemon(true);
            telling.start();
            try (ResultSet row =
                    statement.executeQuery(
                            "CREATE_REPLICATION_SLOT "
                                    + Sql.quote(name)
                                    + " LOGICAL pgoutput NOEXPORT_SNAPSHOT")) {
                row.next();
                return row.getString(2);
            } catch (SQLException e) {
                if (late.get() && CANCELLED.equals(e.getSQLState())) {
                    throw stillOpen(writers.get(), e);
                }
                throw e;
            } finally {
                telling.interrupt();
            }
        } finally {
            connections.close(watching);
            connections.close(connection);
        }
    }

    private void tell(
            Connection connection,
            PGConnection maker,
            AtomicBoolean late,
            AtomicReference<String> writers)
            throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        long next = begun + FIRST_NANOS;
        while (true) {
            Thread.sleep(200);
            long now = System.nanoTime();
            if (now > next) {
                next = now + TELL_NANOS;
                writers.set(String.join("; ", writers(connection, maker.getBackendPID())));
                LOG.warn(
                        "The replication slot {} waits for transactions that are open: {}. It is"
                                + " made when they have ended",
                        name,
                        writers.get());
            }
            if (now - begun > timeoutSeconds * 1_000_000_000L) {
                writers.set(String.join("; ", writers(connection, maker.getBackendPID())));
                late.set(true);
                maker.cancelQuery();
                return;
            }
        }
    }

    /**
     * Waits until every transaction that is writing now has ended. Such a transaction may have
     * changed a table before it was published.
     *
     * @param limited give up after the timeout; otherwise only the log tells of the waiting
     */
    void awaitOlderTransactions(Connection connection, boolean limited) throws SQLException {
        long begun = System.nanoTime();
        long told = begun - TELL_NANOS + FIRST_NANOS;
        String now = text(connection, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text");
        String ended =
                "SELECT (pg_snapshot_xmin(pg_current_snapshot()) >= '" + now + "'::xid8)::text";
        try {
            while (!text(connection, ended).equals("true")) {
                long time = System.nanoTime();
                if (limited && time - begun > timeoutSeconds * 1_000_000_000L) {
                    throw stillOpen(String.join("; ", writers(connection, 0)), null);
                }
                if (time - told > TELL_NANOS) {
                    told = time;
                    LOG.warn(
                            "New tables wait for transactions that were open when they were"
                                    + " published: {}",
                            String.join("; ", writers(connection, 0)));
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("the task is stopping", "57P01", e);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Each with how to end it. */
    private static List<String> writers(Connection connection, int maker) throws SQLException {
        List<String> writers = new ArrayList<>();
        int own = connection.unwrap(PGConnection.class).getBackendPID();
        try (PreparedStatement statement = connection.prepareStatement(WRITERS)) {
            statement.setArray(1, connection.createArrayOf("int", new Object[] {own, maker}));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    writers.add(rows.getString(1) + ": commit it, or " + rows.getString(2));
                }
            }
        }
        return writers;
    }

    private ReplicationException stillOpen(String writers, SQLException cause) {
        return new ReplicationException(
                FailureKind.CONFIGURATION,
                "replication slot " + name,
                "transactions were still open after %d s (TransactionConsistencyTimeout): %s. End them,"
                                .formatted(timeoutSeconds, writers)
                        + " or raise the timeout, and start the task again",
                cause);
    }
}
