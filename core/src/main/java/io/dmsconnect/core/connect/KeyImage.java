// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Table;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** A record's key as a row of the source's table, of which all else is absent. */
final class KeyImage {
    private final String[] fieldOf;
    private final ValueDecoder[] decoders;

    KeyImage(Table source, Schema key) {
        int columns = source.columns().size();
        fieldOf = new String[columns];
        decoders = new ValueDecoder[columns];
        for (Field field : key.fields()) {
            int column = source.indexOf(field.name());
            if (column >= 0) {
                fieldOf[column] = field.name();
                decoders[column] =
                        ValueDecoder.of(field.schema(), source.columns().get(column).type());
            }
        }
    }

    boolean has(int column) {
        return fieldOf[column] != null;
    }

    String field(int column) {
        return fieldOf[column];
    }

    Row row(Struct key) {
        return new Row() {
            @Override
            public int size() {
                return fieldOf.length;
            }

            @Override
            public Object value(int column) {
                Object value = key.getWithoutDefault(fieldOf[column]);
                return value == null ? null : decoders[column].decode(value);
            }

            @Override
            public boolean isPresent(int column) {
                return has(column);
            }
        };
    }
}
