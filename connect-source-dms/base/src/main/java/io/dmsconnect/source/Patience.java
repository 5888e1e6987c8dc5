// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed for a reason that passes by itself, as the task settings say.
 *
 * @param stopping is the task to end?
 */
record Patience(Supplier<BackOff> backOffs, BooleanSupplier stopping) {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /**
     * @param what is done, for the log
     */
    <T> T recovering(String what, Supplier<T> work) throws InterruptedException {
        BackOff backOff = backOffs.get();
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (stopping.getAsBoolean()) {
                    throw new CancellationException("the task is stopping");
                }
                if (!Failures.isRecoverable(e) || !backOff.permits()) {
                    throw e;
                }
                LOG.warn(
                        "{} failed: {}; tried again in {} s",
                        what,
                        Failures.reason(e),
                        backOff.nextSeconds());
                backOff.await();
            }
        }
    }
}
