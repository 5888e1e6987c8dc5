// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.task.References;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** The task document on the command line. */
final class TaskArgument {
    @CommandLine.Parameters(
            index = "0",
            paramLabel = "TASK.json",
            description = "Task document: AWS DMS's names in one JSON file.")
    private Path file;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command;

    /** Reads it, and prints its warnings. */
    TaskDocument read() {
        TaskDocument task = TaskReader.read(file);
        PrintWriter err = command.commandLine().getErr();
        task.warnings().forEach(warning -> err.println("warning: " + warning));
        err.flush();
        return task;
    }

    static TaskDocument resolve(TaskDocument task) {
        try (References references = new References()) {
            return references.resolve(task);
        }
    }
}
