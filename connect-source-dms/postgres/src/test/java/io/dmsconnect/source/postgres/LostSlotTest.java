// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that keeps no more log for a slot than max_slot_wal_keep_size says. */
class LostSlotTest {
    private static PostgreSqlServer server;

    private Migration migration;

    @BeforeAll
    static void startServer() {
        server = PostgreSqlServer.temporary();
        server.execute(
                "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
        server.execute("CREATE TABLE public.others (v text)");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void makeTable() {
        migration = new Migration(server, "full-load-and-cdc");
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
    }

    /** The task has stopped, and comes back too late. */
    @Test
    void whileTheTaskIsStopped() {
        SourceHarness harness = migration.start();
        try {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (3, 'followed')");
            harness.until("the log is followed", () -> !harness.changesOf("t").isEmpty());
            harness.stop();
            migration.run("INSERT INTO t VALUES (2, 'lost')");
            loseSlot();
            harness.start();
            assertStops(harness);
        } finally {
            harness.stop();
        }
    }

    /** Nobody takes what the task has read, so that the slot stays where it is. */
    @Test
    void whileTheTaskIsHeldUp() {
        SourceHarness harness = migration.start();
        try {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (2, 'followed')");
            harness.until("the log is followed", () -> !harness.changesOf("t").isEmpty());
            harness.storeNothing();
            migration.run(
                    "INSERT INTO t SELECT n, repeat('x', 900) FROM generate_series(3, 60000) n");
            loseSlot();
            assertStops(harness);
        } finally {
            harness.stop();
        }
    }

    private void loseSlot() {
        Eventually.holds(
                Duration.ofMinutes(4),
                () -> {
                    for (int i = 0; i < 2; i++) {
                        server.execute(
                                "INSERT INTO public.others SELECT repeat('x', 1000) FROM generate_series(1, 200)",
                                "SELECT pg_switch_wal()");
                    }
                    server.execute("CHECKPOINT");
                    assertThat(state()).isEqualTo("lost");
                });
    }

    private String state() {
        return server.query(
                        "SELECT wal_status FROM pg_replication_slots WHERE slot_name LIKE 'dms_test_"
                                + migration.schema
                                + "\\_%'")
                .get(0)
                .get(0);
    }

    private void assertStops(SourceHarness harness) {
        assertThat(catchThrowable(() -> harness.until("an error", () -> false)))
                .hasMessageContaining("replication slot dms_test_" + migration.schema + "_")
                .hasMessageContaining("max_slot_wal_keep_size")
                .hasMessageContaining("Changes are missing")
                .hasMessageContaining("SELECT pg_drop_replication_slot('dms_test_")
                .hasMessageContaining("--start-over");
    }
}
