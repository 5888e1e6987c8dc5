// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.connect.ConnectException;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.task.TaskException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command itself. */
@Command(
        name = "dms",
        mixinStandardHelpOptions = true,
        versionProvider = Dms.Version.class,
        description = "Migrates databases with AWS DMS's own task documents, on Kafka Connect.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            LintCommand.class,
            ExplainCommand.class,
            PlanCommand.class,
            DeployCommand.class,
            StatusCommand.class,
            ReloadCommand.class,
            ResumeCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 the job failed, 2 the input is wrong, 130 stopped by Ctrl-C,"
                    + " 143 by SIGTERM.",
            "'dms COMMAND --help' tells more.",
            "In the sources, 'dms bench load' measures the full load beside psql and Debezium."
        })
public final class Dms implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dms " + io.dmsconnect.core.connect.Version.current()};
        }
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? See below, or 'dms COMMAND --help'");
    }

    public static void main(String[] arguments) {
        Interruption.install(arguments);
        int code = commandLine().execute(arguments);
        Interruption.stayIfUnderWay();
        System.out.flush();
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Dms())
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> report(failure, command.getErr()));
    }

    private static int report(Exception failure, PrintWriter err) {
        Interruption.stayIfUnderWay();
        if (failure instanceof TaskException wrong) {
            wrong.warnings().forEach(warning -> err.println("warning: " + warning));
            wrong.problems().forEach(problem -> err.println("error: " + problem));
            err.flush();
            return ExitCode.WRONG_INPUT;
        }
        if (failure instanceof RunFailedException
                || failure instanceof ConnectException
                || failure instanceof InterruptedException) {
            err.println("error: " + failure.getMessage());
        } else {
            err.println("error: " + Sentence.of(failure));
            org.slf4j.LoggerFactory.getLogger(Dms.class).error("The command failed", failure);
        }
        err.flush();
        return ExitCode.FAILED;
    }
}
