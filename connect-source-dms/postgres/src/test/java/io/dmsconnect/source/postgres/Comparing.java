// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.TemporalText;
import io.dmsconnect.source.SqlComparison.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;

/** What an operator says of two values of a column in Java. */
final class Comparing {
    private static final List<String> ENDS = List.of("-infinity", "", "infinity", "NaN");

    private Comparing() {}

    static boolean holds(Column column, Object value, Operator operator, Object constant) {
        if (value == null) {
            return false;
        }
        int order = order(column, value, constant);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case MORE -> order > 0;
            case MORE_OR_EQUAL -> order >= 0;
        };
    }

    private static int order(Column column, Object value, Object constant) {
        if (value instanceof SpecialValue || constant instanceof SpecialValue) {
            int ends = Integer.compare(end(value), end(constant));
            return ends != 0 ? ends : text(value).compareTo(text(constant));
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
            case STRING, WSTRING, CLOB, NCLOB -> codePoints(column, value, constant);
            case BYTES, BLOB -> Arrays.compareUnsigned((byte[]) value, (byte[]) constant);
        };
    }

    /** Text of what has no Java value is of no use to compare, but for dates with zeros in them. */
    private static int end(Object value) {
        if (!(value instanceof SpecialValue special)) {
            return ENDS.indexOf("");
        }
        String text = special.text().replace("Infinity", "infinity");
        return ENDS.contains(text) ? ENDS.indexOf(text) : ENDS.indexOf("");
    }

    private static String text(Object value) {
        if (value instanceof LocalDate date) {
            return TemporalText.format(date);
        } else if (value instanceof LocalTime time) {
            return TemporalText.format(time);
        } else if (value instanceof LocalDateTime dateTime) {
            return TemporalText.format(dateTime);
        } else if (value instanceof OffsetDateTime instant) {
            return TemporalText.format(instant);
        }
        return value.toString();
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        return value instanceof Long number ? BigDecimal.valueOf(number) : (BigDecimal) value;
    }

    private static int codePoints(Column column, Object value, Object constant) {
        boolean padded = column.type().declaredName().equals("character");
        String text = padded ? value.toString().replaceAll(" +$", "") : value.toString();
        return Arrays.compare(
                text.codePoints().toArray(), constant.toString().codePoints().toArray());
    }
}
