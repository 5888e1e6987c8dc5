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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replication slot of a task: keeps the log, and the place in it. */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final long TELL_NANOS = 10_000_000_000L;
    private static final String CANCELLED = "57014";
    private static final String WRITERS =
            """
            SELECT 'pid ' || pid || ' (user ' || coalesce(usename, '?') || ', since '
              || date_trunc('second', xact_start) || ')'
            FROM pg_stat_activity
            WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
            UNION ALL SELECT 'prepared transaction ' || quote_literal(gid) FROM pg_prepared_xacts
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
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT plugin, database = current_database(), wal_status,"
                                + " confirmed_flush_lsn FROM pg_replication_slots"
                                + " WHERE slot_name = ?")) {
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
                    throw unusable(
                            "was invalidated because the log it needs is gone (see"
                                    + " max_slot_wal_keep_size); drop it and load the tables again");
                }
                return Optional.of(row.getString(4));
            }
        }
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
                                                + " remove the connector's offsets to load all tables"
                                                + " again"));
    }

    /** Makes the slot; PostgreSQL waits for all transactions that are writing. */
    String create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '" + timeoutSeconds + "s'");
            try (PreparedStatement create =
                    connection.prepareStatement(
                            "SELECT lsn FROM pg_create_logical_replication_slot(?, 'pgoutput')")) {
                create.setString(1, name);
                try (ResultSet row = create.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            } catch (SQLException e) {
                if (CANCELLED.equals(e.getSQLState())) {
                    throw stillOpen(connection, e);
                }
                throw e;
            } finally {
                if (!connection.isClosed()) {
                    statement.execute("SET statement_timeout = 0");
                }
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
        long told = begun;
        String now = text(connection, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text");
        String ended =
                "SELECT (pg_snapshot_xmin(pg_current_snapshot()) >= '" + now + "'::xid8)::text";
        try {
            while (!text(connection, ended).equals("true")) {
                long time = System.nanoTime();
                if (limited && time - begun > timeoutSeconds * 1_000_000_000L) {
                    throw stillOpen(connection, null);
                }
                if (time - told > TELL_NANOS) {
                    told = time;
                    LOG.warn(
                            "New tables wait for transactions that were open when they were"
                                    + " published: {}",
                            String.join(", ", writers(connection)));
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

    private static List<String> writers(Connection connection) throws SQLException {
        List<String> writers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WRITERS)) {
            while (rows.next()) {
                writers.add(rows.getString(1));
            }
        }
        return writers;
    }

    private ReplicationException stillOpen(Connection connection, SQLException cause)
            throws SQLException {
        return new ReplicationException(
                FailureKind.CONFIGURATION,
                "replication slot " + name,
                "transactions were still open after %d s (TransactionConsistencyTimeout): %s. End them,"
                                .formatted(timeoutSeconds, String.join(", ", writers(connection)))
                        + " or raise the timeout, and start the task again",
                cause);
    }
}
