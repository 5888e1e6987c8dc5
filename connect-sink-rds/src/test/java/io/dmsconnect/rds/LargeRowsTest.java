// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that come in pieces: whole in the target, or not at all, and never twice. */
class LargeRowsTest {
    private static final int PIECE = 300_000;

    /** A table without a key: a row that is written twice shows. */
    private static Table table(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "pages",
                List.of(),
                Lanes.column("id", DataType.of(Kind.INT8)),
                Lanes.column("body", DataType.of(Kind.NCLOB)),
                Lanes.column("image", DataType.of(Kind.BLOB)),
                Lanes.column("note", DataType.of(Kind.NCLOB)));
    }

    static Object[] row(long id, int characters, int bytes) {
        Random random = new Random(id);
        String[] alphabet = {
            "a", "\t", "\n", "\\", "\r", "\u00e9", "\u20ac", "\ud83d\ude00", "\u001a"
        };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        byte[] image = new byte[bytes];
        random.nextBytes(image);
        return new Object[] {id, text.toString(), image, null};
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> fingerprint(Object[] row) {
        return texts(
                row[0],
                md5(((String) row[1]).getBytes(StandardCharsets.UTF_8)),
                md5((byte[]) row[2]),
                null);
    }

    static void assertRows(SinkBench bench, Table table, Object[]... rows) {
        assertThat(bench.query(table, "SELECT id, md5(body), md5(image), note FROM %s"))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(rows).stream().map(LargeRowsTest::fingerprint).toList());
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void arriveWhole(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench);
            Object[] large = row(1, 1_500_000, 2_500_000);
            Object[] medium = row(2, 10, 400_000);
            Object[] small = row(3, 3, 3);
            bench.lanes.begin(table, 1, "");
            bench.lanes.pieces(table, 1, "", PIECE, large);
            bench.lanes.rows(table, 1, "", small);
            bench.lanes.pieces(table, 1, "", PIECE, medium);
            bench.lanes.end(table, 1, "", 3);
            bench.sink().drainAll();
            assertRows(bench, table, large, medium, small);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aCrashBetweenPiecesLosesAndDoublesNothing(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench);
            Object[] first = row(1, 10, 400_000);
            Object[] second = row(2, 600_000, 2_000_000);
            bench.lanes.begin(table, 1, "");
            bench.lanes.pieces(table, 1, "", PIECE, Integer.MAX_VALUE, 1, first);
            bench.lanes.pieces(table, 1, "", PIECE, Integer.MAX_VALUE, 2, second);
            bench.lanes.end(table, 1, "", 2);
            SinkHarness sink = bench.sink();
            sink.batch = 1;
            TopicPartition partition = new TopicPartition(bench.lanes.loadTopic(table), 0);
            for (int i = 0; i < 6; i++) {
                sink.step();
            }
            // BEGIN and the two pieces of the first row; not the pieces of the second
            assertThat(sink.committed()).containsEntry(partition, 3L);
            sink.kill();
            sink.drainAll();
            assertRows(bench, table, first, second);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aRowThatBreaksOffIsVoid(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench);
            Object[] large = row(1, 600_000, 900_000);
            bench.lanes.begin(table, 1, "");
            bench.lanes.pieces(table, 1, "", PIECE, 3, 1, large);
            // the source died, and begins anew
            bench.lanes.begin(table, 2, "");
            bench.lanes.pieces(table, 2, "", PIECE, large);
            bench.lanes.end(table, 2, "", 1);
            bench.sink().drainAll();
            assertRows(bench, table, large);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void theSameRowFromItsBeginningAgain(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench);
            Object[] large = row(1, 600_000, 900_000);
            bench.lanes.begin(table, 1, "");
            bench.lanes.pieces(table, 1, "", PIECE, 3, 1, large);
            bench.lanes.pieces(table, 1, "", PIECE, large);
            bench.lanes.end(table, 1, "", 1);
            bench.sink().drainAll();
            assertRows(bench, table, large);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void intoATableThatHasRows(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table =
                    Lanes.table(
                            bench.schema,
                            "pages",
                            List.of("id"),
                            table(bench)
                                    .columns()
                                    .toArray(io.dmsconnect.core.schema.Column[]::new));
            Object[] old = row(1, 5, 5);
            Object[] large = row(2, 600_000, 1_500_000);
            large[0] = 1L;
            bench.lanes.load(table, 1, "", old);
            bench.sink().drainAll();
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            bench.lanes.generation(2);
            bench.lanes.begin(table, 2, "");
            bench.lanes.pieces(table, 2, "", PIECE, large);
            bench.lanes.end(table, 2, "", 1);
            bench.sink().drainAll();
            assertRows(bench, table, large);
        }
    }

    /** MySQL's LOAD DATA takes more than a minute for the last of them. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void ofAnySizeAreExactAndSoon(TestTarget target) {
        int mega = 1 << 20;
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench);
            Object[][] rows = {
                row(1, 10, mega - 1),
                row(2, 10, mega),
                row(3, 10, mega + 1),
                row(4, mega, 10),
                row(5, 2 * mega, 5 * mega),
                row(6, 11 * mega, 20 * mega)
            };
            bench.lanes.begin(table, 1, "");
            for (int i = 0; i < rows.length; i++) {
                bench.lanes.pieces(table, 1, "", PIECE, Integer.MAX_VALUE, i + 1, rows[i]);
            }
            bench.lanes.end(table, 1, "", rows.length);
            bench.sink().drainAll();
            assertRows(bench, table, rows);
        }
    }

    /** What does not fit into a packet of the server goes by LOAD DATA. */
    @ParameterizedTest
    @EnumSource(
            value = TestTarget.class,
            names = {"MARIADB", "MYSQL"})
    void largerThanAPacket(TestTarget target) {
        assumeTrue(TestTarget.all().anyMatch(target::equals), "libaio.so.1 is missing");
        int packet = 4 << 20;
        String former = target.server().query("SELECT @@GLOBAL.max_allowed_packet").get(0).get(0);
        try (SinkBench bench = new SinkBench(target)) {
            target.server().execute("SET GLOBAL max_allowed_packet = " + packet);
            Table table = table(bench);
            Object[][] rows = {
                {1L, "\u00e9".repeat((packet - (1 << 16)) / 2), new byte[1], null},
                {2L, "\u00e9".repeat((packet - (1 << 16)) / 2 + 1), new byte[1], null},
                {3L, "'".repeat(packet + 1), new byte[1], null},
                {4L, "\\".repeat(packet / 2 + 1), new byte[packet / 4], null}
            };
            bench.lanes.begin(table, 1, "");
            for (int i = 0; i < rows.length; i++) {
                bench.lanes.pieces(table, 1, "", PIECE, Integer.MAX_VALUE, i + 1, rows[i]);
            }
            bench.lanes.end(table, 1, "", rows.length);
            bench.sink().drainAll();
            assertRows(bench, table, rows);
        } finally {
            target.server().execute("SET GLOBAL max_allowed_packet = " + former);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TestTarget.class,
            names = {"MARIADB", "MYSQL"})
    void whereLoadDataIsForbidden(TestTarget target) {
        assumeTrue(TestTarget.all().anyMatch(target::equals), "libaio.so.1 is missing");
        try (SinkBench bench = new SinkBench(target)) {
            target.server().execute("SET GLOBAL local_infile = OFF");
            Table table = table(bench);
            Object[] small = row(1, 3, 3);
            Object[] medium = row(2, 10, 400_000);
            Object[] large = row(3, 600_000, 1_500_000);
            bench.lanes.begin(table, 1, "");
            bench.lanes.rows(table, 1, "", small);
            bench.lanes.pieces(table, 1, "", PIECE, Integer.MAX_VALUE, 2, medium);
            bench.lanes.pieces(table, 1, "", PIECE, Integer.MAX_VALUE, 3, large);
            bench.lanes.end(table, 1, "", 3);
            bench.sink().drainAll();
            assertRows(bench, table, small, medium, large);
        } finally {
            target.server().execute("SET GLOBAL local_infile = ON");
        }
    }
}
