// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Values of one type as values of another, where a rule asks for it. What has no equal there is an
 * error; only digits behind the point are rounded, half up, as databases do.
 */
public final class ValueConversion {
    private ValueConversion() {}

    /**
     * @param value of any kind's Java class, or what SQLite gives; null stays null
     * @return in the Java class of the type's kind, or a {@link SpecialValue}
     * @throws ConversionException where the type has no such value
     */
    public static Object convert(Object value, DataType to) {
        if (value == null) {
            return null;
        }
        return switch (to.kind()) {
            case BOOLEAN -> bool(value);
            case INT1 -> integer(value, -128, 127, to);
            case INT2 -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE, to);
            case INT4 -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, to);
            case INT8 -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE, to);
            case UINT1 -> integer(value, 0, 255, to);
            case UINT2 -> integer(value, 0, 65_535, to);
            case UINT4 -> integer(value, 0, 4_294_967_295L, to);
            case UINT8 -> unsigned(value, to);
            case NUMERIC -> numeric(value, to);
            case REAL4 -> real4(value, to);
            case REAL8 -> real(value, to);
            case DATE, TIME, DATETIME, DATETIME_TZ -> TemporalConversion.convert(value, to);
            case STRING, WSTRING, CLOB, NCLOB -> text(value, to);
            case BYTES, BLOB -> bytes(value, to);
        };
    }

    static ConversionException impossible(Object value, DataType to) {
        return new ConversionException(
                "a value of Java's %s cannot be converted to %s"
                        .formatted(value.getClass().getSimpleName(), name(to)));
    }

    static String name(DataType type) {
        return type.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Object bool(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "t", "true", "y", "yes", "on" -> Boolean.TRUE;
            case "0", "0.0", "f", "false", "n", "no", "off" -> Boolean.FALSE;
            default -> throw new ConversionException("the value is no boolean");
        };
    }

    /** Of any value that is a number, or the text of one. */
    private static BigDecimal number(Object value, DataType to) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        } else if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (value instanceof Long integer) {
            return BigDecimal.valueOf(integer);
        } else if (value instanceof Boolean bool) {
            return bool ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (value instanceof Double || value instanceof Float || value instanceof String) {
            try {
                return new BigDecimal(value.toString().strip());
            } catch (NumberFormatException e) {
                throw new ConversionException(
                        "the value is no number, as %s has to be".formatted(name(to)));
            }
        }
        throw impossible(value, to);
    }

    private static BigInteger whole(Object value, DataType to) {
        BigDecimal number = number(value, to);
        if (number.scale() < -400) {
            throw outside(to);
        }
        return number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    }

    private static ConversionException outside(DataType to) {
        return new ConversionException("the value is outside of what %s holds".formatted(name(to)));
    }

    private static Long integer(Object value, long least, long most, DataType to) {
        BigInteger whole = whole(value, to);
        if (whole.compareTo(BigInteger.valueOf(least)) < 0
                || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw outside(to);
        }
        return whole.longValue();
    }

    private static BigInteger unsigned(Object value, DataType to) {
        BigInteger whole = whole(value, to);
        if (whole.signum() < 0 || whole.bitLength() > 64) {
            throw outside(to);
        }
        return whole;
    }

    private static Object numeric(Object value, DataType to) {
        if (value instanceof SpecialValue) {
            return value;
        }
        BigDecimal number = number(value, to);
        if (to.scale() >= 0 && number.scale() > to.scale()) {
            number = number.setScale(to.scale(), RoundingMode.HALF_UP);
        }
        if (to.precision() > 0
                && number.precision() - number.scale() > to.precision() - Math.max(0, to.scale())
                && number.signum() != 0) {
            throw outside(to);
        }
        return number;
    }

    private static Float real4(Object value, DataType to) {
        if (value instanceof Float number) {
            return number;
        }
        double number = real(value, to);
        float narrow = (float) number;
        if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
            throw outside(to);
        }
        return narrow;
    }

    private static Double real(Object value, DataType to) {
        if (value instanceof Float number) {
            return Double.valueOf(number.toString());
        }
        if (value instanceof Double number) {
            return number;
        }
        String text = value instanceof SpecialValue ? value.toString() : "";
        if (!text.isEmpty()) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw impossible(value, to);
            }
        }
        double number = number(value, to).doubleValue();
        if (Double.isInfinite(number)) {
            throw outside(to);
        }
        return number;
    }

    private static String text(Object value, DataType to) {
        String text =
                value instanceof BigDecimal number
                        ? number.toPlainString()
                        : ValueText.format(value);
        if (to.length() > 0
                && text.length() > to.length()
                && text.codePointCount(0, text.length()) > to.length()) {
            throw new ConversionException(
                    "the text has more than %d characters".formatted(to.length()));
        }
        return text;
    }

    private static byte[] bytes(Object value, DataType to) {
        byte[] bytes;
        if (value instanceof byte[] same) {
            bytes = same;
        } else if (value instanceof String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } else {
            throw impossible(value, to);
        }
        if (to.length() > 0 && bytes.length > to.length()) {
            throw new ConversionException(
                    "the value has more than %d bytes".formatted(to.length()));
        }
        return bytes;
    }
}
