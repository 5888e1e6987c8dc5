// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectorStatus;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.LoadLine;
import io.dmsconnect.cli.progress.ObjectNote;
import io.dmsconnect.cli.progress.ProgressTable;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.StopPoint;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Prints how a task is: its connectors, and statistics of each table.",
            "Without --connect it is the task that 'dms run' runs with this state folder."
        })
final class StatusCommand implements Callable<Integer> {
    private static final long PAUSE = 2_000;

    @Mixin private TaskArgument task;

    @Option(
            names = "--connect",
            converter = WorkerUrl.class,
            paramLabel = "URL",
            description =
                    "REST API of a Connect worker, such as http://127.0.0.1:8083, where the task is"
                            + " deployed.")
    private URI connect;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State folder of 'dms run'. Default: .dms/<task id>.")
    private Path state;

    @Option(names = "--watch", description = "Print it over and over, until Ctrl-C.")
    private boolean watch;

    private final LoadLine load = new LoadLine();

    /** One look at everything. */
    private record Look(List<String> lines, boolean failed) {}

    @Override
    public Integer call() throws SQLException, InterruptedException {
        TaskDocument document = task.read();
        TaskDocument resolved = TaskArgument.resolve(document);
        ConnectClient worker =
                new ConnectClient(
                        connect == null
                                ? LocalRun.worker(LocalRun.folder(state, document))
                                : connect);
        Terminal terminal = Terminal.standard();
        // as the sink was deployed: by `deploy`, or by hand from what `plan` printed
        String scope = worker.configured(Planner.sinkName(resolved), "offsets.scope").orElse("");
        try (ControlTables control = new ControlTables(resolved, scope)) {
            while (watch) {
                List<String> lines = look(resolved, worker, control).lines();
                terminal.progress(lines, String.join("\n", lines));
                Thread.sleep(PAUSE);
            }
            Look look = look(resolved, worker, control);
            look.lines().forEach(terminal::say);
            return look.failed() ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private Look look(TaskDocument resolved, ConnectClient worker, ControlTables control) {
        List<String> lines = new ArrayList<>();
        boolean failed = false;
        for (String name : List.of(Planner.sourceName(resolved), Planner.sinkName(resolved))) {
            Optional<ConnectorStatus> status = worker.status(name);
            failed |= status.isEmpty() || status.get().failure().isPresent();
            lines.add(name + ": " + status.map(StatusCommand::describe).orElse("not deployed"));
        }
        List<TableStatistics> tables;
        try {
            tables = control.tables();
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
        failed |= tables.stream().anyMatch(table -> table.state().equals(TableStatistics.ERROR));
        lines.addAll(
                tables.isEmpty()
                        ? List.of("no table has begun yet")
                        : new ProgressTable(Integer.MAX_VALUE).lines(tables));
        load.at(System.nanoTime() / 1_000_000, tables).ifPresent(lines::add);
        stop(resolved, control, tables).ifPresent(lines::add);
        try {
            lines.addAll(ObjectNote.lines(control.objectNotes(), Integer.MAX_VALUE));
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
        return new Look(lines, failed);
    }

    private static Optional<String> stop(
            TaskDocument resolved, ControlTables control, List<TableStatistics> tables) {
        StopPoint point = resolved.settings().fullLoad().stopPoint();
        if (point == StopPoint.NONE
                || resolved.migrationType() != MigrationType.FULL_LOAD_AND_CDC
                || tables.isEmpty()
                || !tables.stream().allMatch(TableStatistics::completed)) {
            return Optional.empty();
        }
        try {
            return control.isResumed()
                    ? Optional.empty()
                    : Optional.of(
                            (point == StopPoint.AFTER_FULL_LOAD
                                            ? "Stopped after the full load: changes wait."
                                            : "Stops after the cached changes: later ones wait.")
                                    + " 'dms resume' lets the task go on.");
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
    }

    private static String describe(ConnectorStatus status) {
        if (status.failure().isPresent()) {
            return "FAILED: " + status.failure().get();
        }
        if (status.running()) {
            return "RUNNING";
        }
        String state = status.connector().state();
        return state.equals("RUNNING") ? state + ", no task runs yet" : state;
    }
}
