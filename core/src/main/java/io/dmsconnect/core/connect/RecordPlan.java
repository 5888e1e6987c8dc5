// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What happens to every change record of one table and one schema. */
final class RecordPlan implements AutoCloseable {
    private final TablePlan plan;
    private final String topic;
    private final Schema envelope;
    private final ImagePlan images;
    private final KeyPlan key;
    private final NonFinite nonFinite;
    private final RuledChange ruled;
    private final boolean simple;

    private RecordPlan(
            TablePlan plan, Schema sourceKey, Schema sourceEnvelope, MapperOptions options) {
        Schema sourceRow = sourceEnvelope.field("after").schema();
        Absence absence = Absence.of(sourceEnvelope, options.absence());
        this.plan = plan;
        this.topic = options.layout().changes(plan.target().id());
        this.images = new ImagePlan(plan, RecordSchemas.image(topic, plan, sourceRow), absence);
        this.key = KeyPlan.of(plan, topic, sourceKey, sourceRow);
        this.envelope =
                RecordSchemas.envelope(
                        topic,
                        plan,
                        sourceEnvelope,
                        images.schema(),
                        absence == Absence.MARKED || RecordSchemas.hasExactImages(sourceEnvelope));
        this.nonFinite = new NonFinite(images.schema(), key == null ? null : key.schema());
        this.simple =
                plan.copiesOnly() && plan.filter().isEmpty() && (key == null || !key.isOfImages());
        ChangeFate fate =
                plan.filter()
                        .map(filter -> new ChangeFate(plan.source(), filter, options.moves()))
                        .orElse(null);
        RowDecoder decoder = new RowDecoder(plan.source(), sourceRow, absence);
        this.ruled = new RuledChange(plan, envelope, images, key, decoder, fate);
    }

    /**
     * Empty where the mappings do not select the table.
     *
     * @param position of the change that has these schemas, or empty
     */
    static Optional<RecordPlan> compile(
            TableId id,
            Schema sourceKey,
            Schema sourceEnvelope,
            String position,
            MapperOptions options) {
        Schema sourceRow = sourceEnvelope.field("after").schema();
        Table source = sourceTable(id, sourceKey, sourceRow, position, options.catalogue());
        return options.mappings()
                .plan(source)
                .map(plan -> new RecordPlan(plan, sourceKey, sourceEnvelope, options));
    }

    /** The table as this record has it: the record's columns, the catalogue's types and key. */
    private static Table sourceTable(
            TableId id, Schema keySchema, Schema rowSchema, String position, Catalogue catalogue) {
        List<String> names = rowSchema.fields().stream().map(Field::name).toList();
        List<Optional<DataType>> types =
                rowSchema.fields().stream().map(ChangeShape::exactType).toList();
        Optional<Table> known = catalogue.table(id, new LoggedShape(names, types, position));
        List<Column> columns = new ArrayList<>();
        for (Field field : rowSchema.fields()) {
            int index = known.map(table -> table.indexOf(field.name())).orElse(-1);
            columns.add(
                    index < 0
                            ? ChangeShape.column(field)
                            : known.orElseThrow().columns().get(index));
        }
        List<String> recordKey =
                keySchema == null || keySchema.type() != Schema.Type.STRUCT
                        ? List.of()
                        : keySchema.fields().stream().map(Field::name).toList();
        List<String> catalogueKey = known.map(Table::primaryKey).orElse(recordKey);
        Storage storage = known.map(Table::storage).orElse(Storage.NONE);
        if (catalogueKey.isEmpty()) {
            // Debezium takes a unique index instead, which may hold nulls; the load knows no key
            return new Table(id, columns, List.of(), storage);
        }
        // a catalogue that knows the columns of that time knows their key
        boolean ofThatTime = known.map(table -> table.columns().equals(columns)).orElse(false);
        boolean sameKey = new HashSet<>(catalogueKey).equals(new HashSet<>(recordKey));
        return new Table(id, columns, ofThatTime || sameKey ? catalogueKey : recordKey, storage);
    }

    /** Empty where the table's filter does not take the row. */
    <R extends ConnectRecord<R>> Optional<R> apply(
            R record, Struct from, long generation, ChangeHeaders headers) {
        boolean copies = simple && record.headers().lastWithName(Names.ABSENT_COLUMNS) == null;
        Optional<ChangeDraft> made =
                copies ? Optional.of(copied(record, from)) : ruled.make(record, from, headers);
        return made.map(draft -> finished(record, draft, generation));
    }

    private ChangeDraft copied(ConnectRecord<?> record, Struct from) {
        ChangeDraft draft = new ChangeDraft(envelope);
        for (Field field : envelope.fields()) {
            Object value = from.getWithoutDefault(field.name());
            if (value != null) {
                draft.value()
                        .put(
                                field,
                                RecordSchemas.isImage(field)
                                        ? copied(draft, field.name(), (Struct) value)
                                        : SourceBlock.value(field, value));
            }
        }
        draft.headersOf(record, key);
        if (key != null && record.key() instanceof Struct old) {
            draft.key(key.ofKey(old));
        }
        return draft;
    }

    private Struct copied(ChangeDraft draft, String image, Struct from) {
        List<String> absent = new ArrayList<>();
        Struct copy = images.copy(from, absent);
        draft.absent(image, absent);
        return copy;
    }

    private <R extends ConnectRecord<R>> R finished(R record, ChangeDraft draft, long generation) {
        if (generation > 0) {
            draft.headers().addLong(Names.GENERATION, generation);
        }
        nonFinite
                .find(draft.value(), draft.key())
                .ifPresent(texts -> draft.headers().addString(Names.NON_FINITE, texts));
        return record.newRecord(
                topic,
                null,
                draft.key() == null ? null : key.schema(),
                draft.key(),
                envelope,
                draft.value(),
                record.timestamp(),
                draft.headers());
    }

    /** Empty where there is no key to tell the row by, and where the deleted row is kept. */
    <R extends ConnectRecord<R>> Optional<R> tombstone(R record) {
        return plan.softDelete() ? Optional.empty() : KeyPlan.tombstone(key, topic, record);
    }

    Table target() {
        return plan.target();
    }

    @Override
    public void close() {
        plan.close();
    }
}
