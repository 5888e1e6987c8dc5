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
import io.dmsconnect.rds.apply.UnfinishedTransactionException;
import io.dmsconnect.sql.dialect.Dialect;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
    private final PiecedChanges pieces = new PiecedChanges();
    private final HeldBack held = new HeldBack();
    private final VoidRecords voids = new VoidRecords();
    private final Set<TableId> remade = new HashSet<>();
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
        outcomes.register(
                config.task()
                        + "-"
                        + config.number()
                                .orElse(Integer.toHexString(System.identityHashCode(this))));
    }

    /** Says what the task waits for, as far as that is known. */
    String waitsFor(Exception failure) {
        if (outcomes.getWaitsFor().isEmpty()) {
            outcomes.waitsFor("the target: " + failure.getMessage());
        }
        return outcomes.getWaitsFor();
    }

    /** A failure of {@link #write} without values of rows. */
    SQLException discreet(SQLException failure) {
        Dialect dialect = database.dialect();
        return dialect == null ? failure : Discreet.of(failure, dialect);
    }

    /** As {@link #discreet(SQLException)}. */
    ReplicationException discreet(ReplicationException failure) {
        Dialect dialect = database.dialect();
        return dialect == null ? failure : Discreet.of(failure, dialect);
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
        partitions.forEach(outcomes::nothingPending);
        partitions.forEach(held::drop);
        spools.drop(partitions);
        pieces.drop(partitions);
    }

    Map<TopicPartition, OffsetAndMetadata> durableOffsets() {
        return positions.durable();
    }

    void write(Collection<SinkRecord> received) throws SQLException {
        pieces.forgetApplied(positions);
        // a piece has no effect of its own, only the change it belongs to has one
        Collection<SinkRecord> records = pieces.withoutPieces(received);
        int kept = received.size() - records.size();
        outcomes.received.addAndGet(kept);
        outcomes.withoutEffect.addAndGet(kept);
        if (records.isEmpty()
                && gate.closed().isEmpty()
                && positions.areKnown()
                && held.isEmpty()) {
            checkBuilder();
            gate.askAgain();
            return;
        }
        long before = outcomes.total();
        int again = 0;
        try (Connection connection = database.open()) {
            try {
                Set<TopicPartition> moved = prepare(connection);
                moved.forEach(held::drop);
                moved.addAll(voids.stillIn(records, moved));
                checkBuilder();
                openGates(connection);
                Map<TopicPartition, List<SinkRecord>> work =
                        held.before(notYetApplied(records, moved), positions);
                again = held.givenAgain();
                writeAll(connection, work);
                outcomes.waiting.addAndGet(held.postponed());
                held.written();
                outcomes.waitsFor("");
                taken = 0;
            } catch (Transaction.OffsetsTakenException e) {
                rollback(connection);
                throw e.named(++taken > TAKEN_AT_MOST);
            } catch (SQLException | RuntimeException e) {
                rollback(connection);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            outcomes.returned(records);
            if (e instanceof SQLException) {
                database.renew();
            }
            throw e;
        } finally {
            outcomes.received.addAndGet(records.size() + again);
            outcomes.again.addAndGet(again);
            outcomes.returned.addAndGet(records.size() + again - (outcomes.total() - before));
            if (held.isEmpty()) {
                gate.askAgain();
            } else {
                gate.askSoon();
            }
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
                applier = new Applier(database.dialect(), config.settings(), config.mismatches());
                control = tables;
                builder = new ObjectBuilder(database, tables);
                completion = new Completion(tables, builder);
            }
            if (positions.areKnown() && gate.closed().isEmpty()) {
                return new HashSet<>();
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
                outcomes.nothingPending(entry.getKey());
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
            if (!moved.contains(partition) && !gate.isClosed(partition)) {
                positions.recognize(partition, record);
            }
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

    static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    /** Where the target has to go on while the record is not applied. */
    private RecordOrigin origin(SinkRecord record) {
        return new RecordOrigin(
                record.originalTopic(),
                record.originalKafkaPartition(),
                pieces.firstOffset(record));
    }

    /** Fast first; where the target refuses something, once more one by one, to name it. */
    private void writeAll(Connection connection, Map<TopicPartition, List<SinkRecord>> work)
            throws SQLException {
        if (work.isEmpty()) {
            return;
        }
        try {
            writeWhole(connection, work, false);
        } catch (SQLException | ReplicationException e) {
            if (!mayBeOneRow(e)) {
                throw e;
            }
            connection.rollback();
            applier.forget();
            writeWhole(connection, notYetDurable(work), true);
        }
    }

    /** DDL may have made a part durable in a pass that was taken back. */
    private Map<TopicPartition, List<SinkRecord>> notYetDurable(
            Map<TopicPartition, List<SinkRecord>> work) {
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
        return left;
    }

    /**
     * Without transactions of the source that can only be written as a whole, and are not whole.
     */
    private void writeWhole(
            Connection connection, Map<TopicPartition, List<SinkRecord>> work, boolean oneByOne)
            throws SQLException {
        Map<TopicPartition, List<SinkRecord>> left = work;
        Map<TopicPartition, Transaction.ClosingGate> awaited = new LinkedHashMap<>();
        int waiting = 0;
        while (!left.isEmpty()) {
            try {
                writeOnce(connection, left, oneByOne);
                break;
            } catch (AwaitedLoad e) {
                connection.rollback();
                applier.forget();
                left = new LinkedHashMap<>(notYetDurable(left));
                List<SinkRecord> records = left.remove(e.partition());
                SinkRecord first = records.get(0);
                awaited.put(
                        e.partition(),
                        new Transaction.ClosingGate(pieces.firstOffset(first), e.waiting()));
                outcomes.pendingSince(e.partition(), first.timestamp());
                waiting += records.size();
            } catch (HeldBack.UnfinishedException e) {
                connection.rollback();
                applier.forget();
                left = new LinkedHashMap<>(notYetDurable(left));
                List<SinkRecord> records = left.remove(e.partition());
                int first = 0;
                while (records.get(first).originalKafkaOffset() < e.firstOffset()) {
                    first++;
                }
                List<SinkRecord> rest = records.subList(first, records.size());
                held.hold(e.partition(), rest);
                outcomes.waiting.addAndGet(rest.size());
                if (first > 0) {
                    left.put(e.partition(), records.subList(0, first));
                }
            }
        }
        outcomes.waiting.addAndGet(waiting);
        closeGates(awaited);
    }

    private void closeGates(Map<TopicPartition, Transaction.ClosingGate> closing) {
        closing.forEach(
                (partition, gateOf) -> gate.close(partition, gateOf.offset(), gateOf.waiting()));
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
        closeGates(transaction.closing());
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
            String where = current.where(partition, records);
            if (LoadCodec.isLoadMessage(records.get(0).valueSchema())
                    && database.dialect().isMissingTable(e)
                    && current.table != null
                    && remade.add(current.table)) {
                throw readAgain(transaction.connection(), partition, current.table);
            }
            if (kind(e) == FailureKind.RECOVERABLE) {
                outcomes.waitsFor(where + ": " + database.dialect().reason(e));
            }
            ReplicationException stop = stop(e, where);
            AwaitedLoad.check(
                    transaction, control, records.get(0), current.table, current.position, stop);
            report(transaction.connection(), current, stop);
            throw stop;
        } catch (ReplicationException e) {
            boolean secondPass = e.kind() == FailureKind.RECORD && !oneByOne;
            if (e.kind() != FailureKind.RECOVERABLE && !secondPass) {
                AwaitedLoad.check(
                        transaction, control, records.get(0), current.table, current.position, e);
                report(transaction.connection(), current, e);
            }
            throw e;
        }
    }

    /** Somebody has dropped a table that is being loaded: its beginning makes it anew. */
    private ReplicationException readAgain(
            Connection connection, TopicPartition partition, TableId table) throws SQLException {
        connection.rollback();
        control.rewind(connection, partition.topic());
        connection.commit();
        LOG.warn("{} is not in the target any more; its load is read once more", table);
        return new ReplicationException(
                FailureKind.RECOVERABLE,
                "table " + table,
                "it is not in the target any more; its load is read once more");
    }

    /** The table that is being written, for the one who has to be told. */
    private static final class Current {
        private TableId table;
        private TableId source;
        private RecordOrigin origin;

        /** Of the first change. */
        private String position = "";

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
                transaction.doneUpTo(partition, offset, records);
                transaction.tally.waiting += records.size() - i;
                return;
            }
            transaction.tally.applied++;
            transaction.doneUpTo(partition, offset + 1, records);
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
        boolean mayGoOn = held.mayGoOn(partition, records);
        long next = records.get(records.size() - 1).originalKafkaOffset() + 1;
        for (int i = 0; i < records.size(); i++) {
            SinkRecord record = records.get(i);
            Optional<RowChange> read = codec.read(pieces.whole(record), origin(record));
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
                next = pieces.firstOffset(record);
                transaction.close(partition, next, waiting.get());
                outcomes.pendingSince(partition, record.timestamp());
                transaction.tally.waiting += records.size() - i;
                mayGoOn = false;
                break;
            }
            changes.add(change);
        }
        if (!changes.isEmpty()) {
            current.origin = changes.get(0).origin();
            current.position = changes.get(0).position();
            try {
                applier.changes(
                        transaction.connection(),
                        transaction,
                        transaction.counting(changes),
                        oneByOne,
                        mayGoOn);
            } catch (UnfinishedTransactionException e) {
                throw new HeldBack.UnfinishedException(partition, e.firstOffset());
            }
        }
        transaction.tally.applied += changes.size();
        transaction.doneUpTo(partition, next, records);
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
    private ReplicationException stop(SQLException failure, String where) throws SQLException {
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
        pieces.close();
        outcomes.close();
        database.close();
    }
}
