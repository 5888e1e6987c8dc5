// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.LoadProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Partitions that wait: those of changes whose table is not loaded yet (these are DMS's cached
 * changes; Kafka keeps them), or that come after a stop point, and those of rows whose table
 * another task is preparing. Paused, with the consumer put back to the first record that has to
 * wait.
 */
final class Gate {
    /** How often the control table is asked while something waits, and while nothing does. */
    private static final long ASK_MILLIS = 500;

    private static final long IDLE_MILLIS = 5000;

    /**
     * @param table target table
     * @param generation the load it waits for
     * @param attempt whose rows wait for its beginning; -1 for changes, which wait for the end
     * @param position of the first change that waits
     * @param isStopped waits until the task is resumed
     * @param millis when the first of what waits was written to Kafka, null where that is not known
     */
    record Waiting(
            TableId table,
            long generation,
            long attempt,
            String position,
            boolean isStopped,
            Long millis) {
        static Waiting rows(TableId table, long generation, long attempt) {
            return new Waiting(table, generation, attempt, "", false, null);
        }

        static Waiting changes(TableId table, long generation, String position) {
            return new Waiting(table, generation, -1, position, false, null);
        }

        static Waiting stopped(TableId table, long generation, Long millis) {
            return new Waiting(table, generation, -1, "", true, millis);
        }

        boolean isOver(LoadProgress progress, Stop stop) {
            if (isStopped && stop.holds(millis)) {
                return false;
            }
            return attempt < 0
                    ? progress.opens(generation) || progress.has(generation, position, 0)
                    : progress.takesRows(generation, attempt);
        }
    }

    private final SinkTaskContext context;
    private final Map<TopicPartition, Waiting> closed = new HashMap<>();

    Gate(SinkTaskContext context) {
        this.context = context;
    }

    boolean isClosed(TopicPartition partition) {
        return closed.containsKey(partition);
    }

    void close(TopicPartition partition, long offset, Waiting waiting) {
        closed.put(partition, waiting);
        context.pause(partition);
        context.offset(partition, offset);
    }

    Map<TopicPartition, Waiting> closed() {
        return Map.copyOf(closed);
    }

    void open(TopicPartition partition) {
        closed.remove(partition);
        context.resume(partition);
    }

    void forget(TopicPartition partition) {
        closed.remove(partition);
    }

    /** The framework must come back soon, since records in hand wait for others. */
    void askSoon() {
        context.timeout(ASK_MILLIS);
    }

    /** The framework must come back soon although nothing arrives. */
    void askAgain() {
        context.timeout(closed.isEmpty() ? IDLE_MILLIS : ASK_MILLIS);
    }
}
