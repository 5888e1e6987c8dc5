// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Connect's worker around one source task, on a thread of its own. {@link #kill} drops what the
 * task has given since the last transaction and tells the task nothing of it.
 */
final class SourceWorker {
    /** Connect asks a task to commit from time to time only. */
    private static final int POLLS_TO_COMMIT = 3;

    private final Topics topics;
    private volatile Thread thread;
    private volatile boolean stopped;
    private volatile Throwable failure;

    SourceWorker(Topics topics) {
        this.topics = topics;
    }

    void start(Map<String, String> config) {
        stopped = false;
        failure = null;
        Plugins.Made made = Plugins.task(config);
        SourceTask task = (SourceTask) made.task();
        task.initialize(new Context(made.config()));
        Thread worker =
                new Thread(() -> made.inside(() -> run(task, made.config())), "generator-source");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** The task's failure, or null. */
    Throwable failure() {
        return failure;
    }

    /**
     * The process is gone: nothing of what is under way counts.
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

    private void run(SourceTask task, Map<String, String> config) {
        try {
            task.start(config);
            for (int polls = 1; !stopped; polls++) {
                List<SourceRecord> records = poll(task);
                if (stopped) {
                    return;
                }
                if (records != null) {
                    topics.commit(records);
                    for (SourceRecord record : records) {
                        task.commitRecord(record, null);
                    }
                }
                if (polls % POLLS_TO_COMMIT == 0 || records == null) {
                    task.commit();
                }
            }
        } catch (InterruptedException | RuntimeException | LinkageError e) {
            failure = stopped ? null : e;
        } finally {
            task.stop();
        }
    }

    private static List<SourceRecord> poll(SourceTask task) throws InterruptedException {
        try {
            return task.poll();
        } catch (RetriableException e) {
            return null;
        }
    }

    private final class Context implements SourceTaskContext {
        private final Map<String, String> config;

        Context(Map<String, String> config) {
            this.config = config;
        }

        @Override
        public Map<String, String> configs() {
            return config;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new Offsets();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }
    }

    private final class Offsets implements OffsetStorageReader {
        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return topics.offset(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(
                Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, topics.offset(partition)));
            return found;
        }
    }
}
