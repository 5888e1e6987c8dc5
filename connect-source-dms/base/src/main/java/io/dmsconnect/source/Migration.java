// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.progress.LoadedTable;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.source.SourceStatistics.State;
import io.dmsconnect.source.load.FullLoad;
import io.dmsconnect.source.load.LoadState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task does, in its order: selects the tables, fixes the place in the log, then loads tables
 * and follows the log beside each other, and takes in tables that come later.
 */
final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    private final DmsSourceConfig config;
    private final MigrationType type;
    private final TableMappings mappings;
    private final SourceEngine engine;
    private final TaskOffsets offsets;
    private final TaskTables tables;
    private final FullLoad load;
    private final ChangeLane changes;
    private final SourceStatistics statistics;
    private final Patience patience;
    private final TableWatch watch;
    private final LateTables late;
    private final Marks marks;
    private final Reloads reloads;
    private final Optional<RowsOutbox> rows;
    private final LoadedChanges loadedChanges;
    private final GoneTables gone;
    private final DueLoads due;
    private final Set<Map<String, ?>> open = ConcurrentHashMap.newKeySet();

    /**
     * @param rows where rows travel in the topics of the changes; empty where in batches
     */
    Migration(
            DmsSourceConfig config,
            TableMappings mappings,
            SourceEngine engine,
            TaskOffsets offsets,
            TaskTables tables,
            FullLoad load,
            ChangeLane changes,
            Marks marks,
            Optional<RowsOutbox> rows,
            LoadedChanges loadedChanges,
            GoneTables gone,
            DueLoads due,
            SourceStatistics statistics,
            TableWatch watch,
            Patience patience) {
        this.config = config;
        this.type = config.migrationType();
        this.mappings = mappings;
        this.engine = engine;
        this.offsets = offsets;
        this.tables = tables;
        this.load = load;
        this.changes = changes;
        this.statistics = statistics;
        this.watch = watch;
        this.patience = patience;
        this.marks = marks;
        this.rows = rows;
        this.loadedChanges = loadedChanges;
        this.gone = gone;
        this.due = due;
        this.reloads = new Reloads(config, offsets, marks);
        this.late =
                new LateTables(
                        config,
                        new NewTables(engine, mappings, tables, watch),
                        engine,
                        offsets,
                        tables,
                        changes,
                        marks,
                        statistics,
                        patience,
                        watch,
                        this::load);
    }

    void run() throws InterruptedException {
        Optional<TaskStart> known = type.followsChanges() ? offsets.start() : Optional.empty();
        Selection selection = selection(known);
        Map<TableId, LoadState> begun =
                known.isPresent() || !type.followsChanges()
                        ? offsets.loads(selection.tables())
                        : new HashMap<>();
        statistics.selected(selection.tables().size());
        LOG.info("{} of {} tables begins", type, selection.tables().size());
        selection
                .plans()
                .forEach(
                        (id, plan) ->
                                plan.warnings().forEach(w -> LOG.warn("Table {}: {}", id, w)));
        if (!type.followsChanges()) {
            if (selection.tables().isEmpty()) {
                statistics.state(State.IDLE);
            } else {
                reloads.ask(selection.tables(), begun);
                load(selection.plans(), begun);
            }
            return;
        }
        if (selection.tables().isEmpty() && known.isEmpty()) {
            statistics.state(State.IDLE);
            return;
        }
        begun.forEach((id, state) -> engine.identified(id, state.identities()));
        Map<TableId, String> identities =
                patience.recovering(
                        "reading the catalogue", () -> engine.identities(selection.tables()));
        watch.follow(identities);
        watch.start();
        TaskStart start = known.isPresent() ? known.get() : begin(selection, identities);
        Map<TableId, String> former = former(start, begun);
        // of a table that was left out meanwhile nothing is done, and nothing said
        former.keySet().retainAll(selection.tables());
        Set<TableId> reloaded = reloads.ask(selection.tables(), begun);
        Map<TableId, TablePlan> toLoad = new LinkedHashMap<>();
        Set<TableId> later = later(selection, begun, reloaded, known.isPresent());
        later.addAll(replaced(former, reloaded, due.open(selection.tables(), begun)));
        selection
                .plans()
                .forEach(
                        (id, plan) -> {
                            LoadState state = begun.get(id);
                            if (later.contains(id)) {
                                return;
                            }
                            if (state != null || type.loads()) {
                                toLoad.put(id, plan);
                            }
                            long first = type.loads() ? 1 : 0;
                            tables.add(
                                    plan,
                                    state == null ? first : state.generation(),
                                    state == null ? 0 : state.reloads());
                        });
        if (known.isPresent()) {
            patience.recovering(
                    "resuming at the log",
                    () -> {
                        engine.resumeChanges(tables.ids(), start.position());
                        return start;
                    });
        }
        if (known.isPresent() && rows.isEmpty()) {
            gone.end(start, selection.present());
        }
        begun.keySet().retainAll(toLoad.keySet());
        if (rows.isPresent()) {
            // a table's rows come before its changes; the server keeps the log meanwhile
            load(toLoad, begun);
            changes.follow(start.position());
        } else {
            changes.follow(start.position());
            load(toLoad, begun);
        }
        late.watch(start.position(), known.isPresent() || config.newTablesMillis() > 0);
    }

    /** What the tables were when their changes began to be followed. */
    private static Map<TableId, String> former(TaskStart start, Map<TableId, LoadState> begun) {
        Map<TableId, String> former = new HashMap<>(start.identities());
        begun.forEach((id, state) -> former.put(id, state.identity()));
        former.values().removeIf(String::isEmpty);
        return former;
    }

    /**
     * Tables that are not what they were when the task was stopped.
     *
     * @param reloaded are loaded anew anyway
     * @param leftOut tables whose changes were left out by then, each with the reason
     */
    private Set<TableId> replaced(
            Map<TableId, String> former, Set<TableId> reloaded, Map<TableId, String> leftOut)
            throws InterruptedException {
        Set<TableId> replaced = new HashSet<>();
        leftOut.forEach(
                (id, why) -> {
                    if (!reloaded.contains(id)) {
                        LOG.warn("Table {} is loaded anew: {}", id, why);
                        replaced.add(id);
                    }
                });
        Map<TableId, TableStanding> standings =
                patience.recovering("reading the catalogue", () -> watch.compare(former));
        standings.forEach(
                (id, standing) -> {
                    // one that is unfollowed, too: its last changes may have been left out
                    String why = standing.loadAnew() + standing.unfollowed();
                    if (!why.isEmpty() && !reloaded.contains(id) && !replaced.contains(id)) {
                        LOG.warn("Table {} is loaded anew: {}", id, why);
                        replaced.add(id);
                    }
                });
        Map<TableId, String> followed = new HashMap<>(former);
        standings.forEach((id, standing) -> followed.put(id, standing.identity()));
        followed.keySet().removeAll(replaced);
        followed.keySet().removeAll(reloaded);
        watch.follow(followed);
        return replaced;
    }

    /**
     * Tables that are taken in like those that come while the task runs: their load was never
     * begun, or the log has not all of their changes since.
     *
     * @param reloaded tables whose changes are followed without a gap, although they wait for a
     *     load that has not begun
     */
    private Set<TableId> later(
            Selection selection,
            Map<TableId, LoadState> begun,
            Set<TableId> reloaded,
            boolean resuming)
            throws InterruptedException {
        Set<TableId> later = new HashSet<>();
        if (!resuming) {
            return later;
        }
        Map<TableId, Long> generations = new HashMap<>();
        for (TableId id : selection.tables()) {
            LoadState state = begun.get(id);
            boolean asked =
                    state == null
                            ? type.loads()
                            : state.isGone() || LateTables.isAsked(state, type);
            if (asked && !reloaded.contains(id)) {
                later.add(id);
            } else if (state != null) {
                generations.put(id, state.ownGenerations());
            }
        }
        later.addAll(
                patience.recovering(
                                "looking for tables made anew", () -> engine.remade(generations))
                        .keySet());
        return later;
    }

    private Selection selection(Optional<TaskStart> start) throws InterruptedException {
        long millis = type.followsChanges() ? config.newTablesMillis() : 0;
        while (true) {
            Selection selection = patience.recovering("reading the catalogue", () -> select(start));
            if (!selection.tables().isEmpty() || start.isPresent() || millis == 0) {
                return selection;
            }
            statistics.state(State.IDLE);
            Thread.sleep(millis);
        }
    }

    private Selection select(Optional<TaskStart> start) {
        report(engine.check(type.followsChanges()));
        start.ifPresent(
                known ->
                        Selection.refuseUnfollowable(
                                engine,
                                mappings,
                                id ->
                                        type.loads()
                                                ? offsets.loads(List.of(id)).containsKey(id)
                                                : known.hadForCertain(id)));
        Selection selection =
                Selection.of(
                        engine,
                        mappings,
                        config.settings().errorBehavior().failOnNoTablesCaptured(),
                        config.loadsViews(),
                        selected -> known(selected, start));
        report(Selection.check(engine, selection.selected(), type));
        if (!config.loadsViews()) {
            Selection.viewsLeftOut(engine, mappings)
                    .ifPresent(left -> LOG.warn("{}", left.message()));
        }
        Selection.unusable(engine, mappings).ifPresent(left -> LOG.warn("{}", left.message()));
        return selection;
    }

    /** Tables that were there when the task began, or whose load has begun since. */
    private List<TableId> known(List<TableId> selected, Optional<TaskStart> start) {
        if (start.isEmpty()) {
            return selected;
        }
        Map<TableId, LoadState> begun = offsets.loads(selected);
        return selected.stream()
                .filter(id -> start.get().had(id) || begun.containsKey(id))
                .toList();
    }

    private static void report(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.fatal()) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION, finding.key(), finding.message());
            }
            LOG.warn("{}", finding.message());
        }
    }

    /**
     * Fixes the place in the log this task follows it from. It is stored before anything else is
     * done: a task that loses it would begin at a later place, and never see the changes between.
     */
    private TaskStart begin(Selection selection, Map<TableId, String> identities)
            throws InterruptedException {
        String position =
                patience.recovering(
                        "fixing the place in the log",
                        () -> engine.prepareChanges(selection.tables()));
        TaskStart start = TaskStart.at(position, selection.present(), identities);
        marks.store(offsets.startPartition(), start.offset());
        return start;
    }

    private void load(Map<TableId, TablePlan> plans, Map<TableId, LoadState> begun)
            throws InterruptedException {
        Map<TableId, TablePlan> pending = new LinkedHashMap<>(plans);
        Map<TableId, LoadState> unfinished = new HashMap<>(begun);
        Map<TableId, LoadState> done = new HashMap<>();
        begun.forEach(
                (id, state) -> {
                    if (state.complete()) {
                        done.put(id, state);
                        pending.remove(id);
                        unfinished.remove(id);
                        statistics.load(id, new LoadedTable(state.rows(), -1, 0, 0, true));
                        statistics.tableLoaded();
                    }
                });
        if (pending.isEmpty()) {
            if (open.isEmpty()) {
                loaded();
            }
        } else {
            done.putAll(loadPending(pending, unfinished));
        }
        rememberPositions(done);
    }

    private Map<TableId, LoadState> loadPending(
            Map<TableId, TablePlan> pending, Map<TableId, LoadState> unfinished)
            throws InterruptedException {
        boolean beside = type.followsChanges() && rows.isEmpty();
        statistics.state(beside ? State.FULL_LOAD_AND_CDC : State.FULL_LOAD);
        List<TableId> ids = new ArrayList<>(pending.keySet());
        ids.forEach(id -> open.add(offsets.of(id)));
        ids.forEach(
                id ->
                        watch.identity(id)
                                .ifPresent(
                                        identity ->
                                                unfinished.put(
                                                        id,
                                                        unfinished
                                                                .getOrDefault(
                                                                        id, LoadState.asked(1, 0))
                                                                .identified(identity))));
        Map<TableId, Long> estimates =
                patience.recovering("reading statistics", () -> engine.estimatedRows(ids));
        if (rows.isPresent()) {
            rows.get().announce(ids, unfinished);
        }
        Map<TableId, LoadState> states = load.run(pending, unfinished, estimates);
        if (rows.isPresent() && !states.values().stream().allMatch(LoadState::complete)) {
            throw new CancellationException("the task is stopping");
        }
        return states;
    }

    /** Changes that rows of the load have already come in the log that is followed from now on. */
    private void rememberPositions(Map<TableId, LoadState> done) throws InterruptedException {
        if (!type.followsChanges() || done.values().stream().allMatch(s -> s.from().isEmpty())) {
            return;
        }
        String end = patience.recovering("reading the log's end", engine::logEnd).orElse("");
        done.forEach((id, state) -> loadedChanges.add(id, state, end));
    }

    /** Kafka has a record with an offset of ours. */
    void stored(Map<String, ?> partition, Map<String, ?> offset) {
        boolean complete = LoadState.isComplete(offset);
        if (complete || !TaskOffsets.isSegment(partition)) {
            // of a segment only its end is waited for
            marks.stored(partition);
        }
        if (complete && TaskOffsets.isTableLoad(partition) && open.remove(partition)) {
            statistics.tableLoaded();
            if (open.isEmpty()) {
                loaded();
            }
        }
    }

    private void loaded() {
        if (type.loads()) {
            LOG.info("Full load is complete");
        }
        statistics.state(type.followsChanges() ? State.CDC : State.IDLE);
    }
}
