// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table that is loaded again while its changes go on. */
class ReloadTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);

    private static Table heap(SinkBench bench, String name) {
        return Lanes.table(bench.schema, name, List.of(), Lanes.column("id", INT8));
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void rowsChangedByHandAreRightAgainAndChangesComeOnce(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = heap(bench, "heap");
            Table other = heap(bench, "other");
            bench.lanes.load(heap, 1, "xid:100:100:", row(1L), row(2L));
            bench.lanes.load(other, 1, "xid:100:100:", row(1L));
            bench.lanes.transaction = 200;
            bench.lanes.insert(heap, 3L);
            bench.lanes.insert(other, 2L);
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.execute(heap, "DELETE FROM %s WHERE \"id\" = 1");
            bench.execute(heap, "INSERT INTO %s VALUES (77)");

            // not applied when the reload begins, but in its rows
            bench.lanes.transaction = 300;
            bench.lanes.insert(heap, 4L);
            bench.lanes.generation(2);
            bench.lanes.transaction = 350;
            bench.lanes.insert(heap, 5L);
            bench.lanes.transaction = 450;
            bench.lanes.insert(heap, 6L);
            bench.lanes.begin(heap, 2, "xid:400:400:");
            sink.drain();
            assertThat(bench.state(heap, "table_state, generation, load_segments"))
                    .isEqualTo(texts("Table is being reloaded", 2, 1));
            bench.lanes.rows(heap, 2, "xid:400:400:", row(1L), row(2L), row(3L), row(4L), row(5L));
            sink.kill();
            sink.drain();
            assertThat(bench.count(heap)).isEqualTo(5);
            bench.lanes.end(heap, 2, "xid:400:400:", 5);
            sink.drainAll();
            assertThat(bench.query(heap, "SELECT \"id\" FROM %s ORDER BY 1"))
                    .containsExactly(texts(1), texts(2), texts(3), texts(4), texts(5), texts(6));
            assertThat(bench.state(heap, "table_state, generation"))
                    .isEqualTo(texts("Table completed", 2));
            assertThat(bench.query(other, "SELECT \"id\" FROM %s ORDER BY 1"))
                    .containsExactly(texts(1), texts(2));

            sink.forgetCommitted();
            sink.kill();
            sink.drainAll();
            assertThat(bench.count(heap)).isEqualTo(6);
        }
    }

    /**
     * Its rows were written anew by ALTER TABLE, which the log does not tell: the source has it
     * loaded.
     */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aChangeThatCannotBeWrittenWaitsForALoadThatIsAnnounced(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table first = keyed(bench, Lanes.column("id", INT8), text(5));
            Table second = keyed(bench, Lanes.column("id", INT8), Lanes.column("v", INT8));
            Table other = heap(bench, "other");
            bench.lanes.load(first, 1, "xid:100:100:", row(1L, "one"));
            bench.lanes.load(other, 1, "xid:100:100:", row(1L));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.transaction = 200;
            bench.lanes.update(second, 1L, 7L);
            assertThatThrownBy(sink::drain)
                    .as("nothing is announced")
                    .hasMessageContaining("keyed")
                    .hasMessageContaining("Reload the table");

            SinkHarness next = bench.sink();
            bench.lanes.generation(2);
            bench.lanes.announce(second);
            bench.lanes.generation(1);
            bench.lanes.insert(other, 2L);
            next.drain();
            bench.lanes.insert(other, 3L);
            next.drain();
            assertThat(bench.count(other)).isEqualTo(3);
            assertThat(next.paused()).hasSize(1);
            assertThat(bench.query(first, "SELECT * FROM %s")).containsExactly(texts(1, "one"));
            next.kill();
            next.drain();
            assertThat(next.paused()).hasSize(1);

            bench.lanes.generation(2);
            bench.lanes.load(second, 2, "xid:300:300:", row(1L, 7L), row(2L, 8L));
            bench.lanes.transaction = 400;
            bench.lanes.update(second, 1L, 9L);
            next.drainAll();
            assertThat(bench.query(second, "SELECT * FROM %s ORDER BY 1"))
                    .containsExactly(texts(1, 9), texts(2, 8));
            assertThat(bench.state(second, "table_state, generation"))
                    .isEqualTo(texts("Table completed", 2));
        }
    }

    /** Its rows are in the log before the load that was asked for. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aLoadThatTheTargetRefusesIsPassedOverByTheNextOne(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table keyed = keyed(bench, Lanes.column("id", INT8), text(5));
            bench.lanes.begin(keyed, 1, "xid:100:100:");
            bench.sink().drainAll();
            bench.lanes.rows(keyed, 1, "xid:100:100:", row(1L, "longer"));
            bench.lanes.end(keyed, 1, "xid:100:100:", 1);
            assertThatThrownBy(bench.sink()::drain).hasMessageContaining("reload the table");
            target.server()
                    .execute(
                            "UPDATE %s SET generation = 2, begun = 0, load_end = NULL WHERE target_schema = '%s'"
                                    .formatted(
                                            target.control("awsdms_connect_tables"), bench.schema));
            bench.lanes.generation(2);
            bench.lanes.load(keyed, 2, "xid:300:300:", row(1L, "right"));
            bench.sink().drainAll();
            assertThat(bench.query(keyed, "SELECT * FROM %s")).containsExactly(texts(1, "right"));
            assertThat(bench.state(keyed, "table_state, generation"))
                    .isEqualTo(texts("Table completed", 2));
        }
    }

    /** It was dropped, or renamed, before the load that its changes wait for. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void changesOfATableThatIsGoneDoNotWait(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table first = keyed(bench, Lanes.column("id", INT8), text(5));
            Table second = keyed(bench, Lanes.column("id", INT8), Lanes.column("v", INT8));
            Table unknown = heap(bench, "unknown");
            bench.lanes.load(first, 1, "xid:100:100:", row(1L, "one"));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.generation(2);
            bench.lanes.announce(second);
            bench.lanes.transaction = 200;
            bench.lanes.update(second, 1L, 7L);
            bench.lanes.generation(1);
            bench.lanes.insert(unknown, 1L);
            sink.drain();
            assertThat(sink.paused()).hasSize(2);

            bench.lanes.gone(unknown, 3, "xid:300:300:");
            bench.lanes.generation(2);
            bench.lanes.gone(first, 3, "xid:300:300:");
            sink.drainAll();
            assertThat(sink.paused()).isEmpty();
            assertThat(bench.query(first, "SELECT * FROM %s")).containsExactly(texts(1, "one"));
            assertThat(bench.state(first, "table_state, generation"))
                    .isEqualTo(texts("Table completed", 2));
            sink.forgetCommitted();
            sink.kill();
            sink.drainAll();

            bench.lanes.generation(3);
            bench.lanes.load(second, 4, "xid:400:400:", row(1L, 8L));
            bench.lanes.transaction = 500;
            bench.lanes.insert(second, 2L, 9L);
            sink.drainAll();
            assertThat(bench.query(second, "SELECT * FROM %s ORDER BY 1"))
                    .containsExactly(texts(1, 8), texts(2, 9));
        }
    }

    /** Somebody has removed the source connector's offsets: it counts from 1 again. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aSourceThatBeginsAnewDoesNotWaitForWhatItHasForgotten(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = heap(bench, "heap");
            bench.lanes.load(heap, 1, "xid:100:100:", row(1L));
            SinkHarness sink = bench.sink();
            bench.lanes.generation(2);
            bench.lanes.load(heap, 2, "xid:200:200:", row(1L));
            bench.lanes.transaction = 250;
            bench.lanes.insert(heap, 2L);
            sink.drainAll();
            bench.lanes.insert(heap, 3L);
            bench.lanes.generation(1);
            bench.lanes.begin(heap, 3, "xid:300:300:");
            sink.drain();
            assertThat(sink.paused()).hasSize(1);
            bench.lanes.rows(heap, 3, "xid:300:300:", row(1L), row(2L), row(3L));
            bench.lanes.end(heap, 3, "xid:300:300:", 3);
            bench.lanes.transaction = 350;
            bench.lanes.insert(heap, 4L);
            sink.drainAll();
            assertThat(bench.query(heap, "SELECT \"id\" FROM %s ORDER BY 1"))
                    .containsExactly(texts(1), texts(2), texts(3), texts(4));
        }
    }

    /** Changes of a task without a load wait for nothing. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void changesFromBeforeTheFirstLoadAreInIt(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = heap(bench, "heap");
            bench.lanes.generation(0);
            bench.lanes.transaction = 200;
            bench.lanes.insert(heap, 1L);
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.insert(heap, 2L);
            bench.lanes.generation(1);
            bench.lanes.transaction = 450;
            bench.lanes.insert(heap, 3L);
            bench.lanes.load(heap, 1, "xid:400:400:", row(1L), row(2L));
            sink.drainAll();
            assertThat(bench.query(heap, "SELECT \"id\" FROM %s ORDER BY 1"))
                    .containsExactly(texts(1), texts(2), texts(3));
        }
    }

    /** Ids of transactions go round in 32 bits. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aChangeOfMuchLaterIsNotTakenForOneThatTheLoadHas(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = heap(bench, "heap");
            bench.lanes.load(heap, 1, "xid:4000000000:4000000000:", row(1L));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.transaction = 3_000_000_000L;
            bench.lanes.millis = System.currentTimeMillis();
            bench.lanes.insert(heap, 1L);
            sink.drainAll();
            assertThat(bench.count(heap)).as("it is in the load").isEqualTo(1);
            bench.lanes.millis = System.currentTimeMillis() + 7 * 3_600_000L;
            bench.lanes.insert(heap, 2L);
            sink.drainAll();
            assertThat(bench.query(heap, "SELECT \"id\" FROM %s ORDER BY 1"))
                    .containsExactly(texts(1), texts(2));
        }
    }

    private static Table keyed(SinkBench bench, Column... columns) {
        return Lanes.table(bench.schema, "keyed", List.of("id"), columns);
    }

    private static void mode(SinkBench bench, String mode) {
        bench.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"%s\"}}".formatted(mode));
    }

    private static Column text(int length) {
        return Lanes.column("v", DataType.string(Kind.WSTRING, length));
    }

    /** Rows that the source has lost without its log telling it, another type, another key. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableOfTheTasksOwnBeginsEmptyAndInTheRightShapeWhateverTheMode(TestTarget target) {
        for (String mode : List.of("DROP_AND_CREATE", "DO_NOTHING", "TRUNCATE_BEFORE_LOAD")) {
            try (SinkBench bench = new SinkBench(target)) {
                mode(bench, mode);
                Table first = keyed(bench, Lanes.column("id", INT8), text(5));
                bench.lanes.load(first, 1, "xid:100:100:", row(1L, "one"), row(2L, "two"));
                SinkHarness sink = bench.sink();
                sink.drainAll();

                bench.lanes.generation(2);
                bench.lanes.load(first, 2, "xid:200:200:", row(2L, "TWO"), row(3L, "three"));
                sink.drainAll();
                assertThat(bench.query(first, "SELECT \"id\", \"v\" FROM %s ORDER BY 1"))
                        .as(mode)
                        .containsExactly(texts(2, "TWO"), texts(3, "three"));

                Table wider =
                        keyed(
                                bench,
                                Lanes.column("id", INT8),
                                text(40),
                                Lanes.column("more", INT8));
                bench.lanes.generation(3);
                bench.lanes.begin(wider, 3, "xid:300:300:");
                sink.drain();
                sink.kill();
                bench.lanes.rows(
                        wider,
                        3,
                        "xid:300:300:",
                        row(2L, "longer than five", 7L),
                        row(4L, null, null));
                bench.lanes.end(wider, 3, "xid:300:300:", 2);
                sink.drainAll();
                assertThat(bench.query(wider, "SELECT \"id\", \"v\", \"more\" FROM %s ORDER BY 1"))
                        .as(mode)
                        .containsExactly(texts(2, "longer than five", 7), texts(4, null, null));

                Table heap =
                        Lanes.table(
                                bench.schema,
                                "keyed",
                                List.of(),
                                Lanes.column("id", INT8),
                                text(40));
                bench.lanes.generation(4);
                bench.lanes.load(heap, 4, "xid:400:400:", row(2L, "a"), row(2L, "b"));
                sink.drainAll();
                assertThat(bench.query(heap, "SELECT * FROM %s ORDER BY 2"))
                        .as(mode)
                        .containsExactly(texts(2, "a"), texts(2, "b"));

                bench.lanes.generation(5);
                bench.lanes.load(first, 5, "xid:500:500:", row(9L, "key"));
                bench.lanes.transaction = 550;
                bench.lanes.update(first, 9L, "again");
                sink.drainAll();
                assertThat(bench.query(first, "SELECT * FROM %s"))
                        .as(mode)
                        .containsExactly(texts(9, "again"));
            }
        }
    }

    /** The user's own table keeps what the user made of it. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableThatWasThereIsEmptiedAndAltered(TestTarget target) {
        for (String mode : List.of("DO_NOTHING", "TRUNCATE_BEFORE_LOAD")) {
            try (SinkBench bench = new SinkBench(target)) {
                mode(bench, mode);
                Table first = keyed(bench, Lanes.column("id", INT8), text(5));
                bench.makeSchema();
                bench.execute(
                        first,
                        "CREATE TABLE %s (id bigint PRIMARY KEY, v varchar(5), mine int DEFAULT 42)");
                bench.lanes.load(first, 1, "xid:100:100:", row(1L, "one"), row(2L, "two"));
                SinkHarness sink = bench.sink();
                sink.drainAll();

                Table wider =
                        keyed(
                                bench,
                                Lanes.column("id", INT8),
                                text(40),
                                Lanes.column("more", INT8));
                bench.lanes.generation(2);
                bench.lanes.load(wider, 2, "xid:200:200:", row(2L, "longer than five", 7L));
                sink.drainAll();
                assertThat(bench.query(wider, "SELECT \"id\", \"v\", \"more\", \"mine\" FROM %s"))
                        .as(mode)
                        .containsExactly(texts(2, "longer than five", 7, 42));
            }
        }
    }

    /** Which of its rows are the user's, nobody knows. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableThatHadRowsBeforeItsFirstLoadIsNotEmptied(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            mode(bench, "DO_NOTHING");
            Table table = keyed(bench, Lanes.column("id", INT8), text(5));
            bench.makeSchema();
            bench.execute(table, "CREATE TABLE %s (id bigint PRIMARY KEY, v varchar(5))");
            bench.execute(table, "INSERT INTO %s VALUES (77, 'mine')");
            bench.lanes.load(table, 1, "xid:100:100:", row(1L, "one"), row(2L, "two"));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.generation(2);
            bench.lanes.load(table, 2, "xid:200:200:", row(2L, "two"));
            assertThatThrownBy(sink::drainAll)
                    .hasMessageContaining("keyed")
                    .hasMessageContaining("had rows before its first load")
                    .hasMessageContaining("TRUNCATE_BEFORE_LOAD");
            assertThat(bench.count(table)).isEqualTo(3);
            bench.execute(table, "DELETE FROM %s");
            SinkHarness next = bench.sink();
            next.drainAll();
            assertThat(bench.query(table, "SELECT * FROM %s")).containsExactly(texts(2, "two"));
        }
    }
}
