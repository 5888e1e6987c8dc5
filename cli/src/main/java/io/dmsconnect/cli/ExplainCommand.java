// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dmsconnect.cli.explain.ExplanationJson;
import io.dmsconnect.cli.explain.ExplanationText;
import io.dmsconnect.cli.explain.TargetTypes;
import io.dmsconnect.cli.jdbc.DatabaseProbe;
import io.dmsconnect.cli.jdbc.SourceTables;
import io.dmsconnect.cli.task.References;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.core.mapping.Explanation;
import io.dmsconnect.core.mapping.LobCuts;
import io.dmsconnect.core.mapping.LobLimits;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.settings.TargetMetadata;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Connects to the source and prints where each of its tables would go, with which"
                        + " columns and types, and which rule says so. Copies nothing. Ends with 2 where rules"
                        + " cannot be applied, or select nothing.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin private TaskArgument task;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        TaskDocument read;
        try (References references = new References()) {
            read = references.resolveSource(task.read());
        }
        SourceTables source;
        try {
            source = SourceTables.read(read.source());
        } catch (SQLException e) {
            throw new TaskException(List.of(DatabaseProbe.ofSource(read.source(), e)));
        }
        TargetMetadata target = read.settings().targetMetadata();
        TableMappings mappings =
                read.mappings()
                        .withTargetSchema(target.targetSchema())
                        .withChained(read.connect().chained())
                        .withMaskingKey(
                                read.connect().maskingKey().getBytes(StandardCharsets.UTF_8))
                        .withLobs(
                                new LobLimits(target.supportLobs(), target.lobLimitKilobytes()),
                                new LobCuts());
        Explanation explanation =
                Explanation.of(
                        read.mappingsJson(),
                        mappings,
                        source.tables(),
                        source.views(),
                        source.versioned().stream()
                                .collect(
                                        Collectors.toMap(
                                                table -> table, table -> SourceTables.VERSIONED)),
                        read.migrationType().followsChanges());
        TargetTypes types = TargetTypes.of(read.target());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ExplanationJson(types).of(explanation));
        } else {
            new ExplanationText(explanation, types).lines().forEach(out::println);
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        explanation.nothing().forEach(reason -> err.println("error: " + reason));
        err.flush();
        return explanation.isUsable() ? ExitCode.DONE : ExitCode.WRONG_INPUT;
    }
}
