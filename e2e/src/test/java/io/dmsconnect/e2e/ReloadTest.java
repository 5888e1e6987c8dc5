// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dms reload} beside {@code dms run}, while somebody writes. */
class ReloadTest {
    private static final String DEADLOCK = "40P01";

    private static final String COMPLETED =
            "SELECT count(*) FROM awsdms_connect_tables WHERE table_state = 'Table completed'"
                    + " AND source_table IN ('orders', 'log_lines')";

    @TempDir Path folder;

    /** Its rows have values that the log does not tell: the table is loaded anew by itself. */
    @Test
    void inSyncIsWhatHasBeenLoadedAnew() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        OneTable table = new OneTable("loaded_anew", source, PostgreSqlServer.shared());
        table.assertEqualAfter(folder);
        source.execute(
                "ALTER TABLE "
                        + table.table()
                        + " ADD COLUMN seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP");
        table.insert(77);
        table.assertEqualAfter(folder);
    }

    @Test
    void rowsChangedByHandAreRightAgain() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE reload");
        target.execute("CREATE DATABASE reload");
        String file =
                new TaskFile("reload", "full-load-and-cdc", source, "reload", target, "reload")
                        .include("reload")
                        .write(folder)
                        .toString();
        String state = folder.resolve("state").toString();
        try (BusyShop shop = new BusyShop(source, "reload", 30_000, 3).start()) {
            DmsProcess early =
                    DmsProcess.run(folder, "reload", file, "reload.orders", "--state", state);
            assertThat(early.exitCode()).isEqualTo(1);
            assertThat(early.output()).contains("no 'dms run' is at work with the state folder");
            try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
                Eventually.holds(
                        Duration.ofMinutes(4),
                        () -> {
                            dms.requireAlive();
                            assertThat(number(target, COMPLETED)).isEqualTo(2);
                        });
                DmsProcess wrong =
                        DmsProcess.run(
                                folder,
                                "reload",
                                file,
                                "reload.orders",
                                "reload.none",
                                "--state",
                                state);
                assertThat(wrong.exitCode()).isEqualTo(2);
                assertThat(wrong.output()).contains("reload.none: the source has no such table");

                execute(target, "DELETE FROM reload.orders WHERE id BETWEEN 100 AND 20000");
                execute(target, "INSERT INTO reload.log_lines SELECT * FROM reload.log_lines");
                DmsProcess reload =
                        DmsProcess.run(
                                folder,
                                "reload",
                                file,
                                "reload.orders",
                                "reload.log_lines",
                                "--state",
                                state,
                                "--wait");
                assertThat(reload.exitCode()).as(reload.tail()).isZero();
                assertThat(reload.output())
                        .contains("Table completed: reload.orders, reload.log_lines");
                String generations =
                        "SELECT count(*) FROM awsdms_connect_tables WHERE generation = ";
                assertThat(number(target, generations + 2)).isEqualTo(2);
                assertThat(number(target, generations + 1)).isEqualTo(2);
                DmsProcess deployed =
                        DmsProcess.run(
                                folder,
                                "reload",
                                file,
                                "reload.orders",
                                "--connect",
                                worker(state),
                                "--wait");
                assertThat(deployed.exitCode()).as(deployed.tail()).isZero();
                assertThat(number(target, generations + 3)).isEqualTo(1);
                dms.requireAlive();
                dms.kill();
            }
            shop.stop();
            DmsProcess last =
                    DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
            assertThat(last.exitCode()).as(last.tail()).isZero();
            assertThat(shop.compare(target, "reload", "reload")).isEmpty();
        }
    }

    /** The REST API of the worker that runs the task, as a cluster would have it. */
    private static String worker(String state) throws IOException {
        Properties ports = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(state, "ports.properties"))) {
            ports.load(in);
        }
        return "http://127.0.0.1:" + ports.getProperty("connect.rest");
    }

    /**
     * The task writes to the same rows: one of the two is refused where each waits for the other.
     */
    private static void execute(DatabaseServer target, String sql) throws SQLException {
        while (true) {
            try (var connection = target.connect("reload");
                    var statement = connection.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                if (!DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private static int number(DatabaseServer target, String query) throws SQLException {
        try (var connection = target.connect("reload");
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }
}
