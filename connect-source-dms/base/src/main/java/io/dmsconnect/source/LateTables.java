// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.source.load.LoadState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in tables that come while a task follows changes, or that were made anew. */
final class LateTables {
    private static final Logger LOG = LoggerFactory.getLogger(LateTables.class);

    /** Loads tables; returns when all rows are handed over. */
    interface Loads {
        void load(Map<TableId, TablePlan> plans, Map<TableId, LoadState> begun)
                throws InterruptedException;
    }

    private final DmsSourceConfig config;
    private final MigrationType type;
    private final NewTables newTables;
    private final SourceEngine engine;
    private final TaskOffsets offsets;
    private final TaskTables tables;
    private final ChangeLane changes;
    private final Marks marks;
    private final SourceStatistics statistics;
    private final Patience patience;
    private final Loads loads;

    LateTables(
            DmsSourceConfig config,
            NewTables newTables,
            SourceEngine engine,
            TaskOffsets offsets,
            TaskTables tables,
            ChangeLane changes,
            Marks marks,
            SourceStatistics statistics,
            Patience patience,
            Loads loads) {
        this.config = config;
        this.type = config.migrationType();
        this.newTables = newTables;
        this.engine = engine;
        this.offsets = offsets;
        this.tables = tables;
        this.changes = changes;
        this.marks = marks;
        this.statistics = statistics;
        this.patience = patience;
        this.loads = loads;
    }

    /**
     * Was a load asked for, and the log not yet made sure of? A task that loads announces its first
     * loads before anything is done for them.
     */
    static boolean isAsked(LoadState state, MigrationType type) {
        boolean announced = type.loads() && state.generation() == 1;
        return state.attempt() == 0 && !state.complete() && !announced;
    }

    /** Takes in tables that come, for as long as the task runs. */
    void watch(String start) throws InterruptedException {
        Map<TableId, TablePlan> waiting = new LinkedHashMap<>();
        Map<TableId, LoadState> asked = new HashMap<>();
        String reason = "";
        while (true) {
            try {
                if (config.loadsRows()) {
                    prepare(waiting, asked);
                } else {
                    take(waiting, asked, start);
                }
                reason = "";
            } catch (ReplicationException e) {
                if (config.newTablesMillis() == 0) {
                    throw e;
                }
                if (!reason.equals(e.getMessage())) {
                    LOG.warn("New tables wait; tried again later: {}", e.getMessage());
                }
                reason = e.getMessage();
            }
            if (reason.isEmpty() && !waiting.isEmpty()) {
                if (config.loadsRows()) {
                    loadBeforeChanges(waiting, asked, start);
                } else {
                    loads.load(waiting, asked);
                }
                waiting.clear();
                asked.clear();
            }
            if (config.newTablesMillis() == 0) {
                return;
            }
            Thread.sleep(config.newTablesMillis());
        }
    }

    /**
     * Followed first, then loaded: what the log has of them before that is in their load.
     *
     * @param waiting followed, to be loaded; is added to
     * @param asked the state of their loads; is added to
     */
    private void take(Map<TableId, TablePlan> waiting, Map<TableId, LoadState> asked, String start)
            throws InterruptedException {
        Map<TableId, TablePlan> found =
                patience.recovering(
                        "looking for new tables", () -> newTables.find(waiting.keySet()));
        if (!found.isEmpty()) {
            Map<TableId, LoadState> states = ask(found);
            LOG.info("New tables are taken in: {}", found.keySet());
            asked.putAll(states);
            waiting.putAll(found);
            found.forEach(
                    (id, plan) -> {
                        LoadState state = states.get(id);
                        tables.add(plan, state.generation(), state.reloads());
                    });
            statistics.selected(tables.ids().size());
            statistics.state(SourceStatistics.State.FULL_LOAD_AND_CDC);
            changes.follow(start);
        }
        if (!waiting.isEmpty()) {
            publish(Set.of());
        }
    }

    /**
     * @param others that are not followed yet
     */
    private void publish(Set<TableId> others) throws InterruptedException {
        Set<TableId> all = new LinkedHashSet<>(tables.ids());
        all.addAll(others);
        patience.recovering(
                "taking in new tables",
                () -> {
                    engine.addTables(all);
                    return all;
                });
    }

    /** What may take long, or fail, while the changes of the other tables go on. */
    private void prepare(Map<TableId, TablePlan> waiting, Map<TableId, LoadState> asked)
            throws InterruptedException {
        Map<TableId, TablePlan> found =
                patience.recovering(
                        "looking for new tables", () -> newTables.find(waiting.keySet()));
        if (found.isEmpty()) {
            return;
        }
        Map<TableId, LoadState> states = ask(found);
        LOG.info("New tables are taken in: {}", found.keySet());
        publish(found.keySet());
        asked.putAll(states);
        waiting.putAll(found);
    }

    /**
     * Their rows come before their changes, in the same topics: no changes are read meanwhile. What
     * the log has of them up to there is in their rows.
     */
    private void loadBeforeChanges(
            Map<TableId, TablePlan> waiting, Map<TableId, LoadState> asked, String start)
            throws InterruptedException {
        changes.pause();
        publish(waiting.keySet());
        waiting.forEach(
                (id, plan) -> {
                    LoadState state = asked.get(id);
                    tables.add(plan, state.generation(), state.reloads());
                });
        statistics.selected(tables.ids().size());
        loads.load(waiting, asked);
        changes.follow(start);
    }

    /**
     * A load that is not a table's first is stored before anything is done for it: a task that dies
     * on the way would take the table for one that is loaded.
     */
    private Map<TableId, LoadState> ask(Map<TableId, TablePlan> found) throws InterruptedException {
        Map<TableId, LoadState> known = offsets.loads(found.keySet());
        Map<TableId, Long> reloads = new HashMap<>();
        Map<TableId, Long> former = new HashMap<>();
        for (TableId id : found.keySet()) {
            LoadState state = known.get(id);
            long stored = state == null ? 0 : state.generation();
            long reloaded = Math.max(state == null ? 0 : state.reloads(), tables.reloads(id));
            reloads.put(id, reloaded);
            former.put(id, Math.max(stored, tables.generation(id)) - reloaded);
        }
        Map<TableId, Long> wanted =
                patience.recovering("looking for new tables", () -> engine.remade(former));
        Map<TableId, LoadState> asked = new HashMap<>();
        for (TableId id : found.keySet()) {
            LoadState state = known.get(id);
            boolean isAsked = state != null && isAsked(state, type) && !tables.has(id);
            long next = former.get(id) + (isAsked ? 0 : 1);
            LoadState load =
                    LoadState.asked(
                            Math.max(next, isAsked ? 0 : wanted.getOrDefault(id, 0L))
                                    + reloads.get(id),
                            reloads.get(id));
            if (!isAsked && (state != null || tables.has(id))) {
                LOG.warn(
                        "Table {} was dropped and made anew, or left out for a while: it is loaded again",
                        id);
                marks.store(offsets.of(id), load.offset());
            }
            asked.put(id, load);
        }
        return asked;
    }
}
