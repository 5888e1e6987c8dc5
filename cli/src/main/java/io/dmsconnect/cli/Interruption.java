// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C: asks the work to stop, and keeps the process until the work has closed everything in its
 * own order.
 */
final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "dms-interruption");
    private volatile Runnable action = () -> {};
    private volatile boolean interrupted;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What to do on Ctrl-C; at once if that was before. */
    void call(Runnable stop) {
        action = stop;
        if (interrupted) {
            stop.run();
        }
    }

    private void stop() {
        interrupted = true;
        action.run();
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Not everything was closed within {} s", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is closed. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("It is this hook that waits");
        }
    }
}
