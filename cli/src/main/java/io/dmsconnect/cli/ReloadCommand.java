// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.jdbc.SourceCatalogue;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.reload.Reload;
import io.dmsconnect.cli.reload.ReloadedTables;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TargetTablePrepMode;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms reload}. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = {
            "Loads tables of a running task once more, into empty tables. Their changes wait"
                    + " meanwhile; other tables go on after a second or two, in which the source"
                    + " connector's task starts again.",
            "Without --connect it is the task that 'dms run' runs with this state folder."
        })
final class ReloadCommand implements Callable<Integer> {
    @Mixin private TaskArgument task;

    @CommandLine.Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SCHEMA.TABLE",
            description = "Tables, as the source names them; a MySQL table as database.table.")
    private List<String> names;

    @Option(
            names = "--connect",
            converter = WorkerUrl.class,
            paramLabel = "URL",
            description = "REST API of a Connect worker, where the task is deployed.")
    private URI connect;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State folder of 'dms run'. Default: .dms/<task id>.")
    private Path state;

    @Option(
            names = "--wait",
            description = "Return when the tables are complete in the target, not before.")
    private boolean waits;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TaskDocument document = task.read();
        TaskDocument resolved = TaskArgument.resolve(document);
        checkWait(resolved);
        Collection<TableId> tables = tables(resolved);
        ConnectClient worker =
                new ConnectClient(
                        connect == null
                                ? LocalRun.worker(LocalRun.folder(state, document))
                                : connect);
        warn(document);
        Reload reload = new Reload(resolved, worker, Instant.now().toString(), tables);
        reload.ask();
        say("Reload begins: " + named(tables));
        if (waits) {
            // as the sink was deployed
            String scope =
                    worker.configured(Planner.sinkName(resolved), "offsets.scope").orElse("");
            try (ControlTables control = new ControlTables(resolved, scope)) {
                reload.await(control);
            }
            say("Table completed: " + named(tables));
        }
        return ExitCode.DONE;
    }

    private void checkWait(TaskDocument resolved) {
        if (waits && resolved.connect().loadsRows()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--wait: with load.records=rows the target does not know of a load; the source"
                            + " connector's offsets tell when it is complete");
        }
    }

    private Collection<TableId> tables(TaskDocument resolved) {
        try {
            return ReloadedTables.named(names, SourceCatalogue.tables(resolved));
        } catch (SQLException e) {
            throw new RunFailedException("the source: " + e.getMessage());
        }
    }

    private void warn(TaskDocument document) {
        if (document.settings().fullLoad().targetTablePrepMode() == TargetTablePrepMode.DO_NOTHING
                && !document.connect().loadsRows()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "warning: TargetTablePrepMode is DO_NOTHING: rows the target has stay, and those of a"
                            + " table without a key come once more; empty the tables first");
            err.flush();
        }
    }

    private void say(String message) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(message);
        out.flush();
    }

    private static String named(Collection<TableId> tables) {
        return tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
    }
}
