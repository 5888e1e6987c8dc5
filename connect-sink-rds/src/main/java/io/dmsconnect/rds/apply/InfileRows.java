// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import io.dmsconnect.sql.dialect.InfileText;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * A batch's rows as the text that LOAD DATA reads, as bytes from bytes. What is out of the ordinary
 * goes the way of all other values, which also knows what has to be refused.
 */
final class InfileRows {
    private static final long DAY = 86_400_000_000L;
    private static final int FIRST_DAY = (int) LocalDate.of(1, 1, 1).toEpochDay();
    private static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final Column[] columns;
    private final RawRows rows;
    private final byte[] digits = new byte[20];

    InfileRows(Table table, RawRows rows) {
        this.columns = table.columns().toArray(Column[]::new);
        this.rows = rows;
    }

    /**
     * Adds a row.
     *
     * @return false at the end
     */
    boolean next(Bytes out) {
        if (!rows.nextRow()) {
            return false;
        }
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                out.put1('\t');
            }
            value(rows.nextValue(), columns[i], out);
        }
        out.put1('\n');
        return true;
    }

    private void value(RawRows.Form form, Column column, Bytes out) {
        switch (form) {
            case NULL -> {
                out.put1('\\');
                out.put1('N');
            }
            case FLAG -> out.put1('0' + (int) rows.number());
            case NUMBER -> number(column, rows.number(), out);
            case REAL ->
                    text(
                            column,
                            column.type().kind() == Kind.REAL4
                                    ? (Object) (float) rows.real()
                                    : (Object) rows.real(),
                            out);
            case TEXT -> text(column, out);
            case BYTES -> hex(out);
            case SPECIAL -> text(column, ValueText.parse(column.type().kind(), utf8()), out);
            default -> throw new IllegalStateException("" + form);
        }
    }

    private String utf8() {
        return new String(rows.array(), rows.offset(), rows.length(), StandardCharsets.UTF_8);
    }

    private static void text(Column column, Object value, Bytes out) {
        byte[] text = InfileText.of(column, value).getBytes(StandardCharsets.UTF_8);
        escaped(text, 0, text.length, out);
    }

    private void text(Column column, Bytes out) {
        Kind kind = column.type().kind();
        if (kind != Kind.NUMERIC && kind != Kind.UINT8 || isPlain()) {
            escaped(rows.array(), rows.offset(), rows.length(), out);
        } else {
            text(column, ValueText.parse(kind, utf8()), out);
        }
    }

    /** No exponent, no NaN. */
    private boolean isPlain() {
        byte[] text = rows.array();
        for (int i = rows.offset(); i < rows.offset() + rows.length(); i++) {
            if (text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static void escaped(byte[] text, int from, int length, Bytes out) {
        int end = from + length;
        int copied = from;
        for (int i = from; i < end; i++) {
            int letter = escape(text[i]);
            if (letter != 0) {
                out.put(text, copied, i - copied);
                out.put1('\\');
                out.put1(letter);
                copied = i + 1;
            }
        }
        out.put(text, copied, end - copied);
    }

    /** The letter that stands for a byte behind a backslash; 0 for itself. */
    private static int escape(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 0 -> '0';
            case 0x1A -> 'Z';
            default -> 0;
        };
    }

    private void hex(Bytes out) {
        byte[] bytes = rows.array();
        for (int i = rows.offset(); i < rows.offset() + rows.length(); i++) {
            out.put1(HEX[bytes[i] >> 4 & 0xF]);
            out.put1(HEX[bytes[i] & 0xF]);
        }
    }

    private void number(Column column, long value, Bytes out) {
        switch (column.type().kind()) {
            case DATE -> {
                if (isInRange(value)) {
                    date(value, out);
                } else {
                    text(column, LocalDate.ofEpochDay(value), out);
                }
            }
            case TIME -> {
                if (value >= 0 && value < DAY) {
                    time(value, out);
                } else {
                    text(column, LocalTime.ofNanoOfDay(value * 1000), out);
                }
            }
            case DATETIME, DATETIME_TZ -> {
                long day = Math.floorDiv(value, DAY);
                if (isInRange(day)) {
                    date(day, out);
                    out.put1(' ');
                    time(Math.floorMod(value, DAY), out);
                } else {
                    LocalDateTime far =
                            LocalDateTime.ofEpochSecond(
                                    Math.floorDiv(value, 1_000_000), 0, ZoneOffset.UTC);
                    text(column, far, out);
                }
            }
            default -> integer(value, out);
        }
    }

    private static boolean isInRange(long day) {
        return day >= FIRST_DAY && day <= LAST_DAY;
    }

    private void integer(long value, Bytes out) {
        int at = digits.length;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            out.put1('-');
        }
        out.put(digits, at, digits.length - at);
    }

    private static void date(long day, Bytes out) {
        LocalDate date = LocalDate.ofEpochDay(day);
        two(date.getYear() / 100, out);
        two(date.getYear() % 100, out);
        out.put1('-');
        two(date.getMonthValue(), out);
        out.put1('-');
        two(date.getDayOfMonth(), out);
    }

    private static void time(long micros, Bytes out) {
        int seconds = (int) (micros / 1_000_000);
        int fraction = (int) (micros % 1_000_000);
        two(seconds / 3600, out);
        out.put1(':');
        two(seconds / 60 % 60, out);
        out.put1(':');
        two(seconds % 60, out);
        if (fraction > 0) {
            out.put1('.');
            two(fraction / 10_000, out);
            two(fraction / 100 % 100, out);
            two(fraction % 100, out);
        }
    }

    private static void two(int number, Bytes out) {
        out.put1('0' + number / 10);
        out.put1('0' + number % 10);
    }
}
