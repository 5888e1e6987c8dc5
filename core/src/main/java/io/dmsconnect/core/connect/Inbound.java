// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;

/** What the headers of a record say of its images' values. */
final class Inbound {
    private Inbound() {}

    /** Columns that an image does not carry, by image. */
    static Map<String, Set<String>> absentColumns(ConnectRecord<?> record) {
        Map<String, Set<String>> images = new HashMap<>();
        List<String> texts = texts(record, Names.ABSENT_COLUMNS);
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            images.computeIfAbsent(texts.get(i), image -> new HashSet<>()).add(texts.get(i + 1));
        }
        return images;
    }

    /** Reals that the record could not carry, by image (or the key) and column. */
    static Map<String, Map<String, String>> nonFinite(ConnectRecord<?> record) {
        Map<String, Map<String, String>> images = new HashMap<>();
        List<String> texts = texts(record, Names.NON_FINITE);
        for (int i = 0; i + 2 < texts.size(); i += 3) {
            images.computeIfAbsent(texts.get(i), image -> new HashMap<>())
                    .put(texts.get(i + 1), texts.get(i + 2));
        }
        return images;
    }

    private static List<String> texts(ConnectRecord<?> record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null || header.value() == null
                ? List.of()
                : HeaderText.texts(header.value());
    }

    /** The envelope with the reals that only a header has. */
    static Struct restored(ConnectRecord<?> record, Struct envelope) {
        Map<String, Map<String, String>> reals = nonFinite(record);
        if (reals.isEmpty()) {
            return envelope;
        }
        Struct restored = copy(envelope);
        reals.forEach(
                (name, values) -> {
                    Struct image = name.equals(NonFinite.KEY) ? null : envelope.getStruct(name);
                    if (image != null) {
                        restored.put(name, restored(image, values));
                    }
                });
        return restored;
    }

    /** The record with those reals of its key that only a header has. */
    static <R extends ConnectRecord<R>> R withRestoredKey(R record) {
        Map<String, String> reals = nonFinite(record).get(NonFinite.KEY);
        return reals == null || !(record.key() instanceof Struct key)
                ? record
                : record.newRecord(
                        record.topic(),
                        record.kafkaPartition(),
                        record.keySchema(),
                        restored(key, reals),
                        record.valueSchema(),
                        record.value(),
                        record.timestamp(),
                        record.headers());
    }

    private static Struct restored(Struct image, Map<String, String> values) {
        Struct restored = copy(image);
        values.forEach(
                (column, text) -> {
                    Field field = image.schema().field(column);
                    if (field != null) {
                        Double number = Double.valueOf(text);
                        restored.put(
                                field,
                                field.schema().type() == Schema.Type.FLOAT32
                                        ? (Object) number.floatValue()
                                        : number);
                    }
                });
        return restored;
    }

    private static Struct copy(Struct from) {
        Struct copy = new Struct(from.schema());
        from.schema()
                .fields()
                .forEach(field -> copy.put(field, from.getWithoutDefault(field.name())));
        return copy;
    }
}
