// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.mapping.TableSettings;
import io.dmsconnect.core.progress.LoadedTable;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.LoadIdentity;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.Resumption;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SliceWish;
import io.dmsconnect.source.SourceStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load of one table, from announcement to end. One thread begins it; its segments are read and
 * end on as many threads as there are.
 */
final class TableLoad {
    private static final Logger LOG = LoggerFactory.getLogger(TableLoad.class);

    /** Somebody who alters a table more often than this while it is read wants it to fail. */
    private static final int ALTERATIONS = 5;

    private final TableId id;
    private final FullLoad.Plan plan;
    private final TableLane lane;
    private final SourceStatistics statistics;
    private final long estimatedRows;
    private final AtomicLong rowsRead = new AtomicLong();
    private final AtomicInteger segmentsRead = new AtomicInteger();
    private final Map<Integer, SegmentState> ended = new HashMap<>();
    private LoadState state;
    private TablePlan lastPlan;
    private long lastAttempt;
    private int alterations;
    private volatile int segmentsCut;
    private volatile boolean complete;

    /**
     * @param begun the load as it was left earlier
     * @param segments of that load that are complete, by number
     */
    TableLoad(
            TablePlan planned,
            FullLoad.Plan plan,
            TableLane.Maker lanes,
            SourceStatistics statistics,
            LoadState begun,
            Map<Integer, SegmentState> segments,
            long estimatedRows) {
        this.id = planned.source().id();
        this.lastPlan = planned;
        this.plan = plan;
        this.statistics = statistics;
        this.state = begun;
        this.lastAttempt = begun.attempt();
        this.estimatedRows = estimatedRows;
        this.lane = lanes.of(id, estimatedRows, this::read);
        boolean continues = lane.continues(begun);
        segments.forEach(
                (number, segment) -> {
                    lastAttempt = Math.max(lastAttempt, segment.attempt());
                    if (continues
                            && segment.complete()
                            && segment.load() == begun.attempt()
                            && segment.generation() == begun.generation()) {
                        ended.put(number, segment);
                    }
                });
    }

    TableId id() {
        return id;
    }

    TableLane lane() {
        return lane;
    }

    boolean isComplete() {
        return complete;
    }

    synchronized LoadState state() {
        return state;
    }

    private void read(long rows) {
        rowsRead.addAndGet(rows);
        show();
    }

    /** Is this one of the few alterations of a table that a load goes on after? */
    synchronized boolean bearsAlteration() {
        return ++alterations <= ALTERATIONS;
    }

    private void show() {
        statistics.load(
                id,
                new LoadedTable(
                        rowsRead.get(), estimatedRows, segmentsCut, segmentsRead.get(), complete));
    }

    void announce() throws InterruptedException {
        show();
        lane.announce(lastPlan, state);
    }

    /** The table's segments that have to be read from this snapshot. */
    List<SegmentLoad> begin(LoadSnapshot snapshot) throws InterruptedException {
        String held = snapshot.hold(id);
        Table table = plan.engine().describe(List.of(id)).get(id);
        Optional<TablePlan> now = table == null ? Optional.empty() : plan.mappings().plan(table);
        if (now.isEmpty()) {
            LOG.warn("Table {} is no longer there and ends without rows", id);
            beginAnew(snapshot, List.of(Slice.WHOLE));
            ended(segment(0, Slice.WHOLE, 0), 0, snapshot.position());
            return List.of();
        }
        LoadIdentity identity = identify(table, snapshot, held, continuing());
        lastPlan = plan.mappings().plan(identity.table()).orElse(now.get());
        if (resumes()) {
            identified(identity);
            return resume(snapshot);
        }
        if (continuing()) {
            identity = identify(table, snapshot, held, false);
            lastPlan = plan.mappings().plan(identity.table()).orElse(now.get());
        }
        identified(identity);
        return begin(snapshot, snapshot.slices(table, wish()));
    }

    private LoadIdentity identify(Table table, LoadSnapshot snapshot, String held, boolean goesOn) {
        return plan.engine()
                .identify(table, snapshot.position(), held, goesOn ? state.identities() : "");
    }

    /** Are there parts of this load already? */
    private boolean continuing() {
        return !ended.isEmpty();
    }

    private synchronized void identified(LoadIdentity identity) {
        state = state.withColumns(identity.identities());
    }

    private SliceWish wish() {
        return new SliceWish(
                plan.segmentBytes(),
                plan.readers(),
                plan.segments(),
                lastPlan.hidesKey(),
                plan.mappings().tableSettings(id).flatMap(TableSettings::parallelLoad));
    }

    private synchronized List<SegmentLoad> begin(LoadSnapshot snapshot, List<Slice> slices)
            throws InterruptedException {
        beginAnew(snapshot, slices);
        LOG.info("Full load of {} begins, in {} segments", id, slices.size());
        List<SegmentLoad> segments = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            segments.add(segment(i, slices.get(i), 0));
        }
        return segments;
    }

    private synchronized void beginAnew(LoadSnapshot snapshot, List<Slice> slices)
            throws InterruptedException {
        ended.clear();
        rowsRead.set(0);
        nextAttempt();
        state = state.cut(lastAttempt, slices, shape(), lane.from(snapshot));
        segmentsCut = slices.size();
        segmentsRead.set(0);
        show();
        lane.begin(lastPlan, state, snapshot.position());
    }

    private void nextAttempt() {
        lastAttempt = Math.max(System.currentTimeMillis(), lastAttempt + 1);
    }

    private SegmentLoad segment(int number, Slice slice, long kept) {
        return new SegmentLoad(
                this,
                lastPlan,
                state,
                slice,
                new LoadMessage.Segment(number, state.slices().size(), lastAttempt, kept));
    }

    /** What slices are good for: the same table, planned in the same way. */
    private String shape() {
        String text = lastPlan.source() + " " + lastPlan.target();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private boolean resumes() {
        return !ended.isEmpty()
                && state.shape().equals(shape())
                && lastPlan.target().hasKey()
                && !plan.objects().keyComesLast()
                && resumption() != Resumption.ALL;
    }

    private Resumption resumption() {
        return plan.engine().resumption(lastPlan.source(), state.slices());
    }

    private synchronized List<SegmentLoad> resume(LoadSnapshot snapshot)
            throws InterruptedException {
        boolean changed = resumption() != Resumption.UNFINISHED;
        nextAttempt();
        List<SegmentLoad> segments = new ArrayList<>();
        int unfinished = 0;
        for (int i = 0; i < state.slices().size(); i++) {
            Slice slice = state.slices().get(i);
            SegmentState former = ended.get(i);
            if (former == null) {
                unfinished++;
                segments.add(segment(i, slice, 0));
            } else if (changed && !former.position().equals(snapshot.position())) {
                ended.remove(i);
                segments.add(segment(i, slice.since(former.position()), former.rows()));
            }
        }
        LOG.info(
                "Full load of {} goes on: {} of {} segments are still to be read",
                id,
                unfinished,
                state.slices().size());
        rowsRead.set(segments.stream().mapToLong(s -> s.segment().kept()).sum() + endedRows());
        segmentsCut = state.slices().size();
        segmentsRead.set(ended.size());
        show();
        if (segments.isEmpty()) {
            end(snapshot.position());
        }
        return segments;
    }

    private long endedRows() {
        return ended.values().stream().mapToLong(SegmentState::rows).sum();
    }

    /** Plans that compute are not shared by threads. */
    TablePlan ownPlan(TablePlan cut) {
        return plan.mappings().plan(cut.source()).orElse(cut);
    }

    /** A segment has been read. */
    synchronized void ended(SegmentLoad segment, long sent, String position)
            throws InterruptedException {
        SegmentState done = segment.state(true, sent, position);
        lane.ended(segment, done, sent);
        ended.put(segment.segment().number(), done);
        segmentsRead.set(ended.size());
        show();
        if (ended.size() == state.slices().size()) {
            end(position);
        }
    }

    private void end(String position) throws InterruptedException {
        long rows = endedRows();
        lane.end(lastPlan, state, position, rows);
        state = state.completed(rows);
        complete = true;
        show();
        LOG.info("Full load of {} ends after {} rows", id, rows);
        Map<String, Long> cut = statistics.lobCuts().of(id);
        if (!cut.isEmpty()) {
            LOG.warn("Large objects of {} that were cut so far, by column: {}", id, cut);
        }
    }
}
