// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectClient.KeyProblem;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms deploy}. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description =
                "Creates the task's connectors on a Kafka Connect cluster, or changes those that are"
                        + " there, after the cluster has checked them.")
final class DeployCommand implements Callable<Integer> {
    @Mixin private TaskArgument task;
    @Mixin private ConverterOptions converters;

    @Option(
            names = "--connect",
            converter = WorkerUrl.class,
            required = true,
            paramLabel = "URL",
            description = "REST API of a Connect worker, such as http://127.0.0.1:8083.")
    private URI connect;

    @Option(
            names = "--exactly-once",
            paramLabel = "HOW",
            defaultValue = "requested",
            description =
                    "exactly.once.support of the source connector: requested, or required where the"
                            + " workers have exactly.once.source.support=enabled. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String exactlyOnce;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (!exactlyOnce.equals("requested") && !exactlyOnce.equals("required")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--exactly-once has to be requested or required");
        }
        TaskDocument document = task.read();
        ConnectClient worker = new ConnectClient(connect);
        PlanOptions options =
                new PlanOptions(converters.read(), exactlyOnce, worker.kafkaClusterId());
        List<ConnectorPlan> plans = new Planner(document, options).plan();
        List<String> problems = new ArrayList<>();
        for (ConnectorPlan plan : plans) {
            for (KeyProblem problem : worker.validate(plan)) {
                problems.add("%s, %s: %s".formatted(plan.name(), problem.key(), problem.problem()));
            }
        }
        if (!problems.isEmpty()) {
            throw new TaskException(problems);
        }
        PrintWriter out = spec.commandLine().getOut();
        for (ConnectorPlan plan : plans) {
            boolean known = worker.status(plan.name()).isPresent();
            worker.put(plan);
            out.println(plan.name() + (known ? ": changed" : ": created"));
        }
        out.flush();
        return ExitCode.DONE;
    }
}
