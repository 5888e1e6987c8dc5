// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Where the threads that read the source leave records for Connect's poll. Bounded: each lane takes
 * a little and then lets its writers wait. Thread-safe.
 */
final class Outbox {
    /** One batch of changes waits while Connect sends the one before it. */
    private static final int CHANGE_BATCHES = 1;

    /** Likewise of loaded rows, and one more. */
    private static final int ROW_BATCHES = 2;

    private static final long RECORD = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<SourceRecord> load = new ArrayDeque<>();
    private final Deque<List<SourceRecord>> rows = new ArrayDeque<>();
    private final Deque<List<SourceRecord>> changes = new ArrayDeque<>();
    private final long loadBytes;
    private long waitingBytes;
    private boolean closed;
    private RuntimeException failure;

    /**
     * @param loadBytes records of the load lane wait for room while there are so many bytes of it;
     *     small ones are many together, since each poll becomes a transaction of the producer
     */
    Outbox(long loadBytes) {
        this.loadBytes = loadBytes;
    }

    /** Waits for room. */
    void putLoad(SourceRecord record) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && waitingBytes >= loadBytes) {
                changed.await();
            }
            checkOpen();
            load.add(record);
            waitingBytes += size(record);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room. */
    void putRows(List<SourceRecord> records) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && rows.size() >= ROW_BATCHES) {
                changed.await();
            }
            checkOpen();
            rows.add(records);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room. */
    void putChanges(List<SourceRecord> records) throws InterruptedException {
        offerChanges(records, Long.MAX_VALUE);
    }

    /**
     * Waits for room, so many milliseconds at most.
     *
     * @return false where there was none
     */
    boolean offerChanges(List<SourceRecord> records, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && changes.size() >= CHANGE_BATCHES) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            checkOpen();
            changes.add(records);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** About, with the record itself. */
    private static long size(SourceRecord record) {
        return RECORD + (record.value() instanceof byte[] bytes ? bytes.length : 0);
    }

    private void checkOpen() {
        if (closed) {
            throw new CancellationException("the task is stopping");
        }
    }

    /** The task cannot go on; the first failure counts. Records already here are sent before. */
    void fail(RuntimeException cause) {
        lock.lock();
        try {
            if (failure == null && !closed) {
                failure = Refusal.named(cause);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is there of all lanes.
     *
     * @return null where nothing came in time
     */
    List<SourceRecord> poll(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (isEmpty() && failure == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<SourceRecord> records = new ArrayList<>(load);
            load.clear();
            waitingBytes = 0;
            rows.forEach(records::addAll);
            rows.clear();
            changes.forEach(records::addAll);
            changes.clear();
            changed.signalAll();
            if (records.isEmpty() && failure != null) {
                throw failure;
            }
            return records.isEmpty() ? null : records;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return load.isEmpty() && rows.isEmpty() && changes.isEmpty();
    }

    /** Lets go of everybody who waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            load.clear();
            rows.clear();
            changes.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
