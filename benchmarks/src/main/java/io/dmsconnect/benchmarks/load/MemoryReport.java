// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What loads took of a worker's memory, as Markdown. */
final class MemoryReport {
    private MemoryReport() {}

    /**
     * @param heap that the worker had
     */
    static String of(List<String> circumstances, String heap, List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        circumstances.forEach(line -> lines.add("* " + line));
        lines.add("");
        lines.add(
                "| what | heap | highest after a collection | collecting s (whole heap) | peak RSS |"
                        + " wall s | rows/s | equal |");
        lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        outcomes.forEach(outcome -> lines.add(line(heap, outcome)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(String heap, Outcome outcome) {
        Run run = outcome.run();
        String what = "%s, %s | %s".formatted(run.pair().title(), run.title(), heap);
        if (outcome.span().isEmpty()) {
            return "| %s | - | - | - | - | - | FAILED: %s |"
                    .formatted(what, Report.shortened(outcome.failure()));
        }
        Span span = outcome.span().get();
        MemoryUse memory = span.memory().orElseThrow();
        return String.format(
                Locale.ROOT,
                "| %s | %,d MB | %.1f (%d) | %s | %.1f | %s | yes |",
                what,
                memory.heapMegabytes(),
                memory.collecting(),
                memory.full(),
                memory.residentMegabytes().isPresent()
                        ? String.format(
                                Locale.ROOT, "%,d MB", memory.residentMegabytes().getAsLong())
                        : "-",
                span.wallSeconds(),
                rate(run, span));
    }

    /** A handful of rows has no rate. */
    private static String rate(Run run, Span span) {
        return run.shape().equals(Shape.VALUES)
                ? "-"
                : Report.number(Math.round(run.allRows() / span.wallSeconds()));
    }
}
