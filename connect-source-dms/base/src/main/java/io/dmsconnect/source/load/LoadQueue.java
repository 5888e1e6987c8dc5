// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/**
 * What is left to be read. The segments of a table that has begun come before the next table, so
 * that as few tables as possible are half loaded; a table is cut only when its turn has come.
 * Thread-safe.
 */
final class LoadQueue {
    private final Deque<TableLoad> tables;
    private final Deque<SegmentLoad> segments = new ArrayDeque<>();
    private int beginning;
    private boolean closed;

    /**
     * @param tables in the order in which they are loaded
     */
    LoadQueue(Collection<TableLoad> tables) {
        this.tables = new ArrayDeque<>(tables);
    }

    /** A table to begin, or a segment to read. */
    record Work(TableLoad table, SegmentLoad segment) {}

    /** Waits while others begin tables; empty where nothing is left. */
    synchronized Optional<Work> next() throws InterruptedException {
        while (!closed) {
            if (!segments.isEmpty()) {
                SegmentLoad segment = segments.poll();
                return Optional.of(new Work(segment.table(), segment));
            }
            if (!tables.isEmpty()) {
                beginning++;
                return Optional.of(new Work(tables.poll(), null));
            }
            if (beginning == 0) {
                return Optional.empty();
            }
            wait();
        }
        return Optional.empty();
    }

    /** A table that {@link #next} gave has begun. */
    synchronized void begun(Collection<SegmentLoad> cut) {
        beginning--;
        segments.addAll(cut);
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
