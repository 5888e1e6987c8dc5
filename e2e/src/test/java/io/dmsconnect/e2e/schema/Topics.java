// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/**
 * Kafka in memory: records as the bytes that converters make of them, and the source's offsets.
 * Records and offsets of one poll come together or not at all, as with Connect's exactly-once
 * delivery. Thread-safe.
 */
class Topics {
    private static final int LOAD_PARTITIONS = 2;

    private record Bytes(
            byte[] key, byte[] value, Map<String, byte[]> headers, Long timestamp, int size) {}

    private final Converter keys;
    private final Converter values;
    private final SimpleHeaderConverter headers = new SimpleHeaderConverter();
    private final Map<TopicPartition, List<Bytes>> logs = new LinkedHashMap<>();
    private final Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();
    private long lastRecord = System.nanoTime();

    private final String prefix;

    /** The sink reads topics that begin with this and a dot. */
    Topics(String prefix, Wire wire) {
        this.prefix = prefix + ".";
        keys = wire.keys();
        values = wire.values();
        headers.configure(Map.of("converter.type", "header"));
    }

    /** A transaction of the producer: what a poll has given. */
    synchronized void commit(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            if (record.topic() != null && record.topic().startsWith(prefix)) {
                append(record);
                lastRecord = System.nanoTime();
            }
            if (record.sourcePartition() != null) {
                offsets.put(record.sourcePartition(), asJson(record.sourceOffset()));
            }
        }
    }

    private void append(SourceRecord record) {
        byte[] key = keys.fromConnectData(record.topic(), record.keySchema(), record.key());
        byte[] value = values.fromConnectData(record.topic(), record.valueSchema(), record.value());
        Map<String, byte[]> carried = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            carried.put(
                    header.key(),
                    headers.fromConnectHeader(
                            record.topic(), header.key(), header.schema(), header.value()));
        }
        int partition =
                record.kafkaPartition() != null
                        ? record.kafkaPartition()
                        : record.topic().endsWith(".load")
                                ? Math.floorMod(Arrays.hashCode(key), LOAD_PARTITIONS)
                                : 0;
        logs.computeIfAbsent(new TopicPartition(record.topic(), partition), at -> new ArrayList<>())
                .add(
                        new Bytes(
                                key,
                                value,
                                carried,
                                record.timestamp(),
                                value == null ? 0 : value.length));
    }

    /** JSON knows one kind of integer. */
    private static Map<String, Object> asJson(Map<String, ?> offset) {
        if (offset == null) {
            return null;
        }
        Map<String, Object> kept = new HashMap<>();
        offset.forEach(
                (key, value) ->
                        kept.put(key, value instanceof Integer i ? Long.valueOf(i) : value));
        return kept;
    }

    synchronized Map<String, Object> offset(Map<String, ?> partition) {
        return offsets.get(partition);
    }

    synchronized Set<TopicPartition> partitions() {
        return Set.copyOf(logs.keySet());
    }

    synchronized long end(TopicPartition partition) {
        return logs.getOrDefault(partition, List.of()).size();
    }

    /** How long ago the source brought something last. */
    synchronized long quietMillis() {
        return (System.nanoTime() - lastRecord) / 1_000_000;
    }

    List<SinkRecord> read(TopicPartition partition, long from, int atMost) {
        List<Bytes> part;
        synchronized (this) {
            List<Bytes> log = logs.getOrDefault(partition, List.of());
            int to = (int) Math.min(log.size(), from + atMost);
            part = from < to ? List.copyOf(log.subList((int) from, to)) : List.of();
        }
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            records.add(record(partition, from + i, part.get(i)));
        }
        return records;
    }

    private SinkRecord record(TopicPartition partition, long offset, Bytes bytes) {
        String topic = partition.topic();
        SchemaAndValue key = keys.toConnectData(topic, bytes.key());
        SchemaAndValue value = values.toConnectData(topic, bytes.value());
        ConnectHeaders carried = new ConnectHeaders();
        bytes.headers()
                .forEach(
                        (name, header) ->
                                carried.add(name, headers.toConnectHeader(topic, name, header)));
        return new SinkRecord(
                topic,
                partition.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                offset,
                bytes.timestamp(),
                bytes.timestamp() == null
                        ? TimestampType.NO_TIMESTAMP_TYPE
                        : TimestampType.CREATE_TIME,
                carried);
    }
}
