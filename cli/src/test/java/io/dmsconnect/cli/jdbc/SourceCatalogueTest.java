// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourceCatalogueTest {
    @TempDir private Path folder;

    @Test
    @Timeout(120)
    void aTableThatIsBeingAlteredIsNotWaitedFor() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute(
                "CREATE SCHEMA catalogued",
                "CREATE TABLE catalogued.free (id int)",
                "CREATE TABLE catalogued.held (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE catalogued.part PARTITION OF catalogued.held DEFAULT");
        Path task = folder.resolve("task.json");
        Files.writeString(
                task,
                """
                {"ReplicationTaskIdentifier": "t", "MigrationType": "full-load",
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "%s", "Port": %d,
                   "Username": "%s", "Password": "%s", "DatabaseName": "postgres"},
                 "TargetEndpoint": {"EngineName": "postgres", "ServerName": "nowhere.invalid",
                   "Port": 5432, "Username": "u", "Password": "p", "DatabaseName": "d"},
                 "TableMappings": {"rules": [
                   {"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                    "rule-action": "include",
                    "object-locator": {"schema-name": "catalogued", "table-name": "%%"}}]}}
                """
                        .formatted(server.host(), server.port(), server.user(), server.password()));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("ALTER TABLE catalogued.held ADD COLUMN v text");
            assertThat(SourceCatalogue.selected(TaskReader.read(task)))
                    .containsExactly("catalogued.free", "catalogued.held");
            connection.rollback();
        } finally {
            server.execute("DROP SCHEMA catalogued CASCADE");
        }
    }
}
