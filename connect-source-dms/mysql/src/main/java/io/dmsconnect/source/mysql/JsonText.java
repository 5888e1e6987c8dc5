// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonBinary;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonFormatter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/** JSON values of the log as the text MySQL itself makes of them. */
final class JsonText implements JsonFormatter {
    /** Numbers with their point further off than this are written with an exponent. */
    private static final int POINT_DIGITS = 15;

    private static final int DOUBLE_DIGITS = 17;

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /**
     * @param binary MySQL's own form
     */
    static String of(byte[] binary) {
        if (binary.length == 0) {
            // what the server takes it for
            return "null";
        }
        JsonText formatter = new JsonText();
        try {
            new Reader(binary).parse(formatter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return formatter.text.toString();
    }

    /** The library takes a negative time apart as if it were positive. */
    private static final class Reader extends JsonBinary {
        Reader(byte[] binary) {
            super(binary);
        }

        @Override
        protected void parseTime(JsonFormatter formatter) throws IOException {
            long packed = readInt64();
            int sign = packed < 0 ? -1 : 1;
            long time = Math.abs(packed);
            long seconds = time >> 24;
            formatter.valueTime(
                    sign * (int) (seconds >> 12 & 0x3FF),
                    sign * (int) (seconds >> 6 & 63),
                    sign * (int) (seconds & 63),
                    sign * (int) (time & 0xFFFFFF));
        }
    }

    @Override
    public void beginObject(int size) {
        text.append('{');
    }

    @Override
    public void beginArray(int size) {
        text.append('[');
    }

    @Override
    public void endObject() {
        text.append('}');
    }

    @Override
    public void endArray() {
        text.append(']');
    }

    @Override
    public void nextEntry() {
        text.append(", ");
    }

    @Override
    public void name(String name) {
        quote(name);
        text.append(": ");
    }

    @Override
    public void value(String value) {
        quote(value);
    }

    @Override
    public void value(int value) {
        text.append(value);
    }

    @Override
    public void value(long value) {
        text.append(value);
    }

    @Override
    public void value(BigInteger value) {
        text.append(value);
    }

    @Override
    public void value(BigDecimal value) {
        text.append(value.toPlainString());
    }

    @Override
    public void value(boolean value) {
        text.append(value);
    }

    @Override
    public void valueNull() {
        text.append("null");
    }

    /** The fewest digits that mean this number. */
    @Override
    public void value(double value) {
        text.append(format(value));
    }

    static String format(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= DOUBLE_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == Math.abs(value)) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (point <= -POINT_DIGITS || point > POINT_DIGITS) {
            return sign
                    + digits.charAt(0)
                    + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + "e"
                    + (point - 1);
        }
        String plain = shortest.toPlainString();
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    @Override
    public void valueYear(int year) {
        text.append(year);
    }

    @Override
    public void valueDate(int year, int month, int day) {
        text.append("\"%04d-%02d-%02d\"".formatted(year, month, day));
    }

    @Override
    public void valueDatetime(
            int year, int month, int day, int hour, int minute, int second, int micros) {
        text.append(
                "\"%04d-%02d-%02d %02d:%02d:%02d.%06d\""
                        .formatted(year, month, day, hour, minute, second, micros));
    }

    @Override
    public void valueTime(int hours, int minutes, int seconds, int micros) {
        boolean negative = hours < 0 || minutes < 0 || seconds < 0 || micros < 0;
        text.append(
                "\"%s%02d:%02d:%02d.%06d\""
                        .formatted(
                                negative ? "-" : "",
                                Math.abs(hours),
                                Math.abs(minutes),
                                Math.abs(seconds),
                                Math.abs(micros)));
    }

    @Override
    public void valueTimestamp(long seconds, int micros) {
        LocalDateTime time =
                LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
        valueDatetime(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                micros);
    }

    @Override
    public void valueOpaque(ColumnType type, byte[] value) {
        quote(
                "base64:type"
                        + (type.getCode() & 0xFF)
                        + ":"
                        + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(value));
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
