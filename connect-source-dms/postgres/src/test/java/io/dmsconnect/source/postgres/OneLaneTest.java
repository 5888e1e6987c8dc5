// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.testing.PostgreSqlServer;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Migration types with one lane, and servers that go away. */
class OneLaneTest {

    @Test
    void fullLoadNeedsNoLogAndThenIdles() {
        Migration migration = new Migration("full-load");
        migration.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (2)");
            for (int i = 0; i < 3; i++) {
                harness.poll();
            }
            assertThat(harness.changes).isEmpty();
            int sent = harness.loads.size();
            harness.restart();
            for (int i = 0; i < 3; i++) {
                harness.poll();
            }
            assertThat(harness.loads).hasSize(sent);
        }
        assertThat(
                        migration.server.query(
                                "SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE"
                                        + " 'dms_test_"
                                        + migration.schema
                                        + "\\_%'"))
                .isEmpty();
        migration.cleanUp();
    }

    @Test
    void cdcBeginsNowAndNeverAgainAtALaterPlace() {
        Migration migration = new Migration("cdc");
        migration.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        try (SourceHarness harness = migration.start()) {
            harness.until("start", () -> slotExists(migration));
            harness.storeNothing();
            migration.run("INSERT INTO t VALUES (2)");
            harness.until("change", () -> harness.changesOf("t").size() == 1);
            harness.restart();
            harness.until("change again", () -> harness.changesOf("t").size() == 2);
            assertThat(harness.changesOf("t"))
                    .allMatch(change -> change.after().value(0).equals(2L))
                    .allMatch(change -> change.generation() == 0);
            assertThat(harness.loads).isEmpty();
        }
        migration.cleanUp();
    }

    private static boolean slotExists(Migration migration) {
        return !migration
                .server
                .query(
                        "SELECT slot_name FROM pg_replication_slots WHERE active AND slot_name LIKE"
                                + " 'dms_test_"
                                + migration.schema
                                + "\\_%'")
                .isEmpty();
    }

    @Test
    void aSlotThatIsGoneIsNeverMadeAnewInSilence() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run("CREATE TABLE t (id int PRIMARY KEY)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            harness.stop();
            migration.dropSlot();
            harness.start();
            assertThatThrownBy(() -> harness.until("failure", () -> false))
                    .isInstanceOf(ReplicationException.class)
                    .hasMessageContaining("is gone");
        }
        migration.cleanUp();
    }

    @Test
    void aTransactionThatStaysOpenIsNamed() throws Exception {
        Migration migration = new Migration("full-load-and-cdc");
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"TransactionConsistencyTimeout\": 1}}");
        migration.run("CREATE TABLE t (id int PRIMARY KEY)");
        try (Connection open = migration.server.connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO " + migration.schema + ".t VALUES (1)");
            var pid = statement.executeQuery("SELECT pg_backend_pid()");
            pid.next();
            String expected = "pid " + pid.getString(1);
            try (SourceHarness harness = migration.start()) {
                assertThatThrownBy(() -> harness.until("failure", () -> false))
                        .isInstanceOf(ReplicationException.class)
                        .hasMessageContaining(expected)
                        .hasMessageContaining("TransactionConsistencyTimeout");
            }
            open.rollback();
        }
        migration.cleanUp();
    }

    /** Of another database of the server, by a session that has ended. */
    @Test
    void aPreparedTransactionIsNamed() {
        try (PostgreSqlServer server = PostgreSqlServer.temporary()) {
            server.execute("ALTER SYSTEM SET max_prepared_transactions = 2", "CREATE DATABASE b");
            server.restart();
            server.executeIn(
                    "b",
                    "CREATE TABLE t (id int)",
                    "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'it''s mine'");
            Migration migration = new Migration(server, "full-load-and-cdc");
            migration.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TransactionConsistencyTimeout\": 1}}");
            migration.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            try (SourceHarness harness = migration.start()) {
                assertThatThrownBy(() -> harness.until("failure", () -> false))
                        .isInstanceOf(ReplicationException.class)
                        .hasMessageContaining("prepared transaction 'it''s mine'")
                        .hasMessageContaining("database b")
                        .hasMessageContaining("ROLLBACK PREPARED 'it''s mine'");
            }
            server.executeIn("b", "ROLLBACK PREPARED 'it''s mine'");
            try (SourceHarness harness = migration.start()) {
                harness.until("load", () -> harness.isLoaded("t"));
            }
        }
    }

    @Test
    void theSourceMayRestartDuringLoadAndDuringCdc() {
        try (PostgreSqlServer server = PostgreSqlServer.temporary()) {
            Migration migration = new Migration(server, "full-load-and-cdc");
            migration.config.put("load.batch.bytes", "4096");
            migration.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 30000) i",
                    "CREATE TABLE u (id int PRIMARY KEY)");
            try (SourceHarness harness = migration.start()) {
                harness.until(
                        "load has begun",
                        () ->
                                harness.last("t", io.dmsconnect.core.event.LoadMessage.Type.ROWS)
                                        .isPresent());
                server.restart();
                harness.until("load", () -> harness.isLoaded("t"));
                assertThat(harness.loadedRows("t")).hasSize(30000);
                migration.run("INSERT INTO u VALUES (1)");
                harness.until("change", () -> harness.changesOf("u").size() == 1);
                server.kill();
                for (int i = 0; i < 3; i++) {
                    harness.poll();
                }
                server.startAgain();
                migration.run("INSERT INTO u VALUES (2)", "INSERT INTO u VALUES (3)");
                harness.until("changes", () -> harness.changesOf("u").size() == 3);
                assertThat(harness.changesOf("u").stream().map(c -> c.after().value(0)))
                        .containsExactly(1L, 2L, 3L);
            }
        }
    }
}
