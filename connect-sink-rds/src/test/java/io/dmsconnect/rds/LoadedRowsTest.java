// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of a load that come in the topic of the changes, before them ({@code load.records=rows}).
 */
class LoadedRowsTest {
    private static Table table(SinkBench bench, String name, List<String> key) {
        return Lanes.table(
                bench.schema,
                name,
                key,
                Lanes.column("id", DataType.of(Kind.INT8)),
                Lanes.column("v", DataType.string(Kind.WSTRING, 10)));
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void theyAreUpsertsAndMakeTheTable(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table keyed = table(bench, "keyed", List.of("id"));
            bench.lanes.generation(0);
            bench.lanes.read(keyed, 1L, "a");
            bench.lanes.read(keyed, 2L, "b");
            SinkHarness sink = bench.sink();
            sink.drainAll();
            assertThat(bench.query(keyed, "SELECT id, v FROM %s"))
                    .containsExactlyInAnyOrder(texts(1, "a"), texts(2, "b"));
            // an unfinished segment is read again
            bench.lanes.read(keyed, 2L, "c");
            bench.lanes.read(keyed, 3L, "d");
            bench.lanes.update(keyed, 3L, "e");
            bench.lanes.delete(keyed, 1L, "a");
            sink.drainAll();
            assertThat(bench.query(keyed, "SELECT id, v FROM %s"))
                    .containsExactlyInAnyOrder(texts(2, "c"), texts(3, "e"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void equalOnesOfATableWithoutAKeyAreAllThere(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = table(bench, "heap", List.of());
            bench.lanes.generation(0);
            bench.lanes.read(heap, 1L, "a");
            bench.lanes.read(heap, 1L, "a");
            bench.lanes.read(heap, 2L, "b");
            bench.lanes.updateFrom(heap, row(1L, "a"), row(1L, "x"));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            assertThat(bench.query(heap, "SELECT id, v FROM %s"))
                    .containsExactlyInAnyOrder(texts(1, "a"), texts(1, "x"), texts(2, "b"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aLoadThatBeginsAnewVoidsWhatHasCome(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = table(bench, "heap", List.of());
            bench.lanes.generation(0);
            bench.lanes.truncate(heap);
            bench.lanes.read(heap, 1L, "a");
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.truncate(heap);
            bench.lanes.read(heap, 2L, "b");
            bench.lanes.read(heap, 2L, "b");
            bench.lanes.insert(heap, 3L, "c");
            sink.drainAll();
            assertThat(bench.query(heap, "SELECT id, v FROM %s"))
                    .containsExactlyInAnyOrder(texts(2, "b"), texts(2, "b"), texts(3, "c"));
        }
    }
}
