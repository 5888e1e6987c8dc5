// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {
    private static final String BINLOG =
            """
            SELECT @@log_bin, @@binlog_format, @@binlog_row_image, @@server_id,
                   @@global.time_zone, @@local_infile, @@max_allowed_packet,
                   @@character_set_server
            """;
    private static final List<List<String>> BINLOG_PROMISED =
            List.of(List.of("1", "ROW", "FULL", "1", "+00:00", "1", "268435456", "utf8mb4"));

    @TempDir Path folder;

    private static void keepsCommittedRows(DatabaseServer server) {
        server.execute("CREATE TABLE kept (id int PRIMARY KEY)", "INSERT INTO kept VALUES (1)");
        server.restart();
        server.execute("INSERT INTO kept VALUES (2)");
        server.kill();
        server.startAgain();
        assertKept(server);
    }

    private static void assertKept(DatabaseServer server) {
        assertThat(server.query("SELECT id FROM kept ORDER BY id"))
                .isEqualTo(List.of(List.of("1"), List.of("2")));
    }

    /** Longer than a unix socket's path may be, and with a space. */
    private Path awkwardFolder() throws Exception {
        return Files.createDirectories(folder.resolve("a folder").resolve("x".repeat(120)));
    }

    @Test
    void postgreSqlKeepsCommittedRowsAndDecodesItsLog() throws Exception {
        Path data = awkwardFolder().resolve("postgres");
        int port = FreePort.find();
        try (PostgreSqlServer server = PostgreSqlServer.start(data, port)) {
            keepsCommittedRows(server);
            assertThat(server.query("SHOW wal_level")).isEqualTo(List.of(List.of("logical")));
            // Not "SHOW timezone": the driver sets that one to the JVM's.
            assertThat(server.query("SHOW log_timezone")).isEqualTo(List.of(List.of("UTC")));
            assertThat(server.query("SHOW fsync")).isEqualTo(List.of(List.of("on")));
            assertThat(server.query("SHOW server_version").get(0).get(0)).startsWith("17.");
        }
        try (PostgreSqlServer again = PostgreSqlServer.start(data, port)) {
            assertKept(again);
        }
    }

    @Test
    void mariaDbKeepsCommittedRowsAndHasARowBinlog() throws Exception {
        Path data = awkwardFolder().resolve("mariadb");
        int port = FreePort.find();
        try (MariaDbServer server = MariaDbServer.start(data, port)) {
            keepsCommittedRows(server);
            assertThat(server.query(BINLOG)).isEqualTo(BINLOG_PROMISED);
        }
        try (MariaDbServer again = MariaDbServer.start(data, port)) {
            assertKept(again);
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
            assertThat(server.query(BINLOG)).isEqualTo(BINLOG_PROMISED);
        }
    }

    /** A busy backend does not notice its parent's end, and must not write on. */
    @Test
    void aBusyPostgreSqlCanBeKilledAndStartedAgain() throws Exception {
        try (PostgreSqlServer server = PostgreSqlServer.temporary()) {
            server.execute("CREATE TABLE busy (id bigint)");
            Thread writer =
                    new Thread(
                            () ->
                                    assertThatThrownBy(
                                                    () ->
                                                            server.execute(
                                                                    "INSERT INTO busy SELECT generate_series(1, 1000000000)"))
                                            .hasRootCauseInstanceOf(java.io.IOException.class));
            writer.setDaemon(true);
            writer.start();
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () ->
                            assertThat(server.query("SELECT pg_relation_size('busy') > 1000000"))
                                    .isEqualTo(List.of(List.of("t"))));
            server.kill();
            server.startAgain();
            assertThat(server.query("SELECT count(*) FROM busy")).isEqualTo(List.of(List.of("0")));
        }
    }

    @Test
    void aServerEndsWithItsJvm() throws Exception {
        Path log = folder.resolve("holder.log");
        Process holder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                folder.resolve("held").toString(),
                                Integer.toString(FreePort.find()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () -> assertThat(Files.readString(log)).contains(Holder.READY));
            List<ProcessHandle> servers = holder.children().toList();
            assertThat(servers).isNotEmpty().allMatch(ProcessHandle::isAlive);
            holder.destroyForcibly().waitFor();
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void differencesNameTheSide() throws SQLException {
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
            assertThat(RowComparison.compare(one, "SELECT 7 UNION ALL SELECT 7", two, "SELECT 7"))
                    .containsExactly("missing on the target: [7]");
            assertThat(RowComparison.compare(one, "SELECT generate_series(1, 25)", two, "SELECT 1"))
                    .hasSize(21)
                    .endsWith("and 4 more");
            assertThat(
                            RowComparison.compare(
                                    one,
                                    "SELECT 'A'",
                                    two,
                                    "SELECT 'a'",
                                    row -> List.of(row.get(0).toLowerCase(java.util.Locale.ROOT))))
                    .isEmpty();
        }
    }

    @Test
    void waitingEndsWithTheLastFailure() {
        assertThatThrownBy(
                        () ->
                                Eventually.holds(
                                        Duration.ofMillis(200),
                                        () -> {
                                            throw new IllegalStateException("still not");
                                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still not");
    }
}
