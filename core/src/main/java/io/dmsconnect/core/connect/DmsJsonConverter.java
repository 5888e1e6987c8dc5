// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.storage.Converter;

/**
 * Kafka's JSON converter for everything but load batches, which travel as the bytes they are:
 * inside JSON they would be a third larger and cost more than all else that is done with them.
 */
public final class DmsJsonConverter implements Converter, Versioned {
    /** What an Avro container begins with; JSON never does. */
    private static final byte[] CONTAINER = {'O', 'b', 'j', 1};

    private final JsonConverter json = new JsonConverter();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        json.configure(configs, isKey);
    }

    @Override
    public ConfigDef config() {
        return JsonConverterConfig.configDef();
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return LoadCodec.isLoadMessage(schema) && value instanceof byte[] bytes
                ? bytes
                : json.fromConnectData(topic, schema, value);
    }

    @Override
    public byte[] fromConnectData(String topic, Headers headers, Schema schema, Object value) {
        return fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return isContainer(value)
                ? new SchemaAndValue(LoadCodec.VALUE_SCHEMA, value)
                : json.toConnectData(topic, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte[] value) {
        return toConnectData(topic, value);
    }

    @Override
    public String version() {
        return Version.current();
    }

    private static boolean isContainer(byte[] value) {
        if (value == null || value.length < CONTAINER.length) {
            return false;
        }
        for (int i = 0; i < CONTAINER.length; i++) {
            if (value[i] != CONTAINER[i]) {
                return false;
            }
        }
        return true;
    }
}
