// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.settings.ErrorBehavior;
import java.util.concurrent.TimeUnit;

/**
 * How often and after what time something is tried again, as the {@code RecoverableError} settings
 * say. A count of -1 is taken as no limit. Not thread-safe.
 */
public final class BackOff {
    private final ErrorBehavior settings;
    private int failures;
    private long nextSeconds;

    public BackOff(ErrorBehavior settings) {
        this.settings = settings;
        succeeded();
    }

    /** The next failure is a first one. */
    public void succeeded() {
        failures = 0;
        nextSeconds = settings.recoverableErrorInterval();
    }

    /** Is another try allowed after a failure now? */
    public boolean permits() {
        int limit = settings.recoverableErrorCount();
        if (limit < 0) {
            return true;
        }
        boolean slowest =
                settings.recoverableErrorThrottling()
                        && settings.recoverableErrorStopRetryAfterThrottlingMax()
                        && nextSeconds >= settings.recoverableErrorThrottlingMax();
        return failures < limit && !(slowest && failures > 0);
    }

    public long nextSeconds() {
        return nextSeconds;
    }

    /**
     * What is tried next is free again within seconds, however often it has been tried: the wait
     * before is as short as a first one.
     */
    public void freeSoon() {
        nextSeconds = Math.min(nextSeconds, settings.recoverableErrorInterval());
    }

    /** Waits before the next try. */
    public void await() throws InterruptedException {
        failures++;
        long seconds = nextSeconds;
        if (settings.recoverableErrorThrottling()) {
            nextSeconds =
                    Math.min(
                            Math.max(1, nextSeconds * 2),
                            Math.max(1, settings.recoverableErrorThrottlingMax()));
        }
        TimeUnit.SECONDS.sleep(seconds);
    }
}
