// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The task's process is held (SIGSTOP, a virtual machine that is suspended) for longer than servers
 * and Debezium wait for an answer, and goes on. The whole measure: -Dsuspended.seconds=90.
 */
class SuspendedTest {
    @TempDir Path folder;

    @Test
    void postgreSqlToMariaDb() throws Exception {
        try (PostgreSqlServer source = PostgreSqlServer.temporary()) {
            source.execute(
                    "ALTER SYSTEM SET wal_sender_timeout = '10s'", "SELECT pg_reload_conf()");
            // Debezium waits 30 s for the place that it confirms
            goesOn("held_pm", source, MariaDbServer.shared(), 40);
        }
    }

    @Test
    void mariaDbToPostgreSql() throws Exception {
        try (MariaDbServer source = MariaDbServer.temporary()) {
            source.execute("SET GLOBAL net_write_timeout = 10");
            goesOn("held_mp", source, PostgreSqlServer.shared(), 15);
        }
    }

    private void goesOn(String name, DatabaseServer source, DatabaseServer target, int seconds)
            throws Exception {
        OneTable table = new OneTable(name, source, target);
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(", in sync");
            table.insert(1);
            table.awaitRow(dms, 1);
            dms.signal("STOP");
            try {
                // more than sockets hold
                table.insert(2, 40_000, 500);
                TimeUnit.SECONDS.sleep(Integer.getInteger("suspended.seconds", seconds));
            } finally {
                dms.signal("CONT");
            }
            table.awaitRow(dms, 40_000);
            table.insert(40_001);
            table.awaitRow(dms, 40_001);
            table.assertEqual();
            assertThat(dms.end("TERM")).as(dms.tail()).isEqualTo(143);
        }
    }
}
