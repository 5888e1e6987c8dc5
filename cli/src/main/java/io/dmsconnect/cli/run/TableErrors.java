// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.progress.TableStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The errors of tables, as a run ends with them. */
final class TableErrors {
    private TableErrors() {}

    /** Every table's reason, and what to do. */
    static RunFailedException failure(List<TableStatistics> statistics) {
        List<String> lines = new ArrayList<>();
        List<TableStatistics> failed = statistics.stream().filter(TableStatistics::failed).toList();
        lines.add(
                failed.size() == 1
                        ? "the load ended with an error of a table:"
                        : "the load ended with errors of %d tables:".formatted(failed.size()));
        for (TableStatistics table : failed) {
            lines.add(
                    "  %s: %s"
                            .formatted(
                                    table.sourceTable(),
                                    table.error().isEmpty()
                                            ? "the reason is in the log"
                                            : table.error().replace("\n", "\n    ")));
        }
        lines.add(
                "Correct what is said, and run the same command again: the tables go on from there.");
        return new RunFailedException(String.join("\n", lines) + reloadHint(failed));
    }

    static boolean asksForReload(String error) {
        return error.toLowerCase(Locale.ROOT).contains("reload the table");
    }

    /** The command that loads the tables anew whose error asks for it; empty for none. */
    static String reloadHint(List<TableStatistics> statistics) {
        String options =
                statistics.stream()
                        .filter(table -> table.failed() && asksForReload(table.error()))
                        .map(table -> " --reload " + quoted(table.sourceTable()))
                        .collect(Collectors.joining());
        return options.isEmpty()
                ? ""
                : "\nTo reload the table, run the same command again with" + options;
    }

    private static String quoted(String table) {
        return table.matches("[A-Za-z0-9_.-]+") ? table : "'" + table.replace("'", "'\\''") + "'";
    }
}
