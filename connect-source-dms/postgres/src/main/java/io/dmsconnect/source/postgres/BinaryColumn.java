// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.TemporalText;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * How a column is selected, and how what its type's send function gives (src/backend/utils/adt of
 * PostgreSQL) enters a batch. Types whose form is not known are selected as the text that their
 * output function gives.
 */
record BinaryColumn(String expression, Reader reader) {
    private static final long EPOCH_DAYS = 10_957;
    private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** Beyond, a moment travels as text. */
    private static final long FAR =
            LocalDateTime.of(289_999, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000;

    /** Adds one value. */
    interface Reader {
        void add(byte[] from, int at, int length, LoadBatchWriter batch);
    }

    static BinaryColumn of(Column column) {
        String name = Sql.quote(column.name());
        return switch (column.type().kind()) {
            case BOOLEAN -> new BinaryColumn(name, (from, at, n, b) -> b.addFlag(from[at] != 0));
            case INT2 ->
                    new BinaryColumn(
                            name,
                            (from, at, n, b) ->
                                    b.addNumber(
                                            (short)
                                                    ((from[at] & 0xFF) << 8
                                                            | from[at + 1] & 0xFF)));
            case INT4 ->
                    new BinaryColumn(
                            name, (from, at, n, b) -> b.addNumber(BinaryRows.int4(from, at)));
            case INT8 ->
                    new BinaryColumn(
                            name, (from, at, n, b) -> b.addNumber(BinaryRows.int8(from, at)));
            case REAL4 ->
                    new BinaryColumn(
                            name,
                            (from, at, n, b) ->
                                    b.addReal4(Float.intBitsToFloat(BinaryRows.int4(from, at))));
            case REAL8 ->
                    new BinaryColumn(
                            name,
                            (from, at, n, b) ->
                                    b.addReal8(Double.longBitsToDouble(BinaryRows.int8(from, at))));
            case NUMERIC -> new BinaryColumn(name, new NumericText()::add);
            case DATE -> new BinaryColumn(name, BinaryColumn::date);
            case TIME -> new BinaryColumn(name, BinaryColumn::time);
            case DATETIME -> new BinaryColumn(name, moment(false));
            case DATETIME_TZ -> new BinaryColumn(name, moment(true));
            case BYTES, BLOB -> new BinaryColumn(name, BinaryColumn::bytes);
            case STRING, WSTRING, CLOB, NCLOB -> text(name, column.type().declaredName());
            case INT1, UINT1, UINT2, UINT4, UINT8 ->
                    throw new IllegalStateException("PostgreSQL has no " + column.type().kind());
        };
    }

    private static BinaryColumn text(String name, String type) {
        return switch (type) {
            case "text", "character varying", "character", "json" ->
                    new BinaryColumn(name, BinaryColumn::bytes);
            case "uuid" -> new BinaryColumn(name, BinaryColumn::uuid);
            case "jsonb" ->
                    // a version before the text
                    new BinaryColumn(name, (from, at, n, b) -> b.addBytes(from, at + 1, n - 1));
            // not a cast to text, which is another function for some types (bpchar, inet)
            default ->
                    new BinaryColumn(
                            "CASE num_nulls(%1$s) WHEN 0 THEN format('%%s', %1$s) END"
                                    .formatted(name),
                            BinaryColumn::bytes);
        };
    }

    private static void bytes(byte[] from, int at, int length, LoadBatchWriter batch) {
        batch.addBytes(from, at, length);
    }

    private static void uuid(byte[] from, int at, int length, LoadBatchWriter batch) {
        byte[] text = new byte[36];
        int to = 0;
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text[to++] = '-';
            }
            text[to++] = (byte) HEX[from[at + i] >> 4 & 0xF];
            text[to++] = (byte) HEX[from[at + i] & 0xF];
        }
        batch.addBytes(text, 0, text.length);
    }

    private static void date(byte[] from, int at, int length, LoadBatchWriter batch) {
        int days = BinaryRows.int4(from, at);
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            batch.addSpecial(days > 0 ? "infinity" : "-infinity");
        } else {
            batch.addNumber(days + EPOCH_DAYS);
        }
    }

    /** A day may end at 24:00, which is no time of a day for Java. */
    private static void time(byte[] from, int at, int length, LoadBatchWriter batch) {
        long micros = BinaryRows.int8(from, at);
        if (micros == DAY) {
            batch.addSpecial("24:00:00");
        } else {
            batch.addNumber(micros);
        }
    }

    private static Reader moment(boolean zone) {
        return (from, at, length, batch) -> {
            long micros = BinaryRows.int8(from, at);
            if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
                batch.addSpecial(micros > 0 ? "infinity" : "-infinity");
                return;
            }
            if (micros < FAR - EPOCH_MICROS) {
                batch.addNumber(micros + EPOCH_MICROS);
                return;
            }
            LocalDateTime far =
                    LocalDateTime.ofEpochSecond(
                                    Math.floorDiv(micros, 1_000_000),
                                    (int) Math.floorMod(micros, 1_000_000L) * 1000,
                                    ZoneOffset.UTC)
                            .plusDays(EPOCH_DAYS);
            batch.addSpecial(
                    zone
                            ? TemporalText.format(far.atOffset(ZoneOffset.UTC))
                            : TemporalText.format(far));
        };
    }
}
