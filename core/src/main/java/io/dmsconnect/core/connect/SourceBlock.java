// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Debezium's block {@code source} of an envelope. The statement that made the change ({@code
 * include.query}, {@code log.mining.include.redo.sql}) is left out: it shows values of all columns,
 * rows and tables it is about, whatever the rules say of them.
 */
final class SourceBlock {
    static final List<String> STATEMENTS = List.of("query", "redo_sql");

    private SourceBlock() {}

    /** The field's value, of whatever field of an envelope. */
    static Object value(Field field, Object value) {
        return field.name().equals("source") && value instanceof Struct source
                ? withoutStatement(source)
                : value;
    }

    private static Struct withoutStatement(Struct source) {
        Schema schema = source.schema();
        Struct without = source;
        for (String name : STATEMENTS) {
            Field field = schema.field(name);
            if (field != null && source.getWithoutDefault(name) != null) {
                if (without == source) {
                    without = new Struct(schema);
                    for (Field other : schema.fields()) {
                        without.put(other, source.getWithoutDefault(other.name()));
                    }
                }
                without.put(field, field.schema().isOptional() ? null : "");
            }
        }
        return without;
    }
}
