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
import io.dmsconnect.sql.dialect.Dialect;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

/**
 * The target of one task. Each list of records is one transaction over all its tables, together with
 * the Kafka offsets and the statistics; where DDL ends a transaction, it ends with the offsets of what
 * is done by then. Not thread-safe, like the task.
 */
final class RdsTarget implements AutoCloseable {
    private final RdsSinkConfig config;
    private final SinkTaskContext context;
    private final Database database;
    private final Gate gate;
    private final ChangeCodec codec = new ChangeCodec();
    private final Outcomes outcomes = new Outcomes();
    private final Map<TopicPartition, Long> stored = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> durable = new HashMap<>();
    private final Map<TableId, LoadProgress> complete = new HashMap<>();
    private final Set<TopicPartition> opened = new HashSet<>();
    private ControlTables control;
    private Applier applier;
    private boolean offsetsKnown;

    RdsTarget(RdsSinkConfig config, SinkTaskContext context) {
        this.config = config;
        this.context = context;
        this.database = new Database(config.connection(), "dms-connect-" + config.task());
        this.gate = new Gate(context);
        outcomes.register(config.task() + "-" + Integer.toHexString(System.identityHashCode(this)));
    }

    /** The target may be down now: offsets are read with the first records. */
    void opened(Collection<TopicPartition> partitions) {
        opened.addAll(partitions);
        offsetsKnown = false;
    }

    void release(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            opened.remove(partition);
            stored.remove(partition);
            durable.remove(partition);
            gate.forget(partition);
        }
    }

    Map<TopicPartition, OffsetAndMetadata> durableOffsets() {
        return Map.copyOf(durable);
    }

    void write(Collection<SinkRecord> records) throws SQLException {
        if (records.isEmpty() && gate.closed().isEmpty() && offsetsKnown) {
            return;
        }
        try (Connection connection = database.open()) {
            try {
                prepare(connection);
                openGates(connection);
                Map<TopicPartition, List<SinkRecord>> work = notYetApplied(records);
                writeAll(connection, work);
            } catch (SQLException | RuntimeException e) {
                rollback(connection);
                throw e;
            }
        } finally {
            gate.askAgain();
        }
    }

    private void rollback(Connection connection) {
        complete.clear();
        if (applier != null) {
            applier.forget();
        }
        // what a transaction that DDL ended has stored is read again
        offsetsKnown = false;
        try {
            connection.rollback();
        } catch (SQLException gone) {
            // the connection is lost, and with it the transaction
        }
    }

    private void prepare(Connection connection) throws SQLException {
        if (control == null) {
            Dialect dialect = database.dialect(connection);
            ControlTables tables =
                    new ControlTables(
                            dialect,
                            config.settings().controlTables().controlSchema(),
                            config.task(),
                            config.scope());
            tables.create(connection);
            applier = new Applier(dialect, config.settings());
            control = tables;
        }
        if (!offsetsKnown) {
            Map<TopicPartition, Long> all = control.offsets(connection);
            stored.clear();
            for (TopicPartition partition : opened) {
                Long next = all.get(partition);
                if (next != null) {
                    stored.put(partition, next);
                    durable.put(partition, new OffsetAndMetadata(next));
                }
            }
            offsetsKnown = true;
        }
    }

    private void openGates(Connection connection) throws SQLException {
        for (Map.Entry<TopicPartition, Gate.Waiting> entry : gate.closed().entrySet()) {
            Gate.Waiting waiting = entry.getValue();
            if (progress(connection, waiting.table())
                    .filter(progress -> progress.opens(waiting.generation()))
                    .isPresent()) {
                gate.open(entry.getKey());
            }
        }
        connection.rollback();
    }

    /** A load that is complete stays so until another begins, which this task or its topic tells. */
    private Optional<LoadProgress> progress(Connection connection, TableId table) throws SQLException {
        LoadProgress known = complete.get(table);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<LoadProgress> read = control.progress(connection, table);
        read.filter(LoadProgress::complete).ifPresent(progress -> complete.put(table, progress));
        return read;
    }

    private Map<TopicPartition, List<SinkRecord>> notYetApplied(Collection<SinkRecord> records) {
        Map<TopicPartition, List<SinkRecord>> work = new LinkedHashMap<>();
        for (SinkRecord record : records) {
            outcomes.received.incrementAndGet();
            TopicPartition partition = partition(record);
            Long next = stored.get(partition);
            if (next != null && record.originalKafkaOffset() < next) {
                outcomes.alreadyApplied.incrementAndGet();
            } else if (gate.isClosed(partition)) {
                outcomes.waiting.incrementAndGet();
            } else {
                work.computeIfAbsent(partition, key -> new ArrayList<>()).add(record);
            }
        }
        return work;
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    private static RecordOrigin origin(SinkRecord record) {
        return new RecordOrigin(
                record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
    }

    /** Fast first; where the target refuses something, once more one by one, to name it. */
    private void writeAll(Connection connection, Map<TopicPartition, List<SinkRecord>> work)
            throws SQLException {
        for (boolean oneByOne : new boolean[] {false, true}) {
            Transaction transaction = new Transaction(connection);
            try {
                for (Map.Entry<TopicPartition, List<SinkRecord>> entry : work.entrySet()) {
                    // DDL may have made a part durable in the first pass
                    List<SinkRecord> left = notStored(entry.getKey(), entry.getValue());
                    if (!left.isEmpty()) {
                        write(transaction, entry.getKey(), left, oneByOne);
                    }
                }
                transaction.commit();
                return;
            } catch (SQLException | ReplicationException e) {
                if (oneByOne || !mayBeOneRecord(connection, e)) {
                    throw stopOrRetry(connection, e);
                }
                connection.rollback();
                complete.clear();
                applier.forget();
            }
        }
    }

    private List<SinkRecord> notStored(TopicPartition partition, List<SinkRecord> records) {
        long next = stored.getOrDefault(partition, 0L);
        return records.stream().filter(record -> record.originalKafkaOffset() >= next).toList();
    }

    private boolean mayBeOneRecord(Connection connection, Exception failure) throws SQLException {
        if (failure instanceof SQLException sql) {
            return applier.forbidsBulk(sql)
                    || database.dialect(connection).classify(sql) == FailureKind.RECORD;
        }
        return ((ReplicationException) failure).kind() == FailureKind.RECORD;
    }

    private RuntimeException stopOrRetry(Connection connection, Exception failure) throws SQLException {
        if (failure instanceof ReplicationException named) {
            if (named.kind() != FailureKind.RECOVERABLE) {
                outcomes.failed.incrementAndGet();
            }
            return named;
        }
        SQLException sql = (SQLException) failure;
        FailureKind kind = database.dialect(connection).classify(sql);
        if (kind == FailureKind.RECOVERABLE) {
            throw sql;
        }
        outcomes.failed.incrementAndGet();
        return new ReplicationException(kind, "the target", sql.getMessage(), sql);
    }

    private void write(
            Transaction transaction, TopicPartition partition, List<SinkRecord> records, boolean oneByOne)
            throws SQLException {
        List<RowChange> changes = new ArrayList<>();
        TableId current = null;
        try {
            for (SinkRecord record : records) {
                if (LoadCodec.isLoadMessage(record.valueSchema())) {
                    LoadMessage.Batch batch = LoadCodec.read(bytes(record), origin(record));
                    current = batch.message().table().id();
                    complete.remove(current);
                    applier.load(transaction.connection, transaction, batch, oneByOne);
                    outcomes.applied.incrementAndGet();
                    transaction.done(partition, record);
                    continue;
                }
                Optional<RowChange> read = codec.read(record, origin(record));
                if (read.isEmpty()) {
                    outcomes.withoutEffect.incrementAndGet();
                    if (changes.isEmpty()) {
                        transaction.done(partition, record);
                    }
                    continue;
                }
                RowChange change = read.get();
                current = change.table().id();
                if (change.generation() > 0) {
                    Optional<LoadProgress> load = progress(transaction.connection, current);
                    if (load.filter(progress -> progress.opens(change.generation())).isEmpty()) {
                        gate.close(
                                partition,
                                record.originalKafkaOffset(),
                                new Gate.Waiting(current, change.generation()));
                        outcomes.waiting.incrementAndGet();
                        apply(transaction, partition, changes, record.originalKafkaOffset(), oneByOne);
                        return;
                    }
                    if (load.get().includes(change.generation(), change.position())) {
                        outcomes.inLoad.incrementAndGet();
                        continue;
                    }
                }
                changes.add(change);
            }
            SinkRecord last = records.get(records.size() - 1);
            apply(transaction, partition, changes, last.originalKafkaOffset() + 1, oneByOne);
        } catch (ReplicationException e) {
            if (current != null && e.kind() != FailureKind.RECOVERABLE && e.kind() != FailureKind.FATAL
                    && (oneByOne || e.kind() != FailureKind.RECORD)) {
                report(transaction.connection, current, e.getMessage());
            }
            throw e;
        }
    }

    private void apply(
            Transaction transaction,
            TopicPartition partition,
            List<RowChange> changes,
            long next,
            boolean oneByOne)
            throws SQLException {
        transaction.changesOf(partition);
        applier.changes(transaction.connection, transaction, transaction.counting(changes), oneByOne);
        outcomes.applied.addAndGet(changes.size());
        transaction.doneUpTo(partition, next);
    }

    /** In a transaction of its own: the one that failed is taken back. */
    private void report(Connection connection, TableId table, String error) {
        try {
            connection.rollback();
            control.failed(connection, table, error);
        } catch (SQLException e) {
            // the error itself still stops the task
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
        outcomes.close();
        database.close();
    }

    /** The open transaction: what is done by partition, and the control tables. */
    private final class Transaction implements Applier.Journal {
        private final Connection connection;
        private final Map<TopicPartition, Long> done = new LinkedHashMap<>();
        private TopicPartition changing;
        private long appliedUpTo = -1;

        Transaction(Connection connection) {
            this.connection = connection;
        }

        void done(TopicPartition partition, SinkRecord record) {
            done.put(partition, record.originalKafkaOffset() + 1);
        }

        void doneUpTo(TopicPartition partition, long next) {
            appliedUpTo = -1;
            done.put(partition, next);
        }

        void changesOf(TopicPartition partition) {
            changing = partition;
            appliedUpTo = -1;
        }

        /** Knows, when DDL ends the transaction in their middle, which of them are in it. */
        Iterable<RowChange> counting(List<RowChange> changes) {
            return () ->
                    new java.util.Iterator<>() {
                        private int next;

                        @Override
                        public boolean hasNext() {
                            return next < changes.size();
                        }

                        @Override
                        public RowChange next() {
                            appliedUpTo = changes.get(next).origin().offset();
                            return changes.get(next++);
                        }
                    };
        }

        void commit() throws SQLException {
            for (Map.Entry<TopicPartition, Long> entry : done.entrySet()) {
                Long known = stored.get(entry.getKey());
                if (!entry.getValue().equals(known)) {
                    control.advance(connection, entry.getKey(), known, entry.getValue());
                }
            }
            connection.commit();
            done.forEach(
                    (partition, next) -> {
                        stored.put(partition, next);
                        durable.put(partition, new OffsetAndMetadata(next));
                    });
            done.clear();
        }

        @Override
        public void commitBeforeDdl() throws SQLException {
            if (appliedUpTo >= 0) {
                // everything before the change that brings the DDL
                done.put(changing, appliedUpTo);
            }
            commit();
        }

        @Override
        public LoadProgress progress(TableId table) throws SQLException {
            return RdsTarget.this.progress(connection, table).orElse(null);
        }

        @Override
        public void announce(LoadMessage message) throws SQLException {
            control.announce(
                    connection,
                    message.table().id(),
                    message.sourceTable(),
                    message.generation(),
                    message.estimatedRows(),
                    true);
        }

        @Override
        public void announce(RowChange change) throws SQLException {
            control.announce(connection, change.table().id(), change.sourceTable(), 0, -1, false);
        }

        @Override
        public void begin(LoadMessage message, String from, String shape) throws SQLException {
            complete.remove(message.table().id());
            control.begin(connection, message, from, shape);
        }

        @Override
        public void loaded(TableId table, long rows, boolean isComplete) throws SQLException {
            complete.remove(table);
            control.loaded(connection, table, rows, isComplete);
        }

        @Override
        public void shape(TableId table, String shape) throws SQLException {
            complete.remove(table);
            control.shape(connection, table, shape);
        }

        @Override
        public void changed(TableId table, io.dmsconnect.rds.apply.ChangeCounts counts)
                throws SQLException {
            control.changed(connection, table, counts);
        }
    }
}
