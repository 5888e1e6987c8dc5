// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import io.dmsconnect.testing.RowComparison;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction of many rows passes through a small heap. The whole measure:
 * -Dtransaction.changes=500000 -Dtransaction.heap=512m.
 */
class LargeTransactionTest {
    private static final int CHANGES = Integer.getInteger("transaction.changes", 20_000);
    private static final String HEAP = System.getProperty("transaction.heap", "320m");

    @TempDir Path folder;

    @Test
    void mariaDbToPostgreSql() throws Exception {
        run("large_tx_mp", MariaDbServer.shared(), PostgreSqlServer.shared());
    }

    @Test
    void postgreSqlToMariaDb() throws Exception {
        run("large_tx_pm", PostgreSqlServer.shared(), MariaDbServer.shared());
    }

    /** Half of the changes are rows that come, the other half the same rows that change. */
    private void run(String name, DatabaseServer source, DatabaseServer target) throws Exception {
        boolean postgres = source instanceof PostgreSqlServer;
        OneTable table = new OneTable(name, source, target);
        try (DmsProcess dms = DmsProcess.withHeap(HEAP, folder, table.run(folder));
                Connection connection = source.connect(name);
                Statement statement = connection.createStatement()) {
            dms.awaitOutput(", in sync");
            connection.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO %s SELECT n, repeat('0123456789', 20) FROM %s"
                            .formatted(
                                    table.table(),
                                    postgres
                                            ? "generate_series(1, %d) AS s(n)"
                                                    .formatted(CHANGES / 2)
                                            : "(SELECT seq AS n FROM seq_1_to_%d) s"
                                                    .formatted(CHANGES / 2)));
            statement.execute(
                    "UPDATE " + table.table() + " SET v = concat('new ', v) WHERE id > 0");
            statement.execute("INSERT INTO " + table.table() + " VALUES (-1, 'last')");
            long begun = System.nanoTime();
            connection.commit();
            table.awaitRow(dms, -1);
            System.out.printf(
                    "%s: a transaction of %,d changes with a heap of %s took %,d ms; most memory: %s%n",
                    name, CHANGES, HEAP, (System.nanoTime() - begun) / 1_000_000, dms.mostMemory());
            assertThat(dms.end("TERM")).as(dms.tail()).isEqualTo(143);
            String sql = "SELECT id, v FROM " + table.table();
            connection.rollback();
            try (Connection to = target.connect(name)) {
                assertThat(RowComparison.compare(connection, sql, to, sql)).isEmpty();
            }
        }
    }
}
