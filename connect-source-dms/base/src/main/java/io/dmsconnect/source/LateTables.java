// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.source.load.LoadState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in tables that come while a task follows changes, or that were made anew. */
final class LateTables {
    private static final Logger LOG = LoggerFactory.getLogger(LateTables.class);
    private static final long REMADE_MILLIS = 1000;
    private static final long RETRY_MILLIS = 1000;

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
    private final TableWatch watch;
    private final Loads loads;
    private final LateLoads lateLoads;

    /** Taken in, and their loads not yet read. */
    private volatile Set<TableId> inHand = Set.of();

    /** Became other tables, and were not there at the last look: dropped, or no longer selected. */
    private volatile Set<TableId> absent = Set.of();

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
            TableWatch watch,
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
        this.watch = watch;
        this.loads = loads;
        this.lateLoads = new LateLoads(offsets, marks);
        statistics.waiting(() -> waiting().size());
    }

    /** Tables that are not as the source has them until a load has been made for them. */
    private Set<TableId> waiting() {
        Set<TableId> waiting = becomeOthers();
        waiting.removeAll(absent);
        waiting.addAll(inHand);
        return waiting;
    }

    private Set<TableId> becomeOthers() {
        Set<TableId> others = new HashSet<>(watch.replaced().keySet());
        others.addAll(engine.remade(tables.ownGenerations()).keySet());
        return others;
    }

    /**
     * Was a load asked for, and the log not yet made sure of? A task that loads announces its first
     * loads before anything is done for them.
     */
    static boolean isAsked(LoadState state, MigrationType type) {
        boolean announced = type.loads() && state.generation() == 1;
        return state.attempt() == 0 && !state.complete() && !announced;
    }

    /**
     * Takes in tables that come, and those that were replaced, for as long as the task runs.
     *
     * @param now look for new tables at once, also where the task does so when it starts only
     */
    void watch(String start, boolean now) throws InterruptedException {
        Map<TableId, TablePlan> waiting = new LinkedHashMap<>();
        Map<TableId, LoadState> asked = new HashMap<>();
        String reason = "";
        boolean others = now;
        while (true) {
            try {
                watch.store();
                if (config.loadsRows()) {
                    prepare(waiting, asked, others);
                } else {
                    take(waiting, asked, start, others);
                }
                reason = "";
            } catch (ReplicationException e) {
                if (config.newTablesMillis() == 0 && watch.replaced().isEmpty()) {
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
                inHand = Set.of();
            }
            others = config.newTablesMillis() > 0;
            if (!reason.isEmpty()) {
                Thread.sleep(others ? config.newTablesMillis() : RETRY_MILLIS);
            } else if (others) {
                watch.await(config.newTablesMillis());
            } else {
                awaitRemade();
            }
        }
    }

    /**
     * Nobody is to look for new tables, but changes of a followed one that became another are void
     * until it has been loaded again.
     */
    private void awaitRemade() throws InterruptedException {
        do {
            watch.await(REMADE_MILLIS);
        } while (watch.replaced().isEmpty() && engine.remade(tables.ownGenerations()).isEmpty());
    }

    /**
     * Followed first, then loaded: what the log has of them before that is in their load.
     *
     * @param waiting followed, to be loaded; is added to
     * @param asked the state of their loads; is added to
     */
    private void take(
            Map<TableId, TablePlan> waiting,
            Map<TableId, LoadState> asked,
            String start,
            boolean others)
            throws InterruptedException {
        Map<TableId, TablePlan> found = find(waiting, others);
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
            follow(states);
            statistics.selected(tables.ids().size());
            statistics.state(SourceStatistics.State.FULL_LOAD_AND_CDC);
            changes.follow(start);
        }
        if (!waiting.isEmpty()) {
            publish(Set.of());
        }
    }

    private Map<TableId, TablePlan> find(Map<TableId, TablePlan> waiting, boolean others)
            throws InterruptedException {
        Set<TableId> missed = becomeOthers();
        Map<TableId, TablePlan> found =
                patience.recovering(
                        "looking for new tables", () -> newTables.find(waiting.keySet(), others));
        Set<TableId> taken = new HashSet<>(waiting.keySet());
        taken.addAll(found.keySet());
        missed.removeAll(taken);
        inHand = taken;
        absent = missed;
        return found;
    }

    /** Their changes are marked with the new loads by now. */
    private void follow(Map<TableId, LoadState> states) {
        Map<TableId, String> identities = new HashMap<>();
        states.forEach(
                (id, state) -> {
                    if (!state.identity().isEmpty()) {
                        identities.put(id, state.identity());
                    }
                });
        watch.follow(identities);
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
    private void prepare(
            Map<TableId, TablePlan> waiting, Map<TableId, LoadState> asked, boolean others)
            throws InterruptedException {
        Map<TableId, TablePlan> found = find(waiting, others);
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
        follow(asked);
        statistics.selected(tables.ids().size());
        loads.load(waiting, asked);
        changes.follow(start);
    }

    /**
     * A load that is not a table's first is stored before anything is done for it: a task that dies
     * on the way would take the table for one that is loaded.
     */
    private Map<TableId, LoadState> ask(Map<TableId, TablePlan> found) throws InterruptedException {
        Map<TableId, String> reasons = watch.replaced();
        Map<TableId, String> identities =
                patience.recovering(
                        "looking at new tables", () -> engine.identities(found.keySet()));
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
                                    reloads.get(id))
                            .identified(identities.getOrDefault(id, ""));
            if (!isAsked && (state != null || tables.has(id))) {
                LOG.warn(
                        "Table {} is loaded again: {}",
                        id,
                        reasons.getOrDefault(
                                id, "it was dropped and made anew, or left out for a while"));
                marks.store(offsets.of(id), load.offset());
            }
            asked.put(id, load);
        }
        if (!config.loadsRows()) {
            lateLoads.remember(asked);
        }
        return asked;
    }
}
