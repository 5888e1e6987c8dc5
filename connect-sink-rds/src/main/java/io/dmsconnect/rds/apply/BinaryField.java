// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes values of one column in the form that the receive function of its PostgreSQL type reads
 * (src/backend/utils/adt of PostgreSQL), with the length before it. Only types whose form is known
 * exactly have one; all others take the text form.
 */
interface BinaryField {
    /** Days and microseconds from 1970 to 2000, where PostgreSQL counts from. */
    long EPOCH_DAYS = 10_957;

    long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;

    /**
     * Writes the value that the cursor is at.
     *
     * @throws UnfitValueException where its text has to be read by the server
     */
    void write(RawRows.Form form, RawRows value, Bytes out);

    /**
     * @param declaration of the target's column, as the server says it
     */
    static Optional<BinaryField> of(Column column, String declaration) {
        Kind kind = column.type().kind();
        String type = declaration.replaceAll("\\([^)]*\\)", "");
        return switch (type) {
            case "boolean" -> only(kind == Kind.BOOLEAN, BinaryField::flag);
            case "smallint" -> only(isInteger(kind), BinaryField::int2);
            case "integer" -> only(isInteger(kind), BinaryField::int4);
            case "bigint" -> only(isInteger(kind), BinaryField::int8);
            case "real" -> only(kind == Kind.REAL4, BinaryField::float4);
            case "double precision" -> only(kind == Kind.REAL8, BinaryField::float8);
            case "numeric" ->
                    only(kind == Kind.NUMERIC || kind == Kind.UINT8, BinaryNumeric::write);
            case "text", "character varying", "character", "json" ->
                    only(isText(kind), BinaryField::text);
            case "jsonb" -> only(isText(kind), BinaryField::jsonb);
            case "uuid" -> only(isText(kind), BinaryField::uuid);
            case "bytea" -> only(kind == Kind.BYTES || kind == Kind.BLOB, BinaryField::bytes);
            case "date" -> only(kind == Kind.DATE, BinaryField::date);
            case "time without time zone" -> only(kind == Kind.TIME, BinaryField::time);
            case "timestamp without time zone" ->
                    only(kind == Kind.DATETIME, BinaryField::timestamp);
            case "timestamp with time zone" ->
                    only(kind == Kind.DATETIME_TZ, BinaryField::timestamp);
            default -> Optional.empty();
        };
    }

    private static Optional<BinaryField> only(boolean fits, BinaryField field) {
        return fits ? Optional.of(field) : Optional.empty();
    }

    private static boolean isInteger(Kind kind) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 -> true;
            default -> false;
        };
    }

    private static boolean isText(Kind kind) {
        return switch (kind) {
            case STRING, WSTRING, CLOB, NCLOB -> true;
            default -> false;
        };
    }

    private static void flag(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.FLAG);
        out.put4(1);
        out.put1((int) value.number());
    }

    private static void int2(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.NUMBER);
        require((short) value.number() == value.number());
        out.put4(2);
        out.put2((int) value.number());
    }

    private static void int4(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.NUMBER);
        require((int) value.number() == value.number());
        out.put4(4);
        out.put4((int) value.number());
    }

    private static void int8(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.NUMBER);
        out.put4(8);
        out.put8(value.number());
    }

    private static void float4(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.REAL);
        out.put4(4);
        out.put4(Float.floatToIntBits((float) value.real()));
    }

    private static void float8(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.REAL);
        out.put4(8);
        out.put8(Double.doubleToLongBits(value.real()));
    }

    private static void text(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.TEXT);
        out.put4(value.length());
        out.put(value.array(), value.offset(), value.length());
    }

    private static void jsonb(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.TEXT);
        out.put4(value.length() + 1);
        out.put1(1);
        out.put(value.array(), value.offset(), value.length());
    }

    private static void bytes(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.BYTES);
        out.put4(value.length());
        out.put(value.array(), value.offset(), value.length());
    }

    /** Only the form that PostgreSQL and MariaDB print; the server reads others too. */
    private static void uuid(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.TEXT);
        require(value.length() == 36);
        byte[] text = value.array();
        int at = value.offset();
        out.put4(16);
        for (int i = 0; i < 36; i++) {
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                require(text[at + i] == '-');
            } else {
                int high = Character.digit(text[at + i], 16);
                int low = Character.digit(text[at + ++i], 16);
                require(high >= 0 && low >= 0);
                out.put1(high << 4 | low);
            }
        }
    }

    private static void date(RawRows.Form form, RawRows value, Bytes out) {
        int days;
        if (form == RawRows.Form.SPECIAL) {
            days = isInfinite(value) > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        } else {
            require(form, RawRows.Form.NUMBER);
            long since = value.number() - EPOCH_DAYS;
            require(since > Integer.MIN_VALUE && since < Integer.MAX_VALUE);
            days = (int) since;
        }
        out.put4(4);
        out.put4(days);
    }

    private static void time(RawRows.Form form, RawRows value, Bytes out) {
        require(form, RawRows.Form.NUMBER);
        out.put4(8);
        out.put8(value.number());
    }

    private static void timestamp(RawRows.Form form, RawRows value, Bytes out) {
        long micros;
        if (form == RawRows.Form.SPECIAL) {
            micros = isInfinite(value) > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        } else {
            require(form, RawRows.Form.NUMBER);
            micros = value.number() - EPOCH_MICROS;
        }
        out.put4(8);
        out.put8(micros);
    }

    /** Above 0 for infinity, below for -infinity. */
    private static int isInfinite(RawRows value) {
        String text =
                new String(
                        value.array(), value.offset(), value.length(), StandardCharsets.US_ASCII);
        require(text.equals("infinity") || text.equals("-infinity"));
        return text.charAt(0) == '-' ? -1 : 1;
    }

    private static void require(RawRows.Form form, RawRows.Form wanted) {
        require(form == wanted);
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new UnfitValueException();
        }
    }
}
