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

/** DDL of the source in the middle of its changes. */
class ColumnsTest {
    private static final Column ID = Lanes.column("id", DataType.of(Kind.INT8)).identified(1);
    private static final Column NAME =
            Lanes.column("name", DataType.string(Kind.WSTRING, 20)).identified(2);
    private static final Column TITLE = NAME.named("title");
    private static final Column NOTE = Lanes.column("note", DataType.of(Kind.NCLOB)).identified(3);
    private static final Column FLAG =
            Lanes.column("flag", DataType.of(Kind.BOOLEAN)).identified(4);

    private static Table items(SinkBench bench, Column... columns) {
        return Lanes.table(bench.schema, "items", List.of("id"), columns);
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aRenamedColumnKeepsItsValues(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before = items(bench, ID, NAME, NOTE);
            Table after = items(bench, ID, TITLE, NOTE);
            bench.lanes.load(before, 1, "", row(1L, "one", "n"), row(2L, "two", "n"));
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 2L, "TWO", "n");
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT id, title, note FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "one", "n"), texts(2, "TWO", "n"));
            assertThat(bench.query(after, "SELECT * FROM %s").get(0)).hasSize(3);
        }
    }

    /** Everything in one batch, the load included, and then all of it once more from offset 0. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void allAtOnceAndOnceMore(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table one = items(bench, ID, NAME);
            Table two = items(bench, ID, NAME, NOTE);
            Table three = items(bench, ID, NAME, NOTE, FLAG);
            Table four = items(bench, ID, NOTE, FLAG);
            bench.lanes.load(one, 1, "", row(1L, "one"));
            bench.lanes.insert(one, 2L, "two");
            bench.lanes.millis += 1000;
            bench.lanes.insert(two, 3L, "three", "n3");
            bench.lanes.millis += 1000;
            bench.lanes.update(three, 1L, "ONE", "n1", true);
            bench.lanes.millis += 1000;
            bench.lanes.insert(four, 4L, null, false);
            bench.lanes.delete(four, 2L, null, null);
            SinkHarness sink = bench.sink();
            sink.drainAll();
            List<List<String>> expected = bench.query(four, "SELECT * FROM %s ORDER BY id");
            assertThat(bench.query(four, "SELECT id, note FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "n1"), texts(3, "n3"), texts(4, null));
            assertThat(expected.get(0)).hasSize(3);
            assertThat(bench.state(four, "inserts, updates, deletes, ddls"))
                    .isEqualTo(texts(3, 1, 1, 3));

            sink.forgetCommitted();
            sink.kill();
            sink.drainAll();
            assertThat(bench.query(four, "SELECT * FROM %s ORDER BY id")).isEqualTo(expected);
            assertThat(bench.state(four, "inserts, updates, deletes, ddls"))
                    .isEqualTo(texts(3, 1, 1, 3));
        }
    }

    /** The source's process died and sends a record of the older shape again, as a new one. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void anOlderRecordThatComesAgainDropsNoColumn(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before = items(bench, ID, NAME);
            Table after = items(bench, ID, NAME, NOTE);
            bench.lanes.load(before, 1, "", row(1L, "one"));
            bench.lanes.update(before, 1L, "older");
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 1L, "newer", "kept");
            bench.sink().drainAll();
            bench.lanes.millis -= 1000;
            bench.lanes.update(before, 1L, "older");
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 1L, "newer", "kept");
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT * FROM %s"))
                    .containsExactly(texts(1, "newer", "kept"));
            assertThat(bench.state(after, "ddls")).isEqualTo(texts(1));
        }
    }

    /** Two columns have exchanged their names since; the old record still means its own columns. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void anOlderRecordThatComesAgainFindsItsColumnsUnderTheirNewNames(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Column first = Lanes.column("a", DataType.string(Kind.WSTRING, 20)).identified(2);
            Column second = Lanes.column("b", DataType.string(Kind.WSTRING, 20)).identified(3);
            Table before = items(bench, ID, first, second);
            Table after = items(bench, ID, first.named("b"), second.named("a"));
            bench.lanes.load(before, 1, "", row(1L, "x", "y"), row(2L, "x", "y"));
            bench.lanes.update(before, 1L, "first", "second");
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 2L, "first2", "second2");
            bench.sink().drainAll();
            bench.lanes.millis -= 1000;
            bench.lanes.update(before, 1L, "first", "second");
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 2L, "first2", "second2");
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT id, a, b FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "second", "first"), texts(2, "second2", "first2"));
        }
    }

    /** Some servers take no statement back: what was done of several is not done once more. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void stepsThatAreDoneAreNotDoneAgain(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Column first = Lanes.column("a", DataType.string(Kind.WSTRING, 20)).identified(2);
            Column second = Lanes.column("b", DataType.string(Kind.WSTRING, 20)).identified(3);
            Column narrow = Lanes.column("c", DataType.of(Kind.NCLOB)).identified(4);
            Column number = Lanes.column("c", DataType.of(Kind.INT4)).identified(4);
            Table before = items(bench, ID, first, second, narrow);
            Table after = items(bench, ID, first.named("b"), second.named("a"), number);
            bench.lanes.load(before, 1, "", row(1L, "x", "y", "7"));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 1L, "x", "y", 8L);
            assertThatThrownBy(sink::drainAll).hasMessageContaining("'c'");
            List<List<String>> once = bench.query(after, "SELECT id, a, b, c FROM %s");
            sink.kill();
            assertThatThrownBy(sink::drainAll).hasMessageContaining("'c'");
            assertThat(bench.query(after, "SELECT id, a, b, c FROM %s")).isEqualTo(once);
        }
    }

    /** A source's clock may be set back: what is new is new all the same. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aShapeThatNobodyHasSeenIsNewWhateverTheClockSays(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table one = items(bench, ID);
            Table two = items(bench, ID, NAME);
            Table three = items(bench, ID, NAME, NOTE);
            bench.lanes.load(one, 1, "", row(1L));
            bench.lanes.update(two, 1L, "n");
            bench.lanes.millis -= 3_600_000;
            bench.lanes.update(three, 1L, "n", "note");
            bench.sink().drainAll();
            assertThat(bench.query(three, "SELECT id, name, note FROM %s"))
                    .containsExactly(texts(1, "n", "note"));
        }
    }

    /** The user has made the column already. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aColumnThatIsThereAlreadyIsUsed(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before = items(bench, ID, NAME);
            Table after = items(bench, ID, NAME, NOTE);
            bench.lanes.load(before, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            bench.execute(
                    after,
                    "ALTER TABLE %s ADD COLUMN \"note\" "
                            + (target.isPostgreSql() ? "text" : "longtext"));
            bench.lanes.millis += 1000;
            bench.lanes.update(after, 1L, "one", "n");
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT * FROM %s"))
                    .containsExactly(texts(1, "one", "n"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTruncationInTheMiddleOfABatch(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench, ID, NAME);
            Table other = Lanes.table(bench.schema, "other", List.of(), NAME);
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.lanes.load(other, 1, "", row("x"));
            bench.lanes.insert(other, "y");
            bench.lanes.insert(items, 2L, "gone");
            bench.lanes.truncate(items);
            bench.lanes.insert(items, 3L, "three");
            bench.lanes.insert(other, "z");
            SinkHarness sink = bench.sink();
            sink.drainAll();
            assertThat(bench.query(items, "SELECT * FROM %s")).containsExactly(texts(3, "three"));
            assertThat(bench.count(other)).isEqualTo(3);
            sink.forgetCommitted();
            sink.kill();
            sink.drainAll();
            assertThat(bench.query(items, "SELECT * FROM %s")).containsExactly(texts(3, "three"));
            assertThat(bench.count(other)).isEqualTo(3);
        }
    }

    /** DDL ends MySQL's transaction: what was durable before a refusal is not applied twice. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aRefusalBehindDdlAppliesNothingTwice(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before = items(bench, ID, NAME);
            Table after = items(bench, ID, NAME, FLAG);
            Table heap = Lanes.table(bench.schema, "heap", List.of(), NAME);
            bench.lanes.load(before, 1, "", row(1L, "one"));
            bench.lanes.load(heap, 1, "");
            bench.sink().drainAll();
            bench.execute(before, "CREATE UNIQUE INDEX mine ON %s (\"name\")");
            bench.lanes.insert(heap, "only once");
            bench.lanes.insert(before, 2L, "two");
            bench.lanes.millis += 1000;
            bench.lanes.insert(after, 3L, "three", true);
            bench.lanes.insert(after, 4L, "one", true);
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll).hasMessageContaining("items, id=4");
            assertThat(bench.query(after, "SELECT id FROM %s ORDER BY id"))
                    .doesNotContain(texts(4));
            bench.execute(
                    before,
                    target.isPostgreSql()
                            ? "DROP INDEX \"" + bench.schema + "\".mine"
                            : "DROP INDEX mine ON %s");
            sink.kill();
            sink.drainAll();
            assertThat(bench.query(after, "SELECT id FROM %s ORDER BY id"))
                    .containsExactly(texts(1), texts(2), texts(3), texts(4));
            assertThat(bench.count(heap)).isEqualTo(1);
            assertThat(bench.state(after, "inserts, ddls, table_state"))
                    .isEqualTo(texts(3, 1, "Table completed"));
        }
    }
}
