// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements that alter tables, restarts among them, and users with few rights. */
public abstract class ShapesContract {
    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    /** What a user needs to follow the log, without RELOAD. */
    protected abstract String rights();

    private void migration(String type) {
        migration = new Migration(server(), this::task, type);
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private static String text(RowChange change) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < change.after().size(); i++) {
            row.append(change.table().columns().get(i).name())
                    .append('=')
                    .append(change.after().value(i))
                    .append(' ');
        }
        return row.toString().trim();
    }

    private static List<String> rows(SourceHarness harness) {
        return harness.changesOf("t").stream().map(ShapesContract::text).toList();
    }

    private void awaitChanges(SourceHarness harness, int count) {
        harness.until(count + " changes", () -> harness.changesOf("t").size() >= count);
    }

    /** The log is read again from before some of these, on tables that have their result already. */
    @Test
    void restartsBetweenStatementsAndRows() {
        migration("cdc");
        migration.run("CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(9))");
        try (SourceHarness harness = migration.start()) {
            harness.until("started", harness::isStarted);
            migration.run("INSERT INTO t VALUES (1, 1, 'x')");
            awaitChanges(harness, 1);
            migration.run("ALTER TABLE t CHANGE COLUMN a c bigint");
            settle(harness);
            harness.restart();
            settle(harness);
            harness.restart();
            migration.run("INSERT INTO t VALUES (2, 5000000000, 'y')");
            awaitChanges(harness, 2);
            migration.run(
                    "CREATE TABLE other (id int PRIMARY KEY, z geometry)",
                    "ALTER TABLE other ADD COLUMN zz int",
                    "DROP TABLE other",
                    "ALTER TABLE t DROP COLUMN b, ADD COLUMN d date FIRST");
            settle(harness);
            harness.restart();
            settle(harness);
            harness.storeNothing();
            migration.run("ALTER TABLE t ADD COLUMN e int", "INSERT INTO t VALUES (NULL, 3, 3, 3)");
            for (int i = 0; i < 10; i++) {
                harness.poll();
            }
            harness.restart();
            awaitChanges(harness, 3);
            migration.run("ALTER TABLE t DROP COLUMN e", "INSERT INTO t VALUES (NULL, 4, 4)");
            awaitChanges(harness, 4);
            assertThat(rows(harness))
                    .containsExactly(
                            "id=1 a=1 b=x",
                            "id=2 c=5000000000 b=y",
                            "d=null id=3 c=3 e=3",
                            "d=null id=4 c=4");
        }
    }

    /** Long enough for statements to be read, and their effect on the history to be stored. */
    private static void settle(SourceHarness harness) {
        for (int i = 0; i < 6; i++) {
            harness.poll();
        }
    }

    @Test
    void aTableThatCameLaterIsLoadedAndFollowedAfterARestart() {
        migration("full-load-and-cdc");
        migration.run("CREATE TABLE first (id int PRIMARY KEY)");
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("first"));
            migration.run(
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "ALTER TABLE t ADD COLUMN v varchar(9)",
                    "INSERT INTO t VALUES (2, 'two')");
            settle(harness);
            harness.restart();
            harness.until("loaded", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (3, 'three')");
            harness.until("three", () -> harness.replica("t").size() >= 3);
            assertThat(harness.replica("t").get(3L)).containsExactly(3L, "three");
            assertThat(harness.replica("t").get(1L)).containsExactly(1L, null);
        }
    }

    @Test
    void withoutTheGlobalLockNoChangeIsLost() throws Exception {
        migration("full-load-and-cdc");
        migration.server.execute(
                "CREATE USER 'few'@'%' IDENTIFIED BY 'few'",
                "GRANT " + rights() + " ON *.* TO 'few'@'%'");
        migration.run("CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, v int)");
        migration.config.put("database.user", "few");
        migration.config.put("database.password", "few");
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> write(enough));
        writer.start();
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            enough.set(true);
            writer.join();
            long count = Long.parseLong(count());
            harness.until("all", () -> harness.replica("t").size() >= count);
            assertThat(harness.replica("t")).hasSize((int) count);
            String position =
                    harness.last("t", LoadMessage.Type.END).orElseThrow().message().position();
            assertThat(LoadPosition.parse(position).includes("binlog:bin.000001:4:0")).isTrue();
        } finally {
            enough.set(true);
            writer.join();
            migration.server.execute("DROP USER 'few'@'%'");
        }
    }

    private String count() {
        return migration
                .server
                .query("SELECT COUNT(*) FROM " + migration.database + ".t")
                .get(0)
                .get(0);
    }

    private void write(AtomicBoolean enough) {
        try (Connection connection = migration.server.connect(migration.database);
                Statement statement = connection.createStatement()) {
            while (!enough.get()) {
                statement.execute("INSERT INTO t (v) VALUES (1), (2)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
