// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.progress;

import java.util.ArrayDeque;
import java.util.Deque;

/** Rows per second, of the last half minute. Thread-safe. */
public final class LoadRate {
    private static final long WINDOW_MILLIS = 30_000;
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long STEP_MILLIS = 250;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long millis, long rows) {}

    /** The rows there are at a time, of any clock that never goes back. */
    public synchronized void add(long millis, long rows) {
        if (!samples.isEmpty() && rows < samples.getLast().rows()) {
            // rows that were void: what was before says nothing of what comes
            samples.clear();
        }
        if (samples.size() > 1 && millis - beforeLast() < STEP_MILLIS) {
            samples.removeLast();
        }
        samples.addLast(new Sample(millis, rows));
        while (millis - samples.getFirst().millis() > WINDOW_MILLIS) {
            samples.removeFirst();
        }
    }

    private long beforeLast() {
        Sample last = samples.removeLast();
        long millis = samples.getLast().millis();
        samples.addLast(last);
        return millis;
    }

    /** -1 where it is not known yet. */
    public synchronized long rowsPerSecond() {
        if (samples.isEmpty()) {
            return -1;
        }
        long millis = samples.getLast().millis() - samples.getFirst().millis();
        long rows = samples.getLast().rows() - samples.getFirst().rows();
        return millis < SHORTEST_MILLIS ? -1 : rows * 1000 / millis;
    }
}
