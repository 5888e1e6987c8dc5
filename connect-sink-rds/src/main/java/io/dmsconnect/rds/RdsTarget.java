// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.Applier;
import io.dmsconnect.rds.apply.LoadProgress;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target of one task. Each list of records is one transaction over all its tables, together
 * with the Kafka offsets and the statistics; where DDL ends a transaction, it ends with the offsets
 * of what is done by then. Not thread-safe, like the task.
 */
final class RdsTarget implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RdsTarget.class);

    /** A task that is no longer one of the connector's may get in the way of its successor once. */
    private static final int TAKEN_AT_MOST = 3;

    private final RdsSinkConfig config;
    private final Database database;
    private final Gate gate;
    private final Positions positions;
    private final ChangeCodec codec = new ChangeCodec();
    private final Outcomes outcomes = new Outcomes();
    private final RowSpools spools = new RowSpools();
    private ControlTables control;
    private Applier applier;
    private Completion completion;
    private ObjectBuilder builder;
    private int taken;

    RdsTarget(RdsSinkConfig config, SinkTaskContext context, boolean fromBeginning) {
        this.config = config;
        this.database = new Database(config.connection(), "dms-connect-" + config.task());
        this.gate = new Gate(context);
        this.positions = new Positions(context, fromBeginning);
        outcomes.register(config.task() + "-" + Integer.toHexString(System.identityHashCode(this)));
    }

    Outcomes outcomes() {
        return outcomes;
    }

    /** The target may be down now: then its offsets are read with the first records. */
    void opened(Collection<TopicPartition> partitions) {
        positions.open(partitions);
        try (Connection connection = database.open()) {
            prepare(connection);
        } catch (SQLException | ReplicationException e) {
            LOG.debug("The target does not answer yet", e);
        }
    }

    void release(Collection<TopicPartition> partitions) {
        positions.release(partitions);
        partitions.forEach(gate::forget);
        spools.drop(partitions);
    }

    Map<TopicPartition, OffsetAndMetadata> durableOffsets() {
        return positions.durable();
    }

    void write(Collection<SinkRecord> records) throws SQLException {
        if (records.isEmpty() && gate.closed().isEmpty() && positions.areKnown()) {
            checkBuilder();
            gate.askAgain();
            return;
        }
        long before = outcomes.total();
        try (Connection connection = database.open()) {
            try {
                Set<TopicPartition> moved = prepare(connection);
                checkBuilder();
                openGates(connection);
                writeAll(connection, notYetApplied(records, moved));
                taken = 0;
            } catch (Transaction.OffsetsTakenException e) {
                rollback(connection);
                throw e.named(++taken > TAKEN_AT_MOST);
            } catch (SQLException | RuntimeException e) {
                rollback(connection);
                throw e;
            }
        } finally {
            outcomes.received.addAndGet(records.size());
            outcomes.returned.addAndGet(records.size() - (outcomes.total() - before));
            gate.askAgain();
        }
    }

    private void rollback(Connection connection) {
        if (applier != null) {
            applier.forget();
        }
        // what a transaction that DDL ended has stored, or a commit without an answer, is read
        // again
        positions.forget();
        try {
            connection.rollback();
        } catch (SQLException gone) {
            // the connection is lost, and with it the transaction
        }
    }

    /** Returns partitions whose records in hand are void: the consumer has been put elsewhere. */
    private Set<TopicPartition> prepare(Connection connection) throws SQLException {
        try {
            if (control == null) {
                ControlTables tables =
                        new ControlTables(
                                database.dialect(),
                                config.settings().controlTables().controlSchema(),
                                config.task(),
                                config.scope(),
                                config.settings().fullLoad().stopPoint());
                tables.create(connection);
                applier = new Applier(database.dialect(), config.settings());
                control = tables;
                builder = new ObjectBuilder(database, tables);
                completion = new Completion(tables, builder);
            }
            if (positions.areKnown() && gate.closed().isEmpty()) {
                return Set.of();
            }
            completion.finishLeftOver(connection);
            return positions.take(control.offsets(connection));
        } catch (SQLException e) {
            throw stop(e, "the control tables");
        }
    }

    private void checkBuilder() throws SQLException {
        try {
            builder.check();
        } catch (SQLException e) {
            throw stop(e, "indexes, keys and defaults of loaded tables");
        }
    }

    private void openGates(Connection connection) throws SQLException {
        Stop stop = control.stop();
        stop.ask(connection);
        for (Map.Entry<TopicPartition, Gate.Waiting> entry : gate.closed().entrySet()) {
            Gate.Waiting waiting = entry.getValue();
            if (control.progress(connection, waiting.table())
                    .filter(progress -> waiting.isOver(progress, stop))
                    .isPresent()) {
                gate.open(entry.getKey());
            }
        }
        connection.rollback();
    }

    /** By partition; loads first, since changes may wait for them. */
    private Map<TopicPartition, List<SinkRecord>> notYetApplied(
            Collection<SinkRecord> records, Set<TopicPartition> moved) {
        Map<TopicPartition, List<SinkRecord>> loads = new LinkedHashMap<>();
        Map<TopicPartition, List<SinkRecord>> changes = new LinkedHashMap<>();
        for (SinkRecord record : records) {
            TopicPartition partition = partition(record);
            if (positions.has(partition, record.originalKafkaOffset())) {
                outcomes.alreadyApplied.incrementAndGet();
            } else if (moved.contains(partition) || gate.isClosed(partition)) {
                outcomes.waiting.incrementAndGet();
            } else {
                (LoadCodec.isLoadMessage(record.valueSchema()) ? loads : changes)
                        .computeIfAbsent(partition, key -> new ArrayList<>())
                        .add(record);
            }
        }
        changes.forEach(
                (partition, list) ->
                        loads.merge(
                                partition,
                                list,
                                (one, other) -> {
                                    throw new ReplicationException(
                                            FailureKind.RECORD,
                                            partition.toString(),
                                            "load batches and changes are in one topic; each lane needs its own");
                                }));
        return loads;
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    private static RecordOrigin origin(SinkRecord record) {
        return new RecordOrigin(
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
    }

    /** Fast first; where the target refuses something, once more one by one, to name it. */
    private void writeAll(Connection connection, Map<TopicPartition, List<SinkRecord>> work)
            throws SQLException {
        if (work.isEmpty()) {
            return;
        }
        try {
            writeOnce(connection, work, false);
        } catch (SQLException | ReplicationException e) {
            if (!mayBeOneRow(e)) {
                throw e;
            }
            connection.rollback();
            applier.forget();
            // DDL may have made a part durable in the first pass
            Map<TopicPartition, List<SinkRecord>> left = new LinkedHashMap<>();
            work.forEach(
                    (partition, records) -> {
                        List<SinkRecord> rest =
                                records.stream()
                                        .filter(
                                                record ->
                                                        !positions.has(
                                                                partition,
                                                                record.originalKafkaOffset()))
                                        .toList();
                        outcomes.alreadyApplied.addAndGet(records.size() - rest.size());
                        if (!rest.isEmpty()) {
                            left.put(partition, rest);
                        }
                    });
            writeOnce(connection, left, true);
        }
    }

    private boolean mayBeOneRow(Exception failure) {
        if (failure instanceof SQLException sql) {
            return applier.forbidsBulk(sql) || kind(sql) == FailureKind.RECORD;
        }
        return ((ReplicationException) failure).kind() == FailureKind.RECORD;
    }

    private FailureKind kind(SQLException failure) {
        return database.dialect().classify(failure);
    }

    private void writeOnce(
            Connection connection, Map<TopicPartition, List<SinkRecord>> work, boolean oneByOne)
            throws SQLException {
        Transaction transaction = new Transaction(connection, control, positions, outcomes);
        try {
            write(transaction, work, oneByOne);
        } finally {
            transaction.end();
        }
        spools.committed();
        transaction
                .closing()
                .forEach(
                        (partition, closing) ->
                                gate.close(partition, closing.offset(), closing.waiting()));
        if (transaction.rewound()) {
            positions.forget();
        }
        completion.finish(connection, transaction.ended());
    }

    private void write(
            Transaction transaction, Map<TopicPartition, List<SinkRecord>> work, boolean oneByOne)
            throws SQLException {
        for (Map.Entry<TopicPartition, List<SinkRecord>> entry : work.entrySet()) {
            write(transaction, entry.getKey(), entry.getValue(), oneByOne);
        }
        long records = work.values().stream().mapToLong(List::size).sum();
        if (transaction.tally.total() != records) {
            throw new IllegalStateException(
                    "of %d records only %d are accounted for; nothing is written"
                            .formatted(records, transaction.tally.total()));
        }
        transaction.commit();
    }

    private void write(
            Transaction transaction,
            TopicPartition partition,
            List<SinkRecord> records,
            boolean oneByOne)
            throws SQLException {
        Current current = new Current();
        transaction.at(partition);
        try {
            if (LoadCodec.isLoadMessage(records.get(0).valueSchema())) {
                load(transaction, partition, records, oneByOne, current);
            } else {
                change(transaction, partition, records, oneByOne, current);
            }
        } catch (SQLException e) {
            if (applier.forbidsBulk(e) || (kind(e) == FailureKind.RECORD && !oneByOne)) {
                throw e;
            }
            RuntimeException stop = stop(e, current.where(partition, records));
            report(transaction.connection(), current, stop);
            throw stop;
        } catch (ReplicationException e) {
            boolean secondPass = e.kind() == FailureKind.RECORD && !oneByOne;
            if (e.kind() != FailureKind.RECOVERABLE && !secondPass) {
                report(transaction.connection(), current, e);
            }
            throw e;
        }
    }

    /** The table that is being written, for the one who has to be told. */
    private static final class Current {
        private TableId table;
        private TableId source;
        private RecordOrigin origin;

        String where(TopicPartition partition, List<SinkRecord> records) {
            String place =
                    origin != null
                            ? origin.toString()
                            : partition + "@" + records.get(0).originalKafkaOffset();
            return table == null ? place : "table " + table + ", " + place;
        }
    }

    private void load(
            Transaction transaction,
            TopicPartition partition,
            List<SinkRecord> records,
            boolean oneByOne,
            Current current)
            throws SQLException {
        for (int i = 0; i < records.size(); i++) {
            SinkRecord record = records.get(i);
            long offset = record.originalKafkaOffset();
            current.origin = origin(record);
            LoadMessage.Batch batch = LoadCodec.read(bytes(record), current.origin);
            LoadMessage message = batch.message();
            current.table = message.table().id();
            current.source = message.sourceTable();
            RowSpool spool = null;
            if (batch.piece() == null) {
                spools.drop(partition);
            } else {
                spool = spools.add(partition, batch);
                if (!batch.piece().last()) {
                    // the offset stays before the first piece
                    transaction.tally.applied++;
                    continue;
                }
                batch = spool.complete(batch);
            }
            if (!applier.load(transaction.connection(), transaction, batch, oneByOne)) {
                offset = spool == null ? offset : spool.firstOffset();
                transaction.close(
                        partition,
                        offset,
                        Gate.Waiting.rows(current.table, message.generation(), message.attempt()));
                transaction.doneUpTo(partition, offset);
                transaction.tally.waiting += records.size() - i;
                return;
            }
            transaction.tally.applied++;
            transaction.doneUpTo(partition, offset + 1);
        }
    }

    private void change(
            Transaction transaction,
            TopicPartition partition,
            List<SinkRecord> records,
            boolean oneByOne,
            Current current)
            throws SQLException {
        List<RowChange> changes = new ArrayList<>();
        long next = records.get(records.size() - 1).originalKafkaOffset() + 1;
        for (int i = 0; i < records.size(); i++) {
            SinkRecord record = records.get(i);
            Optional<RowChange> read = codec.read(record, origin(record));
            if (read.isEmpty()) {
                transaction.tally.withoutEffect++;
                continue;
            }
            RowChange change = read.get();
            current.table = change.table().id();
            current.source = change.sourceTable();
            LoadProgress load = transaction.progress(current.table);
            if (load != null
                    && load.has(change.generation(), change.position(), change.sourceMillis())) {
                transaction.tally.inLoad++;
                continue;
            }
            Optional<Gate.Waiting> waiting = waiting(change, load, record.timestamp());
            if (waiting.isPresent()) {
                next = record.originalKafkaOffset();
                transaction.close(partition, next, waiting.get());
                transaction.tally.waiting += records.size() - i;
                break;
            }
            changes.add(change);
        }
        if (!changes.isEmpty()) {
            current.origin = changes.get(0).origin();
            applier.changes(
                    transaction.connection(), transaction, transaction.counting(changes), oneByOne);
        }
        transaction.tally.applied += changes.size();
        transaction.doneUpTo(partition, next);
    }

    private Optional<Gate.Waiting> waiting(RowChange change, LoadProgress load, Long millis) {
        long generation = change.generation();
        TableId table = change.table().id();
        if (generation > 0 && (load == null || !load.opens(generation))) {
            return Optional.of(Gate.Waiting.changes(table, generation, change.position()));
        }
        return generation > 0 && control.stop().holds(millis)
                ? Optional.of(Gate.Waiting.stopped(table, generation, millis))
                : Optional.empty();
    }

    /** What waiting may mend stays as it is. */
    private RuntimeException stop(SQLException failure, String where) throws SQLException {
        FailureKind kind = kind(failure);
        if (kind == FailureKind.RECOVERABLE) {
            throw failure;
        }
        return new ReplicationException(
                kind,
                where,
                "the target refuses: "
                        + database.dialect().reason(failure)
                        + ". Nothing of this batch is written; correct the target and restart the task",
                failure);
    }

    /** In a transaction of its own: the one that failed is taken back. */
    private void report(Connection connection, Current current, RuntimeException failure) {
        if (current.table == null) {
            return;
        }
        try {
            connection.rollback();
            control.failed(connection, current.table, current.source, failure.getMessage());
        } catch (SQLException e) {
            // the failure itself still stops the task
            LOG.debug("The failure could not be stored", e);
        }
    }

    private static byte[] bytes(SinkRecord record) {
        if (record.value() instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) record.value();
    }

    @Override
    public void close() {
        if (builder != null) {
            builder.close();
        }
        spools.close();
        outcomes.close();
        database.close();
    }
}
