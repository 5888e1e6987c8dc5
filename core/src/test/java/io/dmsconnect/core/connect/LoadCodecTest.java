// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.LoadMessage;
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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class LoadCodecTest {
    private static final RecordOrigin ORIGIN = new RecordOrigin("p.s.t.load", 0, 7);

    private static Table table(Kind... kinds) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < kinds.length; i++) {
            columns.add(new Column("c" + i, DataType.of(kinds[i]), true));
        }
        return new Table(new TableId("s", "t \"x\" 🐘"), columns, List.of("c0"));
    }

    private static LoadMessage rows(Table table) {
        return new LoadMessage(
                LoadMessage.Type.ROWS,
                table,
                new TableId("S", "T"),
                2,
                99,
                "xid:1:2:",
                5,
                0,
                0,
                new LoadMessage.Segment(3, 7, 101, 12));
    }

    private static List<Object[]> roundTrip(Table table, Object[]... rows) {
        LoadBatchWriter writer = new LoadBatchWriter(table);
        for (Object[] row : rows) {
            writer.add(row);
        }
        LoadMessage.Batch batch = LoadCodec.read(writer.finish(rows(table)), ORIGIN);
        assertThat(batch.message().rows()).isEqualTo(rows.length);
        assertThat(batch.message().segment()).isEqualTo(new LoadMessage.Segment(3, 7, 101, 12));
        List<Object[]> read = new ArrayList<>();
        batch.rows().forEachRemaining(read::add);
        return read;
    }

    @Test
    void everyKindComesBackExactly() {
        Kind[] kinds = Kind.values();
        Object[] values = new Object[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            values[i] =
                    switch (kinds[i]) {
                        case BOOLEAN -> true;
                        case INT1 -> -128L;
                        case INT2 -> -32768L;
                        case INT4 -> (long) Integer.MIN_VALUE;
                        case INT8 -> Long.MIN_VALUE;
                        case UINT1 -> 255L;
                        case UINT2 -> 65535L;
                        case UINT4 -> 4294967295L;
                        case UINT8 -> new BigInteger("18446744073709551615");
                        case NUMERIC ->
                                new BigDecimal("-0.000000000000000000000000000000000000010");
                        case REAL4 -> Float.MIN_VALUE;
                        case REAL8 -> Double.NaN;
                        case DATE -> LocalDate.of(-4712, 1, 1);
                        case TIME -> LocalTime.of(23, 59, 59, 999_999_000);
                        case DATETIME -> LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000);
                        case DATETIME_TZ ->
                                OffsetDateTime.of(
                                        1969, 12, 31, 23, 59, 59, 999_999_000, ZoneOffset.UTC);
                        case STRING, WSTRING, CLOB, NCLOB -> "a\u0000\n'\"\\🐘";
                        case BYTES, BLOB -> new byte[] {0, -1, 127, -128};
                    };
        }
        Object[] nulls = new Object[kinds.length];
        List<Object[]> read = roundTrip(table(kinds), values, nulls);
        assertThat(read).hasSize(2);
        assertThat(read.get(0)).isEqualTo(values);
        assertThat(read.get(1)).isEqualTo(nulls);
    }

    @Test
    void valuesBeyondTheJavaClassStayThemselves() {
        Table table = table(Kind.DATE, Kind.TIME, Kind.DATETIME, Kind.DATETIME_TZ, Kind.NUMERIC);
        Object[] special = {
            new SpecialValue("-infinity"),
            new SpecialValue("24:00:00"),
            new SpecialValue("0000-00-00 00:00:00"),
            new SpecialValue("infinity"),
            new SpecialValue("NaN")
        };
        Object[] far = {
            LocalDate.of(5874897, 12, 31),
            null,
            LocalDateTime.of(294276, 12, 31, 23, 59, 59, 999_999_000),
            OffsetDateTime.of(294276, 12, 31, 23, 59, 59, 999_999_000, ZoneOffset.UTC),
            new BigDecimal("1" + "0".repeat(1000))
        };
        List<Object[]> read = roundTrip(table, special, far);
        assertThat(read.get(0)).isEqualTo(special);
        assertThat(read.get(1)).isEqualTo(far);
    }

    @Test
    void theMessageComesBack() {
        Table table = table(Kind.INT4, Kind.NUMERIC);
        LoadMessage end =
                new LoadMessage(
                        LoadMessage.Type.END,
                        table,
                        new TableId("S", "T"),
                        1,
                        2,
                        "",
                        -1,
                        123,
                        0,
                        LoadMessage.Segment.all(7));
        assertThat(LoadCodec.read(LoadCodec.write(end), ORIGIN).message()).isEqualTo(end);
    }

    @Test
    void aWriterIsEmptyAfterEachBatch() {
        Table table = table(Kind.INT4);
        LoadBatchWriter writer = new LoadBatchWriter(table);
        for (int batch = 0; batch < 3; batch++) {
            for (long i = 0; i < 5000; i++) {
                writer.add(new Object[] {i});
            }
            assertThat(writer.rows()).isEqualTo(5000);
            LoadMessage.Batch read = LoadCodec.read(writer.finish(rows(table)), ORIGIN);
            List<Object> first = new ArrayList<>();
            read.rows().forEachRemaining(row -> first.add(row[0]));
            assertThat(first).hasSize(5000).startsWith(0L).endsWith(4999L);
            assertThat(writer.bytes()).isZero();
        }
    }

    @Test
    void anyAvroToolReadsABatch() throws Exception {
        Table table =
                new Table(
                        new TableId("s", "t"),
                        List.of(
                                new Column("id", DataType.of(Kind.INT8), false),
                                new Column("a \"b\"", DataType.of(Kind.NCLOB), true)),
                        List.of("id"));
        LoadBatchWriter writer = new LoadBatchWriter(table);
        writer.add(new Object[] {7L, "x"});
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(
                        new SeekableByteArrayInput(writer.finish(rows(table))),
                        new GenericDatumReader<>())) {
            GenericRecord record = reader.next();
            assertThat(record.get("id")).isEqualTo(7L);
            assertThat(record.get("column_1")).hasToString("x");
            assertThat(record.getSchema().getField("column_1").getProp("dms.column"))
                    .isEqualTo("a \"b\"");
        }
    }

    @Test
    void damagedBytesAreNamedByTheirPlace() {
        byte[] bytes = LoadCodec.write(rows(table(Kind.INT4)));
        bytes[2] = 0;
        assertThatThrownBy(() -> LoadCodec.read(bytes, ORIGIN))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("p.s.t.load-0@7");
    }
}
