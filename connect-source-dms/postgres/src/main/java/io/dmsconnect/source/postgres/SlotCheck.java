// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Is a task's slot the one it has read from? One that was dropped and made anew under its name
 * lacks the changes between.
 *
 * <p>A slot that begins where the task has got to, or before, has everything. One that begins later
 * may still be the task's own: the driver lets go of log that only others have written. Such a slot
 * has been read from, which the server's statistics know, unless they were lost in a crash.
 */
final class SlotCheck {
    private static final int STATISTICS = 140_000;

    private static final String STATE =
            """
            SELECT confirmed_flush_lsn, current_setting('server_version_num')::int
            FROM pg_replication_slots WHERE slot_name = ?
            """;

    /** How often it was read from; the time since when the server has counted. */
    private static final String READ =
            """
            SELECT s.total_txns,
              (extract(epoch FROM greatest(s.stats_reset, b.stats_reset)) * 1000000)::bigint
            FROM pg_stat_replication_slots s, pg_stat_bgwriter b WHERE s.slot_name = ?
            """;

    /**
     * A transaction that reaches every reader of the log, and that Debezium's records pass over.
     */
    private static final String MARK =
            """
            SELECT CASE WHEN has_function_privilege((SELECT p.oid FROM pg_proc p
                WHERE p.proname = 'pg_logical_emit_message'
                  AND p.pronamespace = 'pg_catalog'::regnamespace
                  AND p.proargtypes[2] = 'text'::regtype), 'EXECUTE')
              THEN (SELECT (extract(epoch FROM now()) * 1000000)::bigint
                FROM pg_logical_emit_message(true, 'dms-connect', 'begin') m) ELSE 0 END
            """;

    private final Connection connection;
    private final String slot;

    SlotCheck(Connection connection, String slot) {
        this.connection = connection;
        this.slot = slot;
    }

    /**
     * Has whoever reads the log from now on read something.
     *
     * @return when, in microseconds; 0 where the user may not do that
     */
    static long mark(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MARK)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * @param offset of Debezium's, to go on from
     * @param start where the task has begun
     * @throws ReplicationException where changes are missing
     */
    void check(Map<String, ?> offset, StartPlace start) throws SQLException {
        long reached =
                Stream.of("lsn", "lsn_commit", "lsn_proc")
                        .map(offset::get)
                        .filter(Number.class::isInstance)
                        .mapToLong(lsn -> ((Number) lsn).longValue())
                        .max()
                        .orElse(0);
        long lastMicros =
                offset.get("ts_usec") instanceof Number micros
                        ? Math.max(micros.longValue(), start.marked())
                        : start.marked();
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getString(1) == null || reached == 0) {
                    return;
                }
                long confirmed = LogSequenceNumber.valueOf(row.getString(1)).asLong();
                if (Long.compareUnsigned(confirmed, reached) <= 0 || row.getInt(2) < STATISTICS) {
                    return;
                }
                if (lastMicros > 0 && isUnread(lastMicros, start.server())) {
                    throw new ReplicationException(
                            FailureKind.CONFIGURATION,
                            "replication slot " + slot,
                            ("was made anew: it begins at %s, but the task has got to %s only, and has"
                                            + " never read from this one. Changes between are missing;"
                                            + " %s")
                                    .formatted(
                                            row.getString(1),
                                            LogSequenceNumber.valueOf(reached).asString(),
                                            Slot.START_OVER));
                }
            }
        }
    }

    /**
     * @param lastMicros when the last transaction was made that the task has read
     */
    private boolean isUnread(long lastMicros, ServerId server) throws SQLException {
        boolean otherTimeline = server.isOtherTimeline(ServerId.of(connection));
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        && row.getLong(1) == 0
                        && (otherTimeline || row.getLong(2) < lastMicros);
            }
        }
    }
}
