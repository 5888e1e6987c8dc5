// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
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
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An application at work on tables of every kind of key: none of its statements may fail, or wait,
 * because a task loads and follows its tables. The server itself ends a statement that waits for a
 * lock: a machine that is slow must not be taken for a wait.
 */
public abstract class ApplicationContract {
    /**
     * Of the application's statements. The task asks for its lock a second at a time; what it held
     * for the length of a load, which nobody reads here, would last much longer.
     */
    private static final int PATIENCE_SECONDS = 3;

    /** Each with what makes it. All have columns id and v. */
    private static final Map<String, List<String>> TABLES =
            new TreeMap<>(
                    Map.of(
                            "pk",
                            List.of("CREATE TABLE pk (id int PRIMARY KEY, v text)"),
                            "only_unique",
                            List.of("CREATE TABLE only_unique (id int UNIQUE, v text)"),
                            "keyless",
                            List.of("CREATE TABLE keyless (id int, v text)"),
                            "composite",
                            List.of(
                                    "CREATE TABLE composite (id int, k varchar(20) DEFAULT 'k', v text,"
                                            + " PRIMARY KEY (k, id))"),
                            "by_text",
                            List.of("CREATE TABLE by_text (id varchar(20) PRIMARY KEY, v text)"),
                            "hidden_key",
                            List.of(
                                    "CREATE TABLE hidden_key (id int, v text, g int AS (id + 1) STORED,"
                                            + " UNIQUE (g))"),
                            "counted",
                            List.of(
                                    "CREATE TABLE counted (n bigint AUTO_INCREMENT PRIMARY KEY, id int,"
                                            + " v text, KEY (id))"),
                            "child",
                            List.of(
                                    "CREATE TABLE parent (id int PRIMARY KEY, v text)",
                                    "INSERT INTO parent VALUES (1, 'p')",
                                    "CREATE TABLE child (id int PRIMARY KEY, v text, p int DEFAULT 1,"
                                            + " FOREIGN KEY (p) REFERENCES parent (id))"),
                            "parts",
                            List.of(
                                    "CREATE TABLE parts (id int PRIMARY KEY, v text) PARTITION BY RANGE"
                                            + " (id) (PARTITION p0 VALUES LESS THAN (50), PARTITION p1"
                                            + " VALUES LESS THAN MAXVALUE)"),
                            "parts_keyless",
                            List.of(
                                    "CREATE TABLE parts_keyless (id int, v text) PARTITION BY HASH (id)"
                                            + " PARTITIONS 3")));

    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    @BeforeEach
    void make() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
        for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
            migration.run(table.getValue().toArray(String[]::new));
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                rows.add("(" + i + ", 'old')");
            }
            migration.run(
                    "INSERT INTO " + table.getKey() + " (id, v) VALUES " + String.join(", ", rows));
        }
    }

    @AfterEach
    void cleanUp() throws InterruptedException {
        join();
        migration.cleanUp();
    }

    private void join() throws InterruptedException {
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What a session of the application's does. */
    private interface Session {
        void run(Statement statement) throws SQLException, InterruptedException;
    }

    private Thread session(Session session) {
        Thread thread =
                new Thread(
                        () -> {
                            try (Connection connection = server().connect(migration.database);
                                    Statement statement = connection.createStatement()) {
                                beImpatient(statement);
                                session.run(statement);
                            } catch (SQLException | InterruptedException e) {
                                refused.add(e.toString());
                            }
                        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static void beImpatient(Statement statement) throws SQLException {
        statement.execute("SET SESSION lock_wait_timeout = " + PATIENCE_SECONDS);
        statement.execute("SET SESSION innodb_lock_wait_timeout = " + PATIENCE_SECONDS);
    }

    /** The statements that need a table for themselves, too. */
    private void allWork(Statement statement) throws InterruptedException {
        work(statement, true);
    }

    private void plainWork(Statement statement) throws InterruptedException {
        work(statement, false);
    }

    private void work(Statement statement, boolean all) throws InterruptedException {
        for (int i = 1; !stop.get(); i++) {
            for (String table : TABLES.keySet()) {
                work(
                        statement,
                        "INSERT INTO %s (id, v) VALUES (%d, 'new')".formatted(table, 1000 + i),
                        "UPDATE %s SET v = 'u%d' WHERE id IN ('%d', '%d')"
                                .formatted(table, i, 1000 + i, i % 100),
                        "SELECT COUNT(*) FROM " + table,
                        "DELETE FROM %s WHERE id = '%d'".formatted(table, 990 + i));
            }
            if (all && i % 10 == 0) {
                work(
                        statement,
                        "LOCK TABLES pk WRITE, keyless READ",
                        "UPDATE pk SET v = 'locked' WHERE id = 3",
                        "UNLOCK TABLES",
                        "FLUSH TABLES by_text",
                        "ANALYZE TABLE composite");
            }
            Thread.sleep(20);
        }
    }

    private void work(Statement statement, String... some) {
        for (String sql : some) {
            try {
                statement.execute(sql);
                statements.incrementAndGet();
            } catch (SQLException e) {
                refused.add(sql + ": " + e.getMessage());
            }
        }
    }

    private void awaitWork(SourceHarness harness) {
        int before = statements.get();
        harness.until("work", () -> statements.get() > before + 40 * TABLES.size());
    }

    private void awaitLoad(SourceHarness harness) {
        harness.until("load", () -> TABLES.keySet().stream().allMatch(harness::isLoaded));
    }

    @Test
    void noStatementFailsOrWaitsWhileATaskStartsLoadsAndRuns() throws Exception {
        AtomicBoolean loaded = new AtomicBoolean();
        AtomicBoolean begun = new AtomicBoolean();
        session(
                statement -> {
                    statement.execute("START TRANSACTION");
                    statement.execute("INSERT INTO pk VALUES (500000, 'open')");
                    statement.execute("UPDATE keyless SET v = 'open' WHERE id = 77");
                    begun.set(true);
                    // a load that waited for it would never end
                    while (!loaded.get() && !stop.get()) {
                        Thread.sleep(20);
                    }
                    statement.execute("DELETE FROM child WHERE id = 5");
                    statement.execute("COMMIT");
                });
        while (!begun.get() && refused.isEmpty()) {
            Thread.sleep(10);
        }
        session(
                statement -> {
                    // rows of its own: no other session's are in its way
                    for (int i = 1; !stop.get(); i++) {
                        for (String table : List.of("pk", "by_text", "child", "parts")) {
                            work(
                                    statement,
                                    "START TRANSACTION",
                                    "INSERT INTO %s (id, v) VALUES (%d, 'mine')"
                                            .formatted(table, 2_000_000 + i),
                                    "UPDATE %s SET v = 'm' WHERE id = '%d'"
                                            .formatted(table, 2_000_000 + i),
                                    "COMMIT");
                        }
                        Thread.sleep(5);
                    }
                });
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            loaded.set(true);
            threads.get(0).join();
            session(this::allWork);
            awaitWork(harness);
            harness.restart();
            awaitWork(harness);
        }
        join();
        assertThat(refused).isEmpty();
    }

    @Test
    void aWholeLoadHoldsNobodyUp() throws Exception {
        session(this::allWork);
        migration.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 3},"
                        + " \"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
        for (int i = 0; i < 2; i++) {
            try (SourceHarness harness = migration.start()) {
                awaitLoad(harness);
                awaitWork(harness);
            }
        }
        join();
        assertThat(refused).isEmpty();
    }

    /** Long statements are no business of ours: nobody may wait for them who did not before. */
    @Test
    void aLongStatementOfTheApplicationsHoldsUpNobodyElse() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        session(
                statement -> {
                    statement.execute("SELECT id, SLEEP(7) FROM pk LIMIT 1");
                    ended.set(true);
                });
        Thread.sleep(1500);
        session(this::plainWork);
        try (SourceHarness harness = migration.start()) {
            assertThat(ended).as("the statement had ended before the task began").isFalse();
            awaitLoad(harness);
            awaitWork(harness);
        }
        join();
        assertThat(refused).isEmpty();
    }

    /** Nor may anybody wait for tables that are locked while nothing runs. */
    @Test
    void tablesThatAreLockedForLongHoldUpNobodyWhoOnlyReads() throws Exception {
        AtomicBoolean locked = new AtomicBoolean();
        session(
                statement -> {
                    statement.execute("LOCK TABLES pk READ, keyless READ");
                    locked.set(true);
                    Thread.sleep(6_000);
                    statement.execute("UNLOCK TABLES");
                });
        while (!locked.get() && refused.isEmpty()) {
            Thread.sleep(10);
        }
        session(
                statement -> {
                    while (!stop.get()) {
                        work(
                                statement,
                                "SELECT COUNT(*) FROM pk",
                                "SELECT COUNT(*) FROM keyless",
                                "UPDATE parts SET v = 'x' WHERE id = 1");
                        Thread.sleep(20);
                    }
                });
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
        }
        join();
        assertThat(refused).isEmpty();
    }

    /** Nobody takes what is read: a load that does not make way would hold its tables for ever. */
    @Test
    void whoNeedsATableThatIsBeingLoadedForHimselfDoesNotWait() throws Exception {
        migration.config.put("load.batch.bytes", "4096");
        migration.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1},"
                        + " \"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            rows.add("(%d, REPEAT('x', 15000))".formatted(i));
        }
        migration.run(
                "CREATE TABLE big (id int PRIMARY KEY, v text)",
                "INSERT INTO big VALUES " + String.join(", ", rows));
        try (SourceHarness harness = migration.start();
                Connection connection = server().connect(migration.database);
                Statement statement = connection.createStatement()) {
            beImpatient(statement);
            for (List<String> some :
                    List.of(
                            List.of("LOCK TABLES big WRITE", "UNLOCK TABLES"),
                            List.of("FLUSH TABLES"),
                            List.of("OPTIMIZE TABLE big"),
                            List.of("RENAME TABLE big TO gone, gone TO big"),
                            List.of("DROP TABLE parts"),
                            List.of("TRUNCATE TABLE big"))) {
                int before = bigRows(harness);
                harness.until("rows", () -> bigRows(harness) > before);
                work(statement, some.toArray(String[]::new));
                // whoever comes next, too
                work(
                        statement,
                        "UPDATE big SET v = 'now' WHERE id = 7",
                        "UPDATE pk SET v = 'now' WHERE id = 7");
                assertThat(refused).isEmpty();
            }
            migration.run("INSERT INTO big VALUES (1, 'end')");
            harness.until("load", () -> harness.isLoaded("big") && harness.isLoaded("pk"));
            harness.until("last change", () -> harness.replica("big").size() == 1);
            assertThat(harness.replica("pk").get(7L)[1]).isEqualTo("now");
        }
    }

    private static int bigRows(SourceHarness harness) {
        return harness.loads.stream()
                .filter(load -> load.message().sourceTable().name().equals("big"))
                .mapToInt(load -> load.rows().size())
                .sum();
    }
}
