// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Runs one sink task as Connect's worker does: polls, puts, rewinds, pauses, delivers again what
 * failed for a while, commits. At the end every record must be accounted for.
 */
final class SinkHarness implements AutoCloseable {
    /** For a slow, busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Map<String, String> config;
    private final Topics topics;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> position = new HashMap<>();
    private final Set<TopicPartition> assigned;
    private FakeContext context;
    private RdsSinkTask task;
    private List<SinkRecord> pending;
    int batch = 500;
    int retries;
    private long delivered;

    /** What several tasks, one after the other or beside each other, read. */
    static final class Topics {
        private final Map<TopicPartition, List<SinkRecord>> records = new LinkedHashMap<>();
        private final Map<TopicPartition, Long> starts = new HashMap<>();

        void add(SinkRecord record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
            List<SinkRecord> log = records.computeIfAbsent(partition, key -> new ArrayList<>());
            log.add(
                    new SinkRecord(
                            record.topic(),
                            record.kafkaPartition(),
                            record.keySchema(),
                            record.key(),
                            record.valueSchema(),
                            record.value(),
                            log.size(),
                            record.timestamp(),
                            record.timestamp() == null
                                    ? TimestampType.NO_TIMESTAMP_TYPE
                                    : TimestampType.CREATE_TIME,
                            record.headers()));
        }

        /** Nothing is left of the record but its offset. */
        void lose(TopicPartition partition, int offset) {
            records.get(partition)
                    .set(
                            offset,
                            new SinkRecord(
                                    partition.topic(),
                                    partition.partition(),
                                    null,
                                    null,
                                    null,
                                    null,
                                    offset));
        }

        Set<TopicPartition> partitions() {
            return records.keySet();
        }

        /** As after a backup: the same logs, which go on in another way. */
        Topics copy() {
            Topics copy = new Topics();
            records.forEach((partition, log) -> copy.records.put(partition, new ArrayList<>(log)));
            return copy;
        }

        /** As after the time that Kafka keeps records for. */
        void deleteBefore(TopicPartition partition, long offset) {
            starts.put(partition, offset);
        }
    }

    /**
     * @param only partitions of this task, or null for all there are now and later
     */
    SinkHarness(Map<String, String> config, Topics topics, Set<TopicPartition> only) {
        this.config = config;
        this.topics = topics;
        this.assigned = only;
        start();
    }

    private Set<TopicPartition> assignment() {
        return assigned == null ? topics.partitions() : assigned;
    }

    private void start() {
        context = new FakeContext();
        task = new RdsSinkTask();
        task.initialize(context);
        task.start(config);
    }

    private void openNew() {
        Set<TopicPartition> fresh = new HashSet<>(assignment());
        fresh.removeAll(position.keySet());
        if (!fresh.isEmpty()) {
            fresh.forEach(
                    partition -> position.put(partition, committed.getOrDefault(partition, 0L)));
            task.open(fresh);
            rewind();
        }
    }

    /** Offsets back to the beginning: everything is delivered once more. */
    void forgetCommitted() {
        committed.clear();
    }

    /** As after a crash of the worker: no close, no commit. */
    void kill() {
        conserve();
        task.stop();
        position.clear();
        pending = null;
        start();
    }

    private void rewind() {
        position.putAll(context.offsets);
        context.offsets.clear();
    }

    /** One round of the worker. */
    void step() {
        openNew();
        rewind();
        List<SinkRecord> records = pending != null ? pending : poll();
        delivered += records.size();
        try {
            task.put(records);
            pending = null;
        } catch (RetriableException e) {
            pending = records;
            retries++;
            sleep(Math.min(context.timeout, 200));
        }
        task.preCommit(Map.of())
                .forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    private List<SinkRecord> poll() {
        List<SinkRecord> records = new ArrayList<>();
        for (TopicPartition partition : assignment()) {
            if (context.paused.contains(partition)) {
                continue;
            }
            List<SinkRecord> log = topics.records.getOrDefault(partition, List.of());
            long start = topics.starts.getOrDefault(partition, 0L);
            long wanted = position.get(partition);
            // auto.offset.reset=earliest
            long from = wanted < start || wanted > log.size() ? start : wanted;
            long to = Math.min(log.size(), from + batch);
            position.put(partition, Math.max(from, to));
            for (long at = from; at < to; at++) {
                records.add(anew(log.get((int) at)));
            }
        }
        return records;
    }

    /** Kafka's consumer makes a record each time it reads one. */
    private static SinkRecord anew(SinkRecord record) {
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }

    private boolean isIdle() {
        if (pending != null || !context.offsets.isEmpty()) {
            return false;
        }
        for (TopicPartition partition : assignment()) {
            if (!context.paused.contains(partition)
                    && position.getOrDefault(partition, 0L)
                            < topics.records.getOrDefault(partition, List.of()).size()) {
                return false;
            }
        }
        return true;
    }

    /** Has the task stored every record's offset? It may hold some back until others come. */
    private boolean isStored() {
        return assignment().stream()
                .allMatch(
                        partition ->
                                committed.getOrDefault(partition, 0L)
                                        >= topics.records
                                                .getOrDefault(partition, List.of())
                                                .size());
    }

    /** Until nothing more can be read; gated partitions may remain. */
    void drain() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            step();
            if (System.nanoTime() > end) {
                throw new AssertionError("not drained");
            }
        } while (!isIdle());
    }

    /** Until everything is applied. */
    void drainAll() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            step();
            if (System.nanoTime() > end) {
                throw new AssertionError("not drained; still paused: " + context.paused);
            }
        } while (!isIdle() || !context.paused.isEmpty() || !isStored());
    }

    Set<TopicPartition> paused() {
        return Set.copyOf(context.paused);
    }

    Outcomes outcomes() {
        return task.outcomes();
    }

    Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    private void conserve() {
        Outcomes outcomes = task.outcomes();
        // counted here, and not by the task: what it was given, and what it looked at once more
        assertThat(outcomes.received.get())
                .as("records given to the task")
                .isEqualTo(delivered + outcomes.again.get());
        delivered = 0;
        assertThat(outcomes.total() + outcomes.returned.get())
                .as(
                        "received = applied + already applied + in load + without effect + waiting + returned")
                .isEqualTo(outcomes.received.get());
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        conserve();
        task.close(position.keySet());
        task.stop();
    }

    private final class FakeContext implements SinkTaskContext {
        private final Set<TopicPartition> paused = new HashSet<>();
        private final Map<TopicPartition, Long> offsets = new HashMap<>();
        private long timeout;

        @Override
        public Map<String, String> configs() {
            return config;
        }

        @Override
        public void offset(Map<TopicPartition, Long> all) {
            offsets.putAll(all);
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            offsets.put(partition, offset);
        }

        @Override
        public void timeout(long millis) {
            timeout = millis;
        }

        @Override
        public Set<TopicPartition> assignment() {
            return SinkHarness.this.assignment();
        }

        @Override
        public void pause(TopicPartition... partitions) {
            paused.addAll(List.of(partitions));
        }

        @Override
        public void resume(TopicPartition... partitions) {
            paused.removeAll(List.of(partitions));
        }

        @Override
        public void requestCommit() {}

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ErrantRecordReporter errantRecordReporter() {
            return null;
        }
    }
}
