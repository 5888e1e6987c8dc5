// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;

/** Values as text and back, exactly, for the few places where a value travels as text. */
public final class ValueText {
    private ValueText() {}

    /** The text of a value that is not null. */
    public static String format(Object value) {
        if (value instanceof LocalDate date) {
            return TemporalText.format(date);
        }
        if (value instanceof LocalTime time) {
            return TemporalText.format(time);
        }
        if (value instanceof LocalDateTime dateTime) {
            return TemporalText.format(dateTime);
        }
        if (value instanceof OffsetDateTime instant) {
            return TemporalText.format(instant);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value.toString();
    }

    /**
     * The value of a text, in the Java class of the kind, or a {@link SpecialValue} where that
     * class cannot hold it.
     */
    public static Object parse(DataType.Kind kind, String text) {
        return switch (kind) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 -> Long.valueOf(text);
            case UINT8 -> new BigInteger(text);
            case NUMERIC -> numeric(text);
            case REAL4 -> Float.valueOf(text);
            case REAL8 -> Double.valueOf(text);
            case DATE -> TemporalText.date(text);
            case TIME -> TemporalText.time(text);
            case DATETIME -> TemporalText.dateTime(text);
            case DATETIME_TZ -> TemporalText.instant(text);
            case STRING, WSTRING, CLOB, NCLOB -> text;
            case BYTES, BLOB -> HexFormat.of().parseHex(text);
        };
    }

    /** {@link BigDecimal}, or {@link SpecialValue} for NaN and the infinities. */
    public static Object numeric(String text) {
        int first = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        return first >= '0' && first <= '9' || first == '.'
                ? new BigDecimal(text)
                : new SpecialValue(text);
    }
}
