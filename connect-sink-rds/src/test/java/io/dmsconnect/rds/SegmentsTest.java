// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.LoadMessage.Segment;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments of a table come in any order, to any task, and some of them more than once. */
class SegmentsTest {
    private static final String AT = "xid:5:5:";

    private static Table items(SinkBench bench, String... key) {
        return Lanes.table(
                bench.schema,
                "items",
                List.of(key),
                Lanes.column("id", DataType.of(Kind.INT8)),
                Lanes.column("v", DataType.of(Kind.NCLOB)));
    }

    private static Segment segment(int number, int count, long attempt) {
        return new Segment(number, count, attempt, 0);
    }

    private static SinkHarness reads(SinkBench bench, Table table, int... partitions) {
        Set<TopicPartition> only = new java.util.HashSet<>();
        for (int partition : partitions) {
            only.add(new TopicPartition(bench.lanes.loadTopic(table), partition));
        }
        return bench.sink(only);
    }

    private static String state(SinkBench bench, Table table) {
        return bench.state(table, "table_state, full_load_rows").toString();
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void rowsWaitForTheBeginningOfTheirLoadAndTheEndForAllSegments(TestTarget target)
            throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench, "id");
            bench.lanes.segment(items, 1, AT, segment(1, 2, 1), row(2L, "two"));
            bench.lanes.begin(items, 1, AT);
            bench.lanes.endOf(items, 1, AT, 2, 3);
            SinkHarness second = reads(bench, items, 1);
            SinkHarness first = reads(bench, items, 0);
            second.drain();
            assertThat(second.paused()).hasSize(1);
            first.drain();
            second.drainAll();
            assertThat(state(bench, items)).isEqualTo("[Full load, 0]");
            bench.lanes.segment(items, 1, AT, segment(0, 2, 1), row(1L, "one"), row(3L, "three"));
            first.drainAll();
            assertThat(state(bench, items)).isEqualTo("[Table completed, 3]");
            assertThat(bench.query(items, "SELECT id FROM %s ORDER BY 1"))
                    .containsExactly(List.of("1"), List.of("2"), List.of("3"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aSegmentThatComesAgainIsThereOnce(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench, "id");
            bench.lanes.begin(items, 1, AT);
            bench.lanes.segment(items, 1, AT, segment(0, 2, 1), row(1L, "one"), row(2L, "two"));
            bench.lanes.segmentRows(
                    items, 1, AT, segment(1, 2, 1), row(3L, "three"), row(4L, "four"));
            // the reader died; what had been read of the first segment has changed since
            bench.lanes.segment(
                    items, 1, "xid:9:9:", new Segment(0, 2, 7, 2), row(2L, "two changed"));
            bench.lanes.segment(
                    items, 1, "xid:9:9:", segment(1, 2, 7), row(3L, "three"), row(5L, "five"));
            // late, of the reader that died
            bench.lanes.segmentRows(items, 1, AT, segment(1, 2, 1), row(6L, "void"));
            bench.lanes.endOf(items, 1, "xid:9:9:", 2, 5);
            bench.sink().drainAll();
            assertThat(state(bench, items)).isEqualTo("[Table completed, 5]");
            // the fourth row was deleted meanwhile: its change, newer than the first snapshot,
            // follows
            assertThat(bench.query(items, "SELECT id, v FROM %s ORDER BY 1"))
                    .containsExactly(
                            List.of("1", "one"),
                            List.of("2", "two changed"),
                            List.of("3", "three"),
                            List.of("4", "four"),
                            List.of("5", "five"));
            bench.lanes.transaction = 7;
            bench.lanes.delete(items, row(4L, "four"));
            bench.lanes.update(items, row(2L, "two changed again"));
            bench.sink().drainAll();
            assertThat(bench.query(items, "SELECT id, v FROM %s ORDER BY 1"))
                    .containsExactly(
                            List.of("1", "one"),
                            List.of("2", "two changed again"),
                            List.of("3", "three"),
                            List.of("5", "five"));
        }
    }

    /** At a PostgreSQL source an update puts a row where another segment reads it. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aRowThatMovedToASegmentThatIsReadLaterIsThereOnce(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench, "id");
            bench.lanes.begin(items, 1, AT);
            bench.lanes.segment(items, 1, AT, segment(0, 2, 1), row(1L, "one"), row(2L, "two"));
            bench.sink().drainAll();
            bench.lanes.segmentRows(
                    items, 1, "xid:9:9:", segment(1, 2, 7), row(3L, "three"), row(1L, "moved"));
            bench.lanes.segmentRows(items, 1, "xid:9:9:", segment(1, 2, 7), row(2L, "moved too"));
            bench.lanes.endOfSegment(items, 1, "xid:9:9:", segment(1, 2, 7), 3);
            bench.lanes.endOf(items, 1, "xid:9:9:", 2, 5);
            bench.sink().drainAll();
            assertThat(state(bench, items)).isEqualTo("[Table completed, 5]");
            assertThat(bench.query(items, "SELECT id, v FROM %s ORDER BY 1"))
                    .containsExactly(
                            List.of("1", "moved"),
                            List.of("2", "moved too"),
                            List.of("3", "three"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void withoutAKeyASegmentCannotComeAgain(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = items(bench);
            bench.lanes.begin(heap, 1, AT);
            bench.lanes.segmentRows(heap, 1, AT, segment(0, 1, 1), row(1L, "one"));
            bench.lanes.segmentRows(heap, 1, AT, segment(0, 1, 2), row(1L, "one"));
            assertThatThrownBy(() -> bench.sink().drainAll())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("no key");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void anotherTryOfTheTableVoidsAllSegments(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = items(bench);
            bench.lanes.begin(heap, 1, AT);
            bench.lanes.segment(heap, 1, AT, segment(1, 2, 1), row(1L, "void"));
            bench.lanes.begin(heap, 2, AT);
            bench.lanes.segmentRows(heap, 1, AT, segment(0, 2, 1), row(2L, "void"));
            bench.lanes.segment(heap, 2, AT, segment(1, 2, 2), row(1L, "one"));
            bench.lanes.segment(heap, 2, AT, segment(0, 2, 2), row(2L, "two"));
            bench.lanes.endOf(heap, 2, AT, 2, 2);
            bench.sink().drainAll();
            assertThat(bench.query(heap, "SELECT v FROM %s ORDER BY id"))
                    .containsExactly(List.of("one"), List.of("two"));
            assertThat(state(bench, heap)).isEqualTo("[Table completed, 2]");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aSegmentThatIsMissingRowsIsNoSuccess(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench, "id");
            bench.lanes.begin(items, 1, AT);
            bench.lanes.segment(items, 1, AT, segment(0, 1, 1), row(1L, "one"));
            bench.lanes.endOf(items, 1, AT, 1, 2);
            assertThatThrownBy(() -> bench.sink().drainAll())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("2 rows were read")
                    .hasMessageContaining("1 have been loaded");
            assertThat(bench.state(items, "table_state")).isEqualTo(List.of("Table error"));
        }
    }

    /** A user's table may take two keys for one; then nothing is merged in silence. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void keysThatAreOneForTheTargetStopTheLoad(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench, "id");
            bench.lanes.begin(items, 1, AT);
            bench.lanes.segment(items, 1, AT, segment(0, 1, 1), row(1L, "one"), row(1L, "other"));
            assertThatThrownBy(() -> bench.sink().drainAll())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("id=1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void manyTasksWriteOneTableAtTheSameTime(TestTarget target) throws Exception {
        int segments = 4;
        int batches = 20;
        int perBatch = 50;
        ExecutorService threads = Executors.newFixedThreadPool(segments);
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = items(bench);
            bench.lanes.begin(heap, 1, AT);
            long id = 0;
            for (int segment = 0; segment < segments; segment++) {
                for (int batch = 0; batch < batches; batch++) {
                    Object[][] rows = new Object[perBatch][];
                    for (int i = 0; i < perBatch; i++) {
                        rows[i] = row(id++, "v");
                    }
                    bench.lanes.segmentRows(heap, 1, AT, segment(segment, segments, 1), rows);
                }
                bench.lanes.endOfSegment(
                        heap, 1, AT, segment(segment, segments, 1), batches * perBatch);
            }
            bench.lanes.endOf(heap, 1, AT, segments, id);
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < segments; i++) {
                SinkHarness sink = reads(bench, heap, i);
                sink.batch = 3;
                tasks.add(threads.submit(() -> sink.drainAll()));
            }
            for (Future<?> task : tasks) {
                task.get(60, TimeUnit.SECONDS);
            }
            assertThat(bench.query(heap, "SELECT count(*), count(DISTINCT id) FROM %s"))
                    .containsExactly(SinkBench.texts(id, id));
            assertThat(state(bench, heap)).isEqualTo("[Table completed, " + id + "]");
        } finally {
            threads.shutdownNow();
        }
    }
}
