// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a figure is worth nothing without. */
final class Circumstances {
    private Circumstances() {}

    static List<String> lines(boolean psql, String heap, int repetitions) {
        List<String> lines = new ArrayList<>();
        lines.add(machine());
        lines.add(
                "copy: "
                        + (psql
                                ? "psql COPY TO STDOUT piped into psql COPY FROM STDIN"
                                : "COPY through the PostgreSQL JDBC driver, for psql is not installed"));
        lines.add(
                "debezium and dms: one worker process each with broker and Connect, heap %s, running"
                                .formatted(heap)
                        + " before the clock starts; the clock starts with the connectors");
        lines.add(
                "cpu: both servers, worker and clients; every target was compared with its source by"
                        + " row count and checksum");
        if (repetitions > 1) {
            lines.add("median of " + repetitions);
        }
        return lines;
    }

    static String machine() {
        return "%s, %d processors, %s, Java %s; both servers, broker and worker on this machine"
                .formatted(
                        LocalDate.now(),
                        Runtime.getRuntime().availableProcessors(),
                        processor() + memory(),
                        System.getProperty("java.version"));
    }

    private static String processor() {
        return first("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
    }

    private static String memory() {
        return first("/proc/meminfo", "MemTotal")
                .map(total -> ", %d GB".formatted(kilobytes(total) >> 20))
                .orElse("");
    }

    private static long kilobytes(String text) {
        return Long.parseLong(text.replaceAll("\\D", ""));
    }

    private static java.util.Optional<String> first(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return java.util.Optional.empty(); // no Linux
        }
    }
}
