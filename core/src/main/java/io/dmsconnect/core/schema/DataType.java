// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.Locale;
import java.util.Objects;

/**
 * The type of a column: AWS DMS's intermediate type, and beside it the source's own declaration, so
 * that a target of the same family can declare the original type.
 *
 * @param kind fixes the one Java class of the column's values
 * @param length characters (STRING, WSTRING) or bytes (BYTES); -1 where unlimited or meaningless
 * @param precision digits of a NUMERIC; -1 for unconstrained
 * @param scale digits after the point of a NUMERIC, or fraction digits (0..9) of a TIME or
 *     DATETIME; -1 for unconstrained
 * @param engine family that declared it: {@code postgres}, {@code mysql}, {@code mariadb}, or
 *     empty; {@link #UNTOLD} where another program's record has the value and nobody says its type
 * @param declaration the engine's full type text, such as {@code character varying(20)}, {@code
 *     bigint(20) unsigned}, {@code integer[]}; may be empty
 */
public record DataType(
        Kind kind, int length, int precision, int scale, String engine, String declaration) {

    public static final String UNTOLD = "untold";

    /**
     * DMS's type names, and what a value of each is in Java. Any may also be {@link SpecialValue}.
     */
    public enum Kind {
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link Long}, one byte, signed. */
        INT1,
        /** {@link Long}, two bytes. */
        INT2,
        /** {@link Long}, four bytes. */
        INT4,
        /** {@link Long}, eight bytes. */
        INT8,
        /** {@link Long}, one byte, unsigned. */
        UINT1,
        /** {@link Long}, two bytes, unsigned. */
        UINT2,
        /** {@link Long}, four bytes, unsigned. */
        UINT4,
        /** {@link java.math.BigInteger}, eight bytes, unsigned. */
        UINT8,
        /** {@link java.math.BigDecimal}, its scale kept as the source sends it. */
        NUMERIC,
        /** {@link Float}; NaN and infinities included. */
        REAL4,
        /** {@link Double}; NaN and infinities included. */
        REAL8,
        /** {@link java.time.LocalDate}, proleptic; year 0 is 1 BC. */
        DATE,
        /** {@link java.time.LocalTime}. */
        TIME,
        /** {@link java.time.LocalDateTime}. */
        DATETIME,
        /**
         * {@link java.time.OffsetDateTime} in UTC: a point in time. DMS has no such type and loses
         * it.
         */
        DATETIME_TZ,
        /** {@link String}, bounded. */
        STRING,
        /** {@link String}, bounded, national characters. */
        WSTRING,
        /** {@link String}, unbounded. */
        CLOB,
        /** {@link String}, unbounded, national characters. */
        NCLOB,
        /** {@code byte[]}, bounded. */
        BYTES,
        /** {@code byte[]}, unbounded. */
        BLOB
    }

    public DataType {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(declaration, "declaration");
    }

    public static DataType of(Kind kind) {
        return new DataType(kind, -1, -1, -1, "", "");
    }

    public static DataType string(Kind kind, int length) {
        return new DataType(kind, length, -1, -1, "", "");
    }

    public static DataType numeric(int precision, int scale) {
        return new DataType(Kind.NUMERIC, -1, precision, scale, "", "");
    }

    /** TIME, DATETIME or DATETIME_TZ with this many fraction digits. */
    public static DataType temporal(Kind kind, int scale) {
        return new DataType(kind, -1, -1, scale, "", "");
    }

    public DataType declared(String newEngine, String newDeclaration) {
        return new DataType(kind, length, precision, scale, newEngine, newDeclaration);
    }

    /** True where the engine is MySQL or one of its kin. */
    public boolean isMySqlFamily() {
        return engine.equals("mysql") || engine.equals("mariadb");
    }

    /** The declaration without length, lower case: {@code varchar} of {@code VARCHAR(20)}. */
    public String declaredName() {
        int end = declaration.indexOf('(');
        return (end < 0 ? declaration : declaration.substring(0, end))
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    /**
     * One line that {@link #parse} reads back: {@code
     * KIND,length,precision,scale|engine|declaration}. It travels as parameter {@code dms.type} of
     * Connect schemas and property of Avro fields.
     */
    public String format() {
        return kind
                + ","
                + length
                + ","
                + precision
                + ","
                + scale
                + "|"
                + engine
                + "|"
                + declaration;
    }

    public static DataType parse(String text) {
        String[] parts = text.split("\\|", 3);
        String[] numbers = parts[0].split(",");
        if (parts.length != 3 || numbers.length != 4) {
            throw new IllegalArgumentException("not a DMS Connect type: '" + text + "'");
        }
        return new DataType(
                Kind.valueOf(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                parts[1],
                parts[2]);
    }
}
