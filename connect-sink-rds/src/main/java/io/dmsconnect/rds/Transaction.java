// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.Applier;
import io.dmsconnect.rds.apply.ChangeCounts;
import io.dmsconnect.rds.apply.LoadProgress;
import io.dmsconnect.rds.apply.SegmentProgress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The open transaction: rows, control tables, and how far each partition is in it. What must not be
 * said before it is committed (gates, outcomes) is kept until then.
 */
final class Transaction implements Applier.Journal {
    private static final String LOAD = ".load";

    private final Connection connection;
    private final ControlTables control;
    private final Positions positions;
    private final Outcomes outcomes;
    private final Map<TopicPartition, Long> done = new LinkedHashMap<>();
    private final Map<TopicPartition, KnownRecord> last = new HashMap<>();
    private final Map<TableId, Optional<LoadProgress>> progress = new HashMap<>();
    private final Map<TableId, Optional<LoadProgress>> loading = new HashMap<>();
    private final Map<TableId, Long> announced = new HashMap<>();
    private final Set<TableId> ended = new LinkedHashSet<>();
    private final Map<TopicPartition, ClosingGate> closing = new LinkedHashMap<>();
    private final DdlFence fence;
    private TopicPartition current;
    private long beforeCurrent = -1;
    private boolean rewound;
    Outcomes.Tally tally = new Outcomes.Tally();

    /**
     * @param offset first record that has to wait
     */
    record ClosingGate(long offset, Gate.Waiting waiting) {}

    Transaction(
            Connection connection, ControlTables control, Positions positions, Outcomes outcomes) {
        this.connection = connection;
        this.control = control;
        this.positions = positions;
        this.outcomes = outcomes;
        this.fence = control.fence(connection);
    }

    /** The partition whose records come next. */
    void at(TopicPartition partition) {
        current = partition;
        beforeCurrent = -1;
    }

    /** The load of a table that was announced in this transaction, 0 for none. */
    long announced(TableId table) {
        return announced.getOrDefault(table, 0L);
    }

    void end() {
        fence.release();
    }

    Connection connection() {
        return connection;
    }

    /**
     * @param records of which those below the offset are done
     */
    void doneUpTo(TopicPartition partition, long next, List<SinkRecord> records) {
        beforeCurrent = -1;
        done.put(partition, next);
        KnownRecord.lastBelow(records, next).ifPresent(record -> last.put(partition, record));
    }

    void close(TopicPartition partition, long offset, Gate.Waiting waiting) {
        closing.put(partition, new ClosingGate(offset, waiting));
    }

    Map<TopicPartition, ClosingGate> closing() {
        return closing;
    }

    /** True where a table's changes were set back: this task's own partitions may be among them. */
    boolean rewound() {
        return rewound;
    }

    /** Knows, when DDL ends the transaction in the middle of them, which changes are in it. */
    Iterable<RowChange> counting(List<RowChange> changes) {
        beforeCurrent = -1;
        return () -> {
            Iterator<RowChange> all = changes.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public RowChange next() {
                    RowChange change = all.next();
                    beforeCurrent = change.origin().offset();
                    return change;
                }
            };
        };
    }

    /**
     * @throws ReplicationException (RECOVERABLE) where the stored offsets are no longer those this
     *     transaction started from; nothing of it is written then
     */
    void commit() throws SQLException {
        for (Map.Entry<TopicPartition, Long> entry : done.entrySet()) {
            Long known = positions.next(entry.getKey());
            if (!entry.getValue().equals(known)
                    && !control.advance(
                            connection,
                            entry.getKey(),
                            known,
                            entry.getValue(),
                            Optional.ofNullable(last.get(entry.getKey())))) {
                throw new OffsetsTakenException(entry.getKey());
            }
        }
        connection.commit();
        fence.release();
        positions.advanced(done);
        done.clear();
        last.clear();
        progress.clear();
        loading.clear();
        outcomes.add(tally);
        tally = new Outcomes.Tally();
    }

    @Override
    public void commitBeforeDdl() throws SQLException {
        if (beforeCurrent >= 0) {
            done.put(current, beforeCurrent);
        } else {
            // nothing of the partition is in this commit, which would not ask
            requireStored();
        }
        // the tally is of whole partitions: it waits for the end
        Outcomes.Tally kept = tally;
        tally = new Outcomes.Tally();
        commit();
        tally = kept;
        fence.take(current);
        requireStored();
    }

    private void requireStored() throws SQLException {
        if (!control.isStored(connection, current, positions.next(current))) {
            throw new OffsetsTakenException(current);
        }
    }

    /**
     * Read once; where it is complete, and changes are to be applied, nobody else may change it.
     */
    @Override
    public LoadProgress progress(TableId table) throws SQLException {
        Optional<LoadProgress> known = progress.get(table);
        if (known == null) {
            known = control.progress(connection, table);
            if (known.filter(LoadProgress::complete).isPresent()) {
                known = control.lockedProgress(connection, table);
            }
            progress.put(table, known);
        }
        return known.orElse(null);
    }

    @Override
    public LoadProgress loading(TableId table) throws SQLException {
        Optional<LoadProgress> known = loading.get(table);
        if (known == null) {
            known = control.sharedProgress(connection, table);
            loading.put(table, known);
        }
        return known.orElse(null);
    }

    @Override
    public LoadProgress locked(TableId table) throws SQLException {
        return control.lockedProgress(connection, table).orElse(null);
    }

    private void forget(TableId table) {
        progress.remove(table);
        loading.remove(table);
    }

    /** Tables that may be complete once this is committed. */
    Set<TableId> ended() {
        return ended;
    }

    @Override
    public void announce(LoadMessage message) throws SQLException {
        forget(message.table().id());
        control.announce(
                connection,
                message.table().id(),
                message.sourceTable(),
                message.generation(),
                message.estimatedRows(),
                true);
        LoadProgress known = progress(message.table().id());
        if (message.type() == LoadMessage.Type.ANNOUNCE
                && message.generation() > known.generation()) {
            control.announced(connection, message.table().id(), message.generation());
            announced.put(message.table().id(), message.generation());
            forget(message.table().id());
        }
    }

    @Override
    public void announce(RowChange change) throws SQLException {
        forget(change.table().id());
        control.announce(connection, change.table().id(), change.sourceTable(), 0, -1, false);
    }

    @Override
    public void begin(
            LoadMessage message, RecordOrigin origin, String from, String shape, boolean again)
            throws SQLException {
        forget(message.table().id());
        String topic = origin.topic();
        String changes =
                again && topic.endsWith(LOAD)
                        ? topic.substring(0, topic.length() - LOAD.length())
                        : null;
        control.begin(connection, message, from, shape, changes);
        rewound |= changes != null;
    }

    @Override
    public void claim(LoadMessage message) throws SQLException {
        forget(message.table().id());
        control.claim(connection, message);
    }

    @Override
    public void resumed(LoadMessage message) throws SQLException {
        LoadProgress now = locked(message.table().id());
        if (now.resumed() < message.segment().attempt()) {
            control.resumed(connection, message);
        }
        forget(message.table().id());
    }

    @Override
    public SegmentProgress segment(LoadMessage message) throws SQLException {
        return control.segments().progress(connection, message).orElse(null);
    }

    @Override
    public void segment(LoadMessage message, SegmentProgress now) throws SQLException {
        control.segments().store(connection, message, now);
        if (now.complete()) {
            ended.add(message.table().id());
        }
    }

    @Override
    public void ended(LoadMessage message) throws SQLException {
        forget(message.table().id());
        control.ended(connection, message);
        ended.add(message.table().id());
    }

    @Override
    public List<String> releaseReferences(TableId table) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (WantedObject key : control.objects().keysTo(connection, table)) {
            statements.add(control.dropForeignKey(key));
            control.objects().store(connection, key, ObjectTable.WAITING, key.name(), "", "");
        }
        return statements;
    }

    @Override
    public boolean renames(TableId table, String index, String name) throws SQLException {
        return control.objects().rename(connection, table, index, name);
    }

    @Override
    public void wantsKey(TableId table, String statement) throws SQLException {
        control.objects().wantKey(connection, table, statement);
    }

    @Override
    public void wants(LoadMessage message, String refusal) throws SQLException {
        control.objects().want(connection, message.table().id(), message.objects(), refusal);
    }

    @Override
    public void shape(TableId table, String shape) throws SQLException {
        forget(table);
        control.shape(connection, table, shape);
    }

    @Override
    public void changed(TableId table, ChangeCounts counts) throws SQLException {
        control.changed(connection, table, counts);
    }

    /** Somebody else has moved a partition's offset in the target. */
    static final class OffsetsTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient TopicPartition partition;

        OffsetsTakenException(TopicPartition partition) {
            super(partition.toString());
            this.partition = partition;
        }

        ReplicationException named(boolean again) {
            return again
                    ? new ReplicationException(
                            FailureKind.FATAL,
                            partition.toString(),
                            "another task writes this partition to the same target under the same"
                                    + " task.identifier; this one stops and has written nothing twice")
                    : new ReplicationException(
                            FailureKind.RECOVERABLE,
                            partition.toString(),
                            "the offset stored in the target has changed; it is read again");
        }
    }
}
