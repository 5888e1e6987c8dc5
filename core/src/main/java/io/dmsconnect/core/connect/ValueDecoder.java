// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.TemporalText;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Turns one field of a change record into the Java class of its column's kind. Knows Debezium's
 * semantic types (documented in Debezium's reference, "Data type mappings") and Connect's logical
 * types; never called with null.
 */
@FunctionalInterface
interface ValueDecoder {
    Object decode(Object value);

    static ValueDecoder of(Schema schema, DataType type) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (type.kind()) {
            case BOOLEAN -> ValueDecoder::bool;
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 -> ValueDecoder::integer;
            case UINT8 -> ValueDecoder::unsigned;
            case NUMERIC -> ValueDecoder::numeric;
            case REAL4 -> value -> real(value).floatValue();
            case REAL8 -> value -> real(value).doubleValue();
            case DATE -> ValueDecoder::date;
            case TIME -> time(name);
            case DATETIME -> dateTime(name);
            case DATETIME_TZ -> instant(name);
            case STRING, WSTRING, CLOB, NCLOB -> text(name, type);
            case BYTES, BLOB -> ValueDecoder::bytes;
        };
    }

    private static Object bool(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number.longValue() != 0;
        }
        return Boolean.valueOf(value.toString());
    }

    private static Object integer(Object value) {
        return value instanceof Number number ? number.longValue() : Long.valueOf(value.toString());
    }

    private static Object unsigned(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toBigIntegerExact();
        }
        if (value instanceof Long number) {
            return new BigInteger(Long.toUnsignedString(number));
        }
        return new BigInteger(value.toString());
    }

    private static Object numeric(Object value) {
        if (value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Struct variable) {
            return new BigDecimal(
                    new BigInteger((byte[]) bytes(variable.get("value"))),
                    variable.getInt32("scale"));
        }
        return switch (value.toString()) {
            case "NAN" -> new SpecialValue("NaN");
            case "POSITIVE_INFINITY" -> new SpecialValue("Infinity");
            case "NEGATIVE_INFINITY" -> new SpecialValue("-Infinity");
            default -> ValueText.numeric(value.toString());
        };
    }

    private static Number real(Object value) {
        return value instanceof Number number ? number : Double.valueOf(value.toString());
    }

    private static Object date(Object value) {
        if (value instanceof Integer days) {
            return LocalDate.ofEpochDay(days);
        }
        if (value instanceof Date date) {
            return LocalDate.ofEpochDay(Math.floorDiv(date.getTime(), 86_400_000L));
        }
        return TemporalText.date(value.toString());
    }

    private static ValueDecoder time(String schemaName) {
        long nanos = nanosPerUnit(schemaName);
        return value -> {
            if (value instanceof Date date) {
                return LocalTime.ofNanoOfDay(date.getTime() * 1_000_000);
            }
            if (value instanceof Number number) {
                long nanoOfDay = Math.multiplyExact(number.longValue(), nanos);
                return nanoOfDay >= 0 && nanoOfDay < 86_400_000_000_000L
                        ? LocalTime.ofNanoOfDay(nanoOfDay)
                        : new SpecialValue(durationText(nanoOfDay));
            }
            return TemporalText.time(value.toString());
        };
    }

    /** {@code -838:59:59.000001}: times beyond one day, as MySQL has them. */
    private static String durationText(long nanos) {
        long micros = Math.abs(nanos) / 1000;
        long seconds = micros / 1_000_000;
        String text =
                "%s%02d:%02d:%02d"
                        .formatted(
                                nanos < 0 ? "-" : "",
                                seconds / 3600,
                                seconds / 60 % 60,
                                seconds % 60);
        return micros % 1_000_000 == 0 ? text : text + ".%06d".formatted(micros % 1_000_000);
    }

    private static ValueDecoder dateTime(String schemaName) {
        long nanos = nanosPerUnit(schemaName);
        return value -> {
            if (value instanceof Date date) {
                return localDateTime(date.getTime(), 1_000_000);
            }
            if (value instanceof Number number) {
                return localDateTime(number.longValue(), nanos);
            }
            return TemporalText.dateTime(value.toString());
        };
    }

    private static LocalDateTime localDateTime(long count, long nanosPerUnit) {
        long perSecond = 1_000_000_000 / nanosPerUnit;
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(count, perSecond),
                (int) (Math.floorMod(count, perSecond) * nanosPerUnit),
                ZoneOffset.UTC);
    }

    private static ValueDecoder instant(String schemaName) {
        long nanos = nanosPerUnit(schemaName);
        return value -> {
            if (value instanceof Date date) {
                return Instant.ofEpochMilli(date.getTime()).atOffset(ZoneOffset.UTC);
            }
            if (value instanceof Number number) {
                return localDateTime(number.longValue(), nanos).atOffset(ZoneOffset.UTC);
            }
            return TemporalText.instant(value.toString());
        };
    }

    /** Milliseconds unless the schema's name says otherwise. */
    private static long nanosPerUnit(String schemaName) {
        if (schemaName.startsWith("io.debezium.time.Micro")) {
            return 1000;
        }
        return schemaName.startsWith("io.debezium.time.Nano") ? 1 : 1_000_000;
    }

    private static ValueDecoder text(String schemaName, DataType type) {
        if (schemaName.startsWith("io.debezium.time.Micro") && type.isMySqlFamily()) {
            return value ->
                    value instanceof Number number
                            ? durationText(number.longValue() * 1000)
                            : value.toString();
        }
        if (schemaName.equals("io.debezium.data.Bits")) {
            int length = type.length();
            return value -> bitText((byte[]) bytes(value), length);
        }
        return value -> {
            if (value instanceof String) {
                return value;
            }
            if (value instanceof Number || value instanceof Boolean) {
                return value.toString();
            }
            throw new DataException(
                    "cannot read a %s as text of type %s"
                            .formatted(value.getClass().getSimpleName(), type.declaration()));
        };
    }

    /** Debezium's Bits are little endian, shortened or padded to whole bytes. */
    private static String bitText(byte[] littleEndian, int length) {
        StringBuilder text = new StringBuilder();
        int bits = length > 0 ? length : littleEndian.length * 8;
        for (int bit = bits - 1; bit >= 0; bit--) {
            boolean set =
                    bit / 8 < littleEndian.length && (littleEndian[bit / 8] >> (bit % 8) & 1) == 1;
            text.append(set ? '1' : '0');
        }
        return text.toString();
    }

    private static Object bytes(Object value) {
        if (value instanceof byte[]) {
            return value;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        if (value instanceof Struct geometry && geometry.schema().field("wkb") != null) {
            return geometry(geometry);
        }
        throw new DataException(
                "cannot read a %s as bytes".formatted(value.getClass().getSimpleName()));
    }

    /** MySQL's own form of a geometry: the SRID, little endian, then the well-known binary. */
    private static byte[] geometry(Struct geometry) {
        byte[] wkb = (byte[]) bytes(geometry.get("wkb"));
        Integer srid = geometry.schema().field("srid") == null ? null : geometry.getInt32("srid");
        return ByteBuffer.allocate(4 + wkb.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(srid == null ? 0 : srid)
                .put(wkb)
                .array();
    }
}
