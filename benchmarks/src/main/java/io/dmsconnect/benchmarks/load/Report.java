// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The outcomes as Markdown. */
final class Report {
    private static final int LONGEST = 120;

    private final List<Outcome> outcomes;
    private final List<String> lines = new ArrayList<>();

    private Report(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * @param circumstances what a reader has to know, a line each
     */
    static String of(List<String> circumstances, List<Outcome> outcomes) {
        Report report = new Report(outcomes);
        circumstances.forEach(line -> report.lines.add("* " + line));
        report.pairs();
        report.growth();
        return String.join("\n", report.lines) + "\n";
    }

    private void pairs() {
        for (Pair pair : Pair.values()) {
            List<Outcome> ofPair =
                    outcomes.stream()
                            .filter(o -> !o.run().growth() && o.run().pair() == pair)
                            .toList();
            if (!ofPair.isEmpty()) {
                boolean copied = ofPair.stream().anyMatch(o -> isCopy(o.run()));
                lines.addAll(List.of("", "## " + pair.title(), ""));
                head(copied);
                ofPair.forEach(outcome -> row(outcome, copied));
            }
        }
    }

    private static boolean isCopy(Run run) {
        return run.way() instanceof CopyWay;
    }

    private void head(boolean copied) {
        String more = copied ? " time / copy-text |" : "";
        lines.add(
                "| table | rows | way | wall s | rows/s | cpu s |"
                        + more
                        + " faster than debezium |");
        lines.add(
                "| --- | ---: | --- | ---: | ---: | ---: |"
                        + (copied ? " ---: |" : "")
                        + " ---: |");
    }

    private void row(Outcome outcome, boolean copied) {
        Run run = outcome.run();
        String more = copied ? " " + ratio(outcome.span(), span(run, "copy-text")) + " |" : "";
        lines.add(
                "| %s | %s | %s | %s |%s %s |"
                        .formatted(
                                run.title(),
                                number(run.rows()),
                                run.way().name(),
                                figures(outcome),
                                more,
                                ratio(span(run, "debezium"), outcome.span())));
    }

    private void growth() {
        List<Outcome> growing = outcomes.stream().filter(o -> o.run().growth()).toList();
        if (growing.isEmpty()) {
            return;
        }
        lines.addAll(
                List.of(
                        "",
                        "## How the cost grows (dms, PostgreSQL -> PostgreSQL, 12 columns)",
                        ""));
        lines.add("| load | wall s | rows/s | cpu s |");
        lines.add("| --- | ---: | ---: | ---: |");
        growing.forEach(
                outcome ->
                        lines.add(
                                "| %s | %s |".formatted(outcome.run().title(), figures(outcome))));
    }

    private static String figures(Outcome outcome) {
        if (outcome.span().isEmpty()) {
            return "FAILED: %s | - | -".formatted(shortened(outcome.failure()));
        }
        Span span = outcome.span().get();
        String cpu =
                span.cpuSeconds().isPresent()
                        ? "%.1f".formatted(span.cpuSeconds().getAsDouble())
                        : "-";
        return "%s | %s | %s"
                .formatted(
                        "%.1f".formatted(span.wallSeconds()),
                        number(Math.round(outcome.run().rows() / span.wallSeconds())),
                        cpu);
    }

    static String shortened(String failure) {
        String line = failure.lines().findFirst().orElse("").replace("|", "/");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
    }

    private Optional<Span> span(Run like, String way) {
        return outcomes.stream()
                .filter(o -> o.run().caseId().equals(like.caseId()))
                .filter(o -> o.run().way().name().equals(way))
                .flatMap(o -> o.span().stream())
                .findFirst();
    }

    private static String ratio(Optional<Span> a, Optional<Span> b) {
        return a.isPresent() && b.isPresent()
                ? "%.2f".formatted(a.get().wallSeconds() / b.get().wallSeconds())
                : "-";
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
