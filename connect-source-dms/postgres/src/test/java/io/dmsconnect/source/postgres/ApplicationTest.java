// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An application at work on tables of every kind of key and identity: none of its statements may
 * fail, or wait, because a task follows its tables.
 */
class ApplicationTest {
    /** Each with what makes it. All have columns id and v. */
    private static final Map<String, List<String>> TABLES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("pk", List.of("CREATE TABLE pk(id int PRIMARY KEY, v text)")),
                            Map.entry(
                                    "deferrable_key",
                                    List.of(
                                            "CREATE TABLE deferrable_key(id int PRIMARY KEY DEFERRABLE, v"
                                                    + " text)")),
                            Map.entry(
                                    "deferred_key",
                                    List.of(
                                            "CREATE TABLE deferred_key(id int PRIMARY KEY DEFERRABLE"
                                                    + " INITIALLY DEFERRED, v text)",
                                            "ALTER TABLE deferred_key REPLICA IDENTITY FULL")),
                            Map.entry(
                                    "by_index",
                                    List.of(
                                            "CREATE TABLE by_index(id int NOT NULL UNIQUE, v text)",
                                            "ALTER TABLE by_index REPLICA IDENTITY USING INDEX"
                                                    + " by_index_id_key")),
                            Map.entry(
                                    "index_gone",
                                    List.of(
                                            "CREATE TABLE index_gone(id int NOT NULL UNIQUE, v text)",
                                            "ALTER TABLE index_gone REPLICA IDENTITY USING INDEX"
                                                    + " index_gone_id_key",
                                            "ALTER TABLE index_gone DROP CONSTRAINT index_gone_id_key")),
                            Map.entry(
                                    "nothing",
                                    List.of(
                                            "CREATE TABLE nothing(id int PRIMARY KEY, v text)",
                                            "ALTER TABLE nothing REPLICA IDENTITY NOTHING")),
                            Map.entry(
                                    "whole",
                                    List.of(
                                            "CREATE TABLE whole(id int, v text)",
                                            "ALTER TABLE whole REPLICA IDENTITY FULL")),
                            Map.entry("keyless", List.of("CREATE TABLE keyless(id int, v text)")),
                            Map.entry(
                                    "generated_key",
                                    List.of(
                                            "CREATE TABLE generated_key(id int, v text, g int GENERATED"
                                                    + " ALWAYS AS (id + 1) STORED PRIMARY KEY)")),
                            Map.entry(
                                    "unlogged",
                                    List.of("CREATE UNLOGGED TABLE unlogged(id int, v text)")),
                            Map.entry(
                                    "child",
                                    List.of(
                                            "CREATE TABLE parent(id int PRIMARY KEY, v text)",
                                            "CREATE TABLE child() INHERITS (parent)")),
                            Map.entry(
                                    "parts",
                                    List.of(
                                            "CREATE TABLE parts(id int PRIMARY KEY, v text) PARTITION BY"
                                                    + " RANGE (id)",
                                            "CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0)"
                                                    + " TO (1000000)")),
                            Map.entry(
                                    "parts_keyless",
                                    List.of(
                                            "CREATE TABLE parts_keyless(id int, v text) PARTITION BY"
                                                    + " RANGE (id)",
                                            "CREATE TABLE parts_keyless1 PARTITION OF parts_keyless FOR"
                                                    + " VALUES FROM (0) TO (1000000)")),
                            Map.entry(
                                    "parts_whole",
                                    List.of(
                                            "CREATE TABLE parts_whole(id int, v text) PARTITION BY RANGE"
                                                    + " (id)",
                                            "CREATE TABLE parts_whole1 PARTITION OF parts_whole FOR"
                                                    + " VALUES FROM (0) TO (1000000)",
                                            "ALTER TABLE parts_whole1 REPLICA IDENTITY FULL"))));

    private final Migration migration = new Migration("full-load-and-cdc");
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void cleanUp() {
        stop.set(true);
        migration.cleanUp();
    }

    private Thread workload(String... tables) {
        Thread application =
                new Thread(
                        () -> {
                            try (Connection connection = connect();
                                    Statement statement = connection.createStatement()) {
                                // a machine that is slow itself must not be taken for a wait
                                statement.execute("SET lock_timeout = '1s'");
                                for (int i = 1; !stop.get(); i++) {
                                    for (String table : tables) {
                                        work(statement, table, i);
                                    }
                                    Thread.sleep(20);
                                }
                            } catch (SQLException | InterruptedException e) {
                                refused.add(e.toString());
                            }
                        });
        application.start();
        return application;
    }

    private void work(Statement statement, String table, int i) {
        for (String sql :
                List.of(
                        "INSERT INTO %s(id, v) VALUES (%d, 'new')".formatted(table, 1000 + i),
                        "UPDATE %s SET v = 'u%d' WHERE id IN (%d, %d)"
                                .formatted(table, i, 1000 + i, i % 100),
                        "DELETE FROM %s WHERE id = %d".formatted(table, 990 + i))) {
            try {
                statement.execute(sql);
                statements.incrementAndGet();
            } catch (SQLException e) {
                refused.add(sql + ": " + e.getMessage());
            }
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = migration.server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + migration.schema);
        }
        return connection;
    }

    private void make() {
        TABLES.values().forEach(sql -> migration.run(sql.toArray(String[]::new)));
        TABLES.keySet()
                .forEach(
                        table ->
                                migration.run(
                                        "INSERT INTO "
                                                + table
                                                + "(id, v) SELECT i, 'old' FROM generate_series(0, 99) i"));
    }

    @Test
    void noStatementFailsOrWaitsWhileATaskStartsLoadsAndRuns() throws Exception {
        make();
        String[] tables = TABLES.keySet().toArray(String[]::new);
        Thread application = workload(tables);
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> TABLES.keySet().stream().allMatch(harness::isLoaded));
            int before = statements.get();
            harness.until("work", () -> statements.get() > before + 10 * tables.length);
            harness.restart();
            int again = statements.get();
            harness.until("work", () -> statements.get() > again + 10 * tables.length);
        }
        stop.set(true);
        application.join();
        assertThat(refused).isEmpty();
    }

    @Test
    void keysThatAreLostWhileATaskRunsAreNoticedWithinASecond() throws Exception {
        make();
        List<String> losses =
                List.of(
                        "ALTER TABLE pk DROP CONSTRAINT pk_pkey",
                        "ALTER TABLE whole REPLICA IDENTITY NOTHING",
                        "ALTER TABLE by_index DROP CONSTRAINT by_index_id_key",
                        "ALTER TABLE parts1 REPLICA IDENTITY NOTHING",
                        // partitions that come are never in the way, not even for a moment
                        "CREATE TABLE parts2 PARTITION OF parts FOR VALUES FROM (1000000) TO (2000000)",
                        "CREATE TABLE parts_whole2 PARTITION OF parts_whole FOR VALUES FROM (1000000) TO"
                                + " (2000000)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> TABLES.keySet().stream().allMatch(harness::isLoaded));
            losses.forEach(migration::run);
            migration.run(
                    "INSERT INTO parts_whole VALUES (1000001, 'new')",
                    "UPDATE parts_whole SET v = 'now' WHERE id = 1000001");
            List<String> tables = new ArrayList<>(List.of("pk", "whole", "by_index", "parts"));
            long begun = System.nanoTime();
            while (!tables.isEmpty()) {
                tables.removeIf(
                        table -> isTaken("UPDATE " + table + " SET v = 'now' WHERE id = 1"));
                assertThat(System.nanoTime() - begun)
                        .as("updates of %s are refused", tables)
                        .isLessThan(30_000_000_000L);
                Thread.sleep(20);
            }
            System.out.println(
                    "updates were taken again after "
                            + (System.nanoTime() - begun) / 1_000_000
                            + " ms");
        }
    }

    private boolean isTaken(String sql) {
        try {
            migration.run(sql);
            return true;
        } catch (RuntimeException refusedByTheServer) {
            return false;
        }
    }

    @Test
    void aTableThatLosesItsKeyForGoodEndsTheTask() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        SourceHarness harness = migration.start();
        try {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("ALTER TABLE t DROP CONSTRAINT t_pkey");
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(
                                    () -> harness.until("an error", () -> false)))
                    .hasMessageContaining(migration.schema + ".t")
                    .hasMessageContaining("REPLICA IDENTITY FULL");
            harness.stop();
            migration.run(
                    "UPDATE t SET v = 'b'",
                    "ALTER TABLE t ADD PRIMARY KEY (id)",
                    "INSERT INTO t VALUES (2, 'c')");
            harness.start();
            harness.until("second load", () -> harness.generation("t") == 2);
            assertThat(harness.rows("t")).containsExactly("1|b", "2|c");
        } finally {
            harness.stop();
        }
    }

    @Test
    void whoAltersATableThatIsBeingReadDoesNotWait() throws Exception {
        migration.config.put("load.batch.bytes", "4096");
        migration.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1},"
                        + " \"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
        migration.run(
                "CREATE TABLE big(id int PRIMARY KEY, v text)",
                "INSERT INTO big SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) i",
                "CREATE TABLE late(id int PRIMARY KEY, v text)",
                "INSERT INTO late VALUES (1, 'a'), (2, 'b')",
                "ANALYZE big");
        try (SourceHarness harness = migration.start();
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            harness.until("rows", () -> harness.loads.stream().anyMatch(l -> !l.rows().isEmpty()));
            // nobody takes what is read: without making way it would be read for ever
            statement.execute("SET lock_timeout = '20s'");
            statement.execute("ALTER TABLE late ALTER v TYPE text USING upper(v)");
            statement.execute("ALTER TABLE big ADD COLUMN w int");
            harness.until("load", () -> harness.isLoaded("big") && harness.isLoaded("late"));
            assertThat(harness.loadedRows("big")).hasSize(20000);
            assertThat(harness.rows("late")).containsExactly("1|A", "2|B");
        }
    }
}
