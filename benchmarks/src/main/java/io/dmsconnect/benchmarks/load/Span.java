// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What something took.
 *
 * @param cpuSeconds empty where the system does not tell
 * @param memory of the worker, where that is looked at
 */
record Span(double wallSeconds, OptionalDouble cpuSeconds, Optional<MemoryUse> memory) {
    Span(double wallSeconds, OptionalDouble cpuSeconds) {
        this(wallSeconds, cpuSeconds, Optional.empty());
    }

    Span with(MemoryUse used) {
        return new Span(wallSeconds, cpuSeconds, Optional.of(used));
    }

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
