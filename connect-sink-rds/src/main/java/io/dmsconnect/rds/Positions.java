// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
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
    private final Map<TopicPartition, KnownRecord> expected = new HashMap<>();
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
        expected.keySet().removeAll(partitions);
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
    Set<TopicPartition> take(Map<TopicPartition, StoredOffset> offsets) {
        Set<TopicPartition> moved = new HashSet<>();
        for (TopicPartition partition : opened) {
            StoredOffset found = offsets.get(partition);
            Long now = found == null ? null : (Long) found.next();
            Long before = stored.get(partition);
            boolean setBack = before != null && (now == null || now < before);
            if (unplaced.remove(partition) || setBack) {
                if (now != null || fromBeginning) {
                    // one applied record once more: is this the log that it came from?
                    Optional<KnownRecord> last = found == null ? Optional.empty() : found.last();
                    last.ifPresentOrElse(
                            record -> expected.put(partition, record),
                            () -> expected.remove(partition));
                    context.offset(
                            partition, last.map(KnownRecord::offset).orElse(now == null ? 0 : now));
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

    /**
     * The first record of a partition that was put to a place has to be the one that is known.
     *
     * @throws ReplicationException (FATAL) where it is another one
     */
    void recognize(TopicPartition partition, SinkRecord record) {
        KnownRecord known = expected.remove(partition);
        if (known == null || KnownRecord.of(record).filter(known::equals).isPresent()) {
            return;
        }
        expected.put(partition, known);
        long offset = record.originalKafkaOffset();
        String what =
                offset < known.offset()
                        ? "the log ends before the target's last change"
                        : offset > known.offset()
                                ? "the target's last change is no longer in the log, which begins at %d"
                                        .formatted(offset)
                                : "the log has another record in the place of the target's last change";
        throw new ReplicationException(
                FailureKind.FATAL,
                partition + "@" + known.offset(),
                what
                        + ": Kafka's topics or the target were restored from a backup, or made anew, or"
                        + " records were deleted before they were applied. Changes would be missing,"
                        + " so nothing is written. Start the task over, which loads its tables anew"
                        + " (dms run: --start-over; Connect: stop both connectors, delete the source's"
                        + " offsets, give the sink another offsets.scope, resume both)");
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
