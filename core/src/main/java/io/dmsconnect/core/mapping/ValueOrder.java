// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The order of a column's values, as SQLite would have it: numbers by value, texts by code points
 * with all their blanks, dates and times in their order. MySQL's zero dates stand by year, month
 * and day, so {@code 0000-00-00} is before every date and {@code 2024-00-00} just before {@code
 * 2024-01-01}; times beyond a day or below zero stand by their length; {@code -infinity} is less
 * than everything, {@code infinity} more, and NaN more than that.
 */
final class ValueOrder {
    private static final List<String> ENDS = List.of("-infinity", "", "infinity", "nan");
    private static final int MIDDLE = 1;

    private ValueOrder() {}

    static int order(Column column, Object value, Object constant) {
        if (value instanceof SpecialValue || constant instanceof SpecialValue) {
            if (TemporalOrder.hasPlace(value) && TemporalOrder.hasPlace(constant)) {
                return TemporalOrder.compare(value, constant);
            }
            int ends = Integer.compare(end(value), end(constant));
            return ends != 0 || end(value) != MIDDLE
                    ? ends
                    : ValueText.format(value).compareTo(ValueText.format(constant));
        }
        return switch (column.type().kind()) {
            case BOOLEAN -> Boolean.compare((Boolean) value, (Boolean) constant);
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC ->
                    number(value).compareTo(number(constant));
            case REAL4, REAL8 ->
                    Double.compare(
                            ((Number) value).doubleValue() + 0.0,
                            ((Number) constant).doubleValue() + 0.0);
            case DATE -> ((LocalDate) value).compareTo((LocalDate) constant);
            case TIME -> ((LocalTime) value).compareTo((LocalTime) constant);
            case DATETIME -> ((LocalDateTime) value).compareTo((LocalDateTime) constant);
            case DATETIME_TZ -> ((OffsetDateTime) value).compareTo((OffsetDateTime) constant);
            case STRING, WSTRING, CLOB, NCLOB -> codePoints(text(column, value), (String) constant);
            case BYTES, BLOB -> Arrays.compareUnsigned((byte[]) value, (byte[]) constant);
        };
    }

    private static int end(Object value) {
        int end =
                value instanceof SpecialValue special
                        ? ENDS.indexOf(special.text().toLowerCase(Locale.ROOT))
                        : MIDDLE;
        return end < 0 ? MIDDLE : end;
    }

    private static BigDecimal number(Object value) {
        if (value instanceof Long number) {
            return BigDecimal.valueOf(number);
        }
        return value instanceof BigInteger number ? new BigDecimal(number) : (BigDecimal) value;
    }

    /** PostgreSQL fills char(n) with blanks that do not count. */
    static String text(Column column, Object value) {
        String text = value.toString();
        String type = column.type().declaredName();
        if (!type.equals("character") && !type.equals("bpchar")) {
            return text;
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** As bytes of UTF-8 compare, which Java's own order of texts does not beyond 0xFFFF. */
    static int codePoints(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : a - b;
            }
        }
        return one.length() - other.length();
    }
}
