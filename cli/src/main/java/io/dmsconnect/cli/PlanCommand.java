// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.task.TaskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Prints the task's connectors as the JSON one POSTs to /connectors of Kafka Connect,"
                        + " and touches nothing.")
final class PlanCommand implements Callable<Integer> {
    @Mixin private TaskArgument task;
    @Mixin private ConverterOptions converters;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write <connector>.json for each connector into this folder instead.")
    private Path out;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PlanOptions options = PlanOptions.printed(converters.read());
        List<ConnectorPlan> plans = new Planner(task.read(), options).plan();
        PrintWriter stdout = spec.commandLine().getOut();
        for (ConnectorPlan plan : plans) {
            if (out == null) {
                stdout.println(plan.json());
            } else {
                stdout.println(written(plan));
            }
        }
        stdout.flush();
        return ExitCode.DONE;
    }

    private Path written(ConnectorPlan plan) {
        Path file = out.resolve(plan.name() + ".json");
        try {
            Files.createDirectories(out);
            return Files.writeString(file, plan.json() + "\n");
        } catch (IOException e) {
            String why = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
            throw new TaskException(
                    List.of("--out: %s cannot be written: %s".formatted(file, why)));
        }
    }
}
