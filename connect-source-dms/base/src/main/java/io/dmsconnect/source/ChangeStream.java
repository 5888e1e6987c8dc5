// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.RecordMapper;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log: runs Debezium's task on a thread of its own and maps what it sends. When the
 * connection is lost, another Debezium task goes on where the last one got to.
 */
final class ChangeStream {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);

    /**
     * So long nobody may take changes before the log is let go of. A server ends the session that
     * keeps too much of its log from being removed; PostgreSQL 17's checkpoint waits for that, and
     * the session, which has no room to say so, for whoever does not read.
     */
    private static final long HELD_UP_MILLIS = 60_000;

    private final SourceTaskContext connect;
    private final long heldUpMillis;
    private final Supplier<SourceEngine.ChangeTask> tasks;
    private final java.util.function.Supplier<RecordMapper> mappers;
    private final Outbox outbox;
    private final Overlap overlap;
    private final SourceStatistics statistics;
    private final BackOff backOff;
    private volatile SourceTask running;

    /** From the start of Debezium's task until it has let go of everything. */
    private volatile boolean atWork;

    /** The one at work or, while there is none, the one before: it waits for what it sent. */
    private volatile SourceTask latest;

    private volatile boolean stopping;
    private Map<String, ?> reached;

    /** Was the task at work stopped because nobody takes changes? */
    private boolean letGo;

    /** How often another task was asked for, how often one was made, and is there an end to it. */
    private volatile int asked;

    private int made = -1;
    private boolean ended;

    /** Is nothing to be read for now, and is nothing read? */
    private volatile boolean paused;

    private boolean resting;

    /** What rows of loads, which travel in the same topics, have to do with changes. */
    interface Overlap {
        /** Is it in the rows already? */
        boolean has(SourceRecord record);

        /** Changes have been handed over. */
        void sent() throws InterruptedException;
    }

    /**
     * @param tasks makes a Debezium task
     * @param mappers makes a mapper for the records of one Debezium task
     */
    ChangeStream(
            SourceTaskContext connect,
            Supplier<SourceEngine.ChangeTask> tasks,
            java.util.function.Supplier<RecordMapper> mappers,
            Outbox outbox,
            Overlap overlap,
            SourceStatistics statistics,
            BackOff backOff) {
        this(connect, tasks, mappers, outbox, overlap, statistics, backOff, HELD_UP_MILLIS);
    }

    /**
     * @param heldUpMillis how long a task that cannot hand over its changes keeps the log
     */
    ChangeStream(
            SourceTaskContext connect,
            Supplier<SourceEngine.ChangeTask> tasks,
            java.util.function.Supplier<RecordMapper> mappers,
            Outbox outbox,
            Overlap overlap,
            SourceStatistics statistics,
            BackOff backOff,
            long heldUpMillis) {
        this.heldUpMillis = heldUpMillis;
        this.connect = connect;
        this.tasks = tasks;
        this.mappers = mappers;
        this.outbox = outbox;
        this.overlap = overlap;
        this.statistics = statistics;
        this.backOff = backOff;
    }

    /** Returns when stopped; a failure ends the task. */
    void run() {
        try {
            while (!stopping) {
                try {
                    rest();
                    follow();
                } catch (CancellationException stopped) {
                    return;
                } catch (RuntimeException e) {
                    if (stopping) {
                        return;
                    }
                    recover(e);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            outbox.fail(e);
        } catch (LinkageError | OutOfMemoryError e) {
            outbox.fail(new ReplicationException(FailureKind.FATAL, "", e.toString(), e));
        } finally {
            end();
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Goes on with another Debezium task, made from now on: the tables have become more. Returns
     * when the one before has read its last.
     */
    synchronized void renew() throws InterruptedException {
        int wanted = ++asked;
        while (made < wanted) {
            if (ended) {
                throw new CancellationException("the log is no longer followed");
            }
            wait();
        }
    }

    /** Reads nothing from now on; returns when nothing is read any more. */
    synchronized void pause() throws InterruptedException {
        paused = true;
        while (!resting) {
            if (ended) {
                throw new CancellationException("the log is no longer followed");
            }
            wait();
        }
    }

    /** Goes on with another Debezium task, where the one before the pause stopped. */
    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    private synchronized void rest() throws InterruptedException {
        while (paused && !stopping) {
            resting = true;
            notifyAll();
            wait();
        }
        resting = false;
    }

    /** No task is at work at this moment, and the next one will see all that was there. */
    private synchronized int making() {
        made = asked;
        notifyAll();
        return made;
    }

    private void recover(RuntimeException failure) throws InterruptedException {
        if (!Failures.isRecoverable(failure) || !backOff.permits()) {
            throw failure instanceof ReplicationException
                    ? failure
                    : new ReplicationException(
                            FailureKind.FATAL,
                            "following the log",
                            Failures.reason(failure),
                            failure);
        }
        if (Failures.isInUse(failure)) {
            backOff.freeSoon();
        }
        LOG.warn(
                "Following the log stopped: {}; goes on in {} s",
                Failures.reason(failure),
                backOff.nextSeconds());
        LOG.debug("Following the log stopped", failure);
        backOff.await();
    }

    private void follow() throws InterruptedException {
        int making = making();
        letGo = false;
        SourceEngine.ChangeTask change = tasks.get();
        RecordMapper mapper = mappers.get();
        ChangeContext context =
                new ChangeContext(connect, change.partition(), change.firstOffset(), reached);
        SourceTask task = change.task();
        KeyMoves moves = new KeyMoves();
        task.initialize(context);
        try {
            task.start(change.config());
            context.started();
            atWork = true;
            latest = task;
            running = task;
            LOG.info("Following the log begins");
            while (!stopping && !paused && making == asked && !letGo) {
                List<SourceRecord> records = task.poll();
                if (records != null && !records.isEmpty()) {
                    send(task, moves.whole(records), mapper, change.partition());
                }
            }
        } finally {
            running = null;
            if (!letGo) {
                stop(task);
            }
            atWork = false;
            mapper.close();
        }
    }

    private void send(
            SourceTask task,
            List<SourceRecord> records,
            RecordMapper mapper,
            Map<String, Object> partition)
            throws InterruptedException {
        List<SourceRecord> mapped = new ArrayList<>(records.size());
        for (SourceRecord record : records) {
            if (!overlap.has(record)) {
                mapper.map(record).ifPresent(mapped::add);
            }
        }
        if (!mapped.isEmpty()) {
            put(task, mapped);
            mapped.forEach(record -> statistics.changeSent(record.topic()));
        }
        for (SourceRecord record : records) {
            if (partition.equals(record.sourcePartition())) {
                reached = record.sourceOffset();
            }
        }
        backOff.succeeded();
        overlap.sent();
    }

    /** Behind changes that nobody takes another task goes on, once somebody has taken them. */
    private void put(SourceTask task, List<SourceRecord> changes) throws InterruptedException {
        if (outbox.offerChanges(changes, heldUpMillis)) {
            return;
        }
        LOG.warn(
                "Nobody has taken changes for {} s: the log is let go of until somebody does",
                heldUpMillis / 1000);
        running = null;
        letGo = true;
        stop(task);
        outbox.putChanges(changes);
    }

    /**
     * Debezium's task lets go of its connections last, and not at all where an interrupt ends its
     * stop before (BaseSourceTask.stop): its thread would keep the slot for good. Then it is asked
     * once more.
     */
    private static void stop(SourceTask task) {
        boolean interrupted = Thread.interrupted();
        for (int tries = 0; tries < 2; tries++) {
            try {
                task.stop();
                break;
            } catch (RuntimeException e) {
                // interrupted; or it failed before, or its connection is gone
                LOG.debug("Debezium's task did not stop cleanly", e);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Is a Debezium task at work, or being stopped, which will see {@link #stop} by itself? */
    boolean isRunning() {
        return atWork;
    }

    /** Connect has stored all offsets it was given up to some time ago. */
    void commit() throws InterruptedException {
        SourceTask task = running;
        if (task != null) {
            task.commit();
        }
    }

    void commitRecord(SourceRecord record, RecordMetadata metadata) throws InterruptedException {
        SourceTask task = latest;
        if (task != null) {
            task.commitRecord(record, metadata);
        }
    }

    synchronized void stop() {
        stopping = true;
        notifyAll();
    }
}
