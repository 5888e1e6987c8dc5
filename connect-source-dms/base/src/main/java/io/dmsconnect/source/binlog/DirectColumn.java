// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.schema.Column;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * Hands a column's value to a batch without making an object of it, where it is one of the many
 * that are simple; any other goes the way of {@link LoadColumn}.
 */
final class DirectColumn {
    private static final long DAY = 86_400_000_000L;

    /** Hands over the value of one column of the current row. */
    interface Writer {
        void write(ResultSet row, int column, LoadBatchWriter batch) throws SQLException;
    }

    private DirectColumn() {}

    /**
     * @param index of the column in the batch
     */
    static Writer of(Column column, LoadColumn reader, int index) {
        Writer byValue = (row, i, batch) -> batch.addValue(index, reader.reader().read(row, i));
        return switch (column.type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 -> DirectColumn::integer;
            case NUMERIC, UINT8 -> DirectColumn::digits;
            case WSTRING, CLOB, NCLOB, BYTES, BLOB ->
                    // MySQL's JSON the driver gives as text only
                    column.type().declaredName().equals("json") ? byValue : DirectColumn::bytes;
            case STRING ->
                    column.type().declaredName().equals("bit") ? byValue : DirectColumn::bytes;
            case DATE, DATETIME, DATETIME_TZ -> moment(column, byValue);
            case BOOLEAN, REAL4, REAL8, TIME -> byValue;
        };
    }

    private static void integer(ResultSet row, int column, LoadBatchWriter batch)
            throws SQLException {
        long value = row.getLong(column);
        if (row.wasNull()) {
            batch.addNull();
        } else {
            batch.addNumber(value);
        }
    }

    private static void digits(ResultSet row, int column, LoadBatchWriter batch)
            throws SQLException {
        String digits = row.getString(column);
        if (digits == null) {
            batch.addNull();
        } else {
            byte[] ascii = digits.getBytes(StandardCharsets.ISO_8859_1);
            batch.addBytes(ascii, 0, ascii.length);
        }
    }

    /** The session speaks utf8mb4: a text's bytes are UTF-8. */
    private static void bytes(ResultSet row, int column, LoadBatchWriter batch)
            throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            batch.addNull();
        } else {
            batch.addBytes(bytes, 0, bytes.length);
        }
    }

    private static Writer moment(Column column, Writer byValue) {
        boolean isDate = column.type().kind() == io.dmsconnect.core.schema.DataType.Kind.DATE;
        return (row, i, batch) -> {
            byte[] text = row.getBytes(i);
            if (text == null) {
                batch.addNull();
                return;
            }
            long days = days(text);
            long micros = isDate || days == NO_DATE ? 0 : microsOfDay(text);
            boolean isPlain = isDate ? text.length == 10 : text.length >= 19;
            if (!isPlain || days == NO_DATE || micros < 0) {
                byValue.write(row, i, batch);
            } else {
                batch.addNumber(isDate ? days : days * DAY + micros);
            }
        };
    }

    private static final long NO_DATE = Long.MIN_VALUE;

    private static long days(byte[] text) {
        if (text.length < 10) {
            return NO_DATE;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        boolean plain = year > 0 && month > 0 && day > 0 && month <= 12 && day <= 28;
        if (!plain && (year <= 0 || month <= 0 || day <= 0 || month > 12)) {
            return NO_DATE;
        }
        if (!plain && day > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return NO_DATE;
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    private static long microsOfDay(byte[] text) {
        if (text.length < 19 || (text.length > 19 && (text[19] != '.' || text.length > 26))) {
            return -1;
        }
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return -1;
        }
        long micros = ((hour * 60L + minute) * 60 + second) * 1_000_000;
        if (text.length > 20) {
            int fraction = digits(text, 20, text.length - 20);
            if (fraction < 0) {
                return -1;
            }
            long scaled = fraction;
            for (int i = text.length - 20; i < 6; i++) {
                scaled *= 10;
            }
            micros += scaled;
        }
        return micros;
    }

    /** -1 where one is no digit. */
    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            value = value * 10 + text[i] - '0';
        }
        return value;
    }
}
