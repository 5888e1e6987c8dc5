// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.progress.TableStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables that have come since the task first started and are selected: the source connector
 * looks for them now and then, and loads them.
 */
final class LaterTables {
    private static final Duration TO_BEGIN = Duration.ofSeconds(30);

    private final Set<String> tables;
    private final long deadline;

    /**
     * @param interval how often the connector looks; zero for never, then nothing is waited for
     */
    LaterTables(Set<String> tables, Duration interval, long now) {
        this.tables = interval.isZero() ? Set.of() : new TreeSet<>(tables);
        this.deadline = now + interval.multipliedBy(2).plus(TO_BEGIN).toNanos();
    }

    /**
     * @param now as {@link System#nanoTime} has it
     * @throws RunFailedException where one has an error, or is not taken in
     */
    boolean loaded(List<TableStatistics> statistics, long now) {
        Map<String, TableStatistics> known =
                statistics.stream()
                        .collect(
                                Collectors.toMap(
                                        TableStatistics::sourceTable,
                                        Function.identity(),
                                        (first, second) -> first));
        boolean all = true;
        for (String table : tables) {
            TableStatistics there = known.get(table);
            if (there == null && now - deadline > 0) {
                throw new RunFailedException(
                        "table %s has come since the task was started, and is selected, but it is not loaded: the source connector's log says why"
                                .formatted(table));
            }
            if (there != null && there.failed()) {
                throw TableErrors.failure(List.of(there));
            }
            all &= there != null && there.completed();
        }
        return all;
    }
}
