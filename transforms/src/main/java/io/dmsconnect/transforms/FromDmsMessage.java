// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.connect.Version;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** The JSON messages of AWS DMS's Kafka endpoint as change records in Debezium's envelope. */
public final class FromDmsMessage<R extends ConnectRecord<R>> implements Transformation<R> {
    public static final String OVERVIEW_DOC =
            "Turns the JSON messages that AWS DMS writes to Kafka (or `ToDmsMessage`) into change"
                    + " records in Debezium's envelope, which the sinks of DMS Connect read. The"
                    + " value has to be the message's text or bytes (`StringConverter` or"
                    + " `ByteArrayConverter`). Types come from the definitions in control records of"
                    + " the same task, or from the configuration. Control records and tombstones are"
                    + " consumed; a truncated table is passed on. A control record that says that a"
                    + " table changed, but not how, makes its definition unknown. A task that starts"
                    + " anew has not seen earlier control records: give definitions in the"
                    + " configuration. Any message that cannot be read exactly stops the task. An"
                    + " update that changes a primary key is refused where the before image shows"
                    + " it, and cannot be seen without one.";

    public static final ConfigDef CONFIG_DEF = FromDmsOptions.CONFIG_DEF;

    private MessageReader reader;

    @Override
    public void configure(Map<String, ?> properties) {
        reader = new MessageReader(FromDmsOptions.of(properties));
    }

    @Override
    public R apply(R record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return reader.read(text(record.value()), record.topic(), record.timestamp())
                    .map(
                            change ->
                                    record.newRecord(
                                            record.topic(),
                                            record.kafkaPartition(),
                                            change.key() == null ? null : change.key().schema(),
                                            change.key(),
                                            change.value().schema(),
                                            change.value(),
                                            record.timestamp(),
                                            headers(record, change)))
                    .orElse(null);
        } catch (DataException e) {
            throw new DataException("%s: %s".formatted(where(record), e.getMessage()), e);
        }
    }

    private static Headers headers(ConnectRecord<?> record, MessageReader.Change change) {
        Headers headers = record.headers().duplicate();
        change.absent().ifPresent(absent -> headers.addString(absent.getKey(), absent.getValue()));
        return headers;
    }

    private String where(R record) {
        return record instanceof SinkRecord sink
                ? "%s-%s@%d".formatted(sink.topic(), sink.kafkaPartition(), sink.kafkaOffset())
                : record.topic();
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        ByteBuffer bytes =
                value instanceof byte[] array
                        ? ByteBuffer.wrap(array)
                        : value instanceof ByteBuffer buffer ? buffer.duplicate() : null;
        if (bytes == null) {
            throw new DataException(
                    "the value is a %s; use StringConverter or ByteArrayConverter, which keep all digits of numbers"
                            .formatted(value.getClass().getSimpleName()));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new DataException("the value is not UTF-8");
        }
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void close() {}
}
