// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

/** Time that is not endless: what a measurement waits with. */
final class Patience {
    private final Span.Watch watch;
    private final double seconds;

    Patience(Span.Watch watch, Scene scene) {
        this.watch = watch;
        this.seconds = scene.lifetime().toSeconds();
    }

    void pause(long millis) throws InterruptedException, MeasurementFailedException {
        if (watch.wallSeconds() > seconds) {
            throw new MeasurementFailedException("not within %.0f s".formatted(seconds));
        }
        Thread.sleep(millis);
    }
}
