// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The history that the server's log is of. A standby that takes over, or a restored backup, has the
 * log of before up to a place, and from there on one of its own, with other changes at the same
 * places. What the task has read has to be from before that place; so its offsets tell of which
 * timeline they are, and loads how far the log was when they began.
 */
final class Timeline {
    /** Of the log that an offset's place is in. */
    private static final String TIMELINE = "timeline";

    private static final long PAGE = 8192;
    private static final long HEADER = 24;
    private static final long SMALLEST_SEGMENT = 1 << 20;
    private static final long HEADER_OF_SEGMENT = 40;

    /** Also what is not on the disk yet, as where loads begin: on one server it never goes back. */
    private static final String END = "SELECT pg_current_wal_insert_lsn()";

    /** Where rows come from that are not yet on the disk, too; a standby, once promoted, has it. */
    private static final String WRITTEN =
            "SELECT substr(pg_walfile_name(w), 1, 8), w FROM (SELECT CASE WHEN NOT"
                    + " pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END) AS now(w)";

    private final Connections connections;

    /** By timeline: the end of the log when the last load's snapshot was taken. */
    private final Map<String, Long> loaded = new ConcurrentHashMap<>();

    private volatile String lastLoad = "";
    private volatile String now = "";

    Timeline(Connections connections) {
        this.connections = connections;
    }

    /** A load has just begun: it has seen nothing that is not in the log up to here. */
    void loadedNow(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(WRITTEN)) {
            row.next();
            if (row.getString(2) != null) {
                lastLoad = row.getString(1) + " " + row.getString(2);
                loaded(lastLoad);
            }
        }
    }

    /** How far the log was when the last load began; to be told again after a restart. */
    String lastLoad() {
        return lastLoad;
    }

    /** A load has seen what was in the log up to there. */
    void loaded(String load) {
        String[] words = load.split(" ", -1);
        if (words.length == 2) {
            long end = LogSequenceNumber.valueOf(words[1]).asLong();
            loaded.merge(words[0], endOfRecord(end), Timeline::later);
        }
    }

    /**
     * The place where the next record would begin, which the server tells, is behind the header of
     * a page that is not there yet, where the last one ended with its page.
     */
    static long endOfRecord(long next) {
        boolean behindHeader =
                next % PAGE == HEADER || next % SMALLEST_SEGMENT == HEADER_OF_SEGMENT;
        return behindHeader ? next - next % PAGE : next;
    }

    private static long later(long one, long other) {
        return Long.compareUnsigned(one, other) < 0 ? other : one;
    }

    private static long number(Map<String, ?> offset, String key) {
        return offset.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /**
     * @param offset of Debezium's, to go on from
     * @param start where the task has begun
     * @return is the log another one than that which was read, and holds all of it?
     * @throws ReplicationException where it lacks what was read
     */
    boolean check(Connection connection, Map<String, ?> offset, StartPlace start)
            throws SQLException {
        String current = ServerId.of(connection).timeline();
        String former =
                offset.get(TIMELINE) instanceof String known ? known : start.server().timeline();
        Map<String, Long> read = new TreeMap<>(loaded);
        for (String key : new String[] {"lsn", "lsn_commit"}) {
            read.merge(former, endOfRecord(number(offset, key)), Timeline::later);
        }
        for (Map.Entry<String, Long> part : read.entrySet()) {
            if (part.getKey().equals(current) || part.getKey().isEmpty()) {
                checkEnd(connection, part.getValue());
            } else {
                checkFork(part.getKey(), current, part.getValue());
            }
        }
        now = current;
        return !former.isEmpty() && !former.equals(current);
    }

    private void checkFork(String former, String current, long read) throws SQLException {
        Optional<String> fork = fork(former, current);
        if (fork.isPresent()
                && Long.compareUnsigned(read, LogSequenceNumber.valueOf(fork.get()).asLong())
                        <= 0) {
            return;
        }
        throw new ReplicationException(
                FailureKind.CONFIGURATION,
                "database.hostname",
                ("the server is on timeline %s, as after a failover or a restore, whose log has the"
                                + " former one's (timeline %s) %s; the task has read up to %s. What"
                                + " it read beyond is in the target but not on this server, and"
                                + " changes of this server are missing; %s")
                        .formatted(
                                current,
                                former,
                                fork.map(place -> "up to " + place + " only").orElse("not at all"),
                                LogSequenceNumber.valueOf(read).asString(),
                                Slot.START_OVER));
    }

    /** Where the former timeline ends in the history of the current one. */
    private Optional<String> fork(String former, String current) throws SQLException {
        int wanted = Integer.parseUnsignedInt(former, 16);
        int number = Integer.parseUnsignedInt(current, 16);
        if (number <= 1) {
            return Optional.empty();
        }
        Connection connection = connections.openReplication();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "TIMELINE_HISTORY " + Integer.toUnsignedString(number))) {
            if (!row.next()) {
                return Optional.empty();
            }
            return row.getString(2)
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > 1)
                    .filter(words -> words[0].equals(Integer.toUnsignedString(wanted)))
                    .map(words -> words[1])
                    .findFirst();
        } finally {
            connections.close(connection);
        }
    }

    /** A server that was put back to an earlier state is on the same timeline. */
    private static void checkEnd(Connection connection, long read) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(END)) {
            row.next();
            String end = row.getString(1);
            if (Long.compareUnsigned(read, LogSequenceNumber.valueOf(end).asLong()) > 0) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "database.hostname",
                        ("the server's log ends before the place that the task has read up to (%s"
                                        + " instead of %s): it was put back to an earlier state. What"
                                        + " it lacks is in the target; %s")
                                .formatted(
                                        end,
                                        LogSequenceNumber.valueOf(read).asString(),
                                        Slot.START_OVER));
            }
        }
    }

    /** After the reading has begun: was it still the server that was looked at before? */
    void checkSame() {
        String reads =
                connections.with(
                        "looking at the server", connection -> ServerId.of(connection).timeline());
        if (!reads.equals(now)) {
            throw new ReplicationException(
                    FailureKind.RECOVERABLE, "database.hostname", "another server has taken over");
        }
    }

    /** Tells of what timeline the record's offset is. */
    SourceRecord told(SourceRecord record) {
        Map<String, Object> offset = new HashMap<>(record.sourceOffset());
        offset.put(TIMELINE, now);
        return new SourceRecord(
                record.sourcePartition(),
                offset,
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }
}
