// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    private static final java.util.Map<String, String> ENVIRONMENT =
            java.util.Map.of("PW", "${env:OTHER} $1\\", "HOST", "db");

    private static TaskDocument task(String host, String password) {
        String endpoint =
                """
                {"EngineName": "postgres", "ServerName": "%s", "Port": 5432, "Username": "u",
                 "Password": "%s", "DatabaseName": "d"}
                """;
        return TaskReader.parse(
                """
                {"ReplicationTaskIdentifier": "t", "MigrationType": "cdc", "SourceEndpoint": %s,
                 "TargetEndpoint": %s, "TableMappings": {"rules": [{"rule-type": "selection",
                  "rule-id": "1", "rule-name": "1", "rule-action": "include",
                  "object-locator": {"schema-name": "s", "table-name": "%%"}}]}}
                """
                        .formatted(
                                endpoint.formatted(host, password), endpoint.formatted("x", "y")),
                "t",
                Path.of("."));
    }

    private static TaskDocument resolve(TaskDocument task) {
        try (References references = new References(new EnvVarConfigProvider(ENVIRONMENT))) {
            return references.resolve(task);
        }
    }

    @Test
    void environment() {
        Endpoint source = resolve(task("${env:HOST}.example.com", "${env:PW}")).source();
        assertThat(source.host()).isEqualTo("db.example.com");
        assertThat(source.password().value()).isEqualTo("${env:OTHER} $1\\");
    }

    @Test
    void files(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("s.properties"), "key=in file\n");
        Files.writeString(folder.resolve("pw"), "in folder");
        assertThat(resolve(task("h", "${file:" + file + ":key}")).source().password().value())
                .isEqualTo("in file");
        assertThat(resolve(task("h", "${directory:" + folder + ":pw}")).source().password().value())
                .isEqualTo("in folder");
    }

    @Test
    void whatStandsForNothingIsNamed() {
        TaskException wrong =
                catchThrowableOfType(
                        TaskException.class,
                        () -> resolve(task("${env:NOT_SET}${vault:a:b}", "${file:/none:key}")));
        assertThat(wrong.problems())
                .containsExactlyInAnyOrder(
                        "SourceEndpoint.ServerName: ${env:NOT_SET}: this environment variable is not set",
                        "SourceEndpoint.ServerName: ${vault:a:b}: there is no provider 'vault'; there are env,"
                                + " file, directory",
                        "SourceEndpoint.Password: ${file:/none:key}: there is no such value, or the file cannot"
                                + " be read");
    }
}
