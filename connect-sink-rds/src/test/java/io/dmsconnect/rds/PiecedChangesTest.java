// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.LargeRowsTest.assertRows;
import static io.dmsconnect.rds.LargeRowsTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes that come in pieces: whole in the target and once, whatever happens on the way. */
class PiecedChangesTest {
    private static final Column ID = Lanes.column("id", DataType.of(Kind.INT8));
    private static final Column BODY = Lanes.column("body", DataType.of(Kind.NCLOB));
    private static final Column IMAGE = Lanes.column("image", DataType.of(Kind.BLOB));
    private static final Column NOTE = Lanes.column("note", DataType.of(Kind.NCLOB));

    private static Table table(SinkBench bench, String name, List<String> key) {
        bench.lanes.cutChanges(200_000, 100_000);
        return Lanes.table(bench.schema, name, key, ID, BODY, IMAGE, NOTE);
    }

    private static TopicPartition changes(SinkBench bench, Table table) {
        return new TopicPartition(bench.lanes.changeTopic(table), 0);
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void arriveWholeAndInOrder(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench, "pages", List.of("id"));
            Object[] old = row(1, 5, 5);
            Object[] text = row(1, 500_000, 7);
            Object[] bytes = row(2, 7, 700_000);
            Object[] both = row(3, 300_000, 400_000);
            bench.lanes.load(table, 1, "", old);
            bench.lanes.insert(table, bytes);
            bench.lanes.update(table, text);
            bench.lanes.insert(table, row(4, 9, 9));
            bench.lanes.insert(table, both);
            bench.lanes.delete(table, row(4, 9, 9));
            bench.sink().drainAll();
            assertRows(bench, table, text, bytes, both);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aCrashBetweenPiecesLosesAndDoublesNothing(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench, "heap", List.of());
            Object[] first = row(1, 5, 5);
            Object[] second = row(2, 300_000, 400_000);
            bench.lanes.load(table, 1, "");
            bench.sink().drainAll();
            bench.lanes.insert(table, first);
            bench.lanes.insert(table, second);
            SinkHarness sink = bench.sink();
            sink.batch = 1;
            for (int i = 0; i < 5; i++) {
                sink.step();
            }
            // the row before the pieces, and none of them
            assertThat(sink.committed()).containsEntry(changes(bench, table), 1L);
            sink.kill();
            sink.drainAll();
            assertRows(bench, table, first, second);
            sink.kill();
            sink.drainAll();
            assertRows(bench, table, first, second);
        }
    }

    /** The change has to wait for a load, and its pieces with it. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void waitAtTheGate(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench, "gated", List.of());
            Object[] large = row(2, 300_000, 400_000);
            bench.lanes.begin(table, 1, "");
            bench.lanes.insert(table, large);
            SinkHarness sink = bench.sink();
            sink.batch = 1;
            sink.drain();
            assertThat(sink.paused()).contains(changes(bench, table));
            sink.kill();
            sink.drain();
            bench.lanes.end(table, 1, "", 0);
            sink.drainAll();
            assertRows(bench, table, large);
        }
    }

    /** DDL ends the transaction just before the change. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void behindAnAddedColumn(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table after = table(bench, "grown", List.of("id"));
            Table before = Lanes.table(bench.schema, "grown", List.of("id"), ID, BODY, IMAGE);
            Object[] large = row(2, 300_000, 400_000);
            bench.lanes.load(before, 1, "", new Object[] {1L, "a", new byte[] {1}});
            bench.lanes.millis += 1000;
            bench.lanes.insert(before, 3L, "b", new byte[] {2});
            bench.lanes.insert(after, large);
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT id, length(body) > 10 FROM %s ORDER BY id"))
                    .extracting(List::size)
                    .containsExactly(2, 2, 2);
            bench.lanes.delete(after, 1L, "a", new byte[] {1}, null);
            bench.lanes.delete(after, 3L, "b", new byte[] {2}, null);
            bench.sink().drainAll();
            assertRows(bench, after, large);
        }
    }

    /** The source died between the pieces, and sends the change anew. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aChangeThatBreaksOffIsVoid(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench, "broken", List.of());
            Object[] large = row(1, 300_000, 400_000);
            bench.lanes.load(table, 1, "");
            bench.lanes.most = 3;
            bench.lanes.insert(table, large);
            bench.lanes.most = Long.MAX_VALUE;
            bench.lanes.insert(table, large);
            bench.sink().drainAll();
            assertRows(bench, table, large);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTopicThatHasLostPiecesIsNamed(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench, "lost", List.of("id"));
            bench.lanes.load(table, 1, "");
            bench.lanes.insert(table, row(1, 300_000, 400_000));
            bench.topics.lose(changes(bench, table), 0);
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .hasMessageContaining(bench.lanes.changeTopic(table))
                    .hasMessageContaining("key columns [id]")
                    .hasMessageContaining("0 of the")
                    .hasMessageContaining("loaded anew");
        }
    }
}
