// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Processor time of this process and everything it has started: servers, workers, pipes. A child
 * that has ended is in its parent's own figures.
 */
final class CpuTime {
    /** What Linux shows to user space, whatever its real clock. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME_OF_ENDED_CHILDREN = 14;

    private CpuTime() {}

    /** In seconds; empty on systems without {@code /proc}. */
    static OptionalDouble now() {
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            return OptionalDouble.empty();
        }
        ProcessHandle self = ProcessHandle.current();
        long ticks = ticks(self) + self.descendants().mapToLong(CpuTime::ticks).sum();
        return OptionalDouble.of(ticks / TICKS_PER_SECOND);
    }

    private static long ticks(ProcessHandle process) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        } catch (IOException e) {
            return 0; // it has just ended, and its parent has it
        }
        // the name before it may hold blanks and parentheses
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = USER_TIME; i <= SYSTEM_TIME_OF_ENDED_CHILDREN; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }
}
