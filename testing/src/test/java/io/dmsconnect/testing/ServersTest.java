// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServersTest {
    private static void keepsCommittedRows(DatabaseServer server) {
        server.execute("CREATE TABLE kept (id int PRIMARY KEY)", "INSERT INTO kept VALUES (1)");
        server.restart();
        server.execute("INSERT INTO kept VALUES (2)");
        server.kill();
        server.startAgain();
        assertThat(server.query("SELECT id FROM kept ORDER BY id"))
                .isEqualTo(List.of(List.of("1"), List.of("2")));
    }

    @Test
    void postgreSqlKeepsCommittedRowsAndDecodesItsLog() {
        try (PostgreSqlServer server = PostgreSqlServer.temporary()) {
            keepsCommittedRows(server);
            assertThat(server.query("SHOW wal_level")).isEqualTo(List.of(List.of("logical")));
            assertThat(server.query("SHOW server_version").get(0).get(0)).startsWith("17.");
        }
    }

    @Test
    void mariaDbKeepsCommittedRowsAndHasARowBinlog() {
        try (MariaDbServer server = MariaDbServer.temporary()) {
            keepsCommittedRows(server);
            assertThat(
                            server.query(
                                    "SELECT @@log_bin, @@binlog_format, @@binlog_row_image, @@time_zone"))
                    .isEqualTo(List.of(List.of("1", "ROW", "FULL", "+00:00")));
        }
    }

    @Test
    void mySqlKeepsCommittedRowsAndHasARowBinlog() {
        if (!MySqlServer.available()) {
            System.err.println("SKIPPED: MySQL 8 is not tested: no libaio.so.1 on this machine");
            return;
        }
        try (MySqlServer server = MySqlServer.temporary()) {
            keepsCommittedRows(server);
            assertThat(server.query("SELECT @@log_bin, @@binlog_format, @@binlog_row_image"))
                    .isEqualTo(List.of(List.of("1", "ROW", "FULL")));
        }
    }

    @Test
    void differencesNameTheSide() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        try (var one = server.connect();
                var two = server.connect()) {
            assertThat(
                            RowComparison.compare(
                                    one,
                                    "SELECT 1 UNION ALL SELECT 2",
                                    two,
                                    "SELECT 2 UNION ALL SELECT 3"))
                    .containsExactlyInAnyOrder(
                            "missing on the target: [1]", "only on the target: [3]");
        }
    }
}
