// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.TargetTablePrepMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One task, as each of AWS's tools prints it, is the same task. */
class AwsToolsTest {
    private static final Path FOLDER = Path.of("src/test/resources/aws");
    private static final List<Path> ENDPOINTS = List.of(FOLDER.resolve("describe-endpoints.json"));
    private static final String HOST = "TargetEndpoint.ServerName";

    @TempDir private Path temporary;

    private static TaskDocument read(
            String file, String task, List<Path> endpoints, Map<String, String> values) {
        return TaskReader.read(new TaskInput(FOLDER.resolve(file), task, endpoints, values));
    }

    private static List<String> problems(
            String file, String task, List<Path> endpoints, Map<String, String> values) {
        return catchThrowableOfType(TaskException.class, () -> read(file, task, endpoints, values))
                .problems();
    }

    @ParameterizedTest
    @CsvSource({
        "describe-replication-tasks.json, true, ${env:DMS_SOURCE_PASSWORD}",
        "describe-replication-configs.json, true, ${env:DMS_SOURCE_PASSWORD}",
        "terraform-show.json, false, sesame",
        "terraform-show-plan.json, false, sesame",
        "terraform-state.json, false, sesame",
        "configuration.tf.json, false, ${env:DMS_SOURCE_PASSWORD}",
        "cloudformation.json, false, ${env:DMS_SOURCE_PASSWORD}"
    })
    void isTheSameTask(String file, boolean endpoints, String password) {
        Map<String, String> values =
                file.startsWith("cloud") ? Map.of(HOST, "dst.example.net") : Map.of();
        TaskDocument task = read(file, "", endpoints ? ENDPOINTS : List.of(), values);
        assertThat(task.id()).isEqualTo("shop-task");
        assertThat(task.migrationType()).isEqualTo(MigrationType.FULL_LOAD_AND_CDC);
        assertThat(task.settings().fullLoad().targetTablePrepMode())
                .isEqualTo(TargetTablePrepMode.TRUNCATE_BEFORE_LOAD);
        assertThat(task.settings().targetMetadata().fullLobMode()).isTrue();
        assertThat(task.source().password().value()).isEqualTo(password);
        assertThat(task.warnings())
                .allMatch(warning -> warning.contains(".Password: is written out"));

        // but for passwords and the form of JSON inside, the plans are equal
        TaskDocument usual = read("describe-replication-tasks.json", "", ENDPOINTS, Map.of());
        assertThat(config(task)).isEqualTo(config(usual));
        assertThat(config(task).toString())
                .contains("src.example.net", "dst.example.net", "FOREIGN_KEY_CHECKS=0", "dms_slot")
                .contains("database.sslmode=require", "sslMode=disable");
    }

    private static Map<String, String> config(TaskDocument task) {
        PlanOptions options = PlanOptions.printed(Converters.json());
        Map<String, String> config = new java.util.TreeMap<>();
        for (ConnectorPlan plan : new Planner(task, options).plan()) {
            plan.config().forEach((key, value) -> config.put(plan.name() + " " + key, value));
        }
        config.keySet().removeIf(key -> key.matches(".*(password|table.mappings|task.settings)"));
        return config;
    }

    @Test
    void whatNoTaskHasCannotBeSet() {
        assertThat(
                        problems(
                                "describe-replication-tasks.json",
                                "",
                                ENDPOINTS,
                                Map.of("Foo.Bar", "1", "SourceEndpiont.Port", "1")))
                .containsExactlyInAnyOrder(
                        "--set Foo.Bar: a task document has no member Foo",
                        "--set SourceEndpiont.Port: a task document has no member SourceEndpiont;"
                                + " do you mean SourceEndpoint?");
    }

    @Test
    void ofSeveralTasksOneIsNamed() {
        String two = "describe-two-replication-tasks.json";
        assertThat(problems(two, "", ENDPOINTS, Map.of()))
                .containsExactly(
                        "there are 2 tasks in this file, shop-task, other-task: say which with"
                                + " --task NAME");
        assertThat(problems(two, "shop", ENDPOINTS, Map.of()))
                .containsExactly(
                        "--task: no task is called 'shop'; there are shop-task, other-task");
        assertThat(read(two, "other-task", ENDPOINTS, Map.of()).migrationType())
                .isEqualTo(MigrationType.CDC);
        String arn = "arn:aws:dms:eu-west-1:000000000000:task:OTHER-TASK";
        assertThat(read(two, arn, ENDPOINTS, Map.of()).id()).isEqualTo("other-task");
    }

    @Test
    void whatIsMissingIsNamed() {
        String task = "describe-replication-tasks.json";
        assertThat(problems(task, "", List.of(), Map.of()))
                .containsExactly(
                        "SourceEndpoint: is missing: the document has its ARN only"
                                + " (arn:aws:dms:eu-west-1:000000000000:endpoint:SRC); give what 'aws"
                                + " dms describe-endpoints' prints with --endpoints FILE",
                        "TargetEndpoint: is missing: the document has its ARN only"
                                + " (arn:aws:dms:eu-west-1:000000000000:endpoint:DST); give what 'aws"
                                + " dms describe-endpoints' prints with --endpoints FILE");
        assertThat(problems(task, "", List.of(FOLDER.resolve("rules.json")), Map.of()))
                .singleElement()
                .asString()
                .contains("rules.json has no endpoints");
        assertThat(problems("describe-endpoints.json", "", List.of(), Map.of()))
                .singleElement()
                .asString()
                .startsWith("there are endpoints in this file, and no task");
        assertThat(
                        problems(
                                task,
                                "",
                                ENDPOINTS,
                                Map.of("TargetEndpointArn", "arn:aws:dms:eu-west-1:0:endpoint:S3")))
                .containsExactly(
                        "TargetEndpoint: there is no endpoint 'arn:aws:dms:eu-west-1:0:endpoint:S3';"
                                + " there are lake, shop-target, shop-source");
    }

    @Test
    void whatOnlyAwsKnowsIsGiven() {
        assertThat(problems("cloudformation.json", "", List.of(), Map.of()))
                .containsExactly(
                        "TargetEndpoint.ServerName: is {\"Fn::GetAtt\":[\"Cluster\",\"Endpoint.Address\"]}"
                                + " in the document, which only its own tool can tell; give it with"
                                + " --set TargetEndpoint.ServerName=VALUE");
        List<Path> secret = List.of(FOLDER.resolve("describe-endpoints-with-a-secret.json"));
        String task = "describe-replication-tasks.json";
        assertThat(problems(task, "", secret, Map.of()))
                .anyMatch(
                        p ->
                                p.startsWith("SourceEndpoint: its user and password are in AWS")
                                        && p.contains("DMS_SOURCE_PASSWORD"))
                .anyMatch(p -> p.startsWith("SourceEndpoint.ServerName: is missing"))
                .anyMatch(p -> p.startsWith("SourceEndpoint.Port: is missing"))
                .anyMatch(p -> p.startsWith("SourceEndpoint.Username: is missing"));
        TaskDocument given =
                read(
                        task,
                        "",
                        secret,
                        Map.of(
                                "SourceEndpoint.ServerName", "127.0.0.1",
                                "SourceEndpoint.Port", "5433",
                                "SourceEndpoint.Username", "me",
                                "SourceEndpoint.Password", "${file:/run/s:p}",
                                "ReplicationTaskIdentifier", "mine",
                                "ReplicationTaskSettings.FullLoadSettings.CommitRate", "77",
                                "Connect.mapping.chained", "true"));
        assertThat(given.source().host()).isEqualTo("127.0.0.1");
        assertThat(given.source().port()).isEqualTo("5433");
        assertThat(given.source().database()).isEqualTo("shop");
        assertThat(given.source().password().value()).isEqualTo("${file:/run/s:p}");
        assertThat(given.id()).isEqualTo("mine");
        assertThat(given.settings().fullLoad().commitRate()).isEqualTo(77);
        assertThat(given.settings().targetMetadata().fullLobMode()).isTrue();
        assertThat(given.connect().chained()).isTrue();
        assertThat(given.warnings()).isEmpty();
    }

    @Test
    void aPasswordThatIsNotSetIsToldWithItsVariable() throws IOException {
        TaskDocument task = read("describe-replication-tasks.json", "", ENDPOINTS, Map.of());
        try (References references = new References()) {
            assertThat(
                            catchThrowableOfType(
                                            TaskException.class, () -> references.resolve(task))
                                    .problems())
                    .anyMatch(
                            p ->
                                    p.startsWith(
                                                    "SourceEndpoint.Password: ${env:DMS_SOURCE_PASSWORD}: this"
                                                            + " environment variable is not set")
                                            && p.contains("--set SourceEndpoint.Password="));
        }
    }

    @Test
    void anEndpointMayBeAFileOfADocument() throws IOException {
        String endpoints = FOLDER.resolve("describe-endpoints.json").toAbsolutePath().toString();
        String json =
                """
                {"replication_task_id": "t", "migrationType": "full-load",
                 "SourceEndpoint": {"file": "FILE", "Username": "me"},
                 "TargetEndpointArn": "shop-target", "TargetEndpoint": {"file": "FILE"},
                 "table_mappings": {"file": "RULES"}}"""
                        .replace("FILE", endpoints)
                        .replace("RULES", FOLDER.resolve("rules.json").toAbsolutePath().toString());
        Path file = Files.writeString(temporary.resolve("t.json"), json, StandardCharsets.UTF_8);
        TaskDocument task = TaskReader.read(file);
        assertThat(task.source().user()).isEqualTo("me");
        assertThat(task.source().host()).isEqualTo("src.example.net");
        assertThat(task.target().engine()).isEqualTo(Engine.AURORA);
        assertThat(task.warnings()).isEmpty();

        String without = json.replace("\"TargetEndpointArn\": \"shop-target\",", "");
        Files.writeString(file, without);
        assertThat(
                        catchThrowableOfType(TaskException.class, () -> TaskReader.read(file))
                                .problems())
                .anyMatch(
                        p ->
                                p.startsWith("TargetEndpoint.file: ")
                                        && p.contains("3 endpoints")
                                        && p.contains("TargetEndpointArn"));
    }

    @Test
    void whatIsNoJsonIsToldHowToBecomeIt() throws IOException {
        Path file = temporary.resolve("t");
        Files.writeString(file, "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n");
        assertThat(
                        catchThrowableOfType(TaskException.class, () -> TaskReader.read(file))
                                .problems())
                .singleElement()
                .asString()
                .contains("is not valid JSON: line 1")
                .endsWith("cdk synth --json, or any converter)");
        Files.writeString(file, "resource \"aws_dms_endpoint\" \"a\" {\n}\n");
        assertThat(
                        catchThrowableOfType(TaskException.class, () -> TaskReader.read(file))
                                .problems())
                .singleElement()
                .asString()
                .endsWith("give what 'terraform show -json' prints");
    }

    @Test
    void lintTakesThemToo() {
        String file = "describe-two-replication-tasks.json";
        TaskInput input = new TaskInput(FOLDER.resolve(file), "shop-task", List.of(), Map.of());
        assertThat(TaskReader.mappings(input)).contains("\"rule-type\"");
    }
}
