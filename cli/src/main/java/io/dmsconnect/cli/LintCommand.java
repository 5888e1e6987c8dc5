// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dmsconnect.cli.task.TaskInput;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.core.mapping.Lint;
import io.dmsconnect.core.mapping.Lint.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dms lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description =
                "Looks for mistakes in table mappings, without a database: rules that never apply,"
                        + " names that collide, and more. Ends with 2 where there are errors.")
final class LintCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MAPPINGS.json",
            description =
                    "Table mappings, or a task document that holds them, or what AWS's tools print of"
                            + " a task.")
    private Path file;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Which task is meant, where the file has several.")
    private String name = "";

    @Option(names = "--json", description = "Print a JSON array of all findings.")
    private boolean json;

    @Option(
            names = "--chained",
            description = "The task has mapping.chained=true: all rules of an object are applied.")
    private boolean chained;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        TaskInput input = new TaskInput(file, name, List.of(), Map.of());
        List<Lint.Finding> findings = Lint.check(TaskReader.mappings(input), chained);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(findings));
        } else {
            findings.forEach(finding -> out.println(text(finding)));
            out.println(summary(findings));
        }
        out.flush();
        return count(findings, Severity.ERROR) > 0 ? ExitCode.WRONG_INPUT : ExitCode.DONE;
    }

    private String text(Lint.Finding finding) {
        StringBuilder text = new StringBuilder(file.toString());
        if (finding.line() > 0) {
            text.append(':').append(finding.line());
        }
        text.append(": ").append(word(finding.severity())).append(": ");
        if (!finding.ruleId().isEmpty()) {
            text.append("rule-id ").append(finding.ruleId()).append(", ");
        }
        if (!finding.path().isEmpty()) {
            text.append(finding.path()).append(": ");
        }
        return text.append(finding.message()).toString();
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static long count(List<Lint.Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }

    private static String summary(List<Lint.Finding> findings) {
        return "errors: %d, warnings: %d, hints: %d"
                .formatted(
                        count(findings, Severity.ERROR),
                        count(findings, Severity.WARNING),
                        count(findings, Severity.HINT));
    }

    private static String asJson(List<Lint.Finding> findings) throws JsonProcessingException {
        JsonMapper mapper = new JsonMapper();
        ArrayNode array = mapper.createArrayNode();
        for (Lint.Finding finding : findings) {
            array.addObject()
                    .put("severity", word(finding.severity()))
                    .put("rule-id", finding.ruleId())
                    .put("path", finding.path())
                    .put("line", finding.line())
                    .put("message", finding.message());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }
}
