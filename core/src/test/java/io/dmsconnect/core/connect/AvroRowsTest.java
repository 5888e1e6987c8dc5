// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cursor over bytes sees what the iterator over objects sees. */
class AvroRowsTest {
    private static final Table TABLE =
            new Table(
                    new TableId("s", "t"),
                    Arrays.stream(Kind.values())
                            .map(kind -> new Column(kind.name(), DataType.of(kind), true))
                            .toList(),
                    List.of());

    private static Object value(Kind kind, boolean high) {
        return switch (kind) {
            case BOOLEAN -> high;
            case INT1 -> high ? 127L : -128L;
            case UINT1 -> high ? 255L : 0L;
            case INT2 -> high ? 32767L : -32768L;
            case UINT2 -> high ? 65535L : 0L;
            case INT4 -> high ? 2147483647L : -2147483648L;
            case UINT4 -> high ? 4294967295L : 0L;
            case INT8 -> high ? Long.MAX_VALUE : Long.MIN_VALUE;
            case UINT8 -> high ? new BigInteger("18446744073709551615") : BigInteger.ZERO;
            case NUMERIC -> high ? new BigDecimal("1E+20") : new SpecialValue("NaN");
            case REAL4 -> high ? Float.MAX_VALUE : -0f;
            case REAL8 -> high ? Double.MIN_VALUE : Double.NEGATIVE_INFINITY;
            case DATE -> high ? LocalDate.of(9999, 12, 31) : new SpecialValue("-infinity");
            case TIME ->
                    high ? LocalTime.of(23, 59, 59, 999_999_000) : new SpecialValue("24:00:00");
            case DATETIME ->
                    high ? LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000) : new SpecialValue("infinity");
            case DATETIME_TZ ->
                    high
                            ? LocalDateTime.of(2000, 2, 29, 1, 2, 3).atOffset(ZoneOffset.UTC)
                            : new SpecialValue("infinity");
            case STRING, WSTRING, CLOB, NCLOB -> high ? "ä 🐘\u0000\\" : "";
            case BYTES, BLOB -> high ? new byte[] {0, -1, 127, -128} : new byte[0];
        };
    }

    private static LoadMessage.Batch batch(List<Object[]> rows) {
        LoadBatchWriter writer = new LoadBatchWriter(TABLE);
        rows.forEach(writer::add);
        LoadMessage message =
                new LoadMessage(
                        LoadMessage.Type.ROWS,
                        TABLE,
                        TABLE.id(),
                        1,
                        1,
                        "",
                        -1,
                        0,
                        0,
                        LoadMessage.Segment.only(1));
        return LoadCodec.read(writer.finish(message), new RecordOrigin("t", 0, 0));
    }

    /** The value as the iterator gives it. */
    private static Object asObject(Kind kind, RawRows.Form form, RawRows raw) {
        String text = new String(raw.array(), raw.offset(), raw.length(), StandardCharsets.UTF_8);
        return switch (form) {
            case NULL -> null;
            case FLAG -> raw.number() == 1;
            case REAL -> kind == Kind.REAL4 ? (Object) (float) raw.real() : (Object) raw.real();
            case TEXT, SPECIAL -> io.dmsconnect.core.schema.ValueText.parse(kind, text);
            case BYTES ->
                    Arrays.copyOfRange(raw.array(), raw.offset(), raw.offset() + raw.length());
            case NUMBER ->
                    switch (kind) {
                        case DATE -> LocalDate.ofEpochDay(raw.number());
                        case TIME -> LocalTime.ofNanoOfDay(raw.number() * 1000);
                        case DATETIME -> moment(raw.number());
                        case DATETIME_TZ -> moment(raw.number()).atOffset(ZoneOffset.UTC);
                        default -> raw.number();
                    };
        };
    }

    private static LocalDateTime moment(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000),
                (int) Math.floorMod(micros, 1_000_000L) * 1000,
                ZoneOffset.UTC);
    }

    @Test
    void everyKindIsTheSame() {
        Kind[] kinds = Kind.values();
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            rows.add(
                    Arrays.stream(kinds)
                            .map(kind -> number == 2 ? null : value(kind, number == 1))
                            .toArray());
        }
        LoadMessage.Batch batch = batch(rows);
        for (int again = 0; again < 2; again++) {
            RawRows raw = batch.raw().get();
            for (Object[] row : rows) {
                assertThat(raw.nextRow()).isTrue();
                for (int i = 0; i < kinds.length; i++) {
                    assertThat(asObject(kinds[i], raw.nextValue(), raw))
                            .as("%s", kinds[i])
                            .isEqualTo(row[i]);
                }
            }
            assertThat(raw.nextRow()).isFalse();
        }
    }

    @Test
    void whatIsDamagedIsSaidToBe() {
        byte[] bytes = {'O', 'b', 'j', 1, 0, 0, 0};
        assertThatThrownBy(() -> LoadCodec.read(bytes, new RecordOrigin("topic", 3, 4)))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("topic-3@4");
    }
}
