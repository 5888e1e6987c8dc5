// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.task.TaskDocument;
import java.io.PrintWriter;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a deployed task go on after its stop point (StopTaskCachedChangesNotApplied,"
                    + " StopTaskCachedChangesApplied); it does not stop there again.",
            "A task that 'dms run' ran goes on with 'dms run --resume'."
        })
final class ResumeCommand implements Callable<Integer> {
    @Mixin private TaskArgument task;

    @Option(
            names = "--connect",
            converter = WorkerUrl.class,
            required = true,
            paramLabel = "URL",
            description = "REST API of a Connect worker, such as http://127.0.0.1:8083.")
    private URI connect;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        TaskDocument resolved = TaskArgument.resolve(task.read());
        ConnectClient worker = new ConnectClient(connect);
        String sink = Planner.sinkName(resolved);
        if (worker.status(sink).isEmpty()) {
            throw new RunFailedException("the worker has no connector " + sink);
        }
        String scope = worker.configured(sink, "offsets.scope").orElse("");
        try (ControlTables control = new ControlTables(resolved, scope)) {
            if (!control.resume()) {
                throw new RunFailedException(
                        "the target has no control tables yet: the task has not begun to load");
            }
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(resolved.id() + ": resumed");
        out.flush();
        return ExitCode.DONE;
    }
}
