// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.mapping.TablePlan;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Makes the target's row image: columns that are copied in the record's own form, the others from
 * the plan. A column that the record does not carry is null in the image and named beside it.
 */
final class ImagePlan {
    private final Schema schema;
    private final int[] sourceIndexes;
    private final ValueEncoder[] encoders;
    private final Absence absence;

    ImagePlan(TablePlan plan, Schema schema, Absence absence) {
        this.schema = schema;
        this.sourceIndexes = plan.sourceIndexes();
        this.absence = absence;
        this.encoders = new ValueEncoder[sourceIndexes.length];
        for (int i = 0; i < encoders.length; i++) {
            if (sourceIndexes[i] < 0) {
                encoders[i] = new ValueEncoder(plan.target().columns().get(i));
            }
        }
    }

    Schema schema() {
        return schema;
    }

    /**
     * Of a plan that only copies.
     *
     * @param absent takes the names of columns that the image does not carry
     */
    Struct copy(Struct from, List<String> absent) {
        List<Field> fromFields = from.schema().fields();
        List<Field> fields = schema.fields();
        Struct to = new Struct(schema);
        for (int i = 0; i < sourceIndexes.length; i++) {
            copy(from, fromFields.get(sourceIndexes[i]), to, fields.get(i), absent);
        }
        return to;
    }

    /**
     * @param made the target's row; asked only for columns that are not copied
     * @param gone columns of the source that the image does not carry
     * @param absent takes the names of the target's columns that the image does not carry
     */
    Struct make(Struct from, Row made, Set<String> gone, List<String> absent) {
        List<Field> fromFields = from.schema().fields();
        List<Field> fields = schema.fields();
        Struct to = new Struct(schema);
        for (int i = 0; i < sourceIndexes.length; i++) {
            Field field = fields.get(i);
            if (sourceIndexes[i] >= 0) {
                Field fromField = fromFields.get(sourceIndexes[i]);
                if (gone.contains(fromField.name())) {
                    absent.add(field.name());
                } else {
                    copy(from, fromField, to, field, absent);
                }
            } else if (made.isPresent(i)) {
                to.put(field, encoders[i].encode(made.value(i)));
            } else {
                absent.add(field.name());
            }
        }
        return to;
    }

    /** A value of a column that is not copied. */
    Object encode(int column, Object value) {
        return encoders[column].encode(value);
    }

    /** An image with these of its columns only. */
    Struct only(Struct image, boolean[] kept, List<String> absent) {
        Struct to = new Struct(schema);
        for (Field field : schema.fields()) {
            if (kept[field.index()]) {
                to.put(field, image.getWithoutDefault(field.name()));
            } else {
                absent.add(field.name());
            }
        }
        return to;
    }

    private void copy(Struct from, Field fromField, Struct to, Field field, List<String> absent) {
        Object value = from.getWithoutDefault(fromField.name());
        if (absence.is(value)) {
            absent.add(field.name());
        } else {
            to.put(field, value instanceof Struct inner ? copy(inner, field.schema()) : value);
        }
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
}
