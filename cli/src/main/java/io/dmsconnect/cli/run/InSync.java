// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.jdbc.LogEnd;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.ControlTables.Partition;
import io.dmsconnect.cli.task.TaskDocument;
import java.sql.SQLException;
import java.util.Map;

/**
 * Everything that was in the source's log at the time of asking is in the target: first the source
 * connector has to have read so far, then all that it wrote to Kafka has to be applied.
 */
final class InSync {
    private final ConnectClient connect;
    private final AppliedOffsets offsets;
    private final ControlTables control;
    private final String source;
    private final LogEnd asked;
    private Map<Partition, Long> ends;

    /** Asks now. */
    InSync(
            TaskDocument resolved,
            ConnectClient connect,
            AppliedOffsets offsets,
            ControlTables control)
            throws SQLException {
        this.connect = connect;
        this.offsets = offsets;
        this.control = control;
        this.source = Planner.sourceName(resolved);
        this.asked = LogEnd.now(resolved.source());
    }

    boolean reached() throws SQLException, InterruptedException {
        if (ends == null) {
            if (connect.sourceOffsets(source).stream().noneMatch(asked::passedBy)) {
                return false;
            }
            ends = offsets.ends();
        }
        return offsets.reached(ends, control.nextOffsets());
    }

    /** What is being waited for, for people. */
    String waitingFor() {
        return ends == null ? "the source's log to be read" : "changes to be applied";
    }
}
