// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The schemas of a target table's records. Defaults are taken out: Connect reads a null of a field
 * with a default as that default, which would alter data.
 */
final class RecordSchemas {
    private static final String EXACT = "exact";

    private RecordSchemas() {}

    static boolean hasExactImages(Schema envelope) {
        return envelope.parameters() != null
                && EXACT.equals(envelope.parameters().get(Names.IMAGES));
    }

    /**
     * Of an envelope's images: any column may be one that the image does not carry, so each field
     * is optional, and a parameter says whether the column may be null.
     */
    static Schema image(String topic, TablePlan plan, Schema sourceRow) {
        SchemaBuilder builder =
                SchemaBuilder.struct().name(schemaName(topic) + ".Value").optional();
        Schema row = row(topic, plan, sourceRow);
        for (Field field : row.fields()) {
            Column column = plan.target().columns().get(field.index());
            SchemaBuilder copy = copy(field.schema()).optional();
            copy.parameter(Names.TYPE, column.type().format());
            ColumnParameters.nullable(copy, column.nullable());
            if (column.hasId()) {
                copy.parameter(Names.COLUMN_ID, Integer.toString(column.id()));
            }
            builder.field(field.name(), copy.build());
        }
        return builder.build();
    }

    /**
     * Of rows without an envelope. A column that is copied keeps the record's own form of it, any
     * other has ours.
     */
    static Schema row(String topic, TablePlan plan, Schema sourceRow) {
        SchemaBuilder builder =
                SchemaBuilder.struct().name(schemaName(topic) + ".Value").optional();
        int[] sourceIndexes = plan.sourceIndexes();
        for (int i = 0; i < sourceIndexes.length; i++) {
            Column column = plan.target().columns().get(i);
            builder.field(
                    column.name(),
                    sourceIndexes[i] < 0
                            ? new ValueEncoder(column).schema()
                            : withoutDefault(
                                    sourceRow.fields().get(sourceIndexes[i]).schema(), column));
        }
        return builder.build();
    }

    static SchemaBuilder key(String topic) {
        return SchemaBuilder.struct().name(schemaName(topic) + ".Key");
    }

    static Schema envelope(
            String topic, TablePlan plan, Schema sourceEnvelope, Schema row, boolean exactImages) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(Names.TARGET, LoadCodec.tableId(plan.target().id()));
        parameters.put(Names.SOURCE, LoadCodec.tableId(plan.source().id()));
        parameters.put(Names.KEY, Json.write(plan.target().primaryKey()));
        if (exactImages) {
            parameters.put(Names.IMAGES, EXACT);
        }
        if (!plan.target().storage().equals(Storage.NONE)) {
            parameters.put(Names.STORAGE, LoadCodec.storage(plan.target().storage()));
        }
        StringBuilder shape = new StringBuilder(new TreeMap<>(parameters).toString());
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
        if (sourceEnvelope.version() != null) {
            builder.version(sourceEnvelope.version());
        }
        for (Field field : sourceEnvelope.fields()) {
            builder.field(field.name(), isImage(field) ? row : field.schema());
        }
        return builder.build();
    }

    static boolean isImage(Field field) {
        return field.name().equals("before") || field.name().equals("after");
    }

    static Schema withoutDefault(Schema schema, Column column) {
        SchemaBuilder copy = copy(schema);
        if (ColumnParameters.isNullable(schema)) {
            copy.optional();
        }
        return copy.parameter(Names.TYPE, column.type().format()).build();
    }

    /** Of the same type, name and parameters; required, without a default. */
    private static SchemaBuilder copy(Schema schema) {
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
        Map<String, String> parameters = new HashMap<>();
        if (schema.parameters() != null) {
            parameters.putAll(schema.parameters());
        }
        for (String own : List.of(Names.TYPE, Names.NULLABLE, Names.COLUMN_ID)) {
            parameters.remove(own);
        }
        return copy.parameters(parameters);
    }

    /** A name Avro accepts too. */
    private static String schemaName(String topic) {
        return topic.replace('-', '_').replaceAll("\\.(?=[0-9])", "._");
    }
}
