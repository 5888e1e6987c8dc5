// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.progress.ControlTables.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Is everything in a task's change topics applied? */
final class AppliedOffsets implements AutoCloseable {
    private static final String LOAD = ".load";
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    private static final Duration SHORTEST_READ = Duration.ofSeconds(1);

    private final Pattern topics;
    private final Map<String, Object> client;
    private final Admin admin;
    private final Map<TopicPartition, Waiting> seen = new HashMap<>();

    /**
     * @param topics the regex of all topics of the task
     */
    AppliedOffsets(String bootstrapServers, String topics) {
        this.topics = Pattern.compile(topics);
        this.client = Map.of("bootstrap.servers", bootstrapServers);
        Properties properties = new Properties();
        properties.putAll(client);
        this.admin = Admin.create(properties);
    }

    /**
     * The end of every change topic, of committed records. The load topics are not asked: a table
     * whose load is complete has read its own.
     */
    Map<Partition, Long> ends() throws InterruptedException {
        Map<Partition, Long> ends = new HashMap<>();
        offsets(OffsetSpec.latest())
                .forEach((partition, info) -> ends.put(named(partition), info.offset()));
        return ends;
    }

    /** As {@link #ends}, of the records that were written up to a time. */
    Map<Partition, Long> endsAt(long millis) throws InterruptedException {
        Map<Partition, Long> ends = ends();
        offsets(OffsetSpec.forTimestamp(millis + 1))
                .forEach(
                        (partition, info) -> {
                            if (info.offset() >= 0) {
                                ends.put(named(partition), info.offset());
                            }
                        });
        return ends;
    }

    private static Partition named(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(OffsetSpec which)
            throws InterruptedException {
        try {
            List<String> names =
                    admin.listTopics().names().get().stream()
                            .filter(name -> topics.matcher(name).matches())
                            .filter(name -> !isLoad(name))
                            .toList();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(
                                p ->
                                        wanted.put(
                                                new TopicPartition(topic.name(), p.partition()),
                                                which));
            }
            return admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new NotKnownException("Kafka: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * The oldest change that is not applied, of each topic that has one: when it was committed at
     * the source, in milliseconds since the epoch.
     */
    Map<String, Long> oldest(Map<Partition, Long> applied) throws InterruptedException {
        Map<TopicPartition, Long> from = new HashMap<>();
        ends().forEach(
                        (partition, end) -> {
                            long next = applied.getOrDefault(partition, 0L);
                            if (next < end) {
                                from.put(
                                        new TopicPartition(
                                                partition.topic(), partition.partition()),
                                        next);
                            }
                        });
        // one that was looked at is not read again as long as it waits
        seen.keySet().removeIf(partition -> !from.containsKey(partition));
        Map<TopicPartition, Long> unseen = new HashMap<>(from);
        unseen.entrySet()
                .removeIf(
                        entry ->
                                seen.containsKey(entry.getKey())
                                        && seen.get(entry.getKey()).next == entry.getValue());
        if (!unseen.isEmpty()) {
            look(unseen);
        }
        Map<String, Long> oldest = new HashMap<>();
        from.keySet()
                .forEach(
                        partition -> {
                            Waiting waiting = seen.get(partition);
                            if (waiting != null && waiting.millis >= 0) {
                                oldest.merge(partition.topic(), waiting.millis, Math::min);
                            }
                        });
        return oldest;
    }

    /**
     * @param next first offset that is not applied
     * @param millis of the first record from there; -1 where there are only marks of transactions
     */
    private record Waiting(long next, long millis) {}

    private void look(Map<TopicPartition, Long> from) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(1)) {
            List<TopicPartition> left = new ArrayList<>(from.keySet());
            consumer.assign(left);
            from.forEach(consumer::seek);
            long giveUp = System.nanoTime() + SHORTEST_READ.toNanos();
            while (!left.isEmpty() && System.nanoTime() < giveUp) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                for (TopicPartition partition : records.partitions()) {
                    long millis = CommitTime.of(records.records(partition).get(0));
                    seen.put(partition, new Waiting(from.get(partition), millis));
                    left.remove(partition);
                }
                consumer.pause(from.keySet().stream().filter(p -> !left.contains(p)).toList());
            }
            left.forEach(partition -> seen.put(partition, new Waiting(from.get(partition), -1)));
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(int records) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Prefix, schema and table have no dots of their own. */
    private static boolean isLoad(String topic) {
        return topic.endsWith(LOAD) && topic.chars().filter(c -> c == '.').count() >= 3;
    }

    /**
     * Has everything before the ends been applied? The end of a topic may lie behind its last
     * record, since the marks of transactions take up offsets: where the numbers differ, it is read
     * what is between.
     */
    boolean reached(Map<Partition, Long> ends, Map<Partition, Long> applied) {
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> to = new HashMap<>();
        ends.forEach(
                (partition, end) -> {
                    long next = applied.getOrDefault(partition, 0L);
                    if (next < end) {
                        TopicPartition key =
                                new TopicPartition(partition.topic(), partition.partition());
                        from.put(key, next);
                        to.put(key, end);
                    }
                });
        return from.isEmpty() || nothingBetween(from, to);
    }

    private boolean nothingBetween(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(100)) {
            List<TopicPartition> left = new ArrayList<>(from.keySet());
            consumer.assign(left);
            from.forEach(consumer::seek);
            long giveUp = System.nanoTime() + LONGEST_READ.toNanos();
            while (!left.isEmpty() && System.nanoTime() < giveUp) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                for (TopicPartition partition : records.partitions()) {
                    if (records.records(partition).get(0).offset() < to.get(partition)) {
                        return false;
                    }
                }
                left.removeIf(partition -> consumer.position(partition) >= to.get(partition));
                consumer.pause(from.keySet().stream().filter(p -> !left.contains(p)).toList());
            }
            return left.isEmpty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
