// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The target knows more than Kafka: one of the two was restored from a backup, or made anew. */
class OtherLogTest {
    private static Table items(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "items",
                List.of("id"),
                Lanes.column("id", DataType.of(Kind.INT8)),
                Lanes.column("v", DataType.string(Kind.WSTRING, 20)));
    }

    private static void insert(Lanes lanes, Table items, long from, long to) {
        for (long id = from; id <= to; id++) {
            lanes.written = 1_700_000_000_000L + System.nanoTime();
            lanes.insert(items, id, "v" + id);
        }
    }

    /** Ten changes, a copy of the logs, ten more; then the copy is put back. */
    private static SinkHarness.Topics applied(SinkBench bench, Table items) {
        bench.lanes.load(items, 1, "", row(1L, "one"));
        insert(bench.lanes, items, 11, 20);
        SinkHarness.Topics backup = bench.topics.copy();
        insert(bench.lanes, items, 21, 30);
        bench.sink().drainAll();
        assertThat(bench.count(items)).isEqualTo(21);
        return backup;
    }

    private static void refused(SinkBench bench, SinkHarness.Topics topics, String reason) {
        try (SinkHarness sink = new SinkHarness(bench.config, topics, null)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(sink::drainAll)
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining(".items-0@19")
                        .hasMessageContaining(reason)
                        .hasMessageContaining("offsets.scope");
                sink.kill();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aLogThatEndsBeforeTheTarget(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            SinkHarness.Topics backup = applied(bench, items);
            insert(new Lanes(backup, 1), items, 31, 33);
            refused(bench, backup, "the log ends before");
            assertThat(bench.count(items)).isEqualTo(21);
        }
    }

    /** Written beyond the target's offset before anybody looked. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aLogThatWentOnInAnotherWay(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            SinkHarness.Topics backup = applied(bench, items);
            insert(new Lanes(backup, 1), items, 31, 60);
            refused(bench, backup, "another record in the place");
            assertThat(bench.count(items)).isEqualTo(21);
        }
    }

    /** Kafka has deleted records that the target has not. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aLogWithoutItsBeginning(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            applied(bench, items);
            insert(bench.lanes, items, 31, 40);
            bench.topics.deleteBefore(new TopicPartition(bench.lanes.changeTopic(items), 0), 25);
            refused(bench, bench.topics, "which begins at 25");
            assertThat(bench.count(items)).isEqualTo(21);
        }
    }

    /** The log itself, however often the task starts, and a target that fails meanwhile. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void theSameLog(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            applied(bench, items);
            SinkHarness sink = bench.sink();
            for (int i = 0; i < 3; i++) {
                insert(bench.lanes, items, 31 + 5 * i, 35 + 5 * i);
                sink.kill();
                sink.forgetCommitted();
                sink.drainAll();
            }
            assertThat(bench.count(items)).isEqualTo(36);
            // the tables are loaded anew into the same target, under another scope
            bench.config.put("offsets.scope", "new");
            SinkHarness.Topics other = new SinkHarness.Topics();
            Lanes lanes = new Lanes(other, 1);
            lanes.load(items, 1, "", row(5L, "five"));
            insert(lanes, items, 6, 7);
            try (SinkHarness anew = new SinkHarness(bench.config, other, null)) {
                anew.drainAll();
            }
            assertThat(bench.count(items)).isEqualTo(3);
        }
    }

    /** Control tables of a version that did not know records yet. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void controlTablesOfAnEarlierVersion(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            String control = "control_" + bench.schema;
            bench.config.put(
                    "task.settings",
                    "{\"ControlTablesSettings\": {\"ControlSchema\": \"%s\"}}".formatted(control));
            Table items = items(bench);
            applied(bench, items);
            String offsets = control + ".awsdms_connect_offsets";
            target.server().execute("ALTER TABLE " + offsets + " DROP COLUMN last_offset");
            target.server().execute("ALTER TABLE " + offsets + " DROP COLUMN last_millis");
            insert(bench.lanes, items, 31, 33);
            bench.sink().drainAll();
            assertThat(bench.count(items)).isEqualTo(24);
            assertThat(
                            target.server()
                                    .query(
                                            "SELECT count(last_millis) FROM "
                                                    + offsets
                                                    + " WHERE last_offset = 22"))
                    .containsExactly(SinkBench.texts(1));
        }
    }
}
