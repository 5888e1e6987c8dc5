// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.ValueText;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * How a value that rules have made (an added, converted or masked column) travels in a change
 * record: as Connect's own number where that is exact, else as text, which {@link ValueDecoder}
 * reads back.
 */
final class ValueEncoder {
    private final Column column;
    private final Schema schema;

    ValueEncoder(Column column) {
        this.column = column;
        SchemaBuilder builder =
                SchemaBuilder.type(type()).parameter(Names.TYPE, column.type().format());
        this.schema = (column.nullable() ? builder.optional() : builder).build();
    }

    Schema schema() {
        return schema;
    }

    private Schema.Type type() {
        return switch (column.type().kind()) {
            case BOOLEAN -> Schema.Type.BOOLEAN;
            case INT1, INT2, UINT1 -> Schema.Type.INT16;
            case INT4, UINT2 -> Schema.Type.INT32;
            case INT8, UINT4 -> Schema.Type.INT64;
            case REAL4 -> Schema.Type.FLOAT32;
            case REAL8 -> Schema.Type.FLOAT64;
            case BYTES, BLOB -> Schema.Type.BYTES;
            case UINT8, NUMERIC, DATE, TIME, DATETIME, DATETIME_TZ, STRING, WSTRING, CLOB, NCLOB ->
                    Schema.Type.STRING;
        };
    }

    /**
     * @param value in the Java class of the column's kind, or null
     */
    Object encode(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof SpecialValue special) {
            return special.text();
        }
        return switch (schema.type()) {
            case INT16 -> ((Number) value).shortValue();
            case INT32 -> ((Number) value).intValue();
            case STRING -> ValueText.format(value);
            default -> value;
        };
    }
}
