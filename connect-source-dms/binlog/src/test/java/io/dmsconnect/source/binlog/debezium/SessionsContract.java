// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sessions that write to the log in another way than the server's settings say, and distributed
 * transactions: the target has what the source has, whatever they do.
 */
public abstract class SessionsContract extends SessionsHarness {
    @Test
    void distributedTransactionsCountWhenTheyAreCommitted() {
        try (SourceHarness harness = loaded()) {
            migration.run(
                    "XA START 'a','b',7",
                    "INSERT INTO t VALUES (50, 50, 'void')",
                    "UPDATE t SET a = -1 WHERE id = 1",
                    "XA END 'a','b',7",
                    "XA PREPARE 'a','b',7",
                    "XA ROLLBACK 'a','b',7",
                    "XA START 'one'",
                    "INSERT INTO t VALUES (51, 50, 'at once')",
                    "XA END 'one'",
                    "XA COMMIT 'one' ONE PHASE",
                    "XA START 'two'",
                    "INSERT INTO t VALUES (52, 50, 'two phases'), (53, 50, 'two phases')",
                    "UPDATE t SET a = 3 WHERE id = 2",
                    "DELETE FROM u WHERE id = 1",
                    "XA END 'two'",
                    "XA PREPARE 'two'");
            settle(harness);
            assertThat(harness.changesOf("t")).extracting(c -> c.after().value(0)).contains(51L);
            assertThat(harness.changesOf("t")).hasSize(1);
            migration.run("UPDATE t SET v = 'another' WHERE id = 1", "XA COMMIT 'two'");
            awaitEqual(harness);
            assertThat(harness.changesOf("t")).hasSize(5);
            assertThat(loads(harness, "t")).isEqualTo(1);
        }
    }

    /** Prepared before a restart, decided after it: the rows are read from the log again. */
    @Test
    void aPreparedTransactionOutlivesTheTask() {
        try (SourceHarness harness = loaded()) {
            for (String xid : List.of("'p1'", "'p2','b'", "'p3'")) {
                String id = xid.substring(2, 3);
                migration.run(
                        "XA START " + xid,
                        "INSERT INTO t VALUES (6%s, 1, 'prepared %s')".formatted(id, id),
                        "INSERT INTO t VALUES (16%s, 2, NULL)".formatted(id),
                        "XA END " + xid,
                        "XA PREPARE " + xid);
            }
            settle(harness);
            harness.restart();
            migration.run("FLUSH BINARY LOGS", "XA COMMIT 'p2','b'");
            awaitEqual(harness);
            server().restart();
            migration.run("XA ROLLBACK 'p1'");
            settle(harness);
            harness.stop();
            migration.run("XA COMMIT 'p3'");
            harness.start();
            awaitEqual(harness);
            assertThat(source("t")).containsKeys("62", "63").doesNotContainKey("61");
            assertThat(loads(harness, "t")).isEqualTo(1);
        }
    }

    /** The task dies after the rows of a committed transaction came, and before they are stored. */
    @Test
    void rowsOfADistributedTransactionComeAgainAfterADeath() {
        try (SourceHarness harness = loaded()) {
            migration.run(
                    "XA START 'again'",
                    "INSERT INTO t VALUES (70, 1, 'a'), (71, 1, 'b')",
                    "UPDATE t SET a = a + 1",
                    "XA END 'again'",
                    "XA PREPARE 'again'");
            settle(harness);
            harness.storeNothing();
            migration.run("XA COMMIT 'again'");
            harness.until("come", () -> harness.changesOf("t").size() == 6);
            harness.restart();
            migration.run("INSERT INTO t VALUES (72, 0, 'end')");
            awaitEqual(harness);
            assertThat(harness.changesOf("t").size()).isEqualTo(13);
        }
    }

    /** Nobody followed the log when it was prepared: its tables are not known. */
    @Test
    void aTransactionPreparedBeforeTheTaskBegan() {
        migration.run(
                "XA START 'before'",
                "INSERT INTO t VALUES (80, 1, 'before')",
                "XA END 'before'",
                "XA PREPARE 'before'");
        try (SourceHarness harness = loaded()) {
            migration.run("XA COMMIT 'before'");
            awaitEqual(harness);
            assertThat(source("t")).containsKey("80");
        }
    }

    @Test
    void statementsInPlaceOfRowsHaveTheirTablesLoadedAnew() throws SQLException {
        try (SourceHarness harness = loaded();
                Connection connection = server().connect(migration.database);
                Statement session = connection.createStatement()) {
            session.execute("CREATE TABLE " + migration.database + ".u2 (id int PRIMARY KEY)");
            harness.until("loaded", () -> harness.isLoaded("u2"));
            session.execute("SET SESSION binlog_format = 'STATEMENT'");
            session.execute("UPDATE t SET a = 11 WHERE id = 1");
            session.execute("INSERT INTO t VALUES (3, 30, 'three')");
            session.execute("SET SESSION binlog_format = 'ROW'");
            session.execute("UPDATE t SET a = 31 WHERE id = 3");
            session.execute("SET SESSION binlog_format = 'STATEMENT'");
            awaitEqual(harness);
            // who has not got the new rows yet has nothing of the changes of those
            assertThat(harness.changesOf("t")).noneMatch(change -> change.generation() == 1);
            assertThat(loads(harness, "t")).isGreaterThan(1);
            assertThat(loads(harness, "u")).isEqualTo(1);
            assertThat(loads(harness, "u2")).isEqualTo(1);
            long before = loads(harness, "t");
            session.execute(
                    "/* app */ DELETE x FROM u AS y JOIN %s.t x ON x.id = y.id".formatted(
                            migration.database));
            awaitEqual(harness);
            assertThat(loads(harness, "t")).isGreaterThan(before);
            harness.restart();
            long after = loads(harness, "t");
            settle(harness);
            assertThat(loads(harness, "t")).isEqualTo(after);
        }
    }

    @Test
    void statementsThatChangeOtherTablesPass() throws SQLException {
        String other = migration.database + "_other";
        server().execute(
                        "CREATE DATABASE " + other,
                        "CREATE TABLE " + other + ".t (id int PRIMARY KEY, a int, v text)");
        try (SourceHarness harness = loaded();
                Connection connection = server().connect(migration.database);
                Statement session = connection.createStatement()) {
            session.execute("SET SESSION binlog_format = 'STATEMENT'");
            session.execute("INSERT INTO " + other + ".t SELECT * FROM t WHERE v <> 'u'");
            session.execute("USE " + other);
            session.execute("update t set a = 5, v = 'INTO u'");
            session.execute("replace `t` (id) values (9)");
            settle(harness);
            awaitEqual(harness);
            assertThat(loads(harness, "t")).isEqualTo(1);
            assertThat(loads(harness, "u")).isEqualTo(1);
        } finally {
            server().execute("DROP DATABASE " + other);
        }
    }

    @Test
    void rowsWithoutAllColumnsHaveTheirTableLoadedAnew() throws SQLException {
        try (SourceHarness harness = loaded();
                Connection connection = server().connect(migration.database);
                Statement session = connection.createStatement()) {
            for (String image : List.of("MINIMAL", "NOBLOB")) {
                session.execute("SET SESSION binlog_row_image = '" + image + "'");
                session.execute("UPDATE t SET a = a + 1 WHERE id = 1");
                session.execute("INSERT INTO t (id) VALUES (FLOOR(RAND() * 100000) + 100)");
                session.execute("UPDATE t SET id = id + 1000000 WHERE id = 2");
                awaitEqual(harness);
                session.execute("DELETE FROM t WHERE id = 2");
                awaitEqual(harness);
            }
            assertThat(loads(harness, "t")).isGreaterThan(1);
            assertThat(loads(harness, "u")).isEqualTo(1);
        }
    }

    /** It cannot go on for as long as all sessions are like that. */
    @Test
    void settingsOfTheWholeServerStopTheTask() {
        SourceHarness harness = loaded();
        settle(harness);
        migration.run("SET GLOBAL binlog_format = 'STATEMENT'");
        try {
            migration.run("UPDATE t SET a = 77 WHERE id = 1");
            assertThat(failure(harness))
                    .contains(migration.database + ".t")
                    .contains("UPDATE")
                    .contains("SET GLOBAL binlog_format = 'ROW'")
                    .doesNotContain("77");
        } finally {
            migration.run("SET GLOBAL binlog_format = 'ROW'");
        }
        harness.restart();
        awaitEqual(harness);
        harness.close();
    }

    /** A server whose statements give one row, if they do not say otherwise. */
    @Test
    void aLimitForApplicationsLosesNoRows() {
        migration.run("SET GLOBAL sql_select_limit = 1");
        SourceHarness harness;
        try {
            harness = loaded();
            settle(harness);
        } finally {
            migration.run("SET GLOBAL sql_select_limit = 18446744073709551615");
        }
        awaitEqual(harness);
        harness.close();
    }

    /** The server's log was purged while the task was stopped: said at once, with what to do. */
    @Test
    void aLogThatWasPurgedStopsTheTask() {
        SourceHarness harness = loaded();
        settle(harness);
        harness.stop();
        migration.run("INSERT INTO t VALUES (5, 5, 'never seen')", "FLUSH BINARY LOGS");
        migration.run("INSERT INTO t VALUES (6, 6, 'six')", "FLUSH BINARY LOGS");
        // a file is kept while a reader that has gone is taken for one that is there
        Eventually.holds(
                Duration.ofMinutes(2),
                () -> {
                    List<List<String>> logs = server().query("SHOW BINARY LOGS");
                    String last = logs.get(logs.size() - 1).get(0);
                    server().execute("PURGE BINARY LOGS TO '" + last + "'");
                    assertThat(server().query("SHOW BINARY LOGS")).hasSize(1);
                });
        harness.start();
        assertThat(failure(harness))
                .contains("no longer has its binary log")
                .contains("--start-over")
                .contains("binlog_expire_logs_seconds");
        harness.close();
    }

    /**
     * Sessions whose events the server writes in another form.
     *
     * @param on switches the form on for all sessions
     * @param off switches it off
     */
    protected final void otherForm(String on, String off) throws SQLException {
        try (SourceHarness harness = loaded()) {
            migration.run(on);
            try {
                migration.run(
                        "UPDATE t SET v = REPEAT('again ', 500) WHERE id = 1",
                        "INSERT INTO t VALUES (3, 3, REPEAT('compressible ', 9000)), (4, 4, 'short')",
                        "INSERT INTO t VALUES (5, 5, REPEAT('x', 70000))",
                        "UPDATE t SET v = CONCAT(v, 'y') WHERE id > 2",
                        "DELETE FROM t WHERE id = 4");
                awaitEqual(harness);
                migration.run(
                        "XA START 'c'",
                        "INSERT INTO t VALUES (7, 7, REPEAT('z', 5000))",
                        "XA END 'c'",
                        "XA PREPARE 'c'");
                settle(harness);
                harness.restart();
                migration.run("XA COMMIT 'c'");
                awaitEqual(harness);
                assertThat(loads(harness, "t")).isEqualTo(1);
                migration.run(
                        "SET SESSION binlog_format = 'STATEMENT'",
                        "UPDATE t SET v = REPEAT('w', 300), a = 9 /* %s */"
                                .formatted("long ".repeat(200)));
                awaitEqual(harness);
                assertThat(loads(harness, "t")).isEqualTo(2);
            } finally {
                migration.run(off);
            }
        }
    }

    /** Parts of JSON values: the rest of the value is nowhere in the log. */
    protected final void partsOfJson() throws SQLException {
        migration.run("ALTER TABLE t MODIFY v json");
        try (SourceHarness harness = loaded();
                Connection connection = server().connect(migration.database);
                Statement session = connection.createStatement()) {
            session.execute(
                    "INSERT INTO t VALUES (3, 3, JSON_OBJECT('a', 1, 'b', REPEAT('x', 1000)))");
            session.execute("SET SESSION binlog_row_value_options = 'PARTIAL_JSON'");
            session.execute("UPDATE t SET v = JSON_SET(v, '$.a', 2) WHERE id = 3");
            awaitEqual(harness);
            assertThat(loads(harness, "t")).isGreaterThan(1);
            assertThat(loads(harness, "u")).isEqualTo(1);
        }
    }

    /** MySQL's GTIDs are switched off, step by step, and on again, while the task runs. */
    protected final void gtidsOffAndOn() {
        List<String> steps = List.of("ON_PERMISSIVE", "OFF_PERMISSIVE", "OFF");
        try (SourceHarness harness = loaded()) {
            int id = 10;
            for (String mode : steps) {
                migration.run(
                        "SET GLOBAL gtid_mode = " + mode,
                        "INSERT INTO t VALUES (%d, 1, '1')".formatted(id++));
                awaitEqual(harness);
            }
            harness.restart();
            for (String mode : List.of("OFF_PERMISSIVE", "ON_PERMISSIVE", "ON")) {
                migration.run(
                        "SET GLOBAL gtid_mode = " + mode,
                        "INSERT INTO t VALUES (%d, 1, '1')".formatted(id++));
                awaitEqual(harness);
            }
            harness.restart();
            migration.run("INSERT INTO t VALUES (%d, 1, '1')".formatted(id));
            awaitEqual(harness);
            assertThat(harness.changesOf("t")).hasSize(7);
        } finally {
            for (String mode : List.of("OFF_PERMISSIVE", "ON_PERMISSIVE", "ON")) {
                try {
                    migration.run("SET GLOBAL gtid_mode = " + mode);
                } catch (IllegalStateException stepTooFar) {
                    assertThat(stepTooFar).hasMessageContaining("GTID_MODE");
                }
            }
        }
    }

    /**
     * Nobody takes changes for longer than a connection may be quiet, in the middle of a transaction
     * (a worker that hangs, a machine that was suspended): no row of it comes twice.
     */
    @Test
    void rowsThatNobodyTakesForAWhileComeOnce() throws InterruptedException {
        migration.config.put("debezium.connect.keep.alive.interval.ms", "1000");
        migration.config.put("debezium.max.queue.size", "600");
        migration.config.put("debezium.max.batch.size", "200");
        migration.run("CREATE TABLE k (n int, v text)");
        try (SourceHarness harness = loaded()) {
            List<String> statements = new ArrayList<>(List.of("BEGIN"));
            for (int i = 0; i < 20; i++) {
                StringBuilder rows = new StringBuilder("INSERT INTO k VALUES (0, '')");
                for (int row = 1; row < 500; row++) {
                    rows.append(", (").append(i * 500 + row).append(", 'x')");
                }
                statements.add(rows.toString());
            }
            statements.add("COMMIT");
            migration.run(statements.toArray(String[]::new));
            harness.until("some", () -> harness.changesOf("k").size() > 1000);
            Thread.sleep(4_000);
            harness.until("all", () -> harness.changesOf("k").size() >= 10_000);
            settle(harness);
            assertThat(harness.changesOf("k")).hasSize(10_000);
        }
    }
}
