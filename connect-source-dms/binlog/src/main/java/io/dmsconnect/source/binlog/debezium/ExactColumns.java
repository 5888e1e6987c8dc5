// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import io.debezium.time.IsoDate;
import io.debezium.time.IsoTimestamp;
import io.debezium.time.ZonedTimestamp;
import io.dmsconnect.source.binlog.PairCharset;
import java.nio.charset.Charset;
import java.sql.Types;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Columns whose values Debezium's own converters would alter: dates and times (its Java classes
 * know no zero dates), booleans (any number is a TINYINT(1)), texts (it takes UTF-8 for character
 * sets it does not know), members of enumerations with commas in them, JSON, geometries, and MariaDB's addresses and UUIDs.
 * All others are left to Debezium.
 */
public final class ExactColumns {
    private final Map<String, String> charsets;
    private final BiFunction<String, Charset, PairCharset> pairs;
    private final Function<byte[], String> json;

    /**
     * @param charsets of character sets with one byte a character: the 256 characters
     * @param pairs reads an Asian character set from the server
     * @param json the text of a JSON value as it is in the log
     */
    public ExactColumns(
            Map<String, String> charsets,
            BiFunction<String, Charset, PairCharset> pairs,
            Function<byte[], String> json) {
        this.charsets = Map.copyOf(charsets);
        this.pairs = pairs;
        this.json = json;
    }

    /** Empty for a column that is left to Debezium. */
    public Optional<SchemaBuilder> schema(Column column) {
        return switch (name(column)) {
            case "DATE" -> Optional.of(IsoDate.builder());
            case "DATETIME" -> Optional.of(IsoTimestamp.builder());
            case "TIMESTAMP" -> Optional.of(ZonedTimestamp.builder());
            case "TIME", "INET4", "INET6", "UUID" -> Optional.of(SchemaBuilder.string());
            case "BOOL", "BOOLEAN" -> Optional.of(SchemaBuilder.int16());
            // a DOUBLE, though Debezium takes it for a FLOAT
            case "REAL", "REAL UNSIGNED", "REAL UNSIGNED ZEROFILL" ->
                    Optional.of(SchemaBuilder.float64());
            case "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION",
                    "VECTOR" ->
                    Optional.of(SchemaBuilder.bytes());
            default ->
                    isText(column) && isBinary(column)
                            ? Optional.of(SchemaBuilder.bytes())
                            : Optional.empty();
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
            case "REAL", "REAL UNSIGNED", "REAL UNSIGNED ZEROFILL" ->
                    Optional.of(ExactColumns::real);
            // Debezium takes 0 for a year of two digits
            case "YEAR" -> Optional.of(ExactColumns::year);
            case "ENUM" -> Optional.of(member(Members.of(column)));
            case "SET" -> Optional.of(members(Members.of(column)));
            case "JSON" ->
                    Optional.of(value -> value instanceof byte[] b ? json.apply(b) : text(value));
            case "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION",
                    "VECTOR" ->
                    Optional.of(ExactColumns::bytes);
            default -> characters(column);
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

    private static boolean isText(Column column) {
        return switch (column.jdbcType()) {
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
    }

    /** CHAR in this character set is another name for BINARY. */
    private static boolean isBinary(Column column) {
        return "binary".equalsIgnoreCase(column.charsetName());
    }

    private Optional<ValueConverter> characters(Column column) {
        if (!isText(column) || column.charsetName() == null) {
            return Optional.empty();
        }
        if (isBinary(column)) {
            int length = column.jdbcType() == Types.CHAR ? column.length() : 0;
            return Optional.of(value -> padded(value, length));
        }
        String name = column.charsetName().toLowerCase(Locale.ROOT);
        String characters = charsets.get(name);
        if (characters != null) {
            return Optional.of(value -> decoded(characters, value));
        }
        Charset charset = WideCharsets.of(name, column.name());
        if (!WideCharsets.hasPairs(name)) {
            return Optional.of(wide(charset));
        }
        return Optional.of(
                value ->
                        value instanceof byte[] bytes
                                ? pairs.apply(name, charset).decode(bytes)
                                : text(value));
    }

    /** The log leaves zeros at the end out. */
    private static Object padded(Object value, int length) {
        return value instanceof byte[] bytes && bytes.length < length
                ? Arrays.copyOf(bytes, length)
                : bytes(value);
    }

    private static ValueConverter wide(Charset charset) {
        return value -> value instanceof byte[] bytes ? new String(bytes, charset) : text(value);
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

    /** As they are in the table, too: a geometry's SRID, then its well-known binary. */
    private static Object bytes(Object value) {
        return value instanceof byte[] ? value : null;
    }

    private static ValueConverter member(Members all) {
        return value -> value instanceof Number index ? all.member(index.intValue()) : text(value);
    }

    private static ValueConverter members(Members all) {
        return value -> value instanceof Number bits ? all.set(bits.longValue()) : text(value);
    }

    private static Object year(Object value) {
        if (value instanceof java.time.Year year) {
            return year.getValue();
        }
        return value instanceof Number number ? (Object) number.intValue() : null;
    }

    private static Object real(Object value) {
        return value instanceof Number number ? (Object) number.doubleValue() : null;
    }

    private static Object number(Object value) {
        if (value instanceof Boolean bool) {
            return (short) (bool ? 1 : 0);
        }
        return value instanceof Number number ? (Object) number.shortValue() : null;
    }
}
