// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.testing.DatabaseServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables are cut by their key, and after a crash only what is missing is read again. */
public abstract class SegmentsContract {
    private static final int ROWS = 20_000;

    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    @BeforeEach
    void begin() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.config.put("load.segment.bytes", "300000");
        migration.config.put("load.batch.bytes", "8192");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
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
                                        .formatted(migration.database, table, parallelLoad)));
    }

    /**
     * @param key of the row of each number, as SQL values
     */
    protected final void fill(String columns, java.util.function.IntFunction<String> key) {
        migration.run("CREATE TABLE t (" + columns + ", n int, v varchar(300))");
        for (int from = 0; from < ROWS; from += 2000) {
            String rows =
                    IntStream.range(from, from + 2000)
                            .mapToObj(
                                    i ->
                                            "(%s, %d, '%s')"
                                                    .formatted(key.apply(i), i, "x".repeat(150)))
                            .collect(Collectors.joining(", "));
            migration.run("INSERT INTO t VALUES " + rows);
        }
        migration.run("ANALYZE TABLE t");
    }

    private static List<LoadMessage> ends(SourceHarness harness) {
        return harness.loads.stream()
                .map(load -> load.message())
                .filter(message -> message.type() == LoadMessage.Type.SEGMENT_END)
                .toList();
    }

    protected final void assertCut(int numberColumn) {
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(harness.loadedRows("t").stream().map(row -> row[numberColumn]))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, ROWS).mapToObj(i -> (Object) (long) i).toList());
            List<LoadMessage> ends = ends(harness);
            assertThat(ends.size()).isGreaterThanOrEqualTo(5);
            assertThat(ends.stream().map(LoadMessage::rows)).allMatch(rows -> rows < ROWS / 3);
        }
    }

    @Test
    void numbersWithGaps() {
        fill(
                "id bigint PRIMARY KEY",
                i -> Long.toString(i < 15_000 ? i : i * 1_000_000_000_000L));
        assertCut(1);
    }

    @Test
    void decimals() {
        fill("id decimal(30,10) PRIMARY KEY", i -> (i - 9000) + "." + i % 7);
        assertCut(1);
    }

    @Test
    void texts() {
        fill("id varchar(40) PRIMARY KEY", i -> "'customer-%08d é'".formatted(i * 37));
        assertCut(1);
    }

    /** To the collation, a is before Z; to a computer it is not. */
    @Test
    void textsInUpperAndLowerCase() {
        fill(
                "id varchar(40) PRIMARY KEY",
                i -> "'%c%08d'".formatted(i % 2 == 0 ? 'a' + i % 26 : 'B' + i % 25, i));
        assertCut(1);
    }

    @Test
    void textsInOtherScripts() {
        fill("id varchar(40) PRIMARY KEY", i -> "'%c%c%d'".formatted('а' + i % 32, 'а' + i / 32 % 32, i));
        assertCut(1);
    }

    @Test
    void aZeroDateBeforeAllOthers() {
        fill(
                "id date, s int, PRIMARY KEY (id, s)",
                i ->
                        i == 0
                                ? "'0000-00-00', 0"
                                : "'2001-02-03' + INTERVAL %d DAY, %d".formatted(i / 10, i));
        assertCut(2);
    }

    @Test
    void negativeNumbersAndTheLargest() {
        fill(
                "a bigint, b bigint unsigned, PRIMARY KEY (a, b)",
                i ->
                        i < 10_000
                                ? "-9223372036854775808, 184467440737095%05d".formatted(i)
                                : "9223372036854775807, 184467440737095%05d".formatted(i));
        assertCut(2);
    }

    @Test
    void uuidsAsText() {
        fill("id char(36) PRIMARY KEY", i -> "'" + uuid(i) + "'");
        assertCut(1);
    }

    @Test
    void bytes() {
        fill("id binary(16) PRIMARY KEY", i -> "x'" + uuid(i).replace("-", "") + "'");
        assertCut(1);
    }

    protected static String uuid(int i) {
        return java.util.UUID.nameUUIDFromBytes(Integer.toString(i).getBytes()).toString();
    }

    @Test
    void moments() {
        fill(
                "id datetime(6) PRIMARY KEY",
                i -> "'2001-02-03 04:05:06.000001' + INTERVAL %d SECOND".formatted(i * 61));
        assertCut(1);
    }

    /** Nine rows of ten have the same first column. */
    @Test
    void compositeKeysOfWhichTheFirstColumnSaysLittle() {
        fill(
                "tenant int, day date, seq int, PRIMARY KEY (tenant, day, seq)",
                i ->
                        "%d, '2020-01-01' + INTERVAL %d DAY, %d"
                                .formatted(i % 10 == 0 ? i : 5, i % 50, i));
        assertCut(3);
    }

    @Test
    void withoutAKeyThereIsOneStream() {
        fill("id int", Integer::toString);
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ends(harness)).hasSize(1);
            assertThat(harness.loadedRows("t")).hasSize(ROWS);
        }
    }

    /** Where a table is cut is kept in Kafka, and would show keys. */
    @Test
    void aMaskedKeyIsNoPlaceToCut() {
        migration.config.computeIfPresent(
                "table.mappings",
                (key, rules) ->
                        rules.replace(
                                "{\"rules\": [",
                                """
                                {"rules": [{"rule-type": "transformation", "rule-id": "2",
                                  "rule-name": "2", "rule-target": "column",
                                  "rule-action": "data-masking-hash-mask",
                                  "object-locator": {"schema-name": "%s", "table-name": "t",
                                    "column-name": "id"}},
                                """
                                        .formatted(migration.database)));
        fill("id varchar(40) PRIMARY KEY", i -> "'customer-%08d'".formatted(i));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ends(harness)).hasSize(1);
            assertThat(harness.loadedRows("t")).hasSize(ROWS);
        }
    }

    @Test
    void afterACrashOnlyWhatIsMissingIsReadAgain() {
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 2}}");
        fill("id int PRIMARY KEY", Integer::toString);
        try (SourceHarness harness = migration.start()) {
            harness.until("some segments", () -> ends(harness).size() >= 3);
            harness.stop();
            int before = harness.loads.stream().mapToInt(load -> load.rows().size()).sum();
            int segments = ends(harness).get(0).segment().count();
            assertThat(ends(harness).size()).isLessThan(segments);
            migration.run(
                    "DELETE FROM t WHERE id BETWEEN 100 AND 300",
                    "UPDATE t SET v = 'changed' WHERE id % 1000 = 0",
                    "UPDATE t SET id = id - 1000000 WHERE id % 777 = 0",
                    "INSERT INTO t VALUES (500000, 500000, 'new')");
            harness.start();
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (-1, -1, 'marker')");
            harness.until(
                    "marker",
                    () ->
                            harness.changesOf("t").stream()
                                    .anyMatch(
                                            c ->
                                                    c.after() != null
                                                            && c.after().value(0).equals(-1L)));
            assertThat(harness.loads.stream().map(load -> load.message().type()))
                    .containsOnlyOnce(LoadMessage.Type.BEGIN);
            int after =
                    harness.loads.stream().mapToInt(load -> load.rows().size()).sum() - before;
            assertThat(after).isLessThan(ROWS);
            assertThat(ends(harness)).hasSize(segments);
            Map<String, String> replica = new TreeMap<>();
            harness.replica("t")
                    .values()
                    .forEach(row -> replica.put(row[0].toString(), row[1] + " " + row[2]));
            Map<String, String> source = new TreeMap<>();
            server().query("SELECT id, n, v FROM " + migration.database + ".t")
                    .forEach(row -> source.put(row.get(0), row.get(1) + " " + row.get(2)));
            assertThat(replica).isEqualTo(source);
        }
    }

    @Test
    void rangesOfARuleAreReadWithTheirNulls() {
        rule(
                "t",
                """
                {"type": "ranges", "columns": ["region", "n"],
                  "boundaries": [["b", "10"], ["b", "20"], ["c'\\\\", "5"]]}""");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, region varchar(9), n int)",
                "INSERT INTO t SELECT seq, CHAR(96 + seq % 5), seq % 30 FROM ("
                        + "SELECT a.i + 10 * b.i + 100 * c.i + 1 seq FROM "
                        + digits("a") + ", " + digits("b") + ", " + digits("c") + ") s",
                "UPDATE t SET region = NULL WHERE id % 100 = 0",
                "UPDATE t SET n = NULL WHERE id % 70 = 0");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(harness.loadedRows("t")).hasSize(1000).doesNotHaveDuplicates();
            assertThat(ends(harness)).hasSize(5).allMatch(end -> end.rows() > 0);
        }
    }

    private static String digits(String name) {
        return IntStream.range(0, 10)
                .mapToObj(i -> "SELECT " + i + " AS i")
                .collect(Collectors.joining(" UNION ALL ", "(", ") " + name));
    }

    /** No row has changed, but some are in a partition that was read before they came there. */
    @Test
    void partitionsThatAreOthersAfterACrashAreReadAnew() {
        rule("t", "{\"type\": \"partitions-auto\"}");
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1}}");
        fill("id int PRIMARY KEY", Integer::toString);
        migration.run(
                "ALTER TABLE t PARTITION BY RANGE (id) ("
                        + "PARTITION p1 VALUES LESS THAN (5000),"
                        + "PARTITION p2 VALUES LESS THAN MAXVALUE)");
        try (SourceHarness harness = migration.start()) {
            harness.until("a segment", () -> !ends(harness).isEmpty());
            harness.stop();
            assertThat(ends(harness)).hasSize(1);
            migration.run(
                    "ALTER TABLE t REORGANIZE PARTITION p1, p2 INTO ("
                            + "PARTITION p1 VALUES LESS THAN (9000),"
                            + "PARTITION p2 VALUES LESS THAN MAXVALUE)");
            harness.start();
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(harness.loadedRows("t").stream().map(row -> row[0]).distinct())
                    .hasSize(ROWS);
        }
    }

    @Test
    void partitionsAreSegments() {
        rule("t", "{\"type\": \"partitions-list\", \"partitions\": [\"p one\", \"gone\"]}");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id) ("
                        + "PARTITION `p one` VALUES LESS THAN (10),"
                        + "PARTITION p2 VALUES LESS THAN MAXVALUE)",
                "INSERT INTO t VALUES (1), (2), (11), (12), (13)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(ends(harness).stream().map(LoadMessage::rows))
                    .containsExactlyInAnyOrder(2L, 3L);
        }
    }
}
