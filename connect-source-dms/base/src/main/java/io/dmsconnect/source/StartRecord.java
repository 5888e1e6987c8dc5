// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The record that carries the start position's source offset. It looks like one of Debezium's
 * heartbeats and travels in their topic, so that all consumers of heartbeats already pass over it.
 */
public final class StartRecord {
    private static final Schema KEY =
            SchemaBuilder.struct()
                    .name("io.debezium.connector.common.ServerNameKey")
                    .version(1)
                    .field("serverName", Schema.STRING_SCHEMA)
                    .build();
    private static final Schema VALUE =
            SchemaBuilder.struct()
                    .name("io.debezium.connector.common.Heartbeat")
                    .version(1)
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .build();

    private StartRecord() {}

    public static SourceRecord of(
            String topic, String task, Map<String, ?> partition, Map<String, ?> offset) {
        return new SourceRecord(
                partition,
                offset,
                topic,
                0,
                KEY,
                new Struct(KEY).put("serverName", task),
                VALUE,
                new Struct(VALUE).put("ts_ms", System.currentTimeMillis()));
    }
}
