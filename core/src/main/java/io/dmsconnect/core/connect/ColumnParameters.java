// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.DataType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** What a field's schema says of its column beside the form of the values. */
public final class ColumnParameters {
    private ColumnParameters() {}

    /** The column's exact type. */
    public static SchemaBuilder type(SchemaBuilder field, DataType type) {
        return field.parameter(Names.TYPE, type.format());
    }

    /**
     * Makes the field one that may be left out, of a column that may be null or not.
     *
     * @see #isNullable
     */
    public static SchemaBuilder optional(SchemaBuilder field, boolean nullable) {
        return nullable(field.optional(), nullable);
    }

    /** Of an optional field; one that says nothing is of a column that may be null. */
    static SchemaBuilder nullable(SchemaBuilder field, boolean nullable) {
        return nullable ? field : field.parameter(Names.NULLABLE, "false");
    }

    /** May the column be null? A field says so by a parameter, or else by being optional. */
    public static boolean isNullable(Schema field) {
        String said = field.parameters() == null ? null : field.parameters().get(Names.NULLABLE);
        return said == null ? field.isOptional() : Boolean.parseBoolean(said);
    }
}
