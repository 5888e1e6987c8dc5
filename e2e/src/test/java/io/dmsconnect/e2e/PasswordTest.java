// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that change while a task runs: nothing is lost, and the task says which one it was. */
class PasswordTest {
    @TempDir Path folder;

    @Test
    void postgreSqlToMariaDb() throws Exception {
        rotate(new OneTable("rotated_pm", PostgreSqlServer.shared(), MariaDbServer.shared()));
    }

    @Test
    void mariaDbToPostgreSql() throws Exception {
        rotate(new OneTable("rotated_mp", MariaDbServer.shared(), PostgreSqlServer.shared()));
    }

    private void rotate(OneTable table) throws Exception {
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(", in sync");
            table.insert(1);
            table.awaitRow(dms, 1);
            table.password("s", "second");
            table.insert(2);
            table.awaitRow(dms, 2);
            table.insert(3);
            table.endSessions("s");
            ends(dms, "SourceEndpoint.Password");
        }
        table.task.user("SourceEndpoint", table.task.id() + "_s", "second");
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(", in sync");
            table.password("t", "second");
            table.insert(4);
            table.awaitRow(dms, 4);
            table.endSessions("t");
            table.insert(5);
            ends(dms, "TargetEndpoint.Password");
        }
        table.insert(6);
        table.task.user("TargetEndpoint", table.task.id() + "_t", "second");
        table.assertEqualAfter(folder);
    }

    private static void ends(DmsProcess dms, String member) {
        assertThat(dms.await()).as(dms.tail()).isEqualTo(1);
        assertThat(dms.output())
                .contains("error: " + member + ": the server at ")
                .contains("run the same command again");
    }
}
