// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.GoneLoad;
import io.dmsconnect.source.load.LoadOutput;
import io.dmsconnect.source.load.LoadState;
import io.dmsconnect.source.load.SegmentState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends, when a task starts again, loads of tables that were dropped or renamed meanwhile. Changes
 * of such a table may wait at the sink for the load, which nobody would end otherwise: the table is
 * none of the task's any more.
 */
final class GoneTables {
    private static final Logger LOG = LoggerFactory.getLogger(GoneTables.class);

    private final SourceEngine engine;
    private final TableMappings mappings;
    private final TaskOffsets offsets;
    private final TopicLayout layout;
    private final LoadOutput output;
    private final Patience patience;
    private final boolean loadsFirst;

    /**
     * @param loadsFirst were the tables that the task began with to be loaded?
     */
    GoneTables(
            SourceEngine engine,
            TableMappings mappings,
            TaskOffsets offsets,
            TopicLayout layout,
            LoadOutput output,
            Patience patience,
            boolean loadsFirst) {
        this.engine = engine;
        this.mappings = mappings;
        this.offsets = offsets;
        this.layout = layout;
        this.output = output;
        this.patience = patience;
        this.loadsFirst = loadsFirst;
    }

    /**
     * @param present all tables of the source, selected or not
     */
    void end(TaskStart start, Collection<TableId> present) throws InterruptedException {
        Map<TableId, LoadState> open = open(start, present);
        leaveTargetsOfOthers(open, present);
        if (open.isEmpty()) {
            return;
        }
        String position = patience.recovering("looking for dropped tables", () -> look(open));
        for (Map.Entry<TableId, LoadState> table : open.entrySet()) {
            TableId id = table.getKey();
            LOG.warn(
                    "Table {} is no longer there, and its load {} ends without rows: changes that"
                            + " waited for it are left out, and the target's table stays as it is",
                    id,
                    table.getValue().generation());
            output.put(
                    GoneLoad.end(
                            id,
                            mappings.targetId(id),
                            table.getValue(),
                            position,
                            offsets.of(id),
                            layout));
        }
    }

    /** Loads that were asked for, and have not ended, of tables that are not there. */
    private Map<TableId, LoadState> open(TaskStart start, Collection<TableId> present) {
        Map<TableId, Long> late = offsets.lateLoads();
        Set<TableId> first = start.tables().orElse(Set.of());
        Set<TableId> gone = new HashSet<>(first);
        gone.addAll(late.keySet());
        present.forEach(gone::remove);
        gone.removeIf(id -> !mappings.selects(id, false));
        Map<TableId, LoadState> states = offsets.loads(gone);
        Map<TableId, Map<Integer, SegmentState>> segments = offsets.segments(states);
        Map<TableId, LoadState> open = new HashMap<>();
        for (TableId id : gone) {
            Optional<LoadState> state = Optional.ofNullable(states.get(id));
            long announced = loadsFirst && first.contains(id) ? 1 : 0;
            long generation =
                    Math.max(
                            late.getOrDefault(id, 0L),
                            state.map(LoadState::generation).orElse(announced));
            if (generation > 0 && state.filter(known -> known.isOver(generation)).isEmpty()) {
                long attempt = state.map(LoadState::attempt).orElse(0L);
                for (SegmentState segment : segments.getOrDefault(id, Map.of()).values()) {
                    attempt = Math.max(attempt, segment.attempt());
                }
                long reloads = state.map(LoadState::reloads).orElse(0L);
                open.put(
                        id,
                        LoadState.gone(
                                generation,
                                reloads,
                                Math.max(System.currentTimeMillis(), attempt + 1)));
            }
        }
        return open;
    }

    /** Rules may give a table that is there the target's name of one that is gone. */
    private void leaveTargetsOfOthers(Map<TableId, LoadState> open, Collection<TableId> present) {
        if (open.isEmpty()) {
            return;
        }
        Set<TableId> taken = new HashSet<>();
        present.stream()
                .filter(id -> mappings.selects(id, false))
                .forEach(id -> taken.add(mappings.targetId(id)));
        for (TableId id : Set.copyOf(open.keySet())) {
            if (taken.contains(mappings.targetId(id))) {
                LOG.warn(
                        "Table {} is no longer there, and its load is not ended: {} is another"
                                + " table's by now",
                        id,
                        mappings.targetId(id));
                open.remove(id);
            }
        }
    }

    /**
     * Leaves out of the loads those whose table has come again.
     *
     * @return a position that changes are not beyond which wait for the others
     */
    private String look(Map<TableId, LoadState> open) {
        try (LoadSnapshot snapshot = engine.snapshot(1)) {
            engine.tables().forEach(open::remove);
            return snapshot.position();
        }
    }
}
