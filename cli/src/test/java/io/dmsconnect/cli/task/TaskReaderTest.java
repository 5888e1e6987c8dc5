// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.TargetTablePrepMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskReaderTest {
    private static final String RULES =
            """
            {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
              "rule-action": "include",
              "object-locator": {"schema-name": "shop", "table-name": "%"}}]}""";
    private static final String GOOD =
            """
            {"ReplicationTaskIdentifier": "shop", "MigrationType": "full-load-and-cdc",
             "SourceEndpoint": {"EngineName": "mariadb", "ServerName": "here", "Port": 3306,
               "Username": "u", "Password": "${env:SRC_PW}", "DatabaseName": "shop"},
             "TargetEndpoint": {"EngineName": "postgres", "ServerName": "there", "Port": "5432",
               "Username": "v", "Password": "hush", "DatabaseName": "shop"},
             "TableMappings": RULES,
             "ReplicationTaskSettings": {"FullLoadSettings": {"TargetTablePrepMode": "DO_NOTHING"}}}
            """
                    .replace("RULES", RULES);

    @TempDir Path folder;

    private TaskDocument read(String json) {
        return TaskReader.parse(json, "task.json", folder);
    }

    private List<String> problems(String json) {
        return catchThrowableOfType(TaskException.class, () -> read(json)).problems();
    }

    private static String without(String member) {
        assertThat(GOOD).contains(member);
        return GOOD.replace(member, "");
    }

    private static String with(String member, String instead) {
        assertThat(GOOD).contains(member);
        return GOOD.replace(member, instead);
    }

    @Test
    void readsAllMembers() {
        TaskDocument task = read(GOOD);
        assertThat(task.id()).isEqualTo("shop");
        assertThat(task.migrationType()).isEqualTo(MigrationType.FULL_LOAD_AND_CDC);
        assertThat(task.source().engine()).isEqualTo(Engine.MARIADB);
        assertThat(task.source().port()).isEqualTo("3306");
        assertThat(task.target().port()).isEqualTo("5432");
        assertThat(task.target().password().value()).isEqualTo("hush");
        assertThat(task.settings().fullLoad().targetTablePrepMode())
                .isEqualTo(TargetTablePrepMode.DO_NOTHING);
        assertThat(task.mappingsJson()).startsWith("{\"rules\":[{");
    }

    @Test
    void nothingPrintsAPassword() {
        assertThat(read(GOOD).toString()).doesNotContain("hush");
        assertThat(read(GOOD).warnings()).noneMatch(warning -> warning.contains("hush"));
    }

    @Test
    void aWrittenOutPasswordIsWarnedAbout() {
        assertThat(read(GOOD).warnings())
                .hasSize(1)
                .allMatch(w -> w.startsWith("TargetEndpoint.Password: is written out"))
                .allMatch(w -> w.contains("${env:NAME}"));
    }

    @Test
    void allProblemsAreReportedTogether() {
        String json =
                """
                {"ReplicationTaskIdentifier": "1 task", "MigrationType": "all",
                 "SourceEndpoint": {"EngineName": "oracle", "ServerName": 5, "Port": 0, "Username": ""},
                 "TargetEndpoint": [],
                 "TableMappings": {"rules": []},
                 "ReplicationTaskSettings": {"FullLoadSettings": {"TargetTablePrepMode": "MAYBE"}},
                 "CdcStartPosition": "x"}
                """;
        assertThat(problems(json))
                .anyMatch(
                        p -> p.startsWith("ReplicationTaskIdentifier: '1 task' has to be a letter"))
                .anyMatch(p -> p.startsWith("MigrationType: 'all' is not one of full-load, cdc"))
                .anyMatch(
                        p ->
                                p.equals(
                                        "SourceEndpoint.EngineName: 'oracle' is not supported here; it"
                                                + " has to be one of mysql, mariadb, aurora, postgres,"
                                                + " aurora-postgresql"))
                .contains("SourceEndpoint.ServerName: has to be a string, not a number")
                .contains("SourceEndpoint.Port: has to be a number from 1 to 65535, not 0")
                .anyMatch(p -> p.startsWith("SourceEndpoint.Username: is empty"))
                .anyMatch(p -> p.startsWith("SourceEndpoint.Password: is missing"))
                .contains("TargetEndpoint: has to be an object, not an array")
                .anyMatch(p -> p.startsWith("TableMappings: "))
                .anyMatch(p -> p.startsWith("ReplicationTaskSettings: ") && p.contains("MAYBE"))
                .anyMatch(p -> p.startsWith("CdcStartPosition: is not supported"));
    }

    @Test
    void missingMembersAreNamed() {
        assertThat(problems("{}"))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "ReplicationTaskIdentifier",
                        "MigrationType",
                        "SourceEndpoint",
                        "TargetEndpoint",
                        "TableMappings");
    }

    @Test
    void everyEngineOfThisVersionIsKnown() {
        for (String name : List.of("mysql", "mariadb", "aurora", "postgres", "aurora-postgresql")) {
            assertThat(read(with("\"mariadb\"", '"' + name + '"')).source().engine())
                    .hasToString(name);
        }
        assertThat(read(with("\"mariadb\"", "\"aurora-serverless\"")).source().engine())
                .isEqualTo(Engine.AURORA);
        for (String name : List.of("sqlserver", "Postgres", "s3", "mysql-serverless")) {
            assertThat(problems(with("\"mariadb\"", '"' + name + '"')))
                    .singleElement()
                    .asString()
                    .contains("'" + name + "' is not supported here");
        }
    }

    @Test
    void aPortIsANumberOrAReference() {
        for (String port : List.of("70000", "-1", "1.5", "true", "\"x\"", "[]")) {
            assertThat(problems(with("3306", port)))
                    .singleElement()
                    .asString()
                    .contains("Port: has to be");
        }
        assertThat(read(with("3306", "\"${env:PORT}\"")).source().port()).isEqualTo("${env:PORT}");
        assertThat(problems(without("\"Port\": 3306,")))
                .singleElement()
                .asString()
                .contains("3306");
    }

    @Test
    void onlyPostgreSqlNeedsADatabase() {
        assertThat(read(GOOD.replaceFirst(", \"DatabaseName\": \"shop\"", "")).source().database())
                .isEmpty();
        String json =
                GOOD.substring(0, GOOD.indexOf("TargetEndpoint"))
                        + GOOD.substring(GOOD.indexOf("TargetEndpoint"))
                                .replaceFirst(", \"DatabaseName\": \"shop\"", "");
        assertThat(problems(json))
                .containsExactly(
                        "TargetEndpoint.DatabaseName: is missing; it has to be the name of the database");
    }

    @Test
    void mappingsMayBeAString() {
        String text = "\"" + RULES.replace("\"", "\\\"").replace("\n", "\\n") + "\"";
        assertThat(read(with(RULES, text)).mappingsJson()).isEqualTo(RULES);
    }

    @Test
    void mappingsMayBeAFileBesideTheDocument() throws Exception {
        Files.writeString(folder.resolve("rules ü.json"), "\uFEFF" + RULES);
        Path document = folder.resolve("task.json");
        Files.writeString(document, with(RULES, "{\"file\": \"rules ü.json\"}"));
        assertThat(TaskReader.read(document).mappingsJson()).isEqualTo(RULES);
    }

    @Test
    void whatIsWrongWithAFileIsSaidAtItsMember() throws Exception {
        assertThat(problems(with(RULES, "{\"file\": \"none.json\"}")))
                .containsExactly("TableMappings.file: there is no file none.json");
        assertThat(problems(with(RULES, "{\"file\": 1}")))
                .containsExactly("TableMappings.file: has to be a string, not a number");
        assertThat(problems(with(RULES, "{\"file\": \".\"}")))
                .singleElement()
                .asString()
                .startsWith("TableMappings.file: . cannot be read: it is a folder");
        Files.write(folder.resolve("latin"), "ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(with(RULES, "{\"file\": \"latin\"}")))
                .containsExactly("TableMappings.file: latin is not UTF-8 text");
        assertThat(problems(with(RULES, "7")))
                .singleElement()
                .asString()
                .startsWith("TableMappings: has to be an object, a string");
    }

    @Test
    void problemsOfTheRulesNameTheDocumentsOwnLine() {
        String json = with("\"include\"", "\n\"mangle\"");
        int line = json.substring(0, json.indexOf("mangle")).split("\n", -1).length;
        assertThat(problems(json))
                .singleElement()
                .asString()
                .startsWith("TableMappings: rule-id 1,")
                .contains("(line " + line + ")");
    }

    @Test
    void brokenJsonIsToldWithItsPlace() {
        assertThat(problems("{\n  \"a\": 1,\n  b}"))
                .singleElement()
                .asString()
                .startsWith("task.json is not valid JSON: line 3, column ");
        assertThat(problems(""))
                .containsExactly("task.json is empty; it has to be a task document");
        assertThat(problems("[]"))
                .containsExactly("the task document has to be a JSON object, not an array");
        assertThat(problems("{} {}")).singleElement().asString().contains("not valid JSON");
        assertThat(problems("{\"a\": 1, \"a\": 2}"))
                .singleElement()
                .asString()
                .contains("Duplicate");
    }

    @Test
    void unknownMembersAreWarnedAbout() {
        String json =
                with("\"MigrationType\"", "\"Colour\": 1, \"MigrationType\"")
                        .replace(
                                "\"ServerName\": \"here\"",
                                "\"ServerName\": \"here\", \"Sever\": 2");
        assertThat(read(json).warnings())
                .contains("Colour: is not known and has no effect")
                .contains("SourceEndpoint.Sever: is not known and has no effect");
    }

    /**
     * Settings that nobody reads are other settings: by default the target's tables are dropped.
     */
    @Test
    void membersThatAreLikeKnownOnesAreRefused() {
        assertThat(problems(with("ReplicationTaskSettings", "ReplicationTaskSetings")))
                .containsExactly(
                        "ReplicationTaskSetings: is not known; do you mean ReplicationTaskSettings?");
        assertThat(problems(with("\"MigrationType\"", "\"Conect\": {}, \"MigrationType\"")))
                .containsExactly("Conect: is not known; do you mean Connect?");
        assertThat(read(with("\"MigrationType\"", "\"Colour\": {}, \"MigrationType\"")).warnings())
                .contains("Colour: is not known and has no effect");
    }

    @Test
    void otherMembersOfAwsAreExplained() {
        String json =
                with(
                        "\"ServerName\": \"here\"",
                        "\"ServerName\": \"here\", \"CertificateArn\": \"arn\", \"EndpointType\": \"target\","
                                + " \"SslMode\": \"maybe\", \"SecretsManagerSecretId\": \"s\"");
        assertThat(problems(json))
                .contains("SourceEndpoint.EndpointType: 'target' has to be 'source' here")
                .contains(
                        "SourceEndpoint.SslMode: 'maybe' has to be one of none, require, verify-ca, verify-full")
                .anyMatch(
                        p ->
                                p.startsWith(
                                        "SourceEndpoint.SecretsManagerSecretId: is not supported"));
    }

    private TaskDocument withAttributes(String side, String attributes) {
        return read(
                with(
                        "\"ServerName\": \"" + side + "\"",
                        "\"ServerName\": \""
                                + side
                                + "\", \"ExtraConnectionAttributes\": \""
                                + attributes
                                + "\""));
    }

    @Test
    void extraAttributesThatAreUnderstoodHaveAnEffect() {
        ConnectionAttributes there =
                withAttributes(
                                "there",
                                "ConnectionTimeout=7; afterConnectScript=SET session_replication_role = replica;")
                        .target()
                        .attributes();
        assertThat(there.url())
                .containsEntry("connectTimeout", "7")
                .containsEntry("options", "-c session_replication_role=replica");
        assertThat(withAttributes("here", "connection_timeout=7").source().attributes().debezium())
                .containsEntry("connect.timeout.ms", "7000");
    }

    @Test
    void extraAttributesThatAreNotUnderstoodAreNamedWithoutTheirValues() {
        List<String> warnings =
                withAttributes("there", "asmPassword=geheim;afterConnectScript=DELETE FROM geheim")
                        .warnings();
        assertThat(warnings)
                .contains(
                        "TargetEndpoint.ExtraConnectionAttributes: asmPassword is not understood and has no effect")
                .anyMatch(w -> w.contains("afterConnectScript has no effect"))
                .noneMatch(w -> w.contains("geheim"));
    }

    @Test
    void extraAttributesHaveAForm() {
        TaskException wrong =
                catchThrowableOfType(
                        TaskException.class,
                        () -> withAttributes("here", "geheim;connectionTimeout=x"));
        assertThat(wrong.problems())
                .containsExactly(
                        "SourceEndpoint.ExtraConnectionAttributes: attributes have the form"
                                + " name=value;name=value, and part 1 has no name or no '='",
                        "SourceEndpoint.ExtraConnectionAttributes: connectionTimeout has to be a number of seconds");
    }

    @Test
    void connectorKeysAreReadOrRefusedByName() {
        String rules = "\"ReplicationTaskSettings\"";
        assertThat(read(GOOD).connect().values()).isEmpty();
        ConnectKeys keys =
                read(with(
                                rules,
                                "\"Connect\": {\"mapping.location\": \"transform\","
                                        + " \"mapping.chained\": true}, "
                                        + rules))
                        .connect();
        assertThat(keys.mapsInTransform()).isTrue();
        assertThat(keys.chained()).isTrue();
        assertThat(
                        problems(
                                with(
                                        rules,
                                        "\"Connect\": {\"mapping.locaton\": \"transform\","
                                                + " \"filter.moves\": \"never\"}, "
                                                + rules)))
                .containsExactly(
                        "Connect.mapping.locaton: is not known; known are change.value.max.bytes,"
                                + " debezium.publication.name, filter.moves, load.batch.bytes, load.records, load.secondary.objects,"
                                + " load.segment.bytes, mapping.chained, mapping.location, mapping.masking.key,"
                                + " new.tables.check.interval.ms, target.type.mismatch,"
                                + " target.type.mismatch.tables; do you mean mapping.location?",
                        "Connect.filter.moves: has to be one of apply, ignore");
        assertThat(problems(with(rules, "\"Connect\": [], " + rules)))
                .containsExactly("Connect: has to be an object with connector keys, not an array");
    }

    /** What messages of the connectors advise can be followed in a task document too. */
    @Test
    void keysOfConnectorsArePassedOn() {
        TaskDocument task =
                read(
                        with(
                                "\"TableMappings\"",
                                "\"Connect\": {\"target.type.mismatch\": \"allow\","
                                        + " \"debezium.publication.name\": \"theirs\"},"
                                        + " \"TableMappings\""));
        assertThat(task.connect().ofSink()).isEqualTo(Map.of("target.type.mismatch", "allow"));
        assertThat(task.connect().ofSource())
                .isEqualTo(Map.of("debezium.publication.name", "theirs"));
        assertThat(task.connect().ofMappings()).isEmpty();
    }
}
