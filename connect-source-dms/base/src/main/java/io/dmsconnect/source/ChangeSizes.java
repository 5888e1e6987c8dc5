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

    private final long limit;
    private final boolean tolerated;

    ChangeSizes(Map<String, ?> properties) {
        Object given = properties.get(LIMIT);
        String digits = given == null ? "" : given.toString().trim();
        this.limit = digits.matches("\\d{1,18}") ? Long.parseLong(digits) : KAFKAS_DEFAULT;
        this.tolerated = "all".equals(properties.get(TOLERANCE));
    }

    /**
     * @throws ReplicationException (FATAL) where the change would be passed over
     */
    void check(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            if (record.value() instanceof Struct value) {
                check(record, size(value));
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
        String place =
                "topic %s, key columns %s"
                        .formatted(record.topic(), keyColumns(record.keySchema()));
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
            if (inner instanceof String text) {
                size += text.length();
            } else if (inner instanceof byte[] bytes) {
                size += bytes.length;
            } else if (inner instanceof ByteBuffer bytes) {
                size += bytes.remaining();
            } else if (inner instanceof Struct struct) {
                size += size(struct);
            }
        }
        return size;
    }
}
