// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Records that were in hand when the consumer was put elsewhere. Connect gives the very same ones
 * again where the task asks for another try, and they are as void then.
 */
final class VoidRecords {
    private final Map<TopicPartition, SinkRecord> first = new HashMap<>();

    /**
     * @param moved partitions whose consumer has been put elsewhere just now
     * @return partitions whose consumer has been put elsewhere before, and of which these records
     *     were in hand
     */
    Set<TopicPartition> stillIn(Collection<SinkRecord> records, Set<TopicPartition> moved) {
        Map<TopicPartition, SinkRecord> now = new HashMap<>();
        for (SinkRecord record : records) {
            now.putIfAbsent(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    record);
        }
        Set<TopicPartition> again = new HashSet<>();
        first.entrySet().removeIf(entry -> now.get(entry.getKey()) != entry.getValue());
        again.addAll(first.keySet());
        moved.forEach(
                partition -> {
                    if (now.containsKey(partition)) {
                        first.put(partition, now.get(partition));
                    }
                });
        return again;
    }
}
