// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the worker (Kafka, Connect and all) with SIGKILL at random moments of the load and of the
 * changes, while a writer goes on; then everything must be equal, also in the table without a key.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("kill.count", 3);
    private static final int ROWS = 60_000;

    @TempDir Path folder;

    @Test
    void mariaDbToPostgreSql() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE kill_mp");
        target.execute("CREATE DATABASE kill_mp");
        run("kill-mp", source, "kill_mp", "kill_mp", target, "kill_mp", "kill_mp");
    }

    @Test
    void postgreSqlToMariaDb() throws Exception {
        PostgreSqlServer source = PostgreSqlServer.shared();
        MariaDbServer target = MariaDbServer.shared();
        source.execute("CREATE DATABASE kill_pm");
        target.execute("CREATE DATABASE kill_pm");
        run("kill-pm", source, "kill_pm", "public", target, "kill_pm", "kill_pm");
    }

    private void run(
            String id,
            DatabaseServer source,
            String sourceDatabase,
            String sourceSchema,
            DatabaseServer target,
            String targetDatabase,
            String targetSchema)
            throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.println(id + ": seed " + seed + " (-Dkill.seed=" + seed + ")");
        Random random = new Random(seed);
        TaskFile task =
                new TaskFile(
                                id,
                                "full-load-and-cdc",
                                source,
                                sourceDatabase,
                                target,
                                targetDatabase)
                        .connect("load.segment.bytes", "100000")
                        .include(sourceSchema);
        if (!sourceSchema.equals(targetSchema)) {
            task.renameSchema(sourceSchema, targetSchema);
        }
        String file = task.write(folder).toString();
        String state = folder.resolve("state").toString();
        try (BusyShop shop = new BusyShop(source, sourceDatabase, ROWS, seed).start()) {
            for (int i = 0; i < KILLS; i++) {
                long millis = 6_000 + random.nextInt(8_000);
                try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
                    Thread.sleep(millis);
                    dms.requireAlive();
                    dms.kill();
                }
                System.out.println(id + ": killed after " + millis + " ms");
            }
            shop.stop();
            DmsProcess last =
                    DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
            assertThat(last.exitCode()).as("seed %d:\n%s", seed, last.tail()).isZero();
            assertThat(shop.compare(target, targetDatabase, targetSchema))
                    .as("seed %d", seed)
                    .isEmpty();
            System.out.println(id + ": equal after " + shop.transactions() + " transactions");
        }
    }
}
