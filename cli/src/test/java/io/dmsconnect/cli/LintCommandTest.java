// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LintCommandTest {
    private static final String MAPPINGS =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1",
               "rule-action": "include",
               "object-locator": {"schema-name": "app", "table-name": "t_%"}},
              {"rule-type": "transformation", "rule-id": "2", "rule-name": "2",
               "rule-action": "convert-lowercase", "rule-target": "table",
               "object-locator": {"schema-name": "app", "table-name": "%"}},
              {"rule-type": "transformation", "rule-id": "3", "rule-name": "3",
               "rule-action": "add-prefix", "rule-target": "table", "value": "x",
               "object-locator": {"schema-name": "app", "table-name": "t%"}}
            ]}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder;

    private int lint(String document, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("m.json"), document);
        CommandLine command = Dms.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "lint";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return command.execute(arguments);
    }

    @Test
    void findingsHaveFileLineRuleAndPath() throws Exception {
        assertThat(lint(MAPPINGS)).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        hint ->
                                assertThat(hint)
                                        .startsWith(folder + "/m.json:4: hint: rule-id 1,")
                                        .contains("rules[0].object-locator.table-name: _ in"),
                        dead ->
                                assertThat(dead)
                                        .startsWith(
                                                folder
                                                        + "/m.json:10: warning: rule-id 3, rules[2]"),
                        summary ->
                                assertThat(summary).isEqualTo("errors: 0, warnings: 1, hints: 1"));
    }

    @Test
    void aTaskDocumentHasItsOwnLines() throws Exception {
        String task = "{\n\"SourceEndpoint\": 1,\n\"TableMappings\": " + MAPPINGS + "}";
        assertThat(lint(task)).isZero();
        assertThat(out.toString()).contains("/m.json:12: warning: rule-id 3");
    }

    @Test
    void aTaskDocumentMayNameAFile() throws Exception {
        Files.writeString(folder.resolve("rules.json"), MAPPINGS.replace("\"app\"", "\"\""));
        assertThat(lint("{\"TableMappings\": {\"file\": \"rules.json\"}}")).isEqualTo(2);
        assertThat(out.toString()).contains(": error: rule-id 1, rules[0].object-locator");
        assertThat(lint("{\"TableMappings\": {\"file\": \"none.json\"}}")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file none.json");
    }

    @Test
    void errorsEndWith2AlsoAsJson() throws Exception {
        String wrong = MAPPINGS.replace("add-prefix", "add-prefxi");
        assertThat(lint(wrong, "--json")).isEqualTo(2);
        JsonNode findings = new JsonMapper().readTree(out.toString());
        assertThat(findings).hasSize(3);
        JsonNode error = findings.get(1);
        assertThat(error.path("severity").asText()).isEqualTo("error");
        assertThat(error.path("rule-id").asText()).isEqualTo("3");
        assertThat(error.path("path").asText()).isEqualTo("rules[2].rule-action");
        assertThat(error.path("line").asInt()).isEqualTo(9);
        assertThat(error.path("message").asText()).contains("add-prefxi");
    }

    @Test
    void whatIsNoJsonIsAFindingToo() throws Exception {
        assertThat(lint("{\"rules\": [")).isEqualTo(2);
        assertThat(out.toString()).contains("error: ").contains("not valid JSON");
        assertThat(err.toString()).isEmpty();
    }
}
