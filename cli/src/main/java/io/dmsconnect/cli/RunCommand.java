// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.cli.run.EmbeddedTask;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.run.StopWhen;
import io.dmsconnect.cli.run.TaskWatch;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.settings.StopPoint;
import java.nio.file.Path;
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

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TaskDocument document = task.read();
        TaskDocument resolved = TaskArgument.resolve(document);
        StopWhen until = stopWhen(document);
        Path folder = state == null ? Path.of(".dms", document.id()) : state;
        Terminal terminal = Terminal.standard();
        try (StateFolder locked = lock(folder)) {
            Path log = locked.folder("log").resolve("dms.log");
            Logs.to(log);
            terminal.say(
                    "Task %s (%s): state and log in %s"
                            .formatted(document.id(), document.migrationType(), locked.path()));
            run(document, resolved, locked, until, resume, terminal);
        }
        return ExitCode.DONE;
    }

    private static void run(
            TaskDocument document,
            TaskDocument resolved,
            StateFolder locked,
            StopWhen until,
            boolean resume,
            Terminal terminal)
            throws InterruptedException {
        try (Interruption interruption = new Interruption();
                EmbeddedTask running =
                        EmbeddedTask.start(document, resolved, locked, new PluginZips(home()))) {
            TaskWatch watch = new TaskWatch(running, terminal);
            interruption.call(watch::stop);
            if (resume && !running.resume()) {
                terminal.say("There is nothing to resume: the task begins.");
            }
            StopPoint stop = running.stopPoint();
            if (stop != StopPoint.NONE) {
                boolean reached = watch.untilStopPoint(stop);
                watch.print();
                terminal.say(reached ? said(stop) : STOPPED);
                return;
            }
            boolean done =
                    switch (until) {
                        case FULL_LOAD_COMPLETE -> watch.untilLoaded();
                        case IN_SYNC -> watch.untilLoaded() && watch.untilInSync();
                        case NEVER -> {
                            watch.untilStopped();
                            yield false;
                        }
                    };
            watch.print();
            terminal.say(done ? said(until) : STOPPED);
        }
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
                                        folder
                                                + " is in use by another dms process; end it, or give"
                                                + " another folder with --state"));
    }

    /** Where this project was built; the dms script knows. */
    static Path home() {
        String home = System.getenv("DMS_HOME");
        return Path.of(home == null ? "." : home).toAbsolutePath();
    }
}
