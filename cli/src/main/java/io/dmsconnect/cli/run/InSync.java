// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.jdbc.LogEnd;
import io.dmsconnect.cli.jdbc.SourceCatalogue;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.ControlTables.Partition;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.task.TaskDocument;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was in the source's log at the time of asking is in the target: first the source
 * connector has to have read so far, then all that it wrote to Kafka has to be applied. Changes of
 * a table that is to be loaded anew are left out for that load, which has to be complete, too.
 */
final class InSync {
    private static final Set<String> LOADING =
            Set.of(
                    TableStatistics.BEFORE_LOAD,
                    TableStatistics.FULL_LOAD,
                    TableStatistics.RELOADED);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final TaskDocument resolved;
    private final ConnectClient connect;
    private final AppliedOffsets offsets;
    private final ControlTables control;
    private final String source;
    private final LogEnd asked;
    private Map<Partition, Long> ends;
    private long lookedAt = System.nanoTime() - LOOK.toNanos();

    /** Asks now. */
    InSync(
            TaskDocument resolved,
            ConnectClient connect,
            AppliedOffsets offsets,
            ControlTables control)
            throws SQLException {
        this.resolved = resolved;
        this.connect = connect;
        this.offsets = offsets;
        this.control = control;
        this.source = Planner.sourceName(resolved);
        this.asked = LogEnd.now(resolved.source());
    }

    boolean reached() throws SQLException, InterruptedException {
        if (ends == null) {
            if (connect.sourceOffsets(source).stream().noneMatch(asked::passedBy)
                    || !SourceState.isSettled()) {
                return false;
            }
            ends = offsets.ends();
        }
        if (!offsets.reached(ends, control.nextOffsets())) {
            return false;
        }
        if (!SourceState.isSettled() || isLoading()) {
            // what tells of the loads has come meanwhile, and has to be applied
            ends = null;
            return false;
        }
        return true;
    }

    /** One that is gone from the source is not waited for; the source is asked now and then. */
    private boolean isLoading() throws SQLException {
        List<String> loading =
                control.tables().stream()
                        .filter(table -> LOADING.contains(table.state()))
                        .map(TableStatistics::sourceTable)
                        .toList();
        if (loading.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        if (now - lookedAt < LOOK.toNanos()) {
            return true;
        }
        lookedAt = now;
        return loading.stream().anyMatch(SourceCatalogue.selected(resolved)::contains);
    }
}
