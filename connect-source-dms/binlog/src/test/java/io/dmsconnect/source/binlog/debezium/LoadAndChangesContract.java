// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.testing.DatabaseServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both lanes together give the source's rows, whatever happens beside the load and in between. */
public abstract class LoadAndChangesContract {
    private final List<Migration> migrations = new ArrayList<>();

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    /** The engine's word for: encrypted, whoever answers. */
    protected abstract String encrypted();

    private Migration migration(String type) {
        Migration migration = new Migration(server(), this::task, type);
        migrations.add(migration);
        return migration;
    }

    @AfterEach
    void cleanUp() {
        migrations.forEach(Migration::cleanUp);
    }

    private static void awaitRow(SourceHarness harness, String table, long id) {
        harness.until(
                "row " + id + " of " + table,
                () ->
                        harness.changesOf(table).stream()
                                .anyMatch(
                                        change ->
                                                change.after() != null
                                                        && change.after().value(0).equals(id)));
    }

    /** Key and the columns' texts, as the server has them. */
    private static Map<Long, List<String>> source(Migration migration, String table) {
        Map<Long, List<String>> rows = new TreeMap<>();
        migration
                .server
                .query("SELECT * FROM " + migration.database + "." + table)
                .forEach(row -> rows.put(Long.valueOf(row.get(0)), row));
        return rows;
    }

    private static Map<Long, List<String>> replica(SourceHarness harness, String table) {
        Map<Long, List<String>> rows = new TreeMap<>();
        harness.replica(table)
                .forEach(
                        (key, values) -> {
                            List<String> texts = new ArrayList<>();
                            for (Object value : values) {
                                texts.add(value == null ? null : value.toString());
                            }
                            rows.put((Long) key, texts);
                        });
        return rows;
    }

    /** The log's optional words on a table count numbers in their own way. */
    @Test
    void aYearBesideEightNumbersIsRead() throws Exception {
        Migration migration = migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id bigint PRIMARY KEY, y year, a int, b tinyint, c smallint, d"
                        + " mediumint, e decimal(5,1), f float, g double)");
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (1, 2026, -1, -2, -3, -4, -5.5, 6.5, 7.5)");
            awaitRow(harness, "t", 1);
            assertThat(replica(harness, "t").get(1L))
                    .containsExactly("1", "2026", "-1", "-2", "-3", "-4", "-5.5", "6.5", "7.5");
        }
    }

    @Test
    void rowsWrittenDuringTheLoadAreThereOnce() throws Exception {
        Migration migration = migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id bigint PRIMARY KEY AUTO_INCREMENT, n int NOT NULL, v varchar(20))",
                "INSERT INTO t (n, v) VALUES (0, 'a'), (0, 'b'), (0, 'c')",
                "CREATE TABLE keyless (a int, b varchar(10))",
                "INSERT INTO keyless VALUES (0, 'x')");
        AtomicBoolean enough = new AtomicBoolean();
        AtomicReference<Exception> failed = new AtomicReference<>();
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                write(migration, enough);
                            } catch (SQLException e) {
                                failed.set(e);
                            }
                        });
        writer.start();
        try (Connection open = migration.server.connect(migration.database);
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO t (id, n, v) VALUES (900000, 1, 'open')");
            statement.execute("UPDATE t SET v = 'before' WHERE id = 1");
            try (SourceHarness harness = migration.start()) {
                harness.until("loaded", () -> harness.isLoaded("t") && harness.isLoaded("keyless"));
                statement.execute("UPDATE t SET n = 2 WHERE id = 900000");
                open.commit();
                Thread.sleep(300);
                enough.set(true);
                writer.join();
                assertThat(failed.get()).isNull();
                migration.run("INSERT INTO t (id, n, v) VALUES (90000000, 0, 'end')");
                awaitRow(harness, "t", 90_000_000);
                var position = position(harness, "t");
                assertThat(harness.changesOf("t"))
                        .anyMatch(change -> position.includes(change.position()))
                        .anyMatch(change -> !position.includes(change.position()));
                assertThat(replica(harness, "t")).isEqualTo(source(migration, "t"));
                assertThat(keylessRows(harness))
                        .isEqualTo(
                                migration
                                        .server
                                        .query(
                                                "SELECT COUNT(*) FROM "
                                                        + migration.database
                                                        + ".keyless")
                                        .get(0)
                                        .get(0));
            }
        }
    }

    /** What the table's load holds. */
    private static LoadPosition position(SourceHarness harness, String table) {
        return LoadPosition.parse(
                harness.last(table, LoadMessage.Type.END).orElseThrow().message().position());
    }

    private static String keylessRows(SourceHarness harness) {
        var position = position(harness, "keyless");
        long rows =
                harness.loadedRows("keyless").size()
                        + harness.changesOf("keyless").stream()
                                .filter(change -> !position.includes(change.position()))
                                .count();
        return Long.toString(rows);
    }

    /** Transactions of several rows, and rows of a table without a key. */
    private static void write(Migration migration, AtomicBoolean enough) throws SQLException {
        try (Connection connection = migration.server.connect(migration.database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 1; !enough.get(); i++) {
                statement.execute(
                        "INSERT INTO t (n, v) VALUES (%d, 'p'), (%d, 'q'), (%d, 'r')"
                                .formatted(i, i, i));
                statement.execute("INSERT INTO keyless VALUES (%d, 'y')".formatted(i));
                statement.execute("UPDATE t SET n = n + 1 WHERE id IN (2, 3)");
                if (i % 5 == 0) {
                    statement.execute("DELETE FROM t WHERE id = LAST_INSERT_ID()");
                }
                connection.commit();
            }
        }
    }

    @Test
    void tablesAlteredWhileTheTaskIsDownAreReadByTheShapeTheyHad() {
        Migration migration = migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id bigint PRIMARY KEY, v varchar(20))",
                "INSERT INTO t VALUES (1, 'one')");
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (2, 'two')");
            awaitRow(harness, "t", 2);
            harness.stop();
            migration.run(
                    "INSERT INTO t VALUES (3, 'three')",
                    "ALTER TABLE t ADD COLUMN w decimal(10,2) NULL FIRST",
                    "INSERT INTO t VALUES (4.5, 4, 'four')",
                    "ALTER TABLE t DROP COLUMN v",
                    "INSERT INTO t VALUES (5.5, 5)",
                    "ALTER TABLE t ADD COLUMN v varchar(20) AFTER id",
                    "INSERT INTO t VALUES (6.5, 6, 'six')");
            harness.start();
            harness.until("six", () -> harness.changesOf("t").size() >= 5);
            harness.stop();
            migration.run("INSERT INTO t VALUES (7.5, 7, 'seven')");
            harness.start();
            harness.until("seven", () -> harness.changesOf("t").size() >= 6);
            List<String> rows = new ArrayList<>();
            for (var change : harness.changesOf("t")) {
                StringBuilder row = new StringBuilder();
                for (int i = 0; i < change.after().size(); i++) {
                    Object value =
                            change.after().isPresent(i) ? change.after().value(i) : "absent";
                    row.append(change.table().columns().get(i).name())
                            .append('=')
                            .append(value instanceof BigDecimal d ? d.toPlainString() : value)
                            .append(' ');
                }
                rows.add(row.toString().trim());
            }
            assertThat(rows)
                    .containsExactly(
                            "id=2 v=two",
                            "id=3 v=three",
                            "w=4.50 id=4 v=four",
                            "w=5.50 id=5",
                            "w=6.50 id=6 v=six",
                            "w=7.50 id=7 v=seven");
        }
    }

    @Test
    void nothingIsLostOrRepeatedOverARestartInTheMiddleOfATransaction() {
        Migration migration = migration("cdc");
        migration.run("CREATE TABLE t (id bigint PRIMARY KEY, v varchar(20))");
        try (SourceHarness harness = migration.start()) {
            harness.until("started", () -> harness.isStarted());
            StringBuilder values = new StringBuilder("(0, 'x')");
            for (int i = 1; i < 6000; i++) {
                values.append(", (").append(i).append(", 'x')");
            }
            migration.run("INSERT INTO t VALUES " + values);
            harness.until("some", () -> !harness.changesOf("t").isEmpty());
            harness.restart();
            migration.run("INSERT INTO t VALUES (1000000, 'end')");
            awaitRow(harness, "t", 1_000_000);
            assertThat(harness.changesOf("t").stream().map(change -> change.after().value(0)))
                    .hasSize(6001)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void changesOfKeysTruncateAndDelete() {
        Migration migration = migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id bigint PRIMARY KEY, v varchar(20))",
                "INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three')",
                "CREATE TABLE gone (id bigint PRIMARY KEY)",
                "INSERT INTO gone VALUES (1), (2)");
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t") && harness.isLoaded("gone"));
            migration.run(
                    "UPDATE t SET id = 20 WHERE id = 2",
                    "DELETE FROM t WHERE id = 3",
                    "UPDATE t SET v = NULL WHERE id = 1",
                    "TRUNCATE TABLE gone",
                    "INSERT INTO gone VALUES (7)",
                    "INSERT INTO t VALUES (100, 'end')");
            awaitRow(harness, "t", 100);
            assertThat(replica(harness, "t")).isEqualTo(source(migration, "t"));
            assertThat(replica(harness, "gone")).isEqualTo(source(migration, "gone"));
        }
    }

    @Test
    void computedColumnsNamesThatNeedQuotesAndKeysInTheirOwnOrder() {
        Migration migration = migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE computed (id bigint PRIMARY KEY, a int, v int AS (a + 1) VIRTUAL,"
                        + " s int AS (a + 2) STORED, z varchar(5))",
                "INSERT INTO computed (id, a, z) VALUES (1, 10, 'x')",
                "CREATE TABLE `Ünï ``q``, $.x` (`the ``key` bigint PRIMARY KEY, `b,c` varchar(9))",
                "INSERT INTO `Ünï ``q``, $.x` VALUES (1, 'x')",
                "CREATE TABLE pair (a int, b bigint, c varchar(9), PRIMARY KEY (b, a))",
                "INSERT INTO pair VALUES (1, 2, 'x')");
        try (SourceHarness harness = migration.start()) {
            String odd = "Ünï `q`, $.x";
            harness.until(
                    "loaded",
                    () ->
                            harness.isLoaded("computed")
                                    && harness.isLoaded(odd)
                                    && harness.isLoaded("pair"));
            migration.run(
                    "INSERT INTO computed (id, a, z) VALUES (2, 20, 'y')",
                    "UPDATE computed SET a = 11 WHERE id = 1",
                    "INSERT INTO `Ünï ``q``, $.x` VALUES (2, 'y')",
                    "UPDATE pair SET c = 'y' WHERE a = 1");
            harness.until("pair", () -> !harness.changesOf("pair").isEmpty());
            assertThat(replica(harness, "computed")).isEqualTo(source(migration, "computed"));
            assertThat(harness.replica(odd)).containsOnlyKeys(1L, 2L);
            assertThat(harness.changesOf("pair").get(0).table().primaryKey())
                    .containsExactly("b", "a");
        }
    }

    @Test
    void wherePlainTextIsRefusedBothLanesAreEncrypted() {
        Migration migration = migration("full-load-and-cdc");
        migration.run(
                "CREATE USER tls_only@'%' IDENTIFIED BY 'secret' REQUIRE SSL",
                "GRANT ALL ON *.* TO tls_only@'%'",
                "CREATE TABLE t (id bigint PRIMARY KEY, v varchar(20))",
                "INSERT INTO t VALUES (1, 'a')");
        try {
            migration.config.put("database.user", "tls_only");
            migration.config.put("database.password", "secret");
            migration.config.put("debezium.database.ssl.mode", encrypted());
            try (SourceHarness harness = migration.start()) {
                harness.until("loaded", () -> harness.isLoaded("t"));
                migration.run("INSERT INTO t VALUES (2, 'b')");
                awaitRow(harness, "t", 2);
                assertThat(replica(harness, "t")).isEqualTo(source(migration, "t"));
            }
        } finally {
            migration.run("DROP USER tls_only@'%'");
        }
    }

    @Test
    void tablesLoadInTheirOrder() {
        Migration migration = migration("full-load-and-cdc");
        for (String table : List.of("a", "b", "c", "d", "e")) {
            migration.run("CREATE TABLE " + table + " (id int PRIMARY KEY)");
        }
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1}}");
        migration.config.put(
                "table.mappings",
                """
                {"rules": [
                  {"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                   "object-locator": {"schema-name": "%s", "table-name": "%%"},
                   "rule-action": "include"},
                  {"rule-type": "selection", "rule-id": "2", "rule-name": "2", "load-order": "1",
                   "object-locator": {"schema-name": "%s", "table-name": "e"},
                   "rule-action": "include"},
                  {"rule-type": "selection", "rule-id": "3", "rule-name": "3", "load-order": "20",
                   "object-locator": {"schema-name": "%s", "table-name": "[cd]"},
                   "rule-action": "include"}]}
                """
                        .formatted(migration.database, migration.database, migration.database));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("b"));
            assertThat(
                            harness.loads.stream()
                                    .map(load -> load.message())
                                    .filter(message -> message.type() == LoadMessage.Type.BEGIN)
                                    .map(message -> message.sourceTable().name()))
                    .containsExactly("c", "d", "e", "a", "b");
        }
    }
}
