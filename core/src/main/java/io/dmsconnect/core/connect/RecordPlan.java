// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/**
 * What happens to every change record of one table and one schema. Defaults are taken out of the
 * schemas: Connect reads a null of a field with a default as that default, which would alter data.
 */
final class RecordPlan {
    private final String topic;
    private final Schema key;
    private final Schema row;
    private final Schema envelope;
    private final int[] sourceIndexes;
    private final int[] keySourceIndexes;
    private final ValueDecoder[] keyDecoders;
    private final int[] realIndexes;

    private RecordPlan(
            String topic,
            Schema key,
            Schema row,
            Schema envelope,
            int[] sourceIndexes,
            int[] keySourceIndexes,
            ValueDecoder[] keyDecoders) {
        this.topic = topic;
        this.key = key;
        this.row = row;
        this.envelope = envelope;
        this.sourceIndexes = sourceIndexes;
        this.keySourceIndexes = keySourceIndexes;
        this.keyDecoders = keyDecoders;
        this.realIndexes =
                row.fields().stream()
                        .filter(
                                field ->
                                        field.schema().type() == Schema.Type.FLOAT32
                                                || field.schema().type() == Schema.Type.FLOAT64)
                        .mapToInt(Field::index)
                        .toArray();
    }

    /** Empty where the mappings do not select the table. */
    static Optional<RecordPlan> compile(
            TableId id,
            Schema keySchema,
            Schema envelope,
            TableMappings mappings,
            Catalogue catalogue,
            TopicLayout layout,
            String absentText) {
        Schema rowSchema = envelope.field("after").schema();
        Table source = sourceTable(id, keySchema, rowSchema, catalogue);
        return mappings.plan(source)
                .map(plan -> build(plan, keySchema, rowSchema, envelope, layout, absentText));
    }

    /** The table as this record has it: the record's columns, the catalogue's types and key. */
    private static Table sourceTable(
            TableId id, Schema keySchema, Schema rowSchema, Catalogue catalogue) {
        Set<String> names = new HashSet<>();
        rowSchema.fields().forEach(field -> names.add(field.name()));
        Optional<Table> known = catalogue.table(id, names);
        List<Column> columns = new ArrayList<>();
        for (Field field : rowSchema.fields()) {
            int index = known.map(table -> table.indexOf(field.name())).orElse(-1);
            columns.add(
                    index < 0
                            ? ChangeShape.column(field)
                            : new Column(
                                    field.name(),
                                    known.orElseThrow().columns().get(index).type(),
                                    field.schema().isOptional()));
        }
        List<String> recordKey =
                keySchema == null || keySchema.type() != Schema.Type.STRUCT
                        ? List.of()
                        : keySchema.fields().stream().map(Field::name).toList();
        List<String> catalogueKey = known.map(Table::primaryKey).orElse(recordKey);
        if (catalogueKey.isEmpty()) {
            // Debezium takes a unique index instead, which may hold nulls; the load knows no key
            return new Table(id, columns, List.of());
        }
        boolean sameKey = new HashSet<>(catalogueKey).equals(new HashSet<>(recordKey));
        return new Table(id, columns, sameKey ? catalogueKey : recordKey);
    }

    private static RecordPlan build(
            TablePlan plan,
            Schema keySchema,
            Schema rowSchema,
            Schema envelope,
            TopicLayout layout,
            String absentText) {
        Table target = plan.target();
        String topic = layout.changes(target.id());
        Schema row = rowSchema(topic, plan, rowSchema);
        Schema key = null;
        int[] keySources = {};
        ValueDecoder[] keyDecoders = {};
        if (target.hasKey() && keySchema != null) {
            SchemaBuilder keyBuilder = SchemaBuilder.struct().name(schemaName(topic) + ".Key");
            int keys = target.primaryKey().size();
            keySources = new int[keys];
            keyDecoders = new ValueDecoder[keys];
            for (int i = 0; i < keys; i++) {
                String name = target.primaryKey().get(i);
                int column = target.indexOf(name);
                Column source = plan.source().columns().get(plan.sourceIndexes()[column]);
                Field field = keySchema.field(source.name());
                keySources[i] = field.index();
                keyDecoders[i] = ValueDecoder.of(field.schema(), source.type());
                keyBuilder.field(
                        name, withoutDefault(field.schema(), target.columns().get(column)));
            }
            key = keyBuilder.build();
        }
        return new RecordPlan(
                topic,
                key,
                row,
                envelopeSchema(topic, plan, envelope, row, absentText),
                plan.sourceIndexes(),
                keySources,
                keyDecoders);
    }

    private static Schema rowSchema(String topic, TablePlan plan, Schema rowSchema) {
        SchemaBuilder builder =
                SchemaBuilder.struct().name(schemaName(topic) + ".Value").optional();
        for (int i = 0; i < plan.sourceIndexes().length; i++) {
            Column column = plan.target().columns().get(i);
            Field field = rowSchema.fields().get(plan.sourceIndexes()[i]);
            builder.field(column.name(), withoutDefault(field.schema(), column));
        }
        return builder.build();
    }

    private static Schema envelopeSchema(
            String topic, TablePlan plan, Schema envelope, Schema row, String absentText) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(Names.TARGET, LoadCodec.tableId(plan.target().id()));
        parameters.put(Names.SOURCE, LoadCodec.tableId(plan.source().id()));
        parameters.put(Names.KEY, Json.write(plan.target().primaryKey()));
        parameters.put(Names.ABSENT, absentText);
        StringBuilder shape = new StringBuilder(new java.util.TreeMap<>(parameters).toString());
        for (Field field : row.fields()) {
            shape.append('\u0000')
                    .append(field.name())
                    .append('\u0000')
                    .append(field.schema().type())
                    .append(field.schema().name())
                    .append(field.schema().isOptional())
                    .append(field.schema().parameters());
        }
        parameters.put(Names.SHAPE, Fingerprint.of(shape.toString()));
        SchemaBuilder builder =
                SchemaBuilder.struct().name(schemaName(topic) + ".Envelope").parameters(parameters);
        if (envelope.version() != null) {
            builder.version(envelope.version());
        }
        for (Field field : envelope.fields()) {
            boolean image = field.name().equals("before") || field.name().equals("after");
            builder.field(field.name(), image ? row : field.schema());
        }
        return builder.build();
    }

    private static Schema withoutDefault(Schema schema, Column column) {
        SchemaBuilder copy =
                switch (schema.type()) {
                    case ARRAY -> SchemaBuilder.array(schema.valueSchema());
                    case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
                    case STRUCT -> {
                        SchemaBuilder struct = SchemaBuilder.struct();
                        schema.fields()
                                .forEach(field -> struct.field(field.name(), field.schema()));
                        yield struct;
                    }
                    default -> SchemaBuilder.type(schema.type());
                };
        copy.name(schema.name()).version(schema.version()).doc(schema.doc());
        if (schema.isOptional()) {
            copy.optional();
        }
        Map<String, String> parameters = new HashMap<>();
        if (schema.parameters() != null) {
            parameters.putAll(schema.parameters());
        }
        parameters.put(Names.TYPE, column.type().format());
        return copy.parameters(parameters).build();
    }

    /** A name Avro accepts too. */
    private static String schemaName(String topic) {
        return topic.replace('-', '_').replaceAll("\\.(?=[0-9])", "._");
    }

    <R extends ConnectRecord<R>> R apply(R record, Struct from, long generation) {
        Struct to = new Struct(envelope);
        for (Field field : envelope.fields()) {
            Object value = from.getWithoutDefault(field.name());
            if (value != null) {
                boolean image = field.name().equals("before") || field.name().equals("after");
                to.put(field, image ? image((Struct) value) : value);
            }
        }
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            if (header.key().equals(Names.DEBEZIUM_NEW_KEY)
                    || header.key().equals(Names.DEBEZIUM_OLD_KEY)) {
                if (key != null && header.value() instanceof Struct moved) {
                    headers.addString(Names.MOVED_KEY, HeaderText.of(keyTexts(moved)));
                }
            } else {
                headers.add(header);
            }
        }
        if (generation > 0) {
            headers.addLong(Names.GENERATION, generation);
        }
        String nonFinite = nonFinite(to);
        if (nonFinite != null) {
            headers.addString(Names.NON_FINITE, nonFinite);
        }
        Struct newKey = key == null || !(record.key() instanceof Struct old) ? null : key(old);
        return record.newRecord(
                topic,
                null,
                newKey == null ? null : key,
                newKey,
                envelope,
                to,
                record.timestamp(),
                headers);
    }

    private Struct image(Struct from) {
        List<Field> fromFields = from.schema().fields();
        Struct to = new Struct(row);
        for (int i = 0; i < sourceIndexes.length; i++) {
            Field field = row.fields().get(i);
            Object value = from.getWithoutDefault(fromFields.get(sourceIndexes[i]).name());
            to.put(field, value instanceof Struct inner ? copy(inner, field.schema()) : value);
        }
        return to;
    }

    /**
     * A value of several fields (a geometry) knows its schema, which here has one more parameter.
     */
    private static Struct copy(Struct from, Schema schema) {
        Struct to = new Struct(schema);
        for (Field field : schema.fields()) {
            to.put(field, from.getWithoutDefault(field.name()));
        }
        return to;
    }

    private Struct key(Struct from) {
        List<Field> fromFields = from.schema().fields();
        Struct to = new Struct(key);
        for (int i = 0; i < keySourceIndexes.length; i++) {
            to.put(
                    key.fields().get(i),
                    from.getWithoutDefault(fromFields.get(keySourceIndexes[i]).name()));
        }
        return to;
    }

    private List<String> keyTexts(Struct from) {
        List<Field> fromFields = from.schema().fields();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < keySourceIndexes.length; i++) {
            Object value = from.getWithoutDefault(fromFields.get(keySourceIndexes[i]).name());
            texts.add(value == null ? null : ValueText.format(keyDecoders[i].decode(value)));
        }
        return texts;
    }

    /** JsonConverter makes 0 of NaN and the infinities, which JSON does not have, and of -0. */
    private static boolean survivesJson(double number) {
        return Double.isFinite(number) && (number != 0 || Math.copySign(1, number) > 0);
    }

    /** What {@link #survivesJson} denies, for a header; null where there is none. */
    private String nonFinite(Struct to) {
        if (realIndexes.length == 0) {
            return null;
        }
        List<String> found = new ArrayList<>();
        for (String name : List.of("before", "after")) {
            Struct image = to.getStruct(name);
            if (image == null) {
                continue;
            }
            for (int index : realIndexes) {
                Field field = row.fields().get(index);
                if (image.get(field) instanceof Number number
                        && !survivesJson(number.doubleValue())) {
                    found.addAll(List.of(name, field.name(), number.toString()));
                }
            }
        }
        return found.isEmpty() ? null : HeaderText.of(found);
    }
}
