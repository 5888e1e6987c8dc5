// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who may have two sessions at a time, fewer than a task likes to have. */
class SessionLimitTest {
    @TempDir Path folder;

    @Test
    void ofTheTargetMariaDb() throws Exception {
        target(
                new OneTable("limited_pm", PostgreSqlServer.shared(), MariaDbServer.shared()),
                "max_user_connections");
    }

    @Test
    void ofTheTargetPostgreSql() throws Exception {
        target(
                new OneTable("limited_mp", MariaDbServer.shared(), PostgreSqlServer.shared()),
                "too many connections");
    }

    @Test
    void ofTheSourceMariaDb() throws Exception {
        source(
                new OneTable("limited_sm", MariaDbServer.shared(), PostgreSqlServer.shared()),
                "max_user_connections");
    }

    @Test
    void ofTheSourcePostgreSql() throws Exception {
        source(
                new OneTable("limited_sp", PostgreSqlServer.shared(), MariaDbServer.shared()),
                "too many connections");
    }

    private void target(OneTable table, String tooMany) throws Exception {
        table.limit("t", 2);
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(", in sync");
            table.insert(1);
            table.awaitRow(dms, 1);
            // the command keeps one session, which leaves none for the sink
            table.limit("t", 1);
            table.endSessions("t");
            table.insert(2);
            dms.awaitOutput("Waiting, and trying again: ");
            dms.awaitOutput(tooMany);
            table.limit("t", 2);
            table.awaitRow(dms, 2);
            dms.end("TERM");
        }
        table.assertEqualAfter(folder);
    }

    private void source(OneTable table, String tooMany) throws Exception {
        table.task.setting("ErrorBehavior", "RecoverableErrorInterval", 1);
        table.limit("s", 2);
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(tooMany);
            table.limit("s", -1);
            dms.awaitOutput(", in sync");
            table.insert(1);
            table.awaitRow(dms, 1);
            table.assertEqual();
        }
    }
}
