// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import io.debezium.time.IsoDate;
import io.debezium.time.IsoTimestamp;
import io.debezium.time.ZonedTimestamp;
import java.sql.Types;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Columns whose values Debezium's own converters would alter: dates and times (its Java classes
 * know no zero dates), booleans (any number is a TINYINT(1)), texts in character sets of one byte,
 * and MariaDB's addresses and UUIDs. All others are left to Debezium.
 */
public final class ExactColumns {
    private final Map<String, String> charsets;

    /**
     * @param charsets of character sets with one byte a character: the 256 characters
     */
    public ExactColumns(Map<String, String> charsets) {
        this.charsets = Map.copyOf(charsets);
    }

    /** Empty for a column that is left to Debezium. */
    public Optional<SchemaBuilder> schema(Column column) {
        return switch (name(column)) {
            case "DATE" -> Optional.of(IsoDate.builder());
            case "DATETIME" -> Optional.of(IsoTimestamp.builder());
            case "TIMESTAMP" -> Optional.of(ZonedTimestamp.builder());
            case "TIME", "INET4", "INET6", "UUID" -> Optional.of(SchemaBuilder.string());
            case "BOOL", "BOOLEAN" -> Optional.of(SchemaBuilder.int16());
            default -> Optional.empty();
        };
    }

    /** Empty for a column that is left to Debezium. */
    public Optional<ValueConverter> converter(Column column, Field field) {
        return switch (name(column)) {
            case "DATE", "DATETIME", "TIMESTAMP", "TIME" -> Optional.of(ExactColumns::text);
            case "INET4" -> Optional.of(value -> Addresses.inet4(value));
            case "INET6" -> Optional.of(value -> Addresses.inet6(value));
            case "UUID" -> Optional.of(value -> Addresses.uuid(value));
            case "BOOL", "BOOLEAN" -> Optional.of(ExactColumns::number);
            default -> oneByteText(column);
        };
    }

    private static String name(Column column) {
        if (column.charsetName() != null && column.charsetName().startsWith("inet")) {
            return column.charsetName().toUpperCase(Locale.ROOT);
        }
        String name = column.typeName() == null ? "" : column.typeName();
        int end = name.indexOf('(');
        return (end < 0 ? name : name.substring(0, end)).trim().toUpperCase(Locale.ROOT);
    }

    private Optional<ValueConverter> oneByteText(Column column) {
        boolean isText =
                switch (column.jdbcType()) {
                    case Types.CHAR,
                            Types.VARCHAR,
                            Types.LONGVARCHAR,
                            Types.CLOB,
                            Types.NCHAR,
                            Types.NVARCHAR,
                            Types.LONGNVARCHAR,
                            Types.NCLOB ->
                            true;
                    default -> false;
                };
        String name = name(column);
        if (!isText
                || column.charsetName() == null
                || name.equals("ENUM")
                || name.equals("SET")
                || name.equals("JSON")) {
            return Optional.empty();
        }
        String characters = charsets.get(column.charsetName().toLowerCase(Locale.ROOT));
        return characters == null
                ? Optional.empty()
                : Optional.of(value -> decoded(characters, value));
    }

    private static Object decoded(String characters, Object value) {
        if (!(value instanceof byte[] bytes)) {
            return text(value);
        }
        char[] text = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[i] = characters.charAt(bytes[i] & 0xFF);
        }
        return new String(text);
    }

    private static Object text(Object value) {
        return value == null ? null : value.toString();
    }

    private static Object number(Object value) {
        if (value instanceof Boolean bool) {
            return (short) (bool ? 1 : 0);
        }
        return value instanceof Number number ? (Object) number.shortValue() : null;
    }
}
