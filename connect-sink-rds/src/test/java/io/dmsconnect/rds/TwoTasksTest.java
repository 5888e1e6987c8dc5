// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that Kafka has given up and that does not know it, beside the one that took its place. */
class TwoTasksTest {
    private static final int ROWS = 400;

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void atTheSameTimeWriteEachRecordOnce(TestTarget target) throws Exception {
        eachRecordOnce(target, true);
    }

    /** Preparing a table is DDL: a late one would throw away what the other has loaded. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void atTheSameTimePrepareATableOnce(TestTarget target) throws Exception {
        for (int i = 0; i < 5; i++) {
            eachRecordOnce(target, false);
        }
    }

    private static void eachRecordOnce(TestTarget target, boolean prepared) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SinkBench bench = new SinkBench(target)) {
            Table heap =
                    Lanes.table(
                            bench.schema,
                            "heap",
                            List.of(),
                            Lanes.column("n", DataType.of(Kind.INT8)));
            bench.lanes.load(heap, 1, "", row(-1L));
            if (prepared) {
                bench.sink().drainAll();
            }
            for (long n = 0; n < ROWS; n++) {
                bench.lanes.insert(heap, n);
            }
            SinkHarness one = bench.sink();
            SinkHarness two = bench.sink();
            one.batch = 7;
            two.batch = 11;
            Future<Boolean> first = threads.submit(lives(one));
            Future<Boolean> second = threads.submit(lives(two));
            boolean oneLives = first.get(200, TimeUnit.SECONDS);
            boolean twoLives = second.get(200, TimeUnit.SECONDS);
            assertThat(oneLives || twoLives).isTrue();
            assertThat(bench.query(heap, "SELECT count(*), count(DISTINCT n) FROM %s"))
                    .containsExactly(SinkBench.texts(ROWS + 1, ROWS + 1));
        } finally {
            threads.shutdownNow();
        }
    }

    /** False where the task has been stopped by the fence, which says so. */
    private static Callable<Boolean> lives(SinkHarness sink) {
        return () -> {
            try {
                sink.drainAll();
                return true;
            } catch (ConnectException e) {
                assertThat(e).hasMessageContaining("another task writes this partition");
                return false;
            }
        };
    }
}
