// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the terminal says while the target keeps the task waiting. */
class WaitingTest {
    @TempDir Path folder;

    @Test
    void aTargetThatIsLockedReadOnlyOrAway() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        source.execute("CREATE DATABASE waits", "CREATE TABLE waits.t (id int PRIMARY KEY)");
        try (PostgreSqlServer target = PostgreSqlServer.temporary()) {
            target.execute("CREATE DATABASE waits");
            String file =
                    new TaskFile("waits", "full-load-and-cdc", source, "waits", target, "waits")
                            .include("waits")
                            .write(folder)
                            .toString();
            String state = folder.resolve("state").toString();
            try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
                dms.awaitOutput(", in sync");
                try (Connection connection = target.connect("waits");
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("LOCK TABLE waits.t IN EXCLUSIVE MODE");
                    source.execute("INSERT INTO waits.t VALUES (1)");
                    dms.awaitOutput(", lag ");
                    dms.awaitOutput("The target waits for a lock on table waits.t that session ");
                    connection.commit();
                }
                dms.awaitOutput("1 changes applied, in sync");

                target.execute("ALTER DATABASE waits SET default_transaction_read_only = on");
                target.restart();
                source.execute("INSERT INTO waits.t VALUES (2)");
                dms.awaitOutput("read-only transaction");
                target.execute("ALTER DATABASE waits RESET default_transaction_read_only");
                target.kill();
                dms.awaitOutput("The target does not answer");
                target.startAgain();
                dms.awaitOutput("The target answers again.");
                dms.awaitOutput("2 changes applied, in sync");
                assertThat(dms.end("TERM")).as(dms.tail()).isEqualTo(143);
                assertThat(dms.output()).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void aMariaDbThatIsLockedOrReadOnly() throws Exception {
        MariaDbServer target = MariaDbServer.shared();
        OneTable table = new OneTable("waits_pm", PostgreSqlServer.shared(), target);
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(", in sync");
            try (Connection connection = target.connect("waits_pm");
                    Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLES t WRITE");
                table.insert(1);
                dms.awaitOutput(", lag ");
                dms.awaitOutput("The target waits for a lock on a table that another session ");
                statement.execute("UNLOCK TABLES");
            }
            table.awaitRow(dms, 1);
            target.execute("SET GLOBAL read_only = 1");
            try {
                table.insert(2);
                dms.awaitOutput("Waiting, and trying again: ");
                dms.awaitOutput("read-only");
            } finally {
                target.execute("SET GLOBAL read_only = 0");
            }
            table.awaitRow(dms, 2);
            dms.awaitOutput("2 changes applied, in sync");
            assertThat(dms.end("TERM")).as(dms.tail()).isEqualTo(143);
            table.assertEqual();
        }
    }

    /** PostgreSQL makes no slot while a transaction is open that began before. */
    @Test
    void aTransactionThatWasOpenBefore() throws Exception {
        OneTable table =
                new OneTable("open_before", PostgreSqlServer.shared(), MariaDbServer.shared());
        try (Connection connection = PostgreSqlServer.shared().connect("open_before");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO " + table.table() + " VALUES (1, 'open')");
            try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
                dms.awaitOutput("waits for transactions that are open: pid ");
                dms.awaitOutput("commit it, or SELECT pg_terminate_backend(");
                connection.commit();
                dms.awaitOutput(", in sync");
                table.assertEqual();
            }
        }
    }

    @Test
    void theErrorOfATableIsToldAndTriedAgain() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute(
                "CREATE DATABASE refused",
                "CREATE TABLE refused.keyless (a int)",
                "INSERT INTO refused.keyless VALUES (1), (2)");
        target.execute("CREATE DATABASE refused");
        try (Connection connection = target.connect("refused");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA refused");
            statement.execute("CREATE TABLE refused.keyless (x int, y date)");
            TaskFile task =
                    new TaskFile("refused", "full-load", source, "refused", target, "refused")
                            .include("refused")
                            .fullLoad("TargetTablePrepMode", "DO_NOTHING");
            String file = task.write(folder).toString();
            String state = folder.resolve("state").toString();
            DmsProcess first = DmsProcess.run(folder, "run", file, "--state", state);
            assertThat(first.exitCode()).as(first.tail()).isEqualTo(1);
            assertThat(first.output())
                    .contains("refused.keyless")
                    .contains("keyless")
                    .contains("run the same command again")
                    .contains("The log: ")
                    .contains("dms.log");
            statement.execute("DROP TABLE refused.keyless");
            DmsProcess second = DmsProcess.run(folder, "run", file, "--state", state);
            assertThat(second.exitCode()).as(second.tail()).isZero();
            assertThat(second.output()).contains("1 of 1 tables completed, 2 rows loaded");
        }
    }
}
