// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both databases go away and come back, cleanly and by SIGKILL, while one task runs. */
class OutageTest {
    @TempDir Path folder;

    @Test
    void bothDatabasesGoAndComeBack() throws Exception {
        try (MariaDbServer source = MariaDbServer.start(folder.resolve("source"), freePort());
                PostgreSqlServer target =
                        PostgreSqlServer.start(folder.resolve("target"), freePort())) {
            source.execute("CREATE DATABASE outage");
            target.execute("CREATE DATABASE outage");
            String file =
                    new TaskFile("outage", "full-load-and-cdc", source, "outage", target, "outage")
                            .include("outage")
                            .write(folder)
                            .toString();
            String state = folder.resolve("state").toString();
            try (BusyShop shop = new BusyShop(source, "outage", 60_000, 7).start();
                    DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
                awaitRows(dms, target, "awsdms_connect_tables");
                target.kill();
                shop.awaitTransactions(100);
                target.startAgain();
                awaitCompleted(dms, target);
                source.kill();
                source.startAgain();
                shop.awaitTransactions(100);
                target.restart();
                shop.awaitTransactions(100);
                source.restart();
                shop.awaitTransactions(100);
                shop.stop();
                source.execute("INSERT INTO outage.nothing VALUES (1)");
                awaitRows(dms, target, "outage.nothing");
                dms.kill();
                DmsProcess last =
                        DmsProcess.run(
                                folder, "run", file, "--state", state, "--stop-when", "in-sync");
                assertThat(last.exitCode()).as(last.tail()).isZero();
                assertThat(shop.compare(target, "outage", "outage")).isEmpty();
            }
        }
    }

    private static int freePort() {
        return io.dmsconnect.testing.FreePort.find();
    }

    private static void awaitRows(DmsProcess dms, DatabaseServer target, String table) {
        Eventually.holds(
                Duration.ofMinutes(4),
                () -> {
                    dms.requireAlive();
                    try (var connection = target.connect("outage");
                            var statement = connection.createStatement();
                            var result = statement.executeQuery("SELECT 1 FROM " + table)) {
                        assertThat(result.next()).isTrue();
                    }
                });
    }

    private static void awaitCompleted(DmsProcess dms, DatabaseServer target) {
        Eventually.holds(
                Duration.ofMinutes(4),
                () -> {
                    dms.requireAlive();
                    try (var connection = target.connect("outage");
                            var statement = connection.createStatement();
                            var result =
                                    statement.executeQuery(
                                            "SELECT count(*) FROM awsdms_connect_tables WHERE load_end IS NOT NULL")) {
                        result.next();
                        assertThat(result.getInt(1)).isEqualTo(BusyShop.TABLES.size());
                    }
                });
    }
}
