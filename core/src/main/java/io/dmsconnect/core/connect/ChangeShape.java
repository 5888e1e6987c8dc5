// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** All that follows from a change record's schema alone, found once per schema. */
final class ChangeShape {
    final Table table;
    final TableId source;
    private final int[] keyIndexes;
    private final RowDecoder decoder;

    private ChangeShape(Table table, TableId source, RowDecoder decoder) {
        this.table = table;
        this.source = source;
        this.decoder = decoder;
        this.keyIndexes = table.keyIndexes();
    }

    /**
     * @param key schema of the record's key, or null
     * @param fallback name for a table whose record does not say it
     */
    static ChangeShape of(Schema envelope, Schema key, TableId fallback) {
        Map<String, String> parameters =
                envelope.parameters() == null ? Map.of() : envelope.parameters();
        TableId id =
                parameters.containsKey(Names.TARGET)
                        ? LoadCodec.tableId(parameters.get(Names.TARGET))
                        : fallback;
        TableId source =
                parameters.containsKey(Names.SOURCE)
                        ? LoadCodec.tableId(parameters.get(Names.SOURCE))
                        : fallback;
        Schema row = envelope.field("after").schema();
        List<Column> columns = new ArrayList<>();
        for (Field field : row.fields()) {
            columns.add(column(field));
        }
        List<String> keyNames =
                parameters.containsKey(Names.KEY)
                        ? Json.texts(parameters.get(Names.KEY))
                        : key == null || key.type() != Schema.Type.STRUCT
                                ? List.of()
                                : key.fields().stream().map(Field::name).toList();
        Table table =
                new Table(id, columns, keyNames, LoadCodec.storage(parameters.get(Names.STORAGE)));
        Absence absence = Absence.of(envelope, Absence.text(Names.DEBEZIUM_ABSENT));
        return new ChangeShape(table, source, new RowDecoder(table, row, absence));
    }

    /** The type that the record itself tells, of a record that tells it. */
    static Optional<DataType> exactType(Field field) {
        Map<String, String> parameters = field.schema().parameters();
        return Optional.ofNullable(parameters == null ? null : parameters.get(Names.TYPE))
                .map(DataType::parse);
    }

    /** What the record itself says of a column. */
    static Column column(Field field) {
        Map<String, String> parameters = field.schema().parameters();
        String type = parameters == null ? null : parameters.get(Names.TYPE);
        String name = parameters == null ? null : parameters.get(Names.COLUMN);
        String id = parameters == null ? null : parameters.get(Names.COLUMN_ID);
        return new Column(
                name == null ? field.name() : name,
                type == null
                        ? ForeignTypes.of(field.schema()).declared(DataType.UNTOLD, "")
                        : DataType.parse(type),
                ColumnParameters.isNullable(field.schema()),
                id == null ? Column.NO_ID : Integer.parseInt(id));
    }

    /** The envelope's own statement of its shape, or null. */
    static String fingerprint(Schema envelope) {
        return envelope.parameters() == null ? null : envelope.parameters().get(Names.SHAPE);
    }

    /**
     * @param nonFinite the image's numbers that the record could not carry, by column
     * @param absent the image's columns that the record does not carry, and cannot say so in place
     */
    Row row(Struct values, Map<String, String> nonFinite, Set<String> absent) {
        if (values == null) {
            return null;
        }
        List<Field> fields = values.schema().fields();
        Object[] row = new Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
            Field field = fields.get(i);
            Object value = values.getWithoutDefault(field.name());
            if (!nonFinite.isEmpty() && nonFinite.containsKey(field.name())) {
                value = Double.valueOf(nonFinite.get(field.name()));
            }
            if (!absent.isEmpty() && absent.contains(field.name())) {
                row[i] = ArrayRow.ABSENT;
            } else if (value != null) {
                row[i] = decoder.isAbsent(value) ? ArrayRow.ABSENT : decoder.decode(i, value);
            }
        }
        return new ArrayRow(row);
    }

    /**
     * A row that holds the key's columns only.
     *
     * @param nonFinite the key's numbers that the record could not carry, by field
     */
    Row keyRow(Struct key, Map<String, String> nonFinite) {
        Object[] row = new Object[table.columns().size()];
        java.util.Arrays.fill(row, ArrayRow.ABSENT);
        List<Field> fields = key.schema().fields();
        for (int i = 0; i < keyIndexes.length; i++) {
            String name = fields.get(i).name();
            Object value =
                    nonFinite.containsKey(name)
                            ? (Object) Double.valueOf(nonFinite.get(name))
                            : key.getWithoutDefault(name);
            row[keyIndexes[i]] =
                    value == null
                            ? null
                            : ValueDecoder.of(
                                            fields.get(i).schema(),
                                            table.columns().get(keyIndexes[i]).type())
                                    .decode(value);
        }
        return new ArrayRow(row);
    }
}
