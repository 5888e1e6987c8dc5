// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.ValueText;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * How one column is written in a load batch. Numbers and times are Avro's own (times in
 * microseconds), NUMERIC and UINT8 decimal text, so that any precision is exact. Each is a union
 * with null, and where the Java class has no room for some value, with string for a {@link
 * SpecialValue}.
 */
final class AvroColumn {
    static final int NULL = 0;
    static final int VALUE = 1;
    static final int SPECIAL = 2;

    private final DataType.Kind kind;

    AvroColumn(Column column) {
        this.kind = column.type().kind();
    }

    Schema schema() {
        Schema value = valueSchema();
        return mayBeSpecial()
                ? Schema.createUnion(
                        Schema.create(Schema.Type.NULL), value, Schema.create(Schema.Type.STRING))
                : Schema.createUnion(Schema.create(Schema.Type.NULL), value);
    }

    private boolean mayBeSpecial() {
        return switch (kind) {
            case DATE, TIME, DATETIME, DATETIME_TZ -> true;
            default -> false;
        };
    }

    private Schema valueSchema() {
        return switch (kind) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case INT1, INT2, INT4, UINT1, UINT2 -> Schema.create(Schema.Type.INT);
            case INT8, UINT4 -> Schema.create(Schema.Type.LONG);
            case UINT8, NUMERIC, STRING, WSTRING, CLOB, NCLOB -> Schema.create(Schema.Type.STRING);
            case REAL4 -> Schema.create(Schema.Type.FLOAT);
            case REAL8 -> Schema.create(Schema.Type.DOUBLE);
            case DATE -> logical(Schema.Type.INT, LogicalTypes.date());
            case TIME -> logical(Schema.Type.LONG, LogicalTypes.timeMicros());
            case DATETIME -> logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros());
            case DATETIME_TZ -> logical(Schema.Type.LONG, LogicalTypes.timestampMicros());
            case BYTES, BLOB -> Schema.create(Schema.Type.BYTES);
        };
    }

    private static Schema logical(Schema.Type type, LogicalType logical) {
        return logical.addToSchema(Schema.create(type));
    }

    void write(AvroBytes out, Object value) {
        if (value == null) {
            out.number(NULL);
            return;
        }
        if (mayBeSpecial()) {
            writeTemporal(out, value);
            return;
        }
        out.number(VALUE);
        switch (kind) {
            case BOOLEAN -> out.flag((Boolean) value);
            case INT1, INT2, INT4, UINT1, UINT2 ->
                    out.number(Math.toIntExact(((Number) value).longValue()));
            case INT8, UINT4 -> out.number(((Number) value).longValue());
            case UINT8, NUMERIC -> text(out, value.toString());
            case REAL4 -> out.float4(((Number) value).floatValue());
            case REAL8 -> out.float8(((Number) value).doubleValue());
            case STRING, WSTRING, CLOB, NCLOB -> text(out, (String) value);
            case BYTES, BLOB -> out.bytes((byte[]) value, 0, ((byte[]) value).length);
            case DATE, TIME, DATETIME, DATETIME_TZ ->
                    throw new IllegalStateException("written above: " + kind);
        }
    }

    private void writeTemporal(AvroBytes out, Object value) {
        if (value instanceof LocalDate date && Math.abs(date.toEpochDay()) < Integer.MAX_VALUE) {
            out.number(VALUE);
            out.number((int) date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            out.number(VALUE);
            out.number(time.toNanoOfDay() / 1000);
        } else if (value instanceof LocalDateTime dateTime && fits(dateTime)) {
            out.number(VALUE);
            out.number(micros(dateTime));
        } else if (value instanceof OffsetDateTime instant
                && fits(instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime())) {
            out.number(VALUE);
            out.number(micros(instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()));
        } else {
            out.number(SPECIAL);
            text(out, ValueText.format(value));
        }
    }

    private static void text(AvroBytes out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.bytes(utf8, 0, utf8.length);
    }

    /** Years that microseconds in 64 bits reach for certain. */
    private static boolean fits(LocalDateTime value) {
        return Math.abs(value.getYear()) < 290_000;
    }

    private static long micros(LocalDateTime value) {
        return value.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + value.getNano() / 1000;
    }

    Object read(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch == NULL) {
            in.readNull();
            return null;
        }
        if (branch == SPECIAL) {
            // a date too far for the number comes as text, and is a date again where Java has it
            return ValueText.parse(kind, in.readString());
        }
        return switch (kind) {
            case BOOLEAN -> in.readBoolean();
            case INT1, INT2, INT4, UINT1, UINT2 -> (long) in.readInt();
            case INT8, UINT4 -> in.readLong();
            case UINT8 -> new BigInteger(in.readString());
            case NUMERIC -> ValueText.numeric(in.readString());
            case REAL4 -> in.readFloat();
            case REAL8 -> in.readDouble();
            case STRING, WSTRING, CLOB, NCLOB -> text(in);
            case BYTES, BLOB -> bytes(in);
            case DATE -> LocalDate.ofEpochDay(in.readInt());
            case TIME -> LocalTime.ofNanoOfDay(in.readLong() * 1000);
            case DATETIME -> dateTime(in.readLong());
            case DATETIME_TZ -> dateTime(in.readLong()).atOffset(ZoneOffset.UTC);
        };
    }

    private static String text(Decoder in) throws IOException {
        return in.readString((Utf8) null).toString();
    }

    private static byte[] bytes(Decoder in) throws IOException {
        ByteBuffer buffer = in.readBytes(null);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000),
                Math.floorMod(micros, 1_000_000) * 1000,
                ZoneOffset.UTC);
    }
}
