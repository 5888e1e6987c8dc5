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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the tables that are not loaded yet, each in one stream, several at the same time, all from
 * one snapshot. When the connection is lost, the unfinished tables begin anew from another
 * snapshot.
 */
public final class FullLoad {
    private static final Logger LOG = LoggerFactory.getLogger(FullLoad.class);

    /**
     * What a load is made of.
     *
     * @param partition source partition of a table's load
     * @param readers tables read at the same time
     * @param batchRows rows after which a batch is sent
     * @param batchBytes bytes after which a batch is sent
     */
    public record Plan(
            SourceEngine engine,
            TableMappings mappings,
            TopicLayout layout,
            Function<TableId, Map<String, Object>> partition,
            int readers,
            int batchRows,
            int batchBytes) {}

    private final Plan plan;
    private final LoadOutput output;
    private final SourceStatistics statistics;
    private final BackOff backOff;
    private final Queue<TableLoad> waiting = new ConcurrentLinkedQueue<>();
    private volatile LoadSnapshot snapshot;
    private volatile boolean stopping;

    public FullLoad(Plan plan, LoadOutput output, SourceStatistics statistics, BackOff backOff) {
        this.plan = plan;
        this.output = output;
        this.statistics = statistics;
        this.backOff = backOff;
    }

    /**
     * Loads the tables in this order, as they are planned now; returns when all rows are handed
     * over.
     *
     * @param begun the state of loads that were begun earlier
     */
    public void run(
            Map<TableId, TablePlan> tables,
            Map<TableId, LoadState> begun,
            Map<TableId, Long> estimates)
            throws InterruptedException {
        List<TableLoad> loads =
                tables.entrySet().stream()
                        .map(
                                table ->
                                        new TableLoad(
                                                table.getValue(),
                                                plan,
                                                output,
                                                statistics,
                                                begun.get(table.getKey()),
                                                estimates.getOrDefault(table.getKey(), -1L)))
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
    }

    private void recover(RuntimeException failure) throws InterruptedException {
        if (stopping || failure instanceof CancellationException) {
            throw new CancellationException("the task is stopping");
        }
        if (!Failures.isRecoverable(failure) || !backOff.permits()) {
            throw failure;
        }
        LOG.warn(
                "Full load stopped: {}; unfinished tables begin anew in {} s",
                Failures.reason(failure),
                backOff.nextSeconds());
        backOff.await();
    }

    private void loadFromOneSnapshot(List<TableLoad> loads) throws InterruptedException {
        int readers = Math.min(plan.readers(), loads.size());
        try (LoadSnapshot opened = plan.engine().snapshot(readers)) {
            snapshot = opened;
            if (stopping) {
                return;
            }
            waiting.clear();
            waiting.addAll(loads);
            readBeside(readers, opened);
        } finally {
            snapshot = null;
        }
    }

    private void readBeside(int readers, LoadSnapshot opened) throws InterruptedException {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(readers);
        for (int i = 0; i < readers; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    readWaiting(opened, failure);
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

    private void readWaiting(LoadSnapshot opened, AtomicReference<RuntimeException> failure) {
        TableLoad load = null;
        try {
            while (failure.get() == null && !stopping && (load = waiting.poll()) != null) {
                load.read(opened);
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, new CancellationException("the task is stopping"));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            boolean first = failure.compareAndSet(null, named(load, e));
            if (first) {
                // ends the reads of the others, which would all have to be done again
                opened.close();
            }
        }
    }

    private static RuntimeException named(TableLoad load, Throwable failure) {
        if (failure instanceof CancellationException cancelled) {
            return cancelled;
        }
        FailureKind kind =
                Failures.isRecoverable(failure)
                        ? FailureKind.RECOVERABLE
                        : failure instanceof ReplicationException known
                                ? known.kind()
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
