// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads whose rows travel as Debezium's envelopes in the topics of the changes. */
public abstract class LoadedRowsContract {
    private static final int ROWS = 20_000;

    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    @BeforeEach
    void begin() {
        begin("full-load-and-cdc");
    }

    private void begin(String type) {
        migration = new Migration(server(), this::task, type);
        migration.config.put("load.records", "rows");
        migration.config.put("load.segment.bytes", "300000");
        migration.config.put("load.batch.bytes", "8192");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private void fill(String table, String columns) {
        migration.run("CREATE TABLE " + table + " (" + columns + ")");
        for (int from = 0; from < ROWS; from += 2000) {
            migration.run(
                    "INSERT INTO "
                            + table
                            + " VALUES "
                            + IntStream.range(from, from + 2000)
                                    .mapToObj(i -> "(%d, '%s')".formatted(i, "x".repeat(150)))
                                    .collect(Collectors.joining(", ")));
        }
        migration.run("ANALYZE TABLE " + table);
    }

    private List<List<String>> source(String table) {
        return migration.server.query("SELECT id, v FROM " + migration.database + "." + table);
    }

    private Map<String, String> sourceByKey(String table) {
        Map<String, String> rows = new TreeMap<>();
        source(table).forEach(row -> rows.put(row.get(0), row.get(1)));
        return rows;
    }

    private static Map<String, String> replica(SourceHarness harness, String table) {
        Map<String, String> rows = new TreeMap<>();
        harness.replayed(table)
                .values()
                .forEach(row -> rows.put(row[0].toString(), String.valueOf(row[1])));
        return rows;
    }

    private void mark(SourceHarness harness, String table, long id) {
        migration.run("INSERT INTO %s VALUES (%d, 'marker')".formatted(table, id));
        harness.until(
                "marker of " + table,
                () ->
                        harness.changesOf(table).stream()
                                .anyMatch(
                                        c -> c.after() != null && c.after().value(0).equals(id)));
    }

    @Test
    void rowsComeBeforeChangesAndBothMakeTheTable() throws Exception {
        fill("t", "id int PRIMARY KEY, v varchar(2000)");
        fill("heap", "id int, v varchar(2000), KEY (id)");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> write(stop));
        writer.start();
        try (SourceHarness harness = migration.start()) {
            harness.until("changes", () -> harness.operations("heap").contains("u"));
            harness.until("changes", () -> harness.operations("t").contains("u"));
            stop.set(true);
            writer.join();
            mark(harness, "t", -1);
            mark(harness, "heap", -1);
            for (String table : List.of("t", "heap")) {
                assertThat(harness.operations(table)).matches("r{19000,}[cud]+");
            }
            assertThat(harness.loads).isEmpty();
            assertThat(replica(harness, "t")).isEqualTo(sourceByKey("t"));
            assertThat(harness.replayedRows("heap"))
                    .containsExactlyInAnyOrderElementsOf(source("heap"));
            SourceRecord loaded = harness.recordsOf("t").get(0);
            Struct block = ((Struct) loaded.value()).getStruct("source");
            assertThat(block.getString("snapshot")).isEqualTo("true");
            assertThat(block.getString("file")).isNotEmpty();
            assertThat(loaded.topic()).endsWith(migration.database + ".t");
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
                        "UPDATE %s SET v = CONCAT('y', v) WHERE id = %d"
                                .formatted(table, i * 37 % ROWS),
                        "UPDATE %s SET id = %d WHERE id = %d"
                                .formatted(table, 200_000 + i, i * 53 % ROWS),
                        "DELETE FROM %s WHERE id = %d".formatted(table, i * 91 % ROWS));
            }
            // the faster the server, the more there would be to compare
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void afterACrashOnlyWhatIsMissingIsReadAgain() {
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 2}}");
        fill("t", "id int PRIMARY KEY, v varchar(300)");
        try (SourceHarness harness = migration.start()) {
            harness.until("some rows", () -> harness.records.size() > 9000);
            harness.stop();
            int before = harness.records.size();
            migration.run(
                    "DELETE FROM t WHERE id BETWEEN 100 AND 300",
                    "UPDATE t SET v = 'changed' WHERE id % 1000 = 0",
                    "UPDATE t SET id = id - 1000000 WHERE id % 777 = 0",
                    "INSERT INTO t VALUES (500000, 'new')");
            harness.start();
            harness.until("load", () -> harness.isRead("t"));
            mark(harness, "t", -1);
            String operations = harness.operations("t");
            assertThat(operations).matches("r+[cud]+");
            assertThat(operations.replaceAll("[^r]", "").length() - before).isLessThan(18_000);
            assertThat(replica(harness, "t")).isEqualTo(sourceByKey("t"));
            int sent = harness.records.size();
            harness.restart();
            mark(harness, "t", -2);
            assertThat(harness.records.size() - sent).isLessThan(3);
        }
    }

    /** Nobody can tell its rows apart: what has come is void. */
    @Test
    void aTableWithoutAKeyBeginsAnewAfterACrash() {
        fill("t", "id int, v varchar(300)");
        try (SourceHarness harness = migration.start()) {
            harness.until("some rows", () -> harness.records.size() > 5000);
            harness.stop();
            migration.run(
                    "DELETE FROM t WHERE id BETWEEN 100 AND 300", "INSERT INTO t VALUES (7, 'a')");
            harness.start();
            harness.until("load", () -> harness.isRead("t"));
            mark(harness, "t", -1);
            assertThat(harness.operations("t")).matches("r+tr+c");
            assertThat(harness.replayedRows("t")).containsExactlyInAnyOrderElementsOf(source("t"));
        }
    }

    @Test
    void aReloadSaysThatTheTableIsEmptyFirst() {
        migration.run(
                "CREATE TABLE t (id int, v text)",
                "INSERT INTO t VALUES (1, 'a'), (1, 'a'), (2, 'b')",
                "CREATE TABLE other (id int PRIMARY KEY, v text)",
                "INSERT INTO other VALUES (1, 'a')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.records.size() == 4);
            mark(harness, "t", 3);
            harness.stop();
            migration.run("INSERT INTO t VALUES (4, 'd')", "DELETE FROM t WHERE id = 2");
            migration.config.put(
                    "reload.tables",
                    "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"%s\", \"TableName\": \"t\"}]}"
                            .formatted(migration.database));
            harness.start();
            harness.until(
                    "reload",
                    () -> harness.operations("t").contains("t") && harness.isRead("t"));
            mark(harness, "t", 5);
            mark(harness, "other", 2);
            assertThat(harness.operations("t")).isEqualTo("rrrctrrrrc");
            assertThat(harness.operations("other")).isEqualTo("rc");
            assertThat(harness.replayedRows("t")).containsExactlyInAnyOrderElementsOf(source("t"));
        }
    }

    @Test
    void tablesThatComeLaterAreLoadedBeforeTheirChanges() throws Exception {
        migration.config.put("new.tables.check.interval.ms", "200");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 1; !stop.get(); i++) {
                                migration.run(
                                        "INSERT INTO late VALUES (%d, 'new')".formatted(i),
                                        "DELETE FROM late WHERE id = " + i / 3,
                                        "INSERT INTO t VALUES (%d, 'new')".formatted(10_000 + i));
                            }
                        });
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.records.size() == 1);
            migration.run("CREATE TABLE late (id int, v text)");
            writer.start();
            harness.until("late changes", () -> harness.operations("late").contains("d"));
            stop.set(true);
            writer.join();
            mark(harness, "t", -1);
            mark(harness, "late", -1);
            assertThat(harness.operations("late")).matches("r*[cd]+");
            assertThat(harness.operations("t")).matches("rc+");
            assertThat(replica(harness, "t")).isEqualTo(sourceByKey("t"));
            assertThat(harness.replayedRows("late"))
                    .containsExactlyInAnyOrderElementsOf(source("late"));
        } finally {
            stop.set(true);
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
                  "rule-action": "data-masking-digits-mask", "value": "#"}]}
                """
                        .formatted(migration.database));
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, secret varchar(20))",
                "INSERT INTO t VALUES (1, 'card 1'), (2, 'card 2'), (3, NULL)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.recordsOf("t").size() == 2);
            migration.run("INSERT INTO t VALUES (0, 'card 0')", "INSERT INTO t VALUES (9, NULL)");
            harness.until("change", () -> harness.recordsOf("t").size() == 3);
            assertThat(harness.recordsOf("t"))
                    .extracting(r -> ((Struct) r.value()).getStruct("after").getString("secret"))
                    .containsExactlyInAnyOrder("card #", null, null);
            assertThat(harness.recordsOf("t").stream().map(SourceRecord::valueSchema).distinct())
                    .hasSize(1);
        }
    }
}
