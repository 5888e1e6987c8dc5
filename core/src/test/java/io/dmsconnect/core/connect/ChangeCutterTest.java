// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ChangeCutterTest {
    private static final Schema POINT =
            SchemaBuilder.struct().optional().field("wkb", Schema.BYTES_SCHEMA).build();
    private static final Schema ROW =
            SchemaBuilder.struct()
                    .optional()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("body", Schema.STRING_SCHEMA)
                    .field("image", Schema.OPTIONAL_BYTES_SCHEMA)
                    .field("place", POINT)
                    .build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct()
                    .field("before", ROW)
                    .field("after", ROW)
                    .field("source", SchemaBuilder.struct().optional().build())
                    .field("op", Schema.STRING_SCHEMA)
                    .build();
    private static final Map<String, ?> PIECES = Map.of("kind", "piece");
    private static final Map<String, ?> LOG = Map.of("server", "p");

    private static Struct row(String body, byte[] image, byte[] place) {
        return new Struct(ROW)
                .put("id", 1L)
                .put("body", body)
                .put("image", image == null ? null : ByteBuffer.wrap(image))
                .put("place", place == null ? null : new Struct(POINT).put("wkb", place));
    }

    private static SourceRecord change(Struct before, Struct after) {
        return new SourceRecord(
                LOG,
                Map.of("lsn", 7L),
                "p.s.t",
                0,
                Schema.INT64_SCHEMA,
                1L,
                ENVELOPE,
                new Struct(ENVELOPE).put("before", before).put("after", after).put("op", "u"),
                5L);
    }

    private static ChangeCutter cutter(long value, long change) {
        return new ChangeCutter(new ChangeCutter.Limits(value, change, 1000), PIECES);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        return bytes;
    }

    /** What the sink does, in memory. */
    private static Struct joined(List<SourceRecord> records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (SourceRecord record : records.subList(0, records.size() - 1)) {
            ChangePieces.Piece piece = ChangePieces.piece(record);
            byte[] part = new byte[piece.bytes().remaining()];
            piece.bytes().get(part);
            all.writeBytes(part);
        }
        SourceRecord last = records.get(records.size() - 1);
        ChangePieces.Cut cut = ChangePieces.cut(last);
        assertThat(cut.bytes()).isEqualTo(all.size());
        Struct envelope = (Struct) last.value();
        int at = 0;
        for (ChangePieces.Value value : cut.values()) {
            ChangePieces.restore(
                    envelope, value, Arrays.copyOfRange(all.toByteArray(), at, at + value.bytes()));
            at += value.bytes();
        }
        return envelope;
    }

    @Test
    void whatFitsPassesAsItIs() {
        List<SourceRecord> records =
                List.of(change(null, row("x".repeat(5000), bytes(3750), null)));
        assertThat(cutter(5000, 10_000).cut(records)).isSameAs(records);
        assertThat(cutter(4999, 10_000).cut(records)).hasSizeGreaterThan(1);
        assertThat(cutter(5000, 9_999).cut(records)).hasSizeGreaterThan(1);
    }

    @Test
    void charactersCountAsJsonWritesThem() {
        assertThat(
                        cutter(10_000, 10_000)
                                .cut(List.of(change(null, row("\"".repeat(5001), null, null)))))
                .hasSizeGreaterThan(1);
        assertThat(
                        cutter(10_000, 10_000)
                                .cut(List.of(change(null, row("\u0001".repeat(1667), null, null)))))
                .hasSizeGreaterThan(1);
    }

    @Test
    void everyValueComesBackFromItsPieces() {
        String text = "é🐘\u0000 \\ ".repeat(1001);
        Struct before = row(text, bytes(9999), bytes(2001));
        Struct after = row("short", bytes(1), bytes(5000));
        SourceRecord change = change(before, after);
        SourceRecord small = change(null, row("s", null, null));
        List<SourceRecord> cut = cutter(2000, 1 << 20).cut(List.of(small, change, small));
        assertThat(cut.get(0)).isSameAs(small);
        assertThat(cut.get(cut.size() - 1)).isSameAs(small);
        List<SourceRecord> one = cut.subList(1, cut.size() - 1);
        assertThat(one.subList(0, one.size() - 1))
                .allSatisfy(
                        piece -> {
                            assertThat((byte[]) piece.value()).hasSizeLessThanOrEqualTo(1000);
                            // how far the log is read is stored with the last one only
                            assertThat(piece.sourcePartition()).isEqualTo(PIECES);
                            assertThat(piece.topic()).isEqualTo("p.s.t");
                            assertThat(piece.key()).isEqualTo(1L);
                        });
        SourceRecord last = one.get(one.size() - 1);
        assertThat(last.sourcePartition()).isEqualTo(LOG);
        assertThat(((Struct) last.value()).getStruct("before").getString("body")).isEmpty();
        Struct joined = joined(one);
        assertThat(joined.getStruct("before").getString("body")).isEqualTo(text);
        assertThat(joined.getStruct("before").getBytes("image")).isEqualTo(bytes(9999));
        assertThat(joined.getStruct("before").getStruct("place").getBytes("wkb"))
                .isEqualTo(bytes(2001));
        assertThat(joined.getStruct("after").getString("body")).isEqualTo("short");
        assertThat(joined.getStruct("after").getBytes("image")).isEqualTo(bytes(1));
        assertThat(joined.getStruct("after").getStruct("place").getBytes("wkb"))
                .isEqualTo(bytes(5000));
        // the record that was given is as it was
        assertThat(before.getString("body").getBytes(StandardCharsets.UTF_8))
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTransformOfSingleRecordsRefusesPieces() {
        List<SourceRecord> cut =
                cutter(2000, 1 << 20).cut(List.of(change(null, row("x".repeat(3000), null, null))));
        assertThat(cut)
                .allSatisfy(
                        record ->
                                assertThatThrownBy(() -> ChangePieces.requireWhole(record))
                                        .isInstanceOf(DataException.class)
                                        .hasMessageContaining("p.s.t"));
    }
}
