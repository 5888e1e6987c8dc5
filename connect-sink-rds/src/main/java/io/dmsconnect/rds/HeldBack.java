// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Records of a transaction of the source that can only be written as a whole, until the rest of it
 * has come: in {@code UPDATE t SET id = id + 1} with a deferrable key, two rows share a key until
 * the transaction ends. Their offsets are not stored meanwhile, so that a restart reads them again.
 */
final class HeldBack {
    /** The rest of a transaction is in the log right behind its beginning. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int MOST_RECORDS = 200_000;

    /** The records end in the middle of such a transaction. */
    static final class UnfinishedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient TopicPartition partition;
        private final long firstOffset;

        UnfinishedException(TopicPartition partition, long firstOffset) {
            super(partition + "@" + firstOffset);
            this.partition = partition;
            this.firstOffset = firstOffset;
        }

        TopicPartition partition() {
            return partition;
        }

        long firstOffset() {
            return firstOffset;
        }
    }

    /**
     * @param tried how many of the records have been looked at together
     * @param since when the last of them came
     */
    private record Held(List<SinkRecord> records, int tried, long since) {
        Held without(Positions applied, TopicPartition partition) {
            List<SinkRecord> left =
                    records.stream()
                            .filter(record -> !applied.has(partition, record.originalKafkaOffset()))
                            .toList();
            return left.size() == records.size() ? this : new Held(left, left.size(), since);
        }
    }

    private final Map<TopicPartition, Held> held = new HashMap<>();
    private final Map<TopicPartition, Held> next = new HashMap<>();
    private int givenAgain;
    private int postponed;

    boolean isEmpty() {
        return held.isEmpty();
    }

    void drop(TopicPartition partition) {
        held.remove(partition);
    }

    /** Keeps records until more come, if all else in hand can be written. */
    void hold(TopicPartition partition, List<SinkRecord> records) {
        keep(partition, records, records.size());
    }

    private void keep(TopicPartition partition, List<SinkRecord> records, int tried) {
        if (records.size() > MOST_RECORDS) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    partition + "@" + records.get(0).originalKafkaOffset(),
                    "a transaction of the source exchanges keys of more than %d rows, which cannot be"
                                    .formatted(MOST_RECORDS)
                            + " written in parts; reload the table");
        }
        Held former = held.get(partition);
        boolean more = former == null || former.records().size() < records.size();
        next.put(
                partition,
                new Held(List.copyOf(records), tried, more ? System.nanoTime() : former.since()));
    }

    /** False where the rest has not come for so long that it will not. */
    boolean mayGoOn(TopicPartition partition, List<SinkRecord> records) {
        Held former = held.get(partition);
        return former == null
                || former.records().size() < records.size()
                || System.nanoTime() - former.since() < LONGEST_NANOS;
    }

    /**
     * What is to be written now.
     *
     * @param work new records by partition
     * @param positions of what DDL has made durable in a pass that was taken back: that is not to
     *     be written once more, since what came behind it is not given again
     * @return with those in hand before them; without those that are not worth another look yet
     */
    Map<TopicPartition, List<SinkRecord>> before(
            Map<TopicPartition, List<SinkRecord>> work, Positions positions) {
        Map<TopicPartition, List<SinkRecord>> all = new LinkedHashMap<>(work);
        givenAgain = 0;
        postponed = 0;
        next.clear();
        held.replaceAll((partition, former) -> former.without(positions, partition));
        held.values().removeIf(former -> former.records().isEmpty());
        held.forEach(
                (partition, former) -> {
                    List<SinkRecord> fresh = work.getOrDefault(partition, List.of());
                    List<SinkRecord> both = new ArrayList<>(former.records());
                    both.addAll(fresh);
                    if (!fresh.isEmpty() && both.size() < 2 * former.tried()) {
                        keep(partition, both, former.tried());
                        all.remove(partition);
                        postponed += fresh.size();
                    } else {
                        all.put(partition, both);
                        givenAgain += former.records().size();
                    }
                });
        return all;
    }

    /** All but what is held back has been written. */
    void written() {
        held.clear();
        held.putAll(next);
        next.clear();
    }

    /** How many records {@link #before} has added. */
    int givenAgain() {
        return givenAgain;
    }

    /** How many new ones it has put to those that are held back. */
    int postponed() {
        return postponed;
    }
}
