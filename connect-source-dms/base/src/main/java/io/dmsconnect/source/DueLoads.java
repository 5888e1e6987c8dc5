// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.LoadState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Tables whose changes are left out because they will be loaded anew, with the number of the load
 * that they had. Kafka has the name of such a table before it has the place of a change behind
 * those that are left out. The catalogue may tell nothing of the reason any more when a task starts
 * again: a column with a default was dropped meanwhile, the table has got its name back.
 */
final class DueLoads {
    private static final String BEHIND = "behind";
    private static final String WHY = "why";

    private final TaskOffsets offsets;
    private final Marks marks;
    private final ToLongFunction<TableId> generations;

    /**
     * @param generations the load that a table has now, 0 for none
     */
    DueLoads(TaskOffsets offsets, Marks marks, ToLongFunction<TableId> generations) {
        this.offsets = offsets;
        this.marks = marks;
        this.generations = generations;
    }

    /**
     * Returns when Kafka has it.
     *
     * @param why such as "its key was changed"
     */
    void remember(TableId table, String why) throws InterruptedException {
        marks.store(
                offsets.dueLoadPartition(table),
                Map.of(BEHIND, generations.applyAsLong(table), WHY, why));
    }

    /**
     * Those that have not been asked for since, each with the reason.
     *
     * @param states of all tables; one that is not there has had no load
     */
    Map<TableId, String> open(Iterable<TableId> tables, Map<TableId, LoadState> states) {
        Map<TableId, String> open = new HashMap<>();
        offsets.dueLoads(tables)
                .forEach(
                        (id, offset) -> {
                            LoadState state = states.get(id);
                            long now = state == null ? 0 : state.generation();
                            if (now <= ((Number) offset.get(BEHIND)).longValue()) {
                                open.put(id, offset.get(WHY).toString());
                            }
                        });
        return open;
    }
}
