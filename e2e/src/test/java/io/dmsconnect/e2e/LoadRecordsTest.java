// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code load.records=rows}, while somebody writes and the process is killed. */
class LoadRecordsTest {
    @TempDir Path folder;

    @Test
    void rowsComeBeforeTheChanges() throws Exception {
        PostgreSqlServer source = PostgreSqlServer.shared();
        MariaDbServer target = MariaDbServer.shared();
        String name = "load_rows";
        source.execute("CREATE DATABASE " + name);
        target.execute("CREATE DATABASE " + name);
        String file =
                new TaskFile("load-rows", "full-load-and-cdc", source, name, target, name)
                        .include("public")
                        .renameSchema("public", name)
                        .connect("load.records", "rows")
                        .connect("load.segment.bytes", "100000")
                        .write(folder)
                        .toString();
        String[] run = {
            "run", file, "--state", folder.resolve("state").toString(), "--stop-when", "in-sync"
        };
        try (BusyShop shop = new BusyShop(source, name, 5_000, 5).start()) {
            try (DmsProcess killed = DmsProcess.start(folder, run)) {
                // in the middle of the load, or of the changes behind it
                Eventually.holds(
                        Duration.ofMinutes(4),
                        () -> {
                            killed.requireAlive();
                            assertThat(
                                            target.query(
                                                    "SELECT 1 FROM %s.log_lines LIMIT 1"
                                                            .formatted(name)))
                                    .isNotEmpty();
                        });
                killed.kill();
            }
            shop.stop();
            DmsProcess last = DmsProcess.run(folder, run);
            assertThat(last.exitCode()).as(last.tail()).isZero();
            // an empty table has no records that tell of it
            target.executeIn(
                    name, "CREATE TABLE IF NOT EXISTS nothing (id int NOT NULL PRIMARY KEY)");
            assertThat(shop.compare(target, name, name)).isEmpty();
        }
    }
}
