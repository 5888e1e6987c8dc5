// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import org.apache.kafka.connect.errors.DataException;

/** A value of a DMS message in the Java class of its column's kind. */
final class DmsValueReader {
    private static final BigInteger MOST_UNSIGNED = BigInteger.ONE.shiftLeft(64);

    private DmsValueReader() {}

    /**
     * @param value as {@link JsonTree} has it, not null
     * @throws DataException that names the column, never the value
     */
    static Object read(Column column, Object value) {
        try {
            return switch (column.type().kind()) {
                case BOOLEAN -> bool(scalar(value));
                case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 ->
                        integer(scalar(value)).longValueExact();
                case UINT8 -> unsigned(integer(scalar(value)));
                case NUMERIC -> ValueText.numeric(scalar(value));
                case REAL4 -> Float.valueOf(scalar(value));
                case REAL8 -> Double.valueOf(scalar(value));
                case DATE, TIME, DATETIME, DATETIME_TZ ->
                        ValueText.parse(column.type().kind(), temporal(value));
                case STRING, WSTRING, CLOB, NCLOB -> scalar(value);
                case BYTES, BLOB -> bytes(value);
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DataException(
                    "column '%s': %s"
                            .formatted(
                                    column.name(),
                                    e instanceof Refused
                                            ? e.getMessage()
                                            : "the value is no " + column.type().kind()));
        }
    }

    private static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private static String scalar(Object value) {
        if (value instanceof JsonTree.Number number) {
            return number.text();
        }
        if (value instanceof String || value instanceof Boolean) {
            return value.toString();
        }
        throw new Refused("a JSON object or array is no value of a column");
    }

    private static Object bool(String text) {
        return switch (text) {
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static BigInteger integer(String text) {
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new Refused(
                    "the integer is in scientific notation, in which DMS writes only 16 digits; set"
                            + " UseLargeIntegerValue of the endpoint that wrote it");
        }
        return new BigDecimal(text).toBigIntegerExact();
    }

    private static BigInteger unsigned(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(MOST_UNSIGNED) >= 0) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static String temporal(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new Refused("a date or time is expected as a text");
    }

    private static byte[] bytes(Object value) {
        if (!(value instanceof String text)) {
            throw new Refused("binary is expected as hexadecimal text");
        }
        return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
    }
}
