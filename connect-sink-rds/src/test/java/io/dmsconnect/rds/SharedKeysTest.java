// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A deferrable key of the source: rows share a key until their transaction ends. The log has the
 * whole old row then (REPLICA IDENTITY FULL: PostgreSQL publishes no other update of such a table).
 */
class SharedKeysTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);

    private static Table items(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "items",
                List.of("id"),
                Lanes.column("id", INT8),
                Lanes.column("v", DataType.string(Kind.WSTRING, 20)),
                Lanes.column("big", DataType.of(Kind.NCLOB)));
    }

    private static Object[] item(long id, String v) {
        return row(id, v, "big " + v);
    }

    private static void load(SinkBench bench, Table items, int rows) {
        Object[][] all = new Object[rows][];
        for (int i = 0; i < rows; i++) {
            all[i] = item(i + 1, "v" + (i + 1));
        }
        bench.lanes.load(items, 1, "", all);
        bench.lanes.oneTransaction = true;
    }

    /** UPDATE t SET id = 3 - id; UPDATE t SET id = id + 1 WHERE id >= 3. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void rowsSwapAndRowsMoveUp(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            load(bench, items, 5);
            bench.lanes.transaction = 2000;
            bench.lanes.moveWhole(items, item(1, "v1"), item(2, "v1"));
            bench.lanes.moveWhole(items, item(2, "v2"), item(1, "v2"));
            bench.lanes.transaction = 2001;
            for (long id = 3; id <= 5; id++) {
                bench.lanes.moveWhole(items, item(id, "v" + id), item(id + 1, "v" + id));
            }
            bench.sink().drainAll();
            assertThat(bench.query(items, "SELECT id, v, big FROM %s ORDER BY id"))
                    .containsExactly(
                            texts(1, "v2", "big v2"),
                            texts(2, "v1", "big v1"),
                            texts(4, "v3", "big v3"),
                            texts(5, "v4", "big v4"),
                            texts(6, "v5", "big v5"));
            assertThat(bench.state(items, "inserts, updates, deletes")).isEqualTo(texts(0, 5, 0));
        }
    }

    /** Kafka gives the transaction in parts, and the task is killed between them. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTransactionComesInParts(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            load(bench, items, 40);
            bench.lanes.transaction = 2000;
            for (long id = 1; id <= 40; id++) {
                bench.lanes.moveWhole(items, item(id, "v" + id), item(41 - id, "v" + id));
            }
            bench.lanes.transaction = 2001;
            for (long id = 1; id <= 40; id++) {
                String v = "v" + (41 - id);
                bench.lanes.moveWhole(items, item(id, v), item(id + 1, v));
            }
            bench.lanes.transaction = 2002;
            bench.lanes.update(items, 2L, "last", "big last");
            SinkHarness sink = bench.sink();
            sink.batch = 7;
            for (int i = 0; i < 12; i++) {
                sink.step();
            }
            sink.kill();
            sink.drainAll();
            List<List<String>> expected = new ArrayList<>();
            expected.add(texts(2, "last", "big last"));
            for (long id = 3; id <= 41; id++) {
                expected.add(texts(id, "v" + (42 - id), "big v" + (42 - id)));
            }
            assertThat(bench.query(items, "SELECT id, v, big FROM %s ORDER BY id"))
                    .isEqualTo(expected);
        }
    }

    /** One of two rows of a key is changed, goes on to another key, or is deleted. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void oneOfTwoRowsOfAKeyIsMeant(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            load(bench, items, 6);
            bench.lanes.transaction = 2000;
            // to the key of a row that stays, changed there, and on
            bench.lanes.moveWhole(items, item(1, "v1"), item(2, "v1"));
            bench.lanes.updateFrom(items, item(2, "v1"), item(2, "new"));
            bench.lanes.moveWhole(items, item(2, "new"), item(7, "new"));
            bench.lanes.transaction = 2001;
            // the row that was there first is changed, then leaves
            bench.lanes.moveWhole(items, item(3, "v3"), item(4, "v3"));
            bench.lanes.updateFrom(items, item(4, "v4"), item(4, "four"));
            bench.lanes.delete(items, item(4, "four"));
            bench.lanes.transaction = 2002;
            // inserted beside a row that is deleted then
            bench.lanes.insert(items, item(5, "five"));
            bench.lanes.delete(items, item(5, "v5"));
            bench.sink().drainAll();
            assertThat(bench.query(items, "SELECT id, v FROM %s ORDER BY id"))
                    .containsExactly(
                            texts(2, "v2"),
                            texts(4, "v3"),
                            texts(5, "five"),
                            texts(6, "v6"),
                            texts(7, "new"));
        }
    }

    /** What has not changed and is large comes from the old image where the new one lacks it. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void largeValuesAreKept(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            load(bench, items, 2);
            bench.lanes.transaction = 2000;
            bench.lanes.moveWhole(items, item(1, "v1"), row(2L, "v1", ArrayRow.ABSENT));
            bench.lanes.moveWhole(items, item(2, "v2"), row(1L, "v2", ArrayRow.ABSENT));
            bench.sink().drainAll();
            assertThat(bench.query(items, "SELECT id, v, big FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "v2", "big v2"), texts(2, "v1", "big v1"));
        }
    }

    /** Random transactions against a model, in batches of all sizes. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void anyTransactionEndsEqual(TestTarget target) {
        for (int seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            try (SinkBench bench = new SinkBench(target)) {
                Table items = items(bench);
                int size = 8;
                load(bench, items, size);
                List<Object[]> rows = new ArrayList<>();
                for (int i = 1; i <= size; i++) {
                    rows.add(item(i, "v" + i));
                }
                // the log tells of old rows
                bench.lanes.updateFrom(items, item(1, "v1"), item(1, "v1"));
                bench.lanes.transaction++;
                int made = size;
                for (int transaction = 0; transaction < 10; transaction++) {
                    bench.lanes.transaction++;
                    int steps = 1 + random.nextInt(8);
                    for (int step = 0; step < steps && !rows.isEmpty(); step++) {
                        int at = random.nextInt(rows.size());
                        Object[] old = rows.get(at);
                        switch (random.nextInt(6)) {
                            case 0 -> {
                                Object[] fresh = item(random.nextInt(12) + 1L, "n" + ++made);
                                bench.lanes.insert(items, fresh);
                                rows.add(fresh);
                            }
                            case 1 -> {
                                bench.lanes.delete(items, old);
                                rows.remove(at);
                            }
                            case 2 -> {
                                Object[] changed = item((Long) old[0], "c" + ++made);
                                bench.lanes.updateFrom(items, old, changed);
                                rows.set(at, changed);
                            }
                            default -> {
                                long to = random.nextInt(12) + 1L;
                                if (to != (Long) old[0]) {
                                    Object[] moved = old.clone();
                                    moved[0] = to;
                                    bench.lanes.moveWhole(items, old, moved);
                                    rows.set(at, moved);
                                }
                            }
                        }
                    }
                    makeUnique(bench, items, rows);
                }
                bench.lanes.transaction++;
                bench.lanes.insert(items, item(1_000_000L, "end"));
                rows.add(item(1_000_000L, "end"));
                SinkHarness sink = bench.sink();
                sink.batch = 1 + random.nextInt(20);
                sink.drainAll();
                List<List<String>> expected =
                        rows.stream()
                                .sorted((a, b) -> Long.compare((Long) a[0], (Long) b[0]))
                                .map(SinkBench::texts)
                                .toList();
                assertThat(bench.query(items, "SELECT id, v, big FROM %s ORDER BY id"))
                        .as("seed " + seed)
                        .isEqualTo(expected);
            }
        }
    }

    /** As the source demands it before it commits: the later of two goes to a key of its own. */
    private static void makeUnique(SinkBench bench, Table items, List<Object[]> rows) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rows.get(i)[0].equals(rows.get(j)[0])) {
                    Object[] moved = rows.get(i).clone();
                    long free = 100;
                    while (isTaken(rows, free)) {
                        free++;
                    }
                    moved[0] = free;
                    bench.lanes.moveWhole(items, rows.get(i), moved);
                    rows.set(i, moved);
                }
            }
        }
    }

    private static boolean isTaken(List<Object[]> rows, long id) {
        return rows.stream().anyMatch(row -> row[0].equals(id));
    }
}
