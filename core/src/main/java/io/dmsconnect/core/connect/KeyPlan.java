// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * The key of the target's records. As a rule each of its columns comes from a column of the
 * record's key; where a rule defines another key, it comes from the row images.
 */
final class KeyPlan {
    private final TablePlan plan;
    private final Schema schema;
    private final int[] targetColumns;
    private final int[] sourceColumns;
    private final ValueEncoder[] encoders;
    private final KeyImage recordKey;
    private final boolean ofImages;

    private KeyPlan(TablePlan plan, String topic, Schema sourceKey, Schema sourceRow) {
        Table target = plan.target();
        this.plan = plan;
        this.targetColumns = target.keyIndexes();
        this.sourceColumns = new int[targetColumns.length];
        this.encoders = new ValueEncoder[targetColumns.length];
        this.recordKey = sourceKey == null ? null : new KeyImage(plan.source(), sourceKey);
        boolean covered = recordKey != null;
        for (int i = 0; i < targetColumns.length; i++) {
            sourceColumns[i] = plan.sourceColumn(targetColumns[i]);
            covered = covered && sourceColumns[i] >= 0 && recordKey.has(sourceColumns[i]);
        }
        this.ofImages = !covered;
        SchemaBuilder builder = RecordSchemas.key(topic);
        for (int i = 0; i < targetColumns.length; i++) {
            Column column = target.columns().get(targetColumns[i]);
            int copied = plan.sourceIndexes()[targetColumns[i]];
            if (copied < 0) {
                encoders[i] = new ValueEncoder(column);
                builder.field(column.name(), encoders[i].schema());
            } else {
                String name = plan.source().columns().get(copied).name();
                Schema field =
                        ofImages
                                ? sourceRow.fields().get(copied).schema()
                                : sourceKey.field(name).schema();
                builder.field(column.name(), RecordSchemas.withoutDefault(field, column));
            }
        }
        this.schema = builder.build();
    }

    /** Null for a table that has no key on the target. */
    static KeyPlan of(TablePlan plan, String topic, Schema sourceKey, Schema sourceRow) {
        boolean fields = sourceKey != null && sourceKey.type() == Schema.Type.STRUCT;
        return plan.target().hasKey()
                ? new KeyPlan(plan, topic, fields ? sourceKey : null, sourceRow)
                : null;
    }

    /** The record under the target's key; empty where the record's key does not tell that. */
    static <R extends ConnectRecord<R>> Optional<R> tombstone(KeyPlan key, String topic, R record) {
        if (key == null || key.ofImages || !(record.key() instanceof Struct old)) {
            return Optional.empty();
        }
        return Optional.of(
                record.newRecord(
                        topic,
                        null,
                        key.schema,
                        key.ofKey(old),
                        null,
                        null,
                        record.timestamp(),
                        CarriedHeaders.of(record, key)));
    }

    Schema schema() {
        return schema;
    }

    /** True where a key change of the source's is not one of the target's, and the reverse. */
    boolean isOfImages() {
        return ofImages;
    }

    Struct ofKey(Struct key) {
        Row row = recordKey.row(key);
        Struct to = new Struct(schema);
        for (int i = 0; i < targetColumns.length; i++) {
            Object value =
                    encoders[i] == null
                            ? key.getWithoutDefault(recordKey.field(sourceColumns[i]))
                            : encoders[i].encode(plan.applyColumn(targetColumns[i], row));
            if (value == null && !schema.fields().get(i).schema().isOptional()) {
                throw new ReplicationException(
                        FailureKind.TABLE,
                        "table " + plan.source().id(),
                        "a change does not carry the key column '%s', because the log told rows apart by"
                                        .formatted(schema.fields().get(i).name())
                                + " other columns for a while (PostgreSQL: REPLICA IDENTITY was"
                                + " changed and changed back). Exclude the table, start the task,"
                                + " include the table again and reload it");
            }
            to.put(schema.fields().get(i), value);
        }
        return to;
    }

    /** The values as texts, for a header. */
    List<String> textsOfKey(Struct key) {
        Row row = recordKey.row(key);
        List<String> texts = new ArrayList<>();
        for (int column : targetColumns) {
            texts.add(text(plan.applyColumn(column, row)));
        }
        return texts;
    }

    /** The same of a key that is texts already, in the order of the source's key. */
    List<String> textsOfTexts(List<String> texts) {
        Table source = plan.source();
        Object[] values = new Object[source.columns().size()];
        Arrays.fill(values, ArrayRow.ABSENT);
        int[] key = source.keyIndexes();
        for (int i = 0; i < key.length; i++) {
            String text = texts.get(i);
            Kind kind = source.columns().get(key[i]).type().kind();
            values[key[i]] = text == null ? null : ValueText.parse(kind, text);
        }
        Row row = new ArrayRow(values);
        List<String> made = new ArrayList<>();
        for (int column : targetColumns) {
            made.add(text(plan.applyColumn(column, row)));
        }
        return made;
    }

    /**
     * @param image of the target, in the record's form
     */
    Struct ofImage(Struct image) {
        Struct to = new Struct(schema);
        for (int i = 0; i < targetColumns.length; i++) {
            String name = schema.fields().get(i).name();
            Object value = image.getWithoutDefault(name);
            if (value == null) {
                throw new ReplicationException(
                        FailureKind.RECORD,
                        "table " + plan.source().id(),
                        "the change does not carry '%s', which a rule makes part of the key"
                                        .formatted(name)
                                + " (PostgreSQL: ALTER TABLE ... REPLICA IDENTITY FULL)");
            }
            to.put(schema.fields().get(i), value);
        }
        return to;
    }

    List<String> textsOf(Row target) {
        List<String> texts = new ArrayList<>();
        for (int column : targetColumns) {
            texts.add(text(target.value(column)));
        }
        return texts;
    }

    /** True where both rows carry the whole key and it differs. */
    boolean moves(Row before, Row after) {
        return Arrays.stream(targetColumns)
                        .allMatch(
                                column ->
                                        before.isPresent(column)
                                                && after.isPresent(column)
                                                && before.value(column) != null)
                && !textsOf(before).equals(textsOf(after));
    }

    private static String text(Object value) {
        return value == null ? null : ValueText.format(value);
    }
}
