// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.jdbc.DatabaseProbe;
import io.dmsconnect.cli.jdbc.SourceCatalogue;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.cli.reload.ReloadedTables;
import io.dmsconnect.cli.run.EmbeddedTask;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.run.RunGuard;
import io.dmsconnect.cli.run.StopWhen;
import io.dmsconnect.cli.run.TaskWatch;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.StopPoint;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dms run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the task in this process, with a Kafka broker and a Connect worker of its own.",
            "Ctrl-C stops it; run again, it goes on where it was."
        })
final class RunCommand implements Callable<Integer> {
    private static final String STOPPED = "Stopped; 'dms run' goes on from here.";

    @Mixin private TaskArgument task;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder for everything the task remembers. Default: .dms/<task id>.")
    private Path state;

    @Option(
            names = "--stop-when",
            paramLabel = "WHEN",
            description =
                    "full-load-complete: all selected tables are in the target. in-sync: so are all"
                            + " changes that were in the source's log then. Default: a full-load task"
                            + " ends when it is complete, others run until Ctrl-C.")
    private String stopWhen;

    @Option(
            names = "--resume",
            description =
                    "Go on after the stop point (StopTaskCachedChangesNotApplied,"
                            + " StopTaskCachedChangesApplied).")
    private boolean resume;

    @Option(
            names = "--start-over",
            description =
                    "Forget what the state folder and the target know of the task, and load everything"
                            + " anew.")
    private boolean startOver;

    @Option(
            names = "--reload",
            paramLabel = "SCHEMA.TABLE",
            description =
                    "Load this table anew, into an empty table, and pass over what of its changes"
                            + " could not be applied. As the source names it, a MySQL table as database.table."
                            + " May be given several times.")
    private List<String> reload = List.of();

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TaskDocument document = task.read();
        TaskDocument resolved = TaskArgument.resolve(document);
        StopWhen until = stopWhen(document);
        List<String> unreachable = DatabaseProbe.problems(resolved);
        if (!unreachable.isEmpty()) {
            throw new TaskException(unreachable);
        }
        Set<TableId> reloaded = reloaded(resolved);
        Path folder = LocalRun.folder(state, document);
        Terminal terminal = Terminal.standard();
        try (StateFolder locked = lock(folder)) {
            Path log = locked.folder("log").resolve("dms.log");
            Logs.to(log);
            terminal.say(
                    "Task %s (%s): state and log in %s"
                            .formatted(document.id(), document.migrationType(), locked.path()));
            Logs.warnings(terminal::say);
            try (RunGuard guard = RunGuard.enter(resolved, locked, startOver, terminal::say)) {
                run(document, resolved, locked, until, terminal, guard, reloaded);
            } catch (RunFailedException e) {
                throw new RunFailedException(e.getMessage() + "\nThe log: " + log);
            }
        }
        return ExitCode.DONE;
    }

    private void run(
            TaskDocument document,
            TaskDocument resolved,
            StateFolder locked,
            StopWhen until,
            Terminal terminal,
            RunGuard guard,
            Set<TableId> reloaded)
            throws InterruptedException {
        try (Interruption interruption = new Interruption(terminal);
                EmbeddedTask running =
                        new EmbeddedTask(
                                document, resolved, locked, new PluginZips(home()), reloaded)) {
            TaskWatch watch = new TaskWatch(running, terminal, guard::check);
            interruption.call(
                    () -> {
                        watch.stop();
                        running.stop();
                        guard.close();
                    });
            terminal.say("Starting Kafka and Kafka Connect ...");
            running.start();
            try {
                terminal.say(watch(watch, running, until, terminal));
            } catch (RunFailedException e) {
                watch.print();
                throw e;
            }
        }
    }

    private Set<TableId> reloaded(TaskDocument resolved) {
        if (reload.isEmpty()) {
            return Set.of();
        }
        try {
            return ReloadedTables.named(reload, SourceCatalogue.tables(resolved));
        } catch (SQLException e) {
            throw new RunFailedException("the source: " + e.getMessage());
        }
    }

    /** Returns what is to be said at the end. */
    private String watch(TaskWatch watch, EmbeddedTask running, StopWhen until, Terminal terminal)
            throws InterruptedException {
        if (resume && !running.resume()) {
            terminal.say("There is nothing to resume: the task begins.");
        }
        StopPoint stop = running.stopPoint();
        boolean done =
                stop != StopPoint.NONE
                        ? watch.untilStopPoint(stop)
                        : switch (until) {
                            case FULL_LOAD_COMPLETE -> watch.untilLoaded();
                            case IN_SYNC -> watch.untilLoaded() && watch.untilInSync();
                            case NEVER -> {
                                watch.untilStopped();
                                yield false;
                            }
                        };
        watch.print();
        if (!done) {
            return STOPPED;
        }
        return stop != StopPoint.NONE ? said(stop) : said(until);
    }

    private static String said(StopPoint stop) {
        return (stop == StopPoint.AFTER_FULL_LOAD
                        ? "Stopped after the full load; no change is applied yet."
                        : "Stopped after the cached changes; later ones are not applied yet.")
                + " 'dms run --resume' goes on.";
    }

    private static String said(StopWhen until) {
        return until == StopWhen.IN_SYNC
                ? "The target is in sync with the source."
                : "The full load is complete.";
    }

    private StopWhen stopWhen(TaskDocument document) {
        StopWhen wanted;
        try {
            wanted = stopWhen == null ? StopWhen.NEVER : StopWhen.parse(stopWhen);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--stop-when: " + e.getMessage());
        }
        // without changes there is nothing else to wait for
        return document.migrationType().followsChanges() ? wanted : StopWhen.FULL_LOAD_COMPLETE;
    }

    static StateFolder lock(Path folder) {
        return StateFolder.lock(folder)
                .orElseThrow(
                        () ->
                                new RunFailedException(
                                        ("%s is in use by another dms process%s. The same task must not"
                                                        + " run twice: end that one first (Ctrl-C, or kill)")
                                                .formatted(
                                                        folder,
                                                        StateFolder.owner(folder)
                                                                .map(pid -> ", " + pid)
                                                                .orElse(""))));
    }

    /** Where this project was built; the dms script knows. */
    static Path home() {
        String home = System.getenv("DMS_HOME");
        return Path.of(home == null ? "." : home).toAbsolutePath();
    }
}
