// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.task.References;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskInput;
import io.dmsconnect.cli.task.TaskReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The task document on the command line. */
final class TaskArgument {
    @CommandLine.Parameters(
            index = "0",
            paramLabel = "TASK.json",
            description = {
                "Task document: AWS DMS's names in one JSON file. What 'aws dms"
                        + " describe-replication-tasks' prints, 'terraform show -json' and a"
                        + " CloudFormation template in JSON do too."
            })
    private Path file;

    @CommandLine.Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Which task is meant, where the file has several.")
    private String name = "";

    @CommandLine.Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description =
                    "What 'aws dms describe-endpoints' prints: the endpoints that the task names by"
                            + " their ARN. Passwords come from DMS_SOURCE_PASSWORD and"
                            + " DMS_TARGET_PASSWORD.")
    private List<Path> endpoints = List.of();

    @CommandLine.Option(
            names = "--set",
            paramLabel = "MEMBER=VALUE",
            description =
                    "A member of the document to take in place of the file's, such as"
                            + " SourceEndpoint.ServerName=127.0.0.1.")
    private Map<String, String> values = Map.of();

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command;

    /** Reads it, and prints its warnings. */
    TaskDocument read() {
        TaskDocument task = TaskReader.read(new TaskInput(file, name, endpoints, values));
        PrintWriter err = command.commandLine().getErr();
        warnings(task).forEach(warning -> err.println("warning: " + warning));
        err.flush();
        return task;
    }

    /** Settings that work in another way here are told one by one by the commands that look. */
    private List<String> warnings(TaskDocument task) {
        boolean looks = List.of("plan", "explain").contains(command.name());
        List<String> differences = task.settings().differences();
        if (looks || differences.isEmpty()) {
            return task.warnings();
        }
        List<String> warnings =
                new ArrayList<>(
                        task.warnings().stream()
                                .filter(text -> differences.stream().noneMatch(text::endsWith))
                                .toList());
        warnings.add(
                "ReplicationTaskSettings: some settings are accepted and work in another way here;"
                        + " 'dms plan' names them");
        return warnings;
    }

    static TaskDocument resolve(TaskDocument task) {
        try (References references = new References()) {
            return references.resolve(task);
        }
    }
}
