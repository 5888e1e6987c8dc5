// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.demo.Demo;
import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.cli.run.StopWhen;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dms demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Moves a shop from MariaDB to PostgreSQL while it stays open.",
            "Starts both databases, Kafka and Connect on this machine; fills the shop and keeps"
                    + " changing it; loads it and follows the changes; then compares both databases row"
                    + " by row."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Rows of the largest table. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "How long the shop goes on changing after the load. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = ".dms/demo",
            description =
                    "Folder for the databases and everything else. An earlier demo in it goes on."
                            + " Default: ${DEFAULT-VALUE}.")
    private Path state;

    @Option(
            names = "--stop-when",
            paramLabel = "WHEN",
            description =
                    "in-sync: end after the comparison, with exit code 0 where both databases are"
                            + " equal and 1 otherwise. Default: go on until Ctrl-C.")
    private String stopWhen;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, SQLException, IOException {
        if (stopWhen != null && !stopWhen.equals(StopWhen.IN_SYNC.toString())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--stop-when '%s' has to be in-sync".formatted(stopWhen));
        }
        if (rows < 1 || seconds < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--rows has to be 1 or more, --seconds 0 or more");
        }
        Terminal terminal = Terminal.standard();
        try (StateFolder locked = RunCommand.lock(state)) {
            Path log = locked.folder("log").resolve("dms.log");
            Logs.to(log);
            terminal.say("State, databases and log: " + locked.path());
            try (Interruption interruption = new Interruption(terminal);
                    Demo demo = new Demo(locked, rows, terminal)) {
                interruption.call(demo::interrupt);
                demo.start(new PluginZips(RunCommand.home()));
                boolean equal = demo.migrate(Duration.ofSeconds(seconds));
                if (stopWhen == null) {
                    demo.goOn();
                    return ExitCode.DONE;
                }
                return equal ? ExitCode.DONE : ExitCode.FAILED;
            }
        }
    }
}
