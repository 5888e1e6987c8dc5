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

/** What is applied up to a stop point, and after it. */
class StopTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);
    private static final String ALL = "SELECT \"id\" FROM %s ORDER BY 1";

    private static Table table(SinkBench bench, String name) {
        return Lanes.table(bench.schema, name, List.of(), Lanes.column("id", INT8));
    }

    private static void stopAt(SinkBench bench, String setting) {
        bench.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"%s\": true}}".formatted(setting));
    }

    private static void resume(SinkBench bench) {
        bench.target
                .server()
                .execute(
                        "INSERT INTO %s (task_name, scope) VALUES ('%s', '')"
                                .formatted(
                                        bench.target.control("awsdms_connect_resumed"),
                                        bench.config.get("name")));
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void noChangeIsAppliedBeforeItIsResumed(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            stopAt(bench, "StopTaskCachedChangesNotApplied");
            Table first = table(bench, "first");
            Table second = table(bench, "second");
            bench.lanes.insert(first, 2L);
            bench.lanes.load(first, 1, "xid:1:1:", row(1L));
            bench.lanes.load(second, 1, "xid:1:1:", row(1L));
            bench.lanes.insert(second, 2L);
            SinkHarness sink = bench.sink();
            sink.drain();
            sink.drain();
            assertThat(bench.query(first, ALL)).containsExactly(texts(1));
            assertThat(bench.query(second, ALL)).containsExactly(texts(1));
            assertThat(bench.state(first, "table_state")).isEqualTo(texts("Table completed"));
            sink.kill();
            sink.drain();
            sink.drain();
            assertThat(bench.query(first, ALL)).containsExactly(texts(1));

            resume(bench);
            sink.drainAll();
            bench.lanes.insert(first, 3L);
            sink.kill();
            sink.drainAll();
            assertThat(bench.query(first, ALL)).containsExactly(texts(1), texts(2), texts(3));
            assertThat(bench.query(second, ALL)).containsExactly(texts(1), texts(2));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void cachedChangesAreAppliedAndNoLaterOnes(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            stopAt(bench, "StopTaskCachedChangesApplied");
            Table first = table(bench, "first");
            Table second = table(bench, "second");
            bench.lanes.load(first, 1, "xid:1:1:", row(1L));
            SinkHarness sink = bench.sink();
            bench.lanes.written = System.currentTimeMillis() - 1000;
            bench.lanes.insert(first, 2L);
            sink.drain();
            assertThat(bench.query(first, ALL)).containsExactly(texts(1), texts(2));

            // while the second table is loaded
            bench.lanes.written = System.currentTimeMillis() + 1;
            bench.lanes.insert(first, 3L);
            bench.lanes.insert(second, 2L);
            waitPast(bench.lanes.written);
            bench.lanes.load(second, 1, "xid:1:1:", row(1L));
            bench.lanes.written = System.currentTimeMillis() + 3_600_000;
            bench.lanes.insert(first, 4L);
            bench.lanes.insert(second, 3L);
            for (int i = 0; i < 4; i++) {
                sink.drain();
            }
            assertThat(bench.query(first, ALL)).containsExactly(texts(1), texts(2), texts(3));
            assertThat(bench.query(second, ALL)).containsExactly(texts(1), texts(2));
            assertThat(sink.paused()).hasSize(2);

            resume(bench);
            sink.drainAll();
            assertThat(bench.count(first)).isEqualTo(4);
            assertThat(bench.count(second)).isEqualTo(3);
        }
    }

    private static void waitPast(long millis) {
        while (System.currentTimeMillis() <= millis) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void changesThatWaitForNoLoadAreNotStopped(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            stopAt(bench, "StopTaskCachedChangesNotApplied");
            Table heap = table(bench, "heap");
            bench.lanes.generation(0);
            bench.lanes.insert(heap, 1L);
            bench.sink().drainAll();
            assertThat(bench.count(heap)).isEqualTo(1);
        }
    }
}
