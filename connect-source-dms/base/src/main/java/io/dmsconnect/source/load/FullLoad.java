// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.BackOff;
import io.dmsconnect.source.Failures;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.SourceStatistics;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the tables that are not loaded yet, several segments of one or more tables at the same
 * time, all from one snapshot. When the connection is lost, what is unfinished goes on from another
 * snapshot.
 */
public final class FullLoad {
    private static final Logger LOG = LoggerFactory.getLogger(FullLoad.class);

    /**
     * What a load is made of.
     *
     * @param begun what is known of loads that were begun earlier
     * @param readers segments read at the same time
     * @param segmentBytes what a segment should have, about
     * @param segments a table should have at most
     * @param batchRows rows after which a batch is sent
     * @param batchBytes bytes after which a batch is sent
     * @param recordBytes bytes of rows in one record at most; larger rows go in pieces
     * @param objects what of a table is told beside its rows
     */
    public record Plan(
            SourceEngine engine,
            TableMappings mappings,
            TopicLayout layout,
            LoadPartitions partition,
            BegunLoads begun,
            int readers,
            long segmentBytes,
            int segments,
            int batchRows,
            int batchBytes,
            int recordBytes,
            ToldObjects objects) {}

    private final Plan plan;
    private final TableLane.Maker lanes;
    private final SourceStatistics statistics;
    private final BackOff backOff;
    private volatile LoadSnapshot snapshot;
    private volatile boolean stopping;

    private FullLoad(
            Plan plan, TableLane.Maker lanes, SourceStatistics statistics, BackOff backOff) {
        this.plan = plan;
        this.lanes = lanes;
        this.statistics = statistics;
        this.backOff = backOff;
    }

    /** A load whose rows travel in batches, in topics of their own. */
    public static FullLoad inBatches(
            Plan plan, LoadOutput output, SourceStatistics statistics, BackOff backOff) {
        return new FullLoad(
                plan,
                (table, estimate, progress) ->
                        new BatchLane(table, plan, output, statistics, estimate, progress),
                statistics,
                backOff);
    }

    /** A load whose rows travel one by one, in the topics of the changes. */
    public static FullLoad inRows(
            Plan plan, RowOutput output, SourceStatistics statistics, BackOff backOff) {
        return new FullLoad(
                plan,
                (table, estimate, progress) ->
                        new RowLane(table, plan, output, statistics, progress),
                statistics,
                backOff);
    }

    /**
     * Loads the tables in this order, as they are planned now; returns when all rows are handed
     * over.
     *
     * @param begun the state of loads that were begun earlier
     * @return the state of the loads now
     */
    public Map<TableId, LoadState> run(
            Map<TableId, TablePlan> tables,
            Map<TableId, LoadState> begun,
            Map<TableId, Long> estimates)
            throws InterruptedException {
        Map<TableId, LoadState> cut = new HashMap<>(begun);
        cut.values().removeIf(state -> state.complete() || state.slices().isEmpty());
        Map<TableId, Map<Integer, SegmentState>> segments = plan.begun().segments(cut);
        List<TableLoad> loads =
                inOrder(tables.keySet(), estimates).stream()
                        .map(
                                id ->
                                        new TableLoad(
                                                tables.get(id),
                                                plan,
                                                lanes,
                                                statistics,
                                                begun.getOrDefault(id, LoadState.asked(1, 0)),
                                                segments.getOrDefault(id, Map.of()),
                                                estimates.getOrDefault(id, -1L)))
                        .toList();
        for (TableLoad load : loads) {
            load.announce();
        }
        List<TableLoad> unfinished = loads;
        while (!unfinished.isEmpty() && !stopping) {
            try {
                loadFromOneSnapshot(unfinished);
            } catch (RuntimeException e) {
                recover(e);
            }
            int before = unfinished.size();
            unfinished = unfinished.stream().filter(load -> !load.isComplete()).toList();
            if (unfinished.size() < before) {
                backOff.succeeded();
            }
        }
        Map<TableId, LoadState> now = new HashMap<>();
        loads.forEach(load -> now.put(load.id(), load.state()));
        return now;
    }

    /**
     * By load-order, highest first, then the largest, so that none of those is left for the end.
     */
    private List<TableId> inOrder(Collection<TableId> tables, Map<TableId, Long> estimates) {
        Comparator<TableId> byOrder =
                Comparator.comparing(
                        id -> plan.mappings().loadOrder(id).orElse(Long.MIN_VALUE),
                        Comparator.reverseOrder());
        Comparator<TableId> bySize =
                Comparator.comparing(
                        id -> {
                            long rows = estimates.getOrDefault(id, -1L);
                            // nobody knows: it may be large
                            return rows < 0 ? Long.MAX_VALUE : rows;
                        },
                        Comparator.reverseOrder());
        return tables.stream().sorted(byOrder.thenComparing(bySize)).toList();
    }

    private void recover(RuntimeException failure) throws InterruptedException {
        if (stopping || failure instanceof CancellationException) {
            throw new CancellationException("the task is stopping");
        }
        if (!Failures.isRecoverable(failure) || !backOff.permits()) {
            throw failure;
        }
        LOG.warn(
                "Full load stopped: {}; it goes on in {} s",
                Failures.reason(failure),
                backOff.nextSeconds());
        backOff.await();
    }

    private void loadFromOneSnapshot(List<TableLoad> loads) throws InterruptedException {
        List<TableId> ids = loads.stream().map(TableLoad::id).toList();
        try (LoadSnapshot opened = plan.engine().snapshot(plan.readers(), ids)) {
            snapshot = opened;
            if (stopping) {
                return;
            }
            readBeside(plan.readers(), opened, new LoadQueue(loads));
        } finally {
            snapshot = null;
        }
    }

    private void readBeside(int readers, LoadSnapshot opened, LoadQueue queue)
            throws InterruptedException {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(readers);
        for (int i = 0; i < readers; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    readWaiting(opened, queue, failure);
                                } finally {
                                    done.countDown();
                                }
                            },
                            Thread.currentThread().getName() + "-load-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            opened.close();
            throw e;
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void readWaiting(
            LoadSnapshot opened, LoadQueue queue, AtomicReference<RuntimeException> failure) {
        TableLoad table = null;
        try {
            Optional<LoadQueue.Work> work;
            while (failure.get() == null && !stopping && (work = queue.next()).isPresent()) {
                table = work.get().table();
                SegmentLoad segment = work.get().segment();
                if (segment == null) {
                    queue.begun(table.begin(opened));
                } else {
                    segment.read(opened);
                }
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, new CancellationException("the task is stopping"));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            boolean first = failure.compareAndSet(null, named(table, e));
            if (first) {
                // ends the reads of the others, which go on from another snapshot
                opened.close();
            }
        } finally {
            if (failure.get() != null || stopping) {
                queue.close();
            }
        }
    }

    private static RuntimeException named(TableLoad load, Throwable failure) {
        if (failure instanceof CancellationException cancelled) {
            return cancelled;
        }
        boolean altered =
                failure instanceof ReplicationException known
                        && known.kind() == FailureKind.TABLE
                        && load.bearsAlteration();
        FailureKind kind =
                altered || Failures.isRecoverable(failure)
                        ? FailureKind.RECOVERABLE
                        : failure instanceof ReplicationException named
                                ? named.kind()
                                : FailureKind.FATAL;
        return new ReplicationException(
                kind, "full load of " + load.id(), Failures.reason(failure), failure);
    }

    /** Ends reads that are under way. */
    public void stop() {
        stopping = true;
        LoadSnapshot open = snapshot;
        if (open != null) {
            open.close();
        }
    }
}
