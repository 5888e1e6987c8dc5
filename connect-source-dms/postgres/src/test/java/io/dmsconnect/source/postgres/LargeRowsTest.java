// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large objects: whole by default, in pieces where they are too large, cut where that is asked. */
class LargeRowsTest {
    private static final int LARGE = 10_000_000;

    private Migration migration = new Migration("full-load");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private static Map<Long, Object[]> byId(SourceHarness harness, String table) {
        Map<Long, Object[]> rows = new TreeMap<>();
        harness.loadedRows(table).forEach(row -> assertThat(rows.put((Long) row[0], row)).isNull());
        return rows;
    }

    @Test
    void arriveWholeInPieces() {
        migration.run(
                "SET standard_conforming_strings = on",
                "CREATE TABLE t (id int, body text, image bytea, facts jsonb)",
                "INSERT INTO t SELECT i, 'small' || i, '\\x01', '{}' FROM generate_series(1, 50) i",
                // too large for a message, not for memory
                "INSERT INTO t VALUES (51, repeat('é', 1000000), NULL, NULL)",
                "INSERT INTO t VALUES (52, repeat(E'\\t\\\\😀', %d), NULL, '[1]')"
                        .formatted(LARGE / 6),
                "INSERT INTO t SELECT 53, '', convert_to(repeat('0123456789abcde', %d), 'UTF8'),"
                                .formatted(LARGE / 15)
                        + " NULL",
                "INSERT INTO t SELECT 54, repeat('a', %d), convert_to(repeat('b', %d), 'UTF8'),"
                                .formatted(LARGE, LARGE)
                        + " jsonb_agg(md5(i::text)) FROM generate_series(1, 100000) i");
        String facts =
                PostgreSqlServer.shared()
                        .query(
                                "SELECT facts::text FROM %s.t WHERE id = 54"
                                        .formatted(migration.schema))
                        .get(0)
                        .get(0);
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            Map<Long, Object[]> rows = byId(harness, "t");
            assertThat(rows).hasSize(54);
            assertThat(rows.get(7L)[1]).isEqualTo("small7");
            assertThat(rows.get(51L)[1].equals("é".repeat(1_000_000))).isTrue();
            assertThat(rows.get(52L)[1].equals("\t\\😀".repeat(LARGE / 6))).isTrue();
            assertThat(rows.get(52L)[3]).isEqualTo("[1]");
            assertThat(rows.get(53L)[1]).isEqualTo("");
            assertThat(
                            new String((byte[]) rows.get(53L)[2], StandardCharsets.UTF_8)
                                    .equals("0123456789abcde".repeat(LARGE / 15)))
                    .isTrue();
            assertThat(rows.get(54L)[1].equals("a".repeat(LARGE))).isTrue();
            byte[] bytes = new byte[LARGE];
            Arrays.fill(bytes, (byte) 'b');
            assertThat(Arrays.equals((byte[]) rows.get(54L)[2], bytes)).isTrue();
            assertThat(rows.get(54L)[3].equals(facts)).isTrue();
            assertThat(harness.pieces).isBetween(60, 80);
            assertThat(harness.last("t", LoadMessage.Type.END).orElseThrow().message().rows())
                    .isEqualTo(54);
        }
    }

    @Test
    void loadAndChangesAreCutAlike() {
        migration.config.put("migration.type", "full-load-and-cdc");
        migration.config.put(
                "task.settings",
                "{\"TargetMetadata\": {\"LimitedSizeLobMode\": true, \"LobMaxSize\": 1}}");
        String values =
                """
                (%d, repeat('a', 1023), '\\x01'), (%d, repeat('a', 1024), NULL),
                (%d, repeat('a', 1025), convert_to(repeat('b', 1025), 'UTF8')),
                (%d, NULL, convert_to(repeat('b', 1024), 'UTF8')),
                (%d, repeat('a', 1022) || 'é', ''), (%d, repeat('a', 1023) || 'é', ''),
                (%d, repeat('a', 1021) || '😀', ''), (%d, '', '')
                """;
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, body text, image bytea)",
                "INSERT INTO t VALUES " + values.formatted(1, 2, 3, 4, 5, 6, 7, 8));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run(
                    "INSERT INTO t VALUES " + values.formatted(11, 12, 13, 14, 15, 16, 17, 18));
            harness.until("changes", () -> harness.changes.size() >= 8);
            Map<Long, Object[]> loaded = byId(harness, "t");
            String a = "a".repeat(1021);
            assertThat(loaded.values())
                    .extracting(row -> row[1])
                    .containsExactly(
                            a + "aa", a + "aaa", a + "aaa", null, a + "aé", a + "aa", a, "");
            assertThat((byte[]) loaded.get(3L)[2]).hasSize(1024);
            for (int i = 0; i < 8; i++) {
                Object[] row = loaded.get(i + 1L);
                assertThat(harness.changes.get(i).after().value(1)).isEqualTo(row[1]);
                assertThat(harness.changes.get(i).after().value(2)).isEqualTo(row[2]);
            }
        }
    }
}
