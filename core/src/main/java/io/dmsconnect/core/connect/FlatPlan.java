// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** What happens to every row without an envelope of one table and one schema. */
final class FlatPlan implements AutoCloseable {
    private static final String DELETED = "__deleted";

    private final TablePlan plan;
    private final String topic;
    private final Schema columns;
    private final List<Field> metadata;
    private final Schema schema;
    private final ImagePlan images;
    private final KeyPlan key;
    private final RowDecoder decoder;
    private final ChangeFate fate;

    private FlatPlan(
            TablePlan plan,
            Schema sourceKey,
            Schema columnsSchema,
            List<Field> metadata,
            MapperOptions options) {
        this.plan = plan;
        this.topic = options.layout().changes(plan.target().id());
        this.columns = columnsSchema;
        this.metadata = metadata;
        this.decoder = new RowDecoder(plan.source(), columnsSchema, options.absence());
        this.images =
                new ImagePlan(
                        plan, RecordSchemas.row(topic, plan, columnsSchema), options.absence());
        this.key = KeyPlan.of(plan, topic, sourceKey, columnsSchema);
        this.fate =
                plan.filter()
                        .map(filter -> new ChangeFate(plan.source(), filter, options.moves()))
                        .orElse(null);
        SchemaBuilder builder = SchemaBuilder.struct().name(images.schema().name());
        images.schema().fields().forEach(field -> builder.field(field.name(), field.schema()));
        metadata.forEach(field -> builder.field(field.name(), field.schema()));
        this.schema = builder.build();
    }

    static Optional<FlatPlan> compile(
            TableId id, Schema sourceKey, Schema row, MapperOptions options) {
        List<Field> metadata = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        SchemaBuilder ofColumns = SchemaBuilder.struct();
        for (Field field : row.fields()) {
            if (FlatMetadata.isOne(field.name())) {
                metadata.add(field);
            } else if (!FlatMetadata.isStatement(field.name())) {
                columns.add(ChangeShape.column(field));
                ofColumns.field(field.name(), field.schema());
            }
        }
        List<String> keyNames =
                sourceKey == null || sourceKey.type() != Schema.Type.STRUCT
                        ? List.of()
                        : sourceKey.fields().stream().map(Field::name).toList();
        Table source = new Table(id, columns, keyNames);
        Schema columnsSchema = ofColumns.build();
        return options.mappings()
                .plan(source)
                .map(plan -> new FlatPlan(plan, sourceKey, columnsSchema, metadata, options));
    }

    <R extends ConnectRecord<R>> Optional<R> apply(R record, Struct row, ChangeHeaders headers) {
        Struct image = new Struct(columns);
        columns.fields().forEach(field -> image.put(field, row.getWithoutDefault(field.name())));
        Row values = new StructRow(image, decoder);
        String operation = operation(row);
        Optional<String> decided =
                fate == null || operation.equals("d")
                        ? Optional.of(operation)
                        : fate.of(operation.equals("u") ? "c" : operation, null, values, true);
        if (decided.isEmpty()) {
            return Optional.empty();
        }
        if (decided.get().equals("d") && !operation.equals("d")) {
            // it is no longer one of the target's rows
            return KeyPlan.tombstone(key, topic, record);
        }
        ChangeHeader header = headers.ofRow(row, operation);
        List<String> absent = new ArrayList<>();
        Struct made =
                images.make(image, PlannedRow.ofNew(plan, values, null, header), Set.of(), absent);
        if (!absent.isEmpty()) {
            throw new DataException(
                    "table %s: a row without an envelope cannot tell that %s did not change"
                            .formatted(plan.source().id(), String.join(", ", absent)));
        }
        Struct to = new Struct(schema);
        for (Field field : made.schema().fields()) {
            to.put(field.name(), made.getWithoutDefault(field.name()));
        }
        metadata.forEach(field -> to.put(field.name(), row.getWithoutDefault(field.name())));
        Struct newKey = key == null ? null : keyOf(record, to);
        return Optional.of(
                record.newRecord(
                        topic,
                        null,
                        newKey == null ? null : key.schema(),
                        newKey,
                        schema,
                        to,
                        record.timestamp(),
                        CarriedHeaders.of(record, key)));
    }

    private static String operation(Struct row) {
        if ("true".equals(FlatMapper.text(row, DELETED))) {
            return "d";
        }
        String operation = FlatMapper.text(row, "__op");
        return operation == null ? "c" : operation;
    }

    private Struct keyOf(ConnectRecord<?> record, Struct row) {
        return !key.isOfImages() && record.key() instanceof Struct old
                ? key.ofKey(old)
                : key.ofImage(row);
    }

    /**
     * A deletion's marker. Empty where there is no key to tell the row by, and where a row has told
     * of the deletion, which is kept.
     */
    <R extends ConnectRecord<R>> Optional<R> tombstone(R record) {
        if (plan.softDelete()
                && metadata.stream().noneMatch(field -> field.name().equals(DELETED))) {
            throw new DataException(
                    ("table %s: operation_indicator keeps deleted rows, and a deletion without a"
                                    + " row cannot become one; set ExtractNewRecordState's"
                                    + " delete.tombstone.handling.mode=rewrite")
                            .formatted(plan.source().id()));
        }
        return keyTombstone(record);
    }

    /** The same where nothing is known of the rows. */
    <R extends ConnectRecord<R>> Optional<R> keyTombstone(R record) {
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
