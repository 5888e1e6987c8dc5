// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Connect's worker around one sink task that has all partitions, on a thread of its own: polls,
 * puts, rewinds, pauses, delivers again what failed for a while.
 */
final class SinkWorker {
    private static final int BATCH = 200;
    private static final long LONGEST_PAUSE = 200;

    private final Topics topics;
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
    private Context context;
    private SinkTask task;
    private Map<TopicPartition, Long> position;
    private List<SinkRecord> pending;
    private volatile Thread thread;
    private volatile boolean stopped;
    private volatile Throwable failure;
    private volatile boolean idle;
    private volatile String behind = "";

    SinkWorker(Topics topics) {
        this.topics = topics;
    }

    /** Topics that are read no more, since the worker starts next. */
    void leaveOut(String topic) {
        leftOut.add(topic);
    }

    void start(Map<String, String> config) {
        stopped = false;
        idle = false;
        failure = null;
        position = new HashMap<>();
        pending = null;
        context = new Context(config);
        Plugins.Made made = Plugins.task(config);
        task = (SinkTask) made.task();
        task.initialize(context);
        Thread worker = new Thread(() -> made.inside(() -> run(made.config())), "generator-sink");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** The task's failure, or null. */
    Throwable failure() {
        return failure;
    }

    /** Everything that is in the topics is applied, or the sink has failed. */
    boolean isIdle() {
        return idle;
    }

    /** For a message. */
    String state() {
        return idle ? "idle" : "reads " + behind;
    }

    /**
     * The process is gone, also in the middle of a transaction.
     *
     * @param cut ends the task's connections, as the end of its process does
     */
    void kill(Runnable cut) {
        stopped = true;
        cut.run();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The consumer's offsets are lost. */
    void forget() {
        committed.clear();
    }

    private void run(Map<String, String> config) {
        try {
            task.start(config);
            while (!stopped) {
                step();
            }
        } catch (RuntimeException | LinkageError e) {
            failure = stopped ? null : e;
        } finally {
            task.stop(); // no close: a process that is killed closes nothing
        }
    }

    private void step() {
        openNew();
        rewind();
        List<SinkRecord> records = pending != null ? pending : poll();
        try {
            task.put(records);
            pending = null;
        } catch (RetriableException e) {
            pending = records;
            pause(Math.min(context.timeout, LONGEST_PAUSE));
        }
        task.preCommit(Map.of())
                .forEach((partition, offset) -> committed.put(partition, offset.offset()));
        idle = isDone();
        behind = "pending: " + (pending != null) + ", waiting: " + context.paused;
        if (records.isEmpty()) {
            pause(20);
        }
    }

    private void openNew() {
        Set<TopicPartition> fresh = new HashSet<>(assignment());
        fresh.removeAll(position.keySet());
        if (!fresh.isEmpty()) {
            fresh.forEach(
                    partition -> position.put(partition, committed.getOrDefault(partition, 0L)));
            task.open(fresh);
        }
    }

    private Set<TopicPartition> assignment() {
        Set<TopicPartition> all = new HashSet<>(topics.partitions());
        all.removeIf(partition -> leftOut.contains(partition.topic()));
        return all;
    }

    private void rewind() {
        position.putAll(context.offsets);
        context.offsets.clear();
    }

    private List<SinkRecord> poll() {
        List<SinkRecord> records = new ArrayList<>();
        for (Map.Entry<TopicPartition, Long> at : position.entrySet()) {
            if (!context.paused.contains(at.getKey())) {
                List<SinkRecord> part = topics.read(at.getKey(), at.getValue(), BATCH);
                records.addAll(part);
                at.setValue(at.getValue() + part.size());
            }
        }
        return records;
    }

    private boolean isDone() {
        if (pending != null || !context.offsets.isEmpty() || !context.paused.isEmpty()) {
            return false;
        }
        return assignment().stream()
                .allMatch(
                        partition -> position.getOrDefault(partition, 0L) >= topics.end(partition));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(Math.max(1, millis));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Context implements SinkTaskContext {
        private final Map<String, String> config;
        private final Set<TopicPartition> paused = new HashSet<>();
        private final Map<TopicPartition, Long> offsets = new HashMap<>();
        private long timeout;

        Context(Map<String, String> config) {
            this.config = config;
        }

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
            return SinkWorker.this.assignment();
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
