// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.TemporalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How a column is selected and read. The server itself prints what a driver would interpret: zero
 * dates, times beyond a day and the last digits of a FLOAT stay as they are.
 */
record LoadColumn(String expression, Reader reader) {
    private static final SpecialValue ZERO = new SpecialValue("0000-00-00 00:00:00");

    /** Reads the value of one column of the current row. */
    interface Reader {
        Object read(ResultSet row, int column) throws SQLException;
    }

    static LoadColumn of(Column column) {
        String name = Sql.quote(column.name());
        String type = column.type().declaredName();
        return switch (column.type().kind()) {
            case BOOLEAN -> new LoadColumn(name + " + 0", LoadColumn::bool);
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 ->
                    new LoadColumn(type.equals("year") ? name + " + 0" : name, LoadColumn::integer);
            case UINT8 -> new LoadColumn(name, text(BigInteger::new));
            case NUMERIC -> new LoadColumn(name, text(BigDecimal::new));
            // a FLOAT prints six digits only; as a DOUBLE it prints all it has
            case REAL4 -> new LoadColumn(name + " * 1E0", text(LoadColumn::narrowed));
            case REAL8 -> new LoadColumn(name + " * 1E0", text(Double::valueOf));
            case DATE -> new LoadColumn(asText(name), text(TemporalText::date));
            case DATETIME -> new LoadColumn(asText(name), text(LoadColumn::dateTime));
            case DATETIME_TZ -> new LoadColumn(asText(name), text(LoadColumn::instant));
            case TIME -> new LoadColumn(asText(name), text(TemporalText::time));
            case STRING ->
                    type.equals("bit")
                            ? new LoadColumn(name + " + 0", bits(column.type().length()))
                            : new LoadColumn(asText(name), text(text -> text));
            case WSTRING, CLOB, NCLOB -> new LoadColumn(name, text(text -> text));
            case BYTES, BLOB -> new LoadColumn(name, ResultSet::getBytes);
        };
    }

    private static String asText(String name) {
        return "CAST(" + name + " AS CHAR)";
    }

    private interface Parser {
        Object parse(String text);
    }

    private static Reader text(Parser parser) {
        return (row, column) -> {
            String text = row.getString(column);
            return text == null ? null : parser.parse(text);
        };
    }

    private static Object dateTime(String text) {
        return isZero(text) ? ZERO : TemporalText.dateTime(text);
    }

    private static Object instant(String text) {
        return isZero(text) ? ZERO : TemporalText.instant(text);
    }

    /** With as many zeros behind the point as the column is declared with. */
    private static boolean isZero(String text) {
        return text.startsWith(ZERO.text()) && text.chars().noneMatch(c -> c >= '1' && c <= '9');
    }

    private static Object narrowed(String text) {
        return (float) Double.parseDouble(text);
    }

    private static Object bool(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value != 0;
    }

    private static Object integer(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static Reader bits(int length) {
        return text(
                number -> {
                    String digits = new BigInteger(number).toString(2);
                    return "0".repeat(Math.max(0, length - digits.length())) + digits;
                });
    }
}
