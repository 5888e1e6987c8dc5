// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large objects: whole by default, in pieces where they are too large, cut where that is asked. */
public abstract class LargeRowsContract {
    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    private void begin(String type) {
        migration = new Migration(server(), this::task, type);
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private static Map<Long, Object[]> byId(SourceHarness harness) {
        Map<Long, Object[]> rows = new TreeMap<>();
        harness.loadedRows("t").forEach(row -> assertThat(rows.put((Long) row[0], row)).isNull());
        return rows;
    }

    @Test
    void arriveWholeInPieces() {
        begin("full-load");
        migration.run(
                "CREATE TABLE t (id int, body longtext CHARACTER SET utf8mb4, image longblob)",
                "INSERT INTO t VALUES (1, '', NULL), (2, NULL, x'00')",
                "INSERT INTO t VALUES (3, REPEAT('é', 1000000), NULL)",
                "INSERT INTO t VALUES (4, REPEAT('a\\t😀', 500000), REPEAT('b', 2000000))");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            Map<Long, Object[]> rows = byId(harness);
            assertThat(rows).hasSize(4);
            assertThat(rows.get(1L)[1]).isEqualTo("");
            assertThat(rows.get(2L)[1]).isNull();
            assertThat(rows.get(3L)[1].equals("é".repeat(1_000_000))).isTrue();
            assertThat(rows.get(4L)[1].equals("a\t😀".repeat(500_000))).isTrue();
            byte[] bytes = "b".repeat(2_000_000).getBytes(StandardCharsets.UTF_8);
            assertThat(Arrays.equals((byte[]) rows.get(4L)[2], bytes)).isTrue();
            assertThat(harness.pieces).isBetween(9, 12);
        }
    }

    /** Read in slices, found again by any key. */
    @Test
    void largerThanMemoryShouldHold() {
        begin("full-load");
        migration.run(
                "CREATE TABLE t (id int, k varchar(20), b varbinary(8), at datetime(3), small int,"
                        + " body longtext CHARACTER SET utf8mb4,"
                        + " old mediumtext CHARACTER SET latin1, image longblob,"
                        + " PRIMARY KEY (id, k, b, at)) CHARACTER SET utf8mb4",
                "INSERT INTO t VALUES (1, 'it''s \\\\', x'00FF27', '2020-01-02 03:04:05.678', 7,"
                        + " REPEAT('aé😀', 1000000), 'é', NULL)",
                "INSERT INTO t VALUES (2, '', '', '2020-01-02', NULL, 'short',"
                        + " REPEAT('é', 5000000), REPEAT(x'00FF', 4500000))",
                "INSERT INTO t VALUES (2, 'é', '', '2020-01-02', NULL, '', NULL, REPEAT('x', 2097152)),"
                        + " (3, '', '', '2020-01-02', NULL, '', NULL, REPEAT('x', 2097153))");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            List<Object[]> rows = harness.loadedRows("t");
            assertThat(rows).hasSize(4);
            Object[] first = row(rows, 1, "it's \\");
            assertThat(first[4]).isEqualTo(7L);
            assertThat(first[5].equals("aé😀".repeat(1_000_000))).isTrue();
            assertThat(first[6]).isEqualTo("é");
            assertThat(first[7]).isNull();
            Object[] second = row(rows, 2, "");
            assertThat(second[5]).isEqualTo("short");
            assertThat(second[6].equals("é".repeat(5_000_000))).isTrue();
            byte[] image = (byte[]) second[7];
            assertThat(image).hasSize(9_000_000);
            assertThat(image[8_999_998]).isZero();
            assertThat(image[8_999_999]).isEqualTo((byte) 0xFF);
            assertThat((byte[]) row(rows, 2, "é")[7]).hasSize(2_097_152);
            assertThat((byte[]) row(rows, 3, "")[7]).hasSize(2_097_153);
        }
    }

    private static Object[] row(List<Object[]> rows, long id, String k) {
        return rows.stream()
                .filter(row -> row[0].equals(id) && row[1].equals(k))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void loadAndChangesAreCutAlike() {
        begin("full-load-and-cdc");
        migration.config.put(
                "task.settings",
                "{\"TargetMetadata\": {\"LimitedSizeLobMode\": true, \"LobMaxSize\": 1}}");
        String values =
                """
                (%d, REPEAT('a', 1023), x'01'), (%d, REPEAT('a', 1024), NULL),
                (%d, REPEAT('a', 1025), REPEAT('b', 1025)), (%d, NULL, REPEAT('b', 1024)),
                (%d, CONCAT(REPEAT('a', 1022), 'é'), ''), (%d, CONCAT(REPEAT('a', 1023), 'é'), ''),
                (%d, CONCAT(REPEAT('a', 1021), '😀'), ''), (%d, '', '')
                """;
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, body longtext CHARACTER SET utf8mb4,"
                        + " image longblob)",
                "INSERT INTO t VALUES " + values.formatted(1, 2, 3, 4, 5, 6, 7, 8));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES " + values.formatted(11, 12, 13, 14, 15, 16, 17, 18));
            harness.until("changes", () -> harness.changes.size() >= 8);
            Map<Long, Object[]> loaded = byId(harness);
            String a = "a".repeat(1021);
            assertThat(loaded.values())
                    .extracting(row -> row[1])
                    .containsExactly(
                            a + "aa", a + "aaa", a + "aaa", null, a + "aé", a + "aa", a, "");
            assertThat((byte[]) loaded.get(3L)[2]).hasSize(1024);
            assertThat((byte[]) loaded.get(4L)[2]).hasSize(1024);
            for (int i = 0; i < 8; i++) {
                Object[] row = loaded.get(i + 1L);
                assertThat(harness.changes.get(i).after().value(1)).isEqualTo(row[1]);
                assertThat(harness.changes.get(i).after().value(2)).isEqualTo(row[2]);
            }
        }
    }
}
