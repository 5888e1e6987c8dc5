// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.jdbc.SourceCatalogue;
import io.dmsconnect.cli.run.RunTable.Run;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TargetTablePrepMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tables of the target that another task has written too. Example: task {@code shop2} is a copy of
 * {@code shop} under another name, and its load would make the tables of {@code shop} anew.
 */
final class SharedTables {
    private static final int MOST_NAMED = 10;

    private final TaskDocument resolved;
    private final RunTable table;
    private final Connection connection;
    private final Consumer<String> say;

    SharedTables(
            TaskDocument resolved, RunTable table, Connection connection, Consumer<String> say) {
        this.resolved = resolved;
        this.table = table;
        this.connection = connection;
        this.say = say;
    }

    /**
     * Says which they are.
     *
     * @throws RunFailedException where the other task is being run, and this one's loads would take
     *     its rows away
     */
    void check() throws SQLException, InterruptedException {
        Map<String, Set<TableId>> others = table.tablesOfOthers(connection);
        if (others.isEmpty()) {
            return;
        }
        Set<TableId> mine = targets();
        for (Map.Entry<String, Set<TableId>> other : others.entrySet()) {
            Set<TableId> shared = new TreeSet<>(other.getValue());
            shared.retainAll(mine);
            if (!shared.isEmpty()) {
                check(other.getKey(), named(shared));
            }
        }
    }

    private void check(String task, String shared) throws SQLException, InterruptedException {
        Optional<Run> run = table.last(connection, task);
        boolean empties =
                resolved.migrationType().loads()
                        && resolved.settings().fullLoad().targetTablePrepMode()
                                != TargetTablePrepMode.DO_NOTHING;
        if (empties && run.isPresent() && RunGuard.isAlive(task, run.get(), table, connection)) {
            throw new RunFailedException(
                    ("task %s is being run just now, from %s, and writes to the same tables of the target: %s."
                                    + " This task's loads would take its rows away: end that task"
                                    + " first, or give the tables other names in the table mappings")
                            .formatted(task, run.get().place(), shared));
        }
        say.accept(
                ("warning: Task %s has written to the same tables of the target: %s. What this task loads"
                                + " and applies there takes the place of its rows, or comes beside them")
                        .formatted(task, shared));
    }

    private Set<TableId> targets() {
        TableMappings mappings =
                resolved.mappings()
                        .withTargetSchema(resolved.settings().targetMetadata().targetSchema());
        try {
            return SourceCatalogue.tables(resolved).stream()
                    .map(mappings::targetId)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (SQLException e) {
            throw new RunFailedException("the source: " + e.getMessage());
        }
    }

    private static String named(Set<TableId> tables) {
        String names =
                tables.stream()
                        .limit(MOST_NAMED)
                        .map(TableId::toString)
                        .collect(Collectors.joining(", "));
        return tables.size() > MOST_NAMED
                ? names + " and %d more".formatted(tables.size() - MOST_NAMED)
                : names;
    }
}
