// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Writes rows as change records in Debezium's envelope, which {@link ChangeCodec} reads back with
 * exact types. A number that JSON does not have makes its column a text in that record: the
 * column's type, which is a parameter, stays. Not thread-safe.
 */
public final class ChangeEnvelope {
    private static final int VARIANTS = 1000;
    private static final Schema SOURCE =
            SchemaBuilder.struct()
                    .name("io.dmsconnect.Source")
                    .field("version", Schema.STRING_SCHEMA)
                    .field("connector", Schema.STRING_SCHEMA)
                    .field("name", Schema.STRING_SCHEMA)
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .field("schema", Schema.STRING_SCHEMA)
                    .field("table", Schema.STRING_SCHEMA)
                    .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("lsn", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("file", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("pos", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("row", Schema.OPTIONAL_STRING_SCHEMA)
                    .build();

    private final String name;
    private final Table table;
    private final Map<BitSet, Schema> variants = new HashMap<>();
    private final Schema key;

    /**
     * @param name first part of the schemas' names
     */
    public ChangeEnvelope(String name, Table table) {
        this.name = name.replaceAll("[^A-Za-z0-9_.]", "_").replaceAll("\\.(?=[0-9])", "._");
        this.table = table;
        SchemaBuilder builder = SchemaBuilder.struct().name(this.name + ".Key");
        for (int index : table.keyIndexes()) {
            Column column = table.columns().get(index);
            builder.field(column.name(), field(column, false));
        }
        this.key = table.hasKey() ? builder.build() : null;
    }

    /** Null for a table without a key. */
    public Schema keySchema() {
        return key;
    }

    /**
     * The key's values in this row, or null for a table without a key.
     *
     * @throws DataException where the row does not hold one of them
     */
    public Struct key(Row row) {
        if (key == null) {
            return null;
        }
        Struct struct = new Struct(key);
        for (int index : table.keyIndexes()) {
            Column column = table.columns().get(index);
            if (!row.isPresent(index) || row.value(index) == null) {
                throw new DataException("key column '%s' has no value".formatted(column.name()));
            }
            struct.put(column.name(), encode(column, row.value(index), false));
        }
        return struct;
    }

    /**
     * @param operation Debezium's letter
     * @param position in the form of {@link io.dmsconnect.core.event.LoadPosition}; others are left
     *     out
     */
    public Struct value(String operation, Row before, Row after, long millis, String position) {
        BitSet texts = new BitSet();
        markTexts(before, texts);
        markTexts(after, texts);
        Schema schema = schema(texts);
        Struct value = new Struct(schema);
        Schema row = schema.field("after").schema();
        value.put("before", before == null ? null : image(row, before, texts));
        value.put("after", after == null ? null : image(row, after, texts));
        value.put("source", source(millis, position));
        value.put("op", operation);
        value.put("ts_ms", millis);
        return value;
    }

    /**
     * Header and value that tell which columns these images do not carry; to be added to the
     * record's headers. Empty where they carry all.
     */
    public Optional<Map.Entry<String, String>> absent(Row before, Row after) {
        List<String> columns = new ArrayList<>();
        absent("before", before, columns);
        absent("after", after, columns);
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.entry(Names.ABSENT_COLUMNS, HeaderText.of(columns)));
    }

    private void absent(String image, Row row, List<String> columns) {
        for (int i = 0; row != null && i < row.size(); i++) {
            if (!row.isPresent(i)) {
                columns.addAll(List.of(image, table.columns().get(i).name()));
            }
        }
    }

    private Schema schema(BitSet texts) {
        Schema known = variants.get(texts);
        if (known == null) {
            if (variants.size() >= VARIANTS) {
                variants.clear();
            }
            SchemaBuilder row = SchemaBuilder.struct().name(name + ".Value").optional();
            for (int i = 0; i < table.columns().size(); i++) {
                Column column = table.columns().get(i);
                row.field(column.name(), image(column, texts.get(i)));
            }
            Schema image = row.build();
            Map<String, String> parameters = new HashMap<>();
            parameters.put(Names.TARGET, LoadCodec.tableId(table.id()));
            parameters.put(Names.SOURCE, LoadCodec.tableId(table.id()));
            parameters.put(Names.KEY, Json.write(table.primaryKey()));
            parameters.put(Names.SHAPE, Fingerprint.of(table.toString() + texts));
            known =
                    SchemaBuilder.struct()
                            .name(name + ".Envelope")
                            .parameters(parameters)
                            .field("before", image)
                            .field("after", image)
                            .field("source", SOURCE)
                            .field("op", Schema.STRING_SCHEMA)
                            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                            .build();
            variants.put((BitSet) texts.clone(), known);
        }
        return known;
    }

    private static Schema image(Column column, boolean text) {
        SchemaBuilder field =
                form(column, text).optional().parameter(Names.TYPE, column.type().format());
        ColumnParameters.nullable(field, column.nullable());
        if (column.hasId()) {
            field.parameter(Names.COLUMN_ID, Integer.toString(column.id()));
        }
        return field.build();
    }

    private static Schema field(Column column, boolean text) {
        SchemaBuilder builder = form(column, text);
        if (column.nullable()) {
            builder.optional();
        }
        return builder.parameter(Names.TYPE, column.type().format()).build();
    }

    private static SchemaBuilder form(Column column, boolean text) {
        Kind kind = column.type().kind();
        return text
                ? SchemaBuilder.string()
                : switch (kind) {
                    case BOOLEAN -> SchemaBuilder.bool();
                    case INT1, INT2, UINT1 -> SchemaBuilder.int16();
                    case INT4, UINT2 -> SchemaBuilder.int32();
                    case INT8, UINT4 -> SchemaBuilder.int64();
                    case REAL4 -> SchemaBuilder.float32();
                    case REAL8 -> SchemaBuilder.float64();
                    case BYTES, BLOB -> SchemaBuilder.bytes();
                    case DATE -> SchemaBuilder.string().name("io.debezium.time.IsoDate");
                    case TIME -> SchemaBuilder.string().name("io.debezium.time.IsoTime");
                    case DATETIME -> SchemaBuilder.string().name("io.debezium.time.IsoTimestamp");
                    case DATETIME_TZ ->
                            SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp");
                    default -> SchemaBuilder.string();
                };
    }

    /** Columns whose field in this record has to be a text. */
    private void markTexts(Row row, BitSet texts) {
        if (row == null) {
            return;
        }
        for (int i = 0; i < row.size(); i++) {
            Object value = row.isPresent(i) ? row.value(i) : null;
            boolean fits =
                    switch (table.columns().get(i).type().kind()) {
                        case REAL4, REAL8 -> value == null || survivesJson(value);
                        default -> true;
                    };
            if (!fits) {
                texts.set(i);
            }
        }
    }

    private static boolean survivesJson(Object value) {
        double number = value instanceof Number real ? real.doubleValue() : Double.NaN;
        return Double.isFinite(number) && (number != 0 || Math.copySign(1, number) > 0);
    }

    private Struct image(Schema schema, Row row, BitSet texts) {
        Struct image = new Struct(schema);
        for (Field field : schema.fields()) {
            int i = field.index();
            Column column = table.columns().get(i);
            if (!row.isPresent(i)) {
                image.put(field, null);
            } else if (row.value(i) != null) {
                image.put(field, encode(column, row.value(i), texts.get(i)));
            } else if (column.nullable()) {
                image.put(field, null);
            } else {
                throw new DataException(
                        "column '%s' of %s is not nullable and has no value"
                                .formatted(column.name(), table.id()));
            }
        }
        return image;
    }

    private Object encode(Column column, Object value, boolean text) {
        if (!text && value instanceof Number number) {
            switch (column.type().kind()) {
                case INT1, INT2, UINT1:
                    return (short) inRange(column, number.longValue(), Short.MAX_VALUE);
                case INT4, UINT2:
                    return (int) inRange(column, number.longValue(), Integer.MAX_VALUE);
                case INT8, UINT4, REAL4, REAL8:
                    return number;
                default:
                    break;
            }
        }
        if (!text && (value instanceof Boolean || value instanceof byte[])) {
            return value;
        }
        return ValueText.format(value);
    }

    private long inRange(Column column, long number, long most) {
        if (number > most || number < -most - 1) {
            throw new DataException(
                    "column '%s' of %s is an %s, which cannot hold its value"
                            .formatted(column.name(), table.id(), column.type().kind()));
        }
        return number;
    }

    private Struct source(long millis, String position) {
        Struct source =
                new Struct(SOURCE)
                        .put("version", Version.current())
                        .put("connector", "dms")
                        .put("name", "dms")
                        .put("ts_ms", millis)
                        .put("schema", table.id().schema())
                        .put("table", table.id().name());
        String[] parts = position.split(":", -1);
        if (parts.length == 3 && parts[0].equals("xid")) {
            source.put("txId", Long.valueOf(parts[1])).put("lsn", parts[2]);
        } else if (parts.length == 4 && parts[0].equals("binlog")) {
            source.put("file", parts[1]).put("pos", parts[2]).put("row", parts[3]);
        }
        return source;
    }
}
