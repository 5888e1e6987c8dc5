// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a task's place in the log, and of its sessions. */
class SlotTest {
    private final Migration migration = new Migration("full-load-and-cdc");

    @BeforeEach
    void makeTable() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private String slot() {
        return migration
                .server
                .query(
                        "SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE 'dms_test_"
                                + migration.schema
                                + "\\_%'")
                .get(0)
                .get(0);
    }

    /** Is a thread in this method, of Debezium's queue between its thread and ours? */
    private static boolean isWaiting(String method) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(call -> call.getMethodName().equals(method));
    }

    private void untilFollowed(SourceHarness harness, int id) {
        migration.run("INSERT INTO t VALUES (%d, 'x')".formatted(id));
        harness.until(
                "change " + id,
                () ->
                        harness.changesOf("t").stream()
                                .anyMatch(
                                        change ->
                                                change.after() != null
                                                        && change.after()
                                                                .value(0)
                                                                .equals((long) id)));
    }

    @Test
    void oneThatWasMadeAnewUnderItsNameIsRefused() {
        SourceHarness harness = migration.start();
        try {
            harness.until("load", () -> harness.isLoaded("t"));
            untilFollowed(harness, 2);
            harness.restart();
            untilFollowed(harness, 3);
            assertRefusedWhenMadeAnew(harness);
        } finally {
            harness.stop();
        }
    }

    /** Connect stops a task that it has not polled for a while, such as in a rebalance. */
    @Test
    void isFreeSoonAfterAStopWhileNobodyTakesTheChanges() {
        migration.config.put("debezium.max.batch.size", "1");
        migration.config.put("debezium.max.queue.size", "2");
        for (int i = 0; i < 5; i++) {
            SourceHarness harness = migration.start();
            try {
                harness.until("load", () -> harness.isLoaded("t"));
                untilFollowed(harness, 1000 * (i + 1));
                migration.run(
                        "INSERT INTO t SELECT g, 'x' FROM generate_series(%d, %d) g"
                                .formatted(1000 * i + 1001, 1000 * i + 1100));
                // the queues are full
                Eventually.holds(
                        Duration.ofMinutes(1), () -> assertThat(isWaiting("doEnqueue")).isTrue());
            } finally {
                harness.stop();
            }
            untilFree();
        }
    }

    private void untilFree() {
        String active = "SELECT active FROM pg_replication_slots WHERE slot_name = '%s'";
        Eventually.holds(
                Duration.ofSeconds(30),
                () ->
                        assertThat(migration.server.query(active.formatted(slot())))
                                .isEqualTo(List.of(List.of("f"))));
    }

    /**
     * By itself Debezium reads twice at its start: first for the place to go on at, which it would
     * find here while the server puts large changes together and does not look at its connection.
     */
    @Test
    void isTakenOnceByATaskThatStartsBehindALargeChange() {
        migration.config.put("change.value.max.bytes", "200000000");
        // one that is in use is an error
        migration.config.put(
                "task.settings", "{\"ErrorBehavior\": {\"RecoverableErrorCount\": 0}}");
        SourceHarness harness = migration.start();
        try {
            harness.until("load", () -> harness.isLoaded("t"));
            harness.committing = false;
            untilFollowed(harness, 2);
            harness.stop();
            untilFree();
            migration.run(
                    "INSERT INTO t VALUES (3, 'x')",
                    "INSERT INTO t SELECT g, repeat('x', 60000000) FROM generate_series(4, 6) g");
            harness.start();
            untilFollowed(harness, 7);
        } finally {
            harness.stop();
        }
    }

    @Test
    void soIsOneThatNoChangeHasBeenReadFrom() {
        SourceHarness harness = migration.start();
        try {
            harness.until("load", () -> harness.isLoaded("t"));
            String read =
                    "SELECT total_txns FROM pg_stat_replication_slots WHERE slot_name = '"
                            + slot()
                            + "'";
            harness.until(
                    "the log is read",
                    () -> !migration.server.query(read).get(0).get(0).equals("0"));
            assertRefusedWhenMadeAnew(harness);
        } finally {
            harness.stop();
        }
    }

    private void assertRefusedWhenMadeAnew(SourceHarness harness) {
        harness.stop();
        String slot = slot();
        migration.dropSlot();
        migration.run("INSERT INTO t VALUES (4, 'lost')");
        migration.server.execute(
                "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        harness.start();
        assertThat(catchThrowable(() -> harness.until("an error", () -> false)))
                .hasMessageContaining(slot)
                .hasMessageContaining("was made anew")
                .hasMessageContaining("--start-over");
    }

    /** Its log has other changes at the same places. */
    @Test
    void anotherServerWithASlotOfTheNameIsRefused() {
        SourceHarness harness = migration.start();
        try (PostgreSqlServer other = PostgreSqlServer.temporary()) {
            harness.until("load", () -> harness.isLoaded("t"));
            untilFollowed(harness, 2);
            harness.stop();
            other.execute(
                    "CREATE SCHEMA " + migration.schema,
                    "CREATE TABLE " + migration.schema + ".t(id int PRIMARY KEY, v text)",
                    "SELECT pg_create_logical_replication_slot('" + slot() + "', 'pgoutput')");
            migration.config.put("database.port", Integer.toString(other.port()));
            migration.config.put("database.password", other.password());
            harness.start();
            assertThat(catchThrowable(() -> harness.until("an error", () -> false)))
                    .hasMessageContaining("another server than the one the task has begun with")
                    .hasMessageContaining("--start-over");
        } finally {
            harness.stop();
        }
    }

    @Test
    void oneThatLetGoOfTheLogOfOthersIsTheSame() {
        migration.server.execute("CREATE TABLE public.others_" + migration.schema + "(v text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            untilFollowed(harness, 2);
            migration.server.execute(
                    "INSERT INTO public.others_"
                            + migration.schema
                            + " SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
            String end = migration.server.query("SELECT pg_current_wal_lsn()").get(0).get(0);
            harness.until(
                    "the slot goes on",
                    () ->
                            migration
                                    .server
                                    .query(
                                            "SELECT confirmed_flush_lsn >= '"
                                                    + end
                                                    + "' FROM pg_replication_slots WHERE slot_name = '"
                                                    + slot()
                                                    + "'")
                                    .get(0)
                                    .get(0)
                                    .startsWith("t"));
            harness.restart();
            untilFollowed(harness, 3);
        } finally {
            migration.server.execute("DROP TABLE public.others_" + migration.schema);
        }
    }

    @Test
    void limitsOfTheRoleAreNotThoseOfTheTask() throws InterruptedException {
        String role = "limited_" + migration.schema;
        migration.server.execute("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD 'limited'");
        for (String limit :
                new String[] {
                    "statement_timeout",
                    "lock_timeout",
                    "idle_in_transaction_session_timeout",
                    "idle_session_timeout",
                    "transaction_timeout"
                }) {
            migration.server.execute("ALTER ROLE " + role + " SET " + limit + " = '300ms'");
        }
        // as before a cut-over
        migration.server.execute("ALTER ROLE " + role + " SET default_transaction_read_only = on");
        migration.config.put("database.user", role);
        migration.config.put("database.password", "limited");
        // no failure is borne
        migration.config.put(
                "task.settings", "{\"ErrorBehavior\": {\"RecoverableErrorCount\": 0}}");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            untilFollowed(harness, 2);
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < 2_000_000_000L) {
                harness.poll();
            }
            untilFollowed(harness, 3);
        }
        migration.server.execute("DROP OWNED BY " + role);
        migration.server.execute("DROP ROLE " + role);
    }
}
