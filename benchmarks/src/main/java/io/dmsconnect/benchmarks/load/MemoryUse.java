// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a worker.
 *
 * @param heapMegabytes the most that was in use after a garbage collection; what was garbage by
 *     then, and was not collected, is in it
 * @param collecting seconds that the garbage collector held everything up
 * @param full collections of the whole heap, which the collector makes where it has no other way
 * @param residentMegabytes the most that the process had of the machine, with what it maps of
 *     files; empty where the system does not tell
 */
record MemoryUse(long heapMegabytes, double collecting, int full, OptionalLong residentMegabytes) {
    /** {@code GC(7) Pause Young (Normal) (G1 Evacuation Pause) 301M->88M(512M) 5.310ms}. */
    private static final Pattern PAUSE =
            Pattern.compile("Pause (\\w+).* \\d+M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

    /**
     * @param collections the log of its collector
     */
    static MemoryUse of(long process, Path collections) throws IOException {
        return of(Files.readAllLines(collections), resident(process));
    }

    static MemoryUse of(List<String> collections, OptionalLong resident) {
        long most = 0;
        double millis = 0;
        int full = 0;
        for (String line : collections) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                most = Math.max(most, Long.parseLong(pause.group(2)));
                millis += Double.parseDouble(pause.group(3));
                full += pause.group(1).equals("Full") ? 1 : 0;
            }
        }
        return new MemoryUse(most, millis / 1000, full, resident);
    }

    private static OptionalLong resident(long process) throws IOException {
        Path status = Path.of("/proc/" + process + "/status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst();
    }
}
