// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loads whose rows travel as Debezium's envelopes in the topics of the changes. */
class LoadedRowsTest {
    private Migration migration = inRows("full-load-and-cdc");

    private static Migration inRows(String type) {
        Migration migration = new Migration(type);
        migration.config.put("load.records", "rows");
        return migration;
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private void smallSegments() {
        migration.config.put("load.segment.bytes", "200000");
        migration.config.put("load.batch.bytes", "8192");
    }

    private static Struct after(SourceRecord record) {
        return ((Struct) record.value()).getStruct("after");
    }

    private Map<String, String> source(String table) {
        Map<String, String> rows = new TreeMap<>();
        migration
                .server
                .query("SELECT id, v FROM " + migration.schema + "." + table)
                .forEach(row -> rows.put(row.get(0), row.get(1)));
        return rows;
    }

    private static Map<String, String> replica(SourceHarness harness, String table) {
        Map<String, String> rows = new TreeMap<>();
        harness.replayed(table)
                .values()
                .forEach(row -> rows.put(row[0].toString(), String.valueOf(row[1])));
        return rows;
    }

    private static void untilThere(SourceHarness harness, String table, long id) {
        harness.until(
                "marker " + id,
                () ->
                        harness.changesOf(table).stream()
                                .anyMatch(c -> c.after() != null && c.after().value(0).equals(id)));
    }

    private static final String TYPES =
            """
            b boolean, s smallint, i integer, l bigint, f real, d double precision,
            n numeric, n2 numeric(10,2), t text, c char(5), vc varchar(10), by bytea,
            da date, ti time(3), ts timestamp, tz timestamptz, tt timetz, iv interval,
            u uuid, j json, jb jsonb, ip inet, p point, a integer[], ta text[], m money,
            bi bit(3), r int4range, x xml, big text
            """;

    private static final String VALUES =
            """
            true, -3, 70000, 5000000000, 1.5, -0.1, 12345678901234567890.123400, 1.50,
            E'a\\tb\\\\c\\n''é', 'ab', 'xyz', '\\x00ff10', '2024-02-29', '01:02:03.400',
            '2024-02-29 01:02:03.123456', '2024-02-29 01:02:03+05', '01:02:03+02', '1 day 02:03',
            '123e4567-e89b-12d3-a456-426614174000', '{"a":  1}', '{"a":  1}', '10.0.0.1/8',
            '(1,2)', '{1,NULL,3}', '{"a,b",NULL}', 12.5, B'101', '[1,5)', '<a/>',
            repeat('long', 5000)
            """;

    private static final String ODD =
            """
            false, NULL, NULL, NULL, 'NaN', '-Infinity', 'NaN', NULL, '', '', '', '',
            '0044-03-15 BC', '24:00', '0044-03-15 01:02:03 BC', 'infinity', NULL, '-1 mon',
            NULL, 'null', 'null', NULL, NULL, '{}', '{}', NULL, NULL, 'empty', NULL, NULL
            """;

    @Test
    void aLoadedRowLooksAsAChange() {
        migration.run(
                "CREATE TABLE t (id int NOT NULL, k text NOT NULL, "
                        + TYPES
                        + ", PRIMARY KEY (k, id))",
                "INSERT INTO t VALUES (1, 'k', " + VALUES + "), (2, 'k', " + ODD + ")");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.recordsOf("t").size() == 2);
            migration.run("INSERT INTO t VALUES (3, 'k', " + VALUES + "), (4, 'k', " + ODD + ")");
            harness.until("changes", () -> harness.recordsOf("t").size() == 4);
            assertThat(harness.operations("t")).isEqualTo("rrcc");
            assertThat(harness.loads).isEmpty();
            List<SourceRecord> records = harness.recordsOf("t");
            for (int row = 0; row < 2; row++) {
                assertAlike(records.get(row), records.get(row + 2));
            }
            Struct source = ((Struct) records.get(0).value()).getStruct("source");
            assertThat(source.getString("snapshot")).isEqualTo("true");
            assertThat(source.getString("connector")).isEqualTo("postgresql");
            assertThat(((Struct) records.get(0).key()).getInt32("id")).isEqualTo(1);
        }
    }

    private static void assertAlike(SourceRecord loaded, SourceRecord change) {
        assertThat(loaded.valueSchema()).isEqualTo(change.valueSchema());
        assertThat(loaded.valueSchema().parameters()).isEqualTo(change.valueSchema().parameters());
        assertThat(loaded.keySchema()).isEqualTo(change.keySchema());
        for (Field field : after(loaded).schema().fields()) {
            if (!field.name().equals("id")) {
                assertThat(after(loaded).get(field.name()))
                        .as(field.name())
                        .isEqualTo(after(change).get(field.name()));
            }
        }
        assertThat(headers(loaded)).isEqualTo(headers(change));
    }

    /** Without those that name the Debezium task that has read the log. */
    private static Map<String, Object> headers(SourceRecord record) {
        Map<String, Object> headers = new TreeMap<>();
        record.headers()
                .forEach(
                        header -> {
                            if (!header.key().startsWith("__debezium.context.")) {
                                headers.put(header.key(), header.value());
                            }
                        });
        return headers;
    }

    @Test
    void rowsComeBeforeChangesAndBothMakeTheTable() throws Exception {
        smallSegments();
        for (String table : List.of("t", "heap")) {
            migration.run(
                    "CREATE TABLE " + table + " (id int, v text)",
                    "CREATE INDEX ON " + table + " (id)",
                    "ALTER TABLE " + table + " REPLICA IDENTITY FULL",
                    "INSERT INTO "
                            + table
                            + " SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        }
        migration.run("ALTER TABLE t ADD PRIMARY KEY (id)");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> write(stop));
        writer.start();
        try (SourceHarness harness = migration.start()) {
            harness.until("changes", () -> harness.operations("heap").contains("u"));
            harness.until("changes", () -> harness.operations("t").contains("u"));
            stop.set(true);
            writer.join();
            migration.run("INSERT INTO t VALUES (-1, 'm')", "INSERT INTO heap VALUES (-1, 'm')");
            untilThere(harness, "t", -1);
            untilThere(harness, "heap", -1);
            for (String table : List.of("t", "heap")) {
                assertThat(harness.operations(table)).matches("r{19000,}[cud]+");
            }
            assertThat(replica(harness, "t")).isEqualTo(source("t"));
            assertThat(harness.replayedRows("heap"))
                    .containsExactlyInAnyOrderElementsOf(
                            migration.server.query(
                                    "SELECT id, v FROM " + migration.schema + ".heap"));
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    private void write(AtomicBoolean stop) {
        for (int i = 1; !stop.get(); i++) {
            for (String table : List.of("t", "heap")) {
                migration.run(
                        "INSERT INTO %s VALUES (%d, 'new')".formatted(table, 100_000 + i),
                        "UPDATE %s SET v = v || repeat('y', 500) WHERE id = %d"
                                .formatted(table, i * 37 % 20_000 + 1),
                        "UPDATE %s SET id = %d WHERE id = %d"
                                .formatted(table, 200_000 + i, i * 53 % 20_000 + 1),
                        "DELETE FROM %s WHERE id = %d".formatted(table, i * 91 % 20_000 + 1));
            }
            // the faster the server, the more there would be to compare
            LockSupport.parkNanos(1_000_000);
        }
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
            harness.until("some rows", () -> harness.records.size() > 8000);
            harness.stop();
            int before = harness.records.size();
            assertThat(before).isLessThan(20_000);
            migration.run(
                    "DELETE FROM t WHERE id BETWEEN 100 AND 300",
                    "UPDATE t SET v = 'changed' || repeat('z', 200) WHERE id % 1000 = 0",
                    "UPDATE t SET id = id - 1000000 WHERE id % 777 = 0",
                    "INSERT INTO t VALUES (500000, 'new')");
            harness.start();
            harness.until("load", () -> harness.isRead("t"));
            migration.run("INSERT INTO t VALUES (-1, 'marker')");
            untilThere(harness, "t", -1);
            String operations = harness.operations("t");
            assertThat(operations).matches("r+[cud]+");
            assertThat(operations.replaceAll("[^r]", "").length() - before).isLessThan(18_000);
            assertThat(replica(harness, "t")).isEqualTo(source("t"));
            Map<String, String> large = new TreeMap<>();
            harness.replayed("t")
                    .values()
                    .forEach(row -> large.put(row[0].toString(), String.valueOf(row[2])));
            migration
                    .server
                    .query("SELECT id, coalesce(big, 'null') FROM " + migration.schema + ".t")
                    .forEach(row -> assertThat(large).containsEntry(row.get(0), row.get(1)));
            // complete loads are never read again
            int sent = harness.records.size();
            harness.restart();
            migration.run("INSERT INTO t VALUES (-2, 'marker')");
            untilThere(harness, "t", -2);
            assertThat(harness.records.size() - sent).isLessThan(3);
        }
    }

    /** Nobody can tell its rows apart: what has come is void. */
    @Test
    void aTableWithoutAKeyBeginsAnewAfterACrash() {
        smallSegments();
        migration.run(
                "CREATE TABLE t (id int, v text)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t SELECT i / 2, repeat('x', 100) FROM generate_series(1, 20000) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("some rows", () -> harness.records.size() > 5000);
            harness.stop();
            migration.run(
                    "DELETE FROM t WHERE id BETWEEN 100 AND 300", "INSERT INTO t VALUES (7, 'a')");
            harness.start();
            harness.until("load", () -> harness.isRead("t"));
            migration.run("INSERT INTO t VALUES (-1, 'marker')");
            untilThere(harness, "t", -1);
            assertThat(harness.operations("t")).matches("r+tr+c");
            assertThat(harness.replayedRows("t"))
                    .containsExactlyInAnyOrderElementsOf(
                            migration.server.query("SELECT id, v FROM " + migration.schema + ".t"));
        }
    }

    @Test
    void rulesAreApplied() {
        migration.config.put(
                "table.mappings",
                """
                {"rules": [{"rule-type": "selection", "rule-id": "5", "rule-name": "5",
                  "object-locator": {"schema-name": "%1$s", "table-name": "t"},
                  "rule-action": "include", "filters": [{"filter-type": "source",
                  "column-name": "id", "filter-conditions": [
                  {"filter-operator": "gte", "value": "2"}]}]},
                {"rule-type": "transformation", "rule-id": "6", "rule-name": "6",
                  "rule-target": "column", "object-locator": {"schema-name": "%1$s",
                  "table-name": "t", "column-name": "secret"},
                  "rule-action": "data-masking-digits-mask", "value": "#"},
                {"rule-type": "transformation", "rule-id": "7", "rule-name": "7",
                  "rule-target": "column", "object-locator": {"schema-name": "%1$s",
                  "table-name": "t"}, "rule-action": "add-column", "value": "twice",
                  "expression": "$id * 2", "data-type": {"type": "int8"}},
                {"rule-type": "transformation", "rule-id": "8", "rule-name": "8",
                  "rule-target": "table", "object-locator": {"schema-name": "%1$s",
                  "table-name": "t"}, "rule-action": "rename", "value": "renamed"}]}
                """
                        .formatted(migration.schema));
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, secret text)",
                "INSERT INTO t SELECT i, 'card 123' FROM generate_series(1, 5) i");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.recordsOf("t").size() == 4);
            migration.run(
                    "INSERT INTO t VALUES (0, 'card 123')", "INSERT INTO t VALUES (9, 'card 123')");
            harness.until("change", () -> harness.recordsOf("t").size() == 5);
            List<SourceRecord> records = harness.recordsOf("t");
            assertThat(records)
                    .allMatch(r -> r.topic().endsWith(".renamed"))
                    .allMatch(r -> after(r).getString("secret").equals("card ###"))
                    .allMatch(r -> after(r).getInt64("twice") == 2L * after(r).getInt32("id"));
            assertThat(records.get(0).valueSchema()).isEqualTo(records.get(4).valueSchema());
        }
    }

    @Test
    void aReloadSaysThatTheTableIsEmptyFirst() {
        migration.run(
                "CREATE TABLE t (id int, v text)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t VALUES (1, 'a'), (1, 'a'), (2, 'b')",
                "CREATE TABLE other (id int PRIMARY KEY, v text)",
                "INSERT INTO other VALUES (1, 'a')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.records.size() == 4);
            migration.run("INSERT INTO t VALUES (3, 'c')");
            untilThere(harness, "t", 3);
            harness.stop();
            migration.run("INSERT INTO t VALUES (4, 'd')", "DELETE FROM t WHERE id = 2");
            migration.config.put(
                    "reload.tables",
                    "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"%s\", \"TableName\": \"t\"}]}"
                            .formatted(migration.schema));
            harness.start();
            harness.until(
                    "reload", () -> harness.operations("t").contains("t") && harness.isRead("t"));
            migration.run("INSERT INTO t VALUES (5, 'e')", "INSERT INTO other VALUES (2, 'b')");
            untilThere(harness, "t", 5);
            untilThere(harness, "other", 2);
            assertThat(harness.operations("t")).isEqualTo("rrrctrrrrc");
            assertThat(harness.operations("other")).isEqualTo("rc");
            assertThat(harness.replayedRows("t"))
                    .containsExactlyInAnyOrderElementsOf(
                            migration.server.query("SELECT id, v FROM " + migration.schema + ".t"));
        }
    }

    @Test
    void tablesThatComeLaterAreLoadedBeforeTheirChanges() throws Exception {
        migration.config.put("new.tables.check.interval.ms", "200");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        AtomicBoolean stop = new AtomicBoolean();
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.records.size() == 1);
            migration.run(
                    "CREATE TABLE late (id int, v text)",
                    "ALTER TABLE late REPLICA IDENTITY FULL",
                    "INSERT INTO late SELECT i, 'x' FROM generate_series(1, 3000) i");
            Thread writer =
                    new Thread(
                            () -> {
                                for (int i = 1; !stop.get(); i++) {
                                    migration.run(
                                            "INSERT INTO late VALUES (%d, 'new')"
                                                    .formatted(10_000 + i),
                                            "DELETE FROM late WHERE id = " + i * 7 % 3000,
                                            "INSERT INTO t VALUES (%d, 'new')"
                                                    .formatted(10_000 + i));
                                }
                            });
            writer.start();
            harness.until("late changes", () -> harness.operations("late").contains("d"));
            stop.set(true);
            writer.join();
            migration.run("INSERT INTO t VALUES (-1, 'm')", "INSERT INTO late VALUES (-1, 'm')");
            untilThere(harness, "t", -1);
            untilThere(harness, "late", -1);
            assertThat(harness.operations("late")).matches("r+[cd]+");
            assertThat(harness.operations("t")).matches("rc+");
            assertThat(replica(harness, "t")).isEqualTo(source("t"));
            assertThat(harness.replayedRows("late"))
                    .containsExactlyInAnyOrderElementsOf(
                            migration.server.query(
                                    "SELECT id, v FROM " + migration.schema + ".late"));
        } finally {
            stop.set(true);
        }
    }

    @Test
    void aFullLoadAloneIdlesThen() {
        migration.cleanUp();
        migration = inRows("full-load");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'a'), (2, NULL)",
                "CREATE TABLE nothing (id int)",
                "CREATE VIEW w AS SELECT id, v FROM t");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.records.size() == 2);
            assertThat(harness.operations("w")).isEmpty();
            assertThat(replica(harness, "t")).isEqualTo(Map.of("1", "a", "2", "null"));
            for (int i = 0; i < 10; i++) {
                harness.poll();
            }
            harness.restart();
            for (int i = 0; i < 10; i++) {
                harness.poll();
            }
            assertThat(harness.records).hasSize(2);
        }
    }
}
