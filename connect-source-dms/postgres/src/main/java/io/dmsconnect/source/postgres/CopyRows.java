// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Rows of COPY's text format into Java values. Not thread-safe. */
final class CopyRows {
    /** Makes a value of a text. */
    private interface Values {
        Object of(DataType.Kind kind, String text);
    }

    private final DataType.Kind[] kinds;
    private final Values values;
    private byte[] field = new byte[256];
    private int length;

    CopyRows(Table table) {
        this(table, CopyRows::value);
    }

    private CopyRows(Table table, Values values) {
        this.values = values;
        this.kinds =
                table.columns().stream()
                        .map(column -> column.type().kind())
                        .toArray(DataType.Kind[]::new);
    }

    /** Values as the log gives them to Debezium: see {@link ExactTextRow}. */
    static CopyRows logged(Table table) {
        return new CopyRows(table, CopyRows::logged);
    }

    /** One line, its line feed behind it. */
    Object[] row(byte[] line) {
        Object[] row = new Object[kinds.length];
        int at = 0;
        for (int i = 0; i < row.length; i++) {
            int end = at;
            while (line[end] != '\t' && line[end] != '\n') {
                end++;
            }
            boolean isNull = end - at == 2 && line[at] == '\\' && line[at + 1] == 'N';
            row[i] = isNull ? null : values.of(kinds[i], text(line, at, end));
            at = end + 1;
        }
        return row;
    }

    private String text(byte[] line, int from, int to) {
        int at = from;
        while (at < to && line[at] != '\\') {
            at++;
        }
        if (at == to) {
            return new String(line, from, to - from, StandardCharsets.UTF_8);
        }
        if (field.length < to - from) {
            field = new byte[to - from];
        }
        length = 0;
        for (at = from; at < to; at++) {
            field[length++] = line[at] == '\\' ? unescaped(line[++at]) : line[at];
        }
        String text = new String(field, 0, length, StandardCharsets.UTF_8);
        if (field.length > 1 << 20) {
            field = new byte[256];
        }
        return text;
    }

    /** COPY writes exactly these; any other character stands for itself. */
    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }

    private static Object value(DataType.Kind kind, String text) {
        return switch (kind) {
            case BOOLEAN -> text.equals("t");
            // \x and hexadecimal digits
            case BYTES, BLOB -> HexFormat.of().parseHex(text, 2, text.length());
            default -> ValueText.parse(kind, text);
        };
    }

    private static Object logged(DataType.Kind kind, String text) {
        return switch (kind) {
            case BOOLEAN, BLOB, REAL4, REAL8, INT8 -> value(kind, text);
            case INT2, INT4 -> Integer.valueOf(text);
            default -> text;
        };
    }
}
