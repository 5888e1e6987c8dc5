// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseProbeTest {
    private static final String SOURCE = "SourceEndpoint";
    private static final String TARGET = "TargetEndpoint";

    private final MariaDbServer source = MariaDbServer.shared();
    private final PostgreSqlServer target = PostgreSqlServer.shared();
    @TempDir Path folder;

    private List<String> problems(String endpoint, String member, Object value) throws Exception {
        String task =
                """
                {"ReplicationTaskIdentifier": "t", "MigrationType": "full-load",
                 "SourceEndpoint": {"EngineName": "mariadb", "ServerName": "%s", "Port": %d,
                   "Username": "%s", "Password": "%s", "DatabaseName": "mysql"},
                 "TargetEndpoint": {"EngineName": "postgres", "ServerName": "%s", "Port": %d,
                   "Username": "%s", "Password": "%s", "DatabaseName": "postgres"},
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1",
                   "rule-name": "1", "rule-action": "include",
                   "object-locator": {"schema-name": "s", "table-name": "%%"}}]}}
                """
                        .formatted(
                                source.host(),
                                source.port(),
                                source.user(),
                                source.password(),
                                target.host(),
                                target.port(),
                                target.user(),
                                target.password());
        ObjectNode document = (ObjectNode) new JsonMapper().readTree(task);
        if (!endpoint.isEmpty()) {
            ((ObjectNode) document.get(endpoint)).putPOJO(member, value);
        }
        Path file = Files.writeString(folder.resolve("task.json"), document.toString());
        return DatabaseProbe.problems(TaskReader.read(file));
    }

    private void isNamed(String endpoint, String member, Object value, String... words)
            throws Exception {
        assertThat(problems(endpoint, member, value))
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem)
                                        .startsWith(endpoint + "." + member + ": ")
                                        .contains(words));
    }

    @Test
    void nothingIsSaidOfDatabasesThatLetTheTaskIn() throws Exception {
        assertThat(problems("", "", "")).isEmpty();
    }

    @Test
    void theMemberThatIsWrongIsNamed() throws Exception {
        isNamed(SOURCE, "Password", "nope", source.user(), "set SslMode");
        isNamed(TARGET, "Password", "nope", target.user());
        isNamed(SOURCE, "ServerName", "nowhere.invalid", "no host 'nowhere.invalid'");
        isNamed(TARGET, "ServerName", "nowhere.invalid", "no host 'nowhere.invalid'");
        isNamed(SOURCE, "Port", 1, "nothing listens at 127.0.0.1:1");
        isNamed(TARGET, "Port", 1, "nothing listens at 127.0.0.1:1");
        isNamed(SOURCE, "DatabaseName", "nope", "no database 'nope'");
        isNamed(TARGET, "DatabaseName", "nope", "no database 'nope'");
        isNamed(SOURCE, "EngineName", "aurora-postgresql", "is MySQL or MariaDB");
        isNamed(TARGET, "EngineName", "mariadb", "is PostgreSQL");
        isNamed(TARGET, "SslMode", "require", "SSL");
    }
}
