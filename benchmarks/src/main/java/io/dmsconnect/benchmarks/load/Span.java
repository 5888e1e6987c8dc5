// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.OptionalDouble;

/**
 * What something took.
 *
 * @param cpuSeconds empty where the system does not tell
 */
record Span(double wallSeconds, OptionalDouble cpuSeconds) {
    static Watch start() {
        return new Watch(System.nanoTime(), CpuTime.now());
    }

    record Watch(long nanos, OptionalDouble cpu) {
        double wallSeconds() {
            return (System.nanoTime() - nanos) / 1e9;
        }

        Span stop() {
            double wall = wallSeconds();
            OptionalDouble now = CpuTime.now();
            return new Span(
                    wall,
                    cpu.isPresent() && now.isPresent()
                            ? OptionalDouble.of(now.getAsDouble() - cpu.getAsDouble())
                            : OptionalDouble.empty());
        }
    }
}
