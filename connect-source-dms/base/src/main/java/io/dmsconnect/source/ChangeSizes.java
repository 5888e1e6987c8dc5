// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the change that Kafka is about to refuse for its size. Connect itself tells the topic only,
 * and with {@code errors.tolerance=all} passes over the change, which would be lost: there the task
 * ends before.
 */
final class ChangeSizes {
    static final String LIMIT = "producer.override.max.request.size";
    static final String TOLERANCE = "errors.tolerance";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeSizes.class);
    private static final long KAFKAS_DEFAULT = 1 << 20;

    /** A reader of JSON takes no longer text. */
    private static final long JSON_TEXT = 20_000_000;

    private final long limit;
    private final boolean given;
    private final boolean json;
    private final boolean tolerated;

    ChangeSizes(Map<String, ?> properties) {
        Object text = properties.get(LIMIT);
        String digits = text == null ? "" : text.toString().trim();
        this.given = digits.matches("\\d{1,18}");
        this.limit = given ? Long.parseLong(digits) : KAFKAS_DEFAULT;
        this.json = String.valueOf(properties.get("value.converter")).contains("Json");
        this.tolerated = "all".equals(properties.get(TOLERANCE));
    }

    /**
     * What the values of a change may have as JSON in a message of this connector. What the worker
     * allows is not known here: without a limit of the connector's own, there is none.
     */
    long mostOfValues() {
        return given ? Math.max(0, limit - limit / 16) : Long.MAX_VALUE;
    }

    /**
     * @throws ReplicationException (FATAL) where the change would be passed over
     */
    void check(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            if (record.value() instanceof Struct value) {
                check(record, size(value));
                if (json) {
                    checkReadable(record, value);
                }
            }
        }
    }

    private void check(SourceRecord record, long size) {
        if (size <= limit) {
            return;
        }
        String advice =
                ("the change has more than %d bytes of values, and a message of this connector may have %d:"
                                + " raise %s, and max.message.bytes of the topic")
                        .formatted(size, limit, LIMIT);
        String place = place(record);
        if (tolerated) {
            throw new ReplicationException(
                    FailureKind.FATAL,
                    place,
                    advice + "; with " + TOLERANCE + "=all it would be lost in silence");
        }
        LOG.warn(
                "{}: {}; without that the task fails now if the worker allows no more",
                place,
                advice);
    }

    /** Nobody could read such a record, at any start of the sink. */
    private static void checkReadable(SourceRecord record, Struct value) {
        for (Field field : value.schema().fields()) {
            Object inner = value.getWithoutDefault(field.name());
            if (inner instanceof Struct struct) {
                checkReadable(record, struct);
                continue;
            }
            long size = inner instanceof String ? size(inner) : (size(inner) + 2) / 3 * 4;
            if (size > JSON_TEXT) {
                throw new ReplicationException(
                        FailureKind.FATAL,
                        place(record),
                        ("a value of column '%s' has %d characters as JSON, and readers of JSON take %d:"
                                        + " set %s to more than 0, with the mappings in the source"
                                        + " connector, so that it is sent in pieces; or use a converter"
                                        + " that is not JSON")
                                .formatted(
                                        field.name(),
                                        size,
                                        JSON_TEXT,
                                        DmsSourceConfig.CHANGE_VALUE_BYTES));
            }
        }
    }

    private static String place(SourceRecord record) {
        return "topic %s, key columns %s".formatted(record.topic(), keyColumns(record.keySchema()));
    }

    private static List<String> keyColumns(Schema key) {
        return key == null || key.type() != Schema.Type.STRUCT
                ? List.of()
                : key.fields().stream().map(Field::name).toList();
    }

    /** Of texts and bytes, at least; all else is small. */
    private static long size(Struct value) {
        long size = 0;
        for (Field field : value.schema().fields()) {
            Object inner = value.getWithoutDefault(field.name());
            size += inner instanceof Struct struct ? size(struct) : size(inner);
        }
        return size;
    }

    private static long size(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof ByteBuffer bytes ? bytes.remaining() : 0;
    }
}
