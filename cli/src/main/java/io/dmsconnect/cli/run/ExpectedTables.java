// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.jdbc.SourceCatalogue;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.task.TaskDocument;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tables that the load has to bring: those that were selected when the task first started, kept
 * with its state, as far as they still exist.
 */
final class ExpectedTables {
    private static final String FILE = "tables.properties";
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final TaskDocument resolved;
    private final Set<String> tables;
    private long checked;

    private ExpectedTables(TaskDocument resolved, Set<String> tables) {
        this.resolved = resolved;
        this.tables = tables;
        this.checked = System.nanoTime();
    }

    static ExpectedTables of(TaskDocument resolved, StateFolder state) throws SQLException {
        Properties stored = state.read(FILE);
        if (stored.isEmpty()) {
            Set<String> selected = SourceCatalogue.selected(resolved);
            selected.forEach(table -> stored.setProperty(table, "selected"));
            state.write(FILE, stored);
        }
        return new ExpectedTables(resolved, new TreeSet<>(stored.stringPropertyNames()));
    }

    /** Those that are selected now and were not when the task first started. */
    Set<String> later() throws SQLException {
        Set<String> later = new TreeSet<>(SourceCatalogue.selected(resolved));
        later.removeAll(tables);
        return later;
    }

    int count() {
        return tables.size();
    }

    /**
     * @throws RunFailedException where no table is left to be waited for, but some have an error
     */
    boolean loaded(List<TableStatistics> statistics) throws SQLException {
        return loaded(named(statistics, TableStatistics.COMPLETED), statistics);
    }

    /**
     * @param completed tables whose load is complete, as somebody else says
     * @throws RunFailedException as the other
     */
    boolean loaded(Set<String> completed, List<TableStatistics> statistics) throws SQLException {
        Set<String> failed = named(statistics, TableStatistics.ERROR);
        if (tables.stream().allMatch(t -> completed.contains(t) || failed.contains(t))) {
            if (!failed.isEmpty()) {
                throw TableErrors.failure(statistics);
            }
            return true;
        }
        if (System.nanoTime() - checked > PAUSE.toNanos()) {
            checked = System.nanoTime();
            Set<String> existing = SourceCatalogue.selected(resolved);
            tables.retainAll(existing);
        }
        return false;
    }

    private static Set<String> named(List<TableStatistics> statistics, String state) {
        return statistics.stream()
                .filter(table -> table.state().equals(state))
                .map(TableStatistics::sourceTable)
                .collect(Collectors.toSet());
    }
}
