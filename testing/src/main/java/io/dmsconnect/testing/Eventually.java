// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.time.Duration;
import java.time.Instant;

/** Waits for what becomes true in its own time. */
public final class Eventually {
    private static final long PAUSE_MILLIS = 50;

    /** Something that throws until it holds. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    private Eventually() {}

    /** Runs the check until it passes; after the timeout its last failure is thrown. */
    public static void holds(Duration timeout, Check check) {
        Instant end = Instant.now().plus(timeout);
        while (true) {
            try {
                check.run();
                return;
            } catch (Exception | AssertionError e) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("not within " + timeout + ": " + e.getMessage(), e);
                }
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
