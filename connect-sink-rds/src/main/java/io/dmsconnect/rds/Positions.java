// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * How far the target has each partition of this task, as it says itself. The consumer follows the
 * target, never the other way round: it is put to the target's offset when a partition is opened,
 * and whenever the target's offset has been set back.
 */
final class Positions {
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SinkTaskContext context;
    private final boolean fromBeginning;
    private final Set<TopicPartition> opened = new HashSet<>();
    private final Set<TopicPartition> unplaced = new HashSet<>();
    private final Map<TopicPartition, Long> stored = new HashMap<>();
    private boolean known;
    private long readAt;

    /**
     * @param fromBeginning true to read from the topic's beginning where the target has no offset,
     *     whatever the consumer group says: the group may have served another target
     */
    Positions(SinkTaskContext context, boolean fromBeginning) {
        this.context = context;
        this.fromBeginning = fromBeginning;
    }

    void open(Collection<TopicPartition> partitions) {
        opened.addAll(partitions);
        unplaced.addAll(partitions);
        forget();
    }

    void release(Collection<TopicPartition> partitions) {
        opened.removeAll(partitions);
        unplaced.removeAll(partitions);
        stored.keySet().removeAll(partitions);
    }

    /** To be read again: another task, or a commit of unknown outcome, may have changed them. */
    void forget() {
        known = false;
    }

    boolean areKnown() {
        return known && System.nanoTime() - readAt < VALID_NANOS;
    }

    /**
     * Takes what the target says.
     *
     * @return partitions whose consumer has been put elsewhere: records in hand come again
     */
    Set<TopicPartition> take(Map<TopicPartition, Long> offsets) {
        Set<TopicPartition> moved = new HashSet<>();
        for (TopicPartition partition : opened) {
            Long now = offsets.get(partition);
            Long before = stored.get(partition);
            boolean setBack = before != null && (now == null || now < before);
            if (unplaced.remove(partition) || setBack) {
                if (now != null || fromBeginning) {
                    context.offset(partition, now == null ? 0 : now);
                    moved.add(partition);
                }
            }
            if (now == null) {
                stored.remove(partition);
            } else {
                stored.put(partition, now);
            }
        }
        known = true;
        readAt = System.nanoTime();
        return moved;
    }

    /** Next offset the target expects, or null where it has none yet. */
    Long next(TopicPartition partition) {
        return stored.get(partition);
    }

    boolean has(TopicPartition partition, long offset) {
        Long next = stored.get(partition);
        return next != null && offset < next;
    }

    void advanced(Map<TopicPartition, Long> next) {
        stored.putAll(next);
    }

    Map<TopicPartition, OffsetAndMetadata> durable() {
        Map<TopicPartition, OffsetAndMetadata> durable = new HashMap<>();
        stored.forEach((partition, next) -> durable.put(partition, new OffsetAndMetadata(next)));
        return durable;
    }
}
