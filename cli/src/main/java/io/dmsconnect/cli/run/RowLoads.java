// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectClient.SourceOffset;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.ControlTables.Partition;
import io.dmsconnect.cli.task.TaskDocument;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads whose rows travel in the topics of the changes: the target cannot tell when one is
 * complete, the source connector's offsets can.
 */
final class RowLoads {
    private final TaskDocument task;
    private final ConnectClient connect;
    private final AppliedOffsets offsets;
    private final ControlTables control;
    private Set<String> complete = Set.of();
    private Map<Partition, Long> ends = Map.of();

    RowLoads(
            TaskDocument task,
            ConnectClient connect,
            AppliedOffsets offsets,
            ControlTables control) {
        this.task = task;
        this.connect = connect;
        this.offsets = offsets;
        this.control = control;
    }

    /** Tables all of whose rows are in the target. */
    Set<String> applied() throws SQLException, InterruptedException {
        Set<String> read =
                connect.sourceOffsetsByPartition(Planner.sourceName(task)).stream()
                        .filter(RowLoads::isComplete)
                        .map(
                                load ->
                                        load.partition().get("schema")
                                                + "."
                                                + load.partition().get("table"))
                        .collect(Collectors.toSet());
        if (!read.equals(complete)) {
            ends = offsets.ends();
            complete = read;
        }
        return offsets.reached(ends, control.nextOffsets()) ? complete : Set.of();
    }

    private static boolean isComplete(SourceOffset load) {
        return "load".equals(load.partition().get("kind"))
                && !load.partition().containsKey("segment")
                && "complete".equals(load.offset().get("state"));
    }
}
