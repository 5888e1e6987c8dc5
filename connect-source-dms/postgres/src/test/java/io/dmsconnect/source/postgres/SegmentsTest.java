// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables are cut, read side by side, and after a crash only what is missing is read again. */
class SegmentsTest {
    private Migration migration = new Migration("full-load-and-cdc");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private void smallSegments() {
        migration.config.put("load.segment.bytes", "200000");
        migration.config.put("load.batch.bytes", "8192");
    }

    private void rule(String table, String parallelLoad) {
        migration.config.computeIfPresent(
                "table.mappings",
                (key, rules) ->
                        rules.replace(
                                "{\"rules\": [",
                                """
                                {"rules": [{"rule-type": "table-settings", "rule-id": "2",
                                  "rule-name": "2", "object-locator": {"schema-name": "%s",
                                  "table-name": "%s"}, "parallel-load": %s},
                                """
                                        .formatted(migration.schema, table, parallelLoad)));
    }

    private static List<LoadMessage> ends(SourceHarness harness, String table) {
        return harness.loads.stream()
                .map(load -> load.message())
                .filter(message -> message.sourceTable().name().equals(table))
                .filter(message -> message.type() == LoadMessage.Type.SEGMENT_END)
                .toList();
    }

    private static List<Long> ids(SourceHarness harness, String table) {
        return harness.loadedRows(table).stream().map(row -> (Long) row[0]).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aLargeTableIsCutIntoSegmentsOfLikeSize() {
        smallSegments();
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i",
                "CREATE TABLE small (id int PRIMARY KEY)",
                "INSERT INTO small VALUES (1)",
                "CREATE TABLE none (id int PRIMARY KEY)");
        try (SourceHarness harness = migration.start()) {
            harness.until(
                    "load",
                    () ->
                            harness.isLoaded("t")
                                    && harness.isLoaded("small")
                                    && harness.isLoaded("none"));
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(20_000));
            List<LoadMessage> ends = ends(harness, "t");
            assertThat(ends.size()).isBetween(8, 16);
            assertThat(ends)
                    .allSatisfy(end -> assertThat(end.rows()).isBetween(500L, 4000L))
                    .allSatisfy(end -> assertThat(end.segment().count()).isEqualTo(ends.size()));
            assertThat(harness.last("t", LoadMessage.Type.END).orElseThrow().message().rows())
                    .isEqualTo(20_000);
            assertThat(ends(harness, "small")).hasSize(1);
            assertThat(ends(harness, "none")).hasSize(1);
        }
    }

    @Test
    void theLargestTableIsFirst() {
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1}}");
        migration.run(
                "CREATE TABLE a (id int PRIMARY KEY)",
                "INSERT INTO a VALUES (1)",
                "CREATE TABLE b (id int PRIMARY KEY)",
                "INSERT INTO b SELECT generate_series(1, 1000)",
                "CREATE TABLE c (id int PRIMARY KEY)",
                "INSERT INTO c SELECT generate_series(1, 100)",
                "ANALYZE a",
                "ANALYZE b",
                "ANALYZE c");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("a"));
            assertThat(harness.loads.stream().map(load -> load.message()))
                    .filteredOn(message -> message.type() == LoadMessage.Type.BEGIN)
                    .extracting(message -> message.sourceTable().name())
                    .containsExactly("b", "c", "a");
        }
    }

    @Test
    void aTableWithoutAKeyIsExactUnderWrites() throws Exception {
        smallSegments();
        migration.run(
                "CREATE TABLE t (id int, v text)",
                "CREATE INDEX ON t (id)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 1; !stop.get(); i++) {
                                migration.run(
                                        "INSERT INTO t VALUES (%d, 'new')".formatted(100_000 + i),
                                        // moves the row to another block
                                        "UPDATE t SET v = v || repeat('y', 500) WHERE id = %d"
                                                .formatted(i * 37 % 20_000 + 1),
                                        "DELETE FROM t WHERE id = " + (i * 91 % 20_000 + 1));
                            }
                        });
        writer.start();
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            harness.until("changes", () -> harness.changesOf("t").size() > 60);
            stop.set(true);
            writer.join();
            migration.run("INSERT INTO t VALUES (-1, 'marker')");
            harness.until("marker", () -> isThere(harness, -1));
            assertThat(ends(harness, "t").size()).isGreaterThan(5);
            assertThat(rows(harness))
                    .containsExactlyInAnyOrderElementsOf(
                            migration.server.query("SELECT id, v FROM " + migration.schema + ".t"));
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    private static boolean isThere(SourceHarness harness, long id) {
        return harness.changesOf("t").stream()
                .anyMatch(c -> c.after() != null && c.after().value(0).equals(id));
    }

    /** What a target would have: a bag of rows. */
    private static List<List<String>> rows(SourceHarness harness) {
        List<List<String>> rows = new ArrayList<>();
        harness.loadedRows("t")
                .forEach(row -> rows.add(List.of(row[0].toString(), row[1].toString())));
        LoadPosition position =
                LoadPosition.parse(
                        harness.last("t", LoadMessage.Type.BEGIN)
                                .orElseThrow()
                                .message()
                                .position());
        for (RowChange change : harness.changesOf("t")) {
            if (position.includes(change.position())) {
                continue;
            }
            if (change.operation() != Operation.INSERT) {
                assertThat(rows.remove(text(change.before()))).isTrue();
            }
            if (change.operation() != Operation.DELETE) {
                rows.add(text(change.after()));
            }
        }
        return rows;
    }

    private static List<String> text(io.dmsconnect.core.event.Row row) {
        return List.of(row.value(0).toString(), row.value(1).toString());
    }

    /** Rows move between blocks, and between snapshots; large values are not in their events. */
    @Test
    void afterACrashOnlyWhatIsMissingIsReadAgain() {
        smallSegments();
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 2}}");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text, big text)",
                "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT i, repeat('x', 100) || i, CASE WHEN i % 1000 = 0 THEN"
                        + " repeat('b', 9000) || i END FROM generate_series(1, 20000) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("some segments", () -> ends(harness, "t").size() >= 4);
            harness.stop();
            List<LoadMessage> before = ends(harness, "t");
            assertThat(before.size()).isLessThan(before.get(0).segment().count());
            int rowsBefore = harness.loads.stream().mapToInt(load -> load.rows().size()).sum();
            migration.run(
                    // from all over the table to its end, and from the end to its holes
                    "DELETE FROM t WHERE id BETWEEN 100 AND 300",
                    "UPDATE t SET v = 'moved' WHERE id % 1000 = 0",
                    "UPDATE t SET id = id + 1000000 WHERE id % 777 = 0",
                    "INSERT INTO t VALUES (500000, 'new', null)");
            migration.server.execute("VACUUM " + migration.schema + ".t");
            migration.run("UPDATE t SET v = v || ' once more' WHERE id % 2000 = 0");
            harness.start();
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (-1, 'marker', null)");
            harness.until("marker", () -> isThere(harness, -1));
            assertThat(harness.loads.stream().map(load -> load.message().type()))
                    .containsOnlyOnce(LoadMessage.Type.BEGIN);
            int rowsAfter =
                    harness.loads.stream().mapToInt(load -> load.rows().size()).sum() - rowsBefore;
            assertThat(rowsAfter).isLessThan(20_000);
            List<LoadMessage> kept =
                    ends(harness, "t").stream().filter(end -> end.segment().kept() > 0).toList();
            assertThat(kept).hasSizeGreaterThanOrEqualTo(4);
            assertThat(kept)
                    .allMatch(end -> end.rows() - end.segment().kept() < 200)
                    .anyMatch(end -> end.rows() > end.segment().kept());
            Map<String, String> replica = new TreeMap<>();
            harness.replica("t")
                    .values()
                    .forEach(row -> replica.put(row[0].toString(), row[1] + " " + row[2]));
            Map<String, String> source = new TreeMap<>();
            migration
                    .server
                    .query("SELECT id, v, big FROM " + migration.schema + ".t")
                    .forEach(row -> source.put(row.get(0), row.get(1) + " " + row.get(2)));
            assertThat(replica).isEqualTo(source);
        }
    }

    /** Rows are then in other blocks, and nothing says that they have changed. */
    @Test
    void aTableThatWasRewrittenAfterACrashBeginsAnew() {
        smallSegments();
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1}}");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("some segments", () -> ends(harness, "t").size() >= 4);
            harness.stop();
            List<LoadMessage> before = ends(harness, "t");
            assertThat(before.size()).isLessThan(before.get(0).segment().count());
            migration.run("DELETE FROM t WHERE id <= 1000");
            migration.server.execute("VACUUM FULL " + migration.schema + ".t");
            harness.start();
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (-1, 'marker')");
            harness.until("marker", () -> isThere(harness, -1));
            assertThat(harness.replica("t")).hasSize(19_001);
            assertThat(harness.loads.stream().map(load -> load.message().type()))
                    .filteredOn(type -> type == LoadMessage.Type.BEGIN)
                    .hasSize(2);
        }
    }

    @Test
    void aPartitionThatIsDroppedAfterACrashDoesNotEndTheLoad() {
        smallSegments();
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1}}");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (15000)",
                "CREATE TABLE t2 PARTITION OF t DEFAULT",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("some segments", () -> ends(harness, "t").size() >= 2);
            harness.stop();
            migration.run("DROP TABLE t2");
            harness.start();
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(14_999));
        }
    }

    @Test
    void rangesWhoseBoundariesAreInNoOrderReadEachRowOnce() {
        rule(
                "t",
                "{\"type\": \"ranges\", \"columns\": [\"n\"],"
                        + " \"boundaries\": [[\"20\"], [\"10\"], [\"15\"]]}");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int)",
                "INSERT INTO t SELECT i, i % 30 FROM generate_series(1, 300) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(300));
        }
    }

    @Test
    void withoutAKeyATableBeginsAnewAfterACrash() {
        smallSegments();
        migration.run(
                "CREATE TABLE t (id int, v text)",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("some segments", () -> ends(harness, "t").size() >= 2);
            harness.restart();
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(harness.loads.stream().map(load -> load.message().type()))
                    .filteredOn(type -> type == LoadMessage.Type.BEGIN)
                    .hasSize(2);
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(20_000));
        }
    }

    @Test
    void rangesOfARuleAreReadWithTheirNulls() {
        rule(
                "t",
                """
                {"type": "ranges", "columns": ["region", "n"],
                  "boundaries": [["b", "10"], ["b", "20"], ["c'", "5"]]}""");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, region text, n int)",
                "INSERT INTO t SELECT i, chr(96 + i % 5), i % 30 FROM generate_series(1, 3000) i",
                "UPDATE t SET region = NULL WHERE id % 100 = 0",
                "UPDATE t SET n = NULL WHERE id % 70 = 0");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(3000));
            assertThat(ends(harness, "t")).hasSize(5).allMatch(end -> end.rows() > 0);
            assertThat(
                            harness.rowsOf("t").stream()
                                    .filter(load -> load.message().segment().number() == 1)
                                    .flatMap(load -> load.rows().stream()))
                    .allMatch(
                            row -> row[1].equals("b") && (Long) row[2] >= 10 && (Long) row[2] < 20);
        }
    }

    @Test
    void aRangeOfAColumnThatIsNotThereIsRefused() {
        rule("t", "{\"type\": \"ranges\", \"columns\": [\"nobody\"], \"boundaries\": [[\"1\"]]}");
        migration.run("CREATE TABLE t (id int PRIMARY KEY)");
        try (SourceHarness harness = migration.start()) {
            assertThatThrownBy(() -> harness.until("failure", () -> false))
                    .hasMessageContaining("nobody")
                    .hasMessageContaining("parallel-load");
        }
    }

    @Test
    void partitionsAreSegments() {
        rule("t", "{\"type\": \"partitions-auto\"}");
        migration.run(
                "CREATE TABLE t (id int, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE \"t \"\"2\"\"\" (v text, id int NOT NULL)",
                "ALTER TABLE t ATTACH PARTITION \"t \"\"2\"\"\" FOR VALUES FROM (1000) TO (2000)",
                "CREATE TABLE t3 PARTITION OF t DEFAULT",
                "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 2500) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ends(harness, "t")).hasSize(3);
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(2500));
            assertThat(harness.loadedRows("t")).allMatch(row -> row[1].equals("v" + row[0]));
        }
    }

    /** Who may read a table may not read its partitions for that. */
    @Test
    void partitionsThatTheUserMayNotReadAreReadThroughTheTable() {
        migration.cleanUp();
        migration = new Migration("full-load");
        rule("t", "{\"type\": \"partitions-auto\"}");
        String user = "reader_" + migration.schema;
        migration.run(
                "CREATE TABLE t (id int, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE t2 PARTITION OF t DEFAULT",
                "INSERT INTO t SELECT i FROM generate_series(1, 20) i",
                "CREATE ROLE " + user + " LOGIN PASSWORD 'reader'",
                "GRANT USAGE ON SCHEMA " + migration.schema + " TO " + user,
                "GRANT SELECT ON t TO " + user);
        migration.config.put("database.user", user);
        migration.config.put("database.password", "reader");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ends(harness, "t")).hasSize(1);
            assertThat(ids(harness, "t")).containsExactlyInAnyOrderElementsOf(upTo(20));
        } finally {
            migration.run("DROP OWNED BY " + user, "DROP ROLE " + user);
        }
    }

    @Test
    void ruleNoneIsOneStream() {
        smallSegments();
        rule("t", "{\"type\": \"none\"}");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ends(harness, "t")).hasSize(1);
        }
    }
}
