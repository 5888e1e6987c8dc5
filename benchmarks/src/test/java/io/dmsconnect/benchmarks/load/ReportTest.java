// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Path HOME = Path.of(".");

    private final Run copy = run(new CopyWay(false, true));
    private final Run debezium = run(new DebeziumWay(HOME, false, Map.of(), Map.of()));
    private final Run dms = run(new DmsWay(HOME, 0, false));

    private static Run run(Way way) {
        return Run.pairs(List.of(way), 0.001).get(0);
    }

    private static Span span(double wall, double cpu) {
        return new Span(wall, OptionalDouble.of(cpu));
    }

    private static String report(Outcome... outcomes) {
        return Report.of(List.of("a machine"), List.of(outcomes));
    }

    @Test
    void ratiosAreThoseOfTheSameTable() {
        String report =
                report(
                        Outcome.measured(copy, List.of(span(2, 3))),
                        Outcome.measured(debezium, List.of(span(40, 70))),
                        Outcome.measured(dms, List.of(span(4, 6.5))));
        assertThat(report)
                .startsWith("* a machine\n")
                .contains("| 12 columns | 1,000 | copy-text | 2.0 | 500 | 3.0 | 1.00 | 20.00 |")
                .contains("| 12 columns | 1,000 | debezium | 40.0 | 25 | 70.0 | 20.00 | 1.00 |")
                .contains("| 12 columns | 1,000 | dms | 4.0 | 250 | 6.5 | 2.00 | 10.00 |");
    }

    @Test
    void theMedianCounts() {
        Outcome outcome = Outcome.measured(dms, List.of(span(9, 1), span(2, 1), span(4, 1)));
        assertThat(outcome.span()).contains(span(4, 1));
    }

    @Test
    void whatFailedHasNoRatio() {
        String report =
                report(
                        Outcome.failed(debezium, "the target is not equal\nsecond line"),
                        Outcome.measured(dms, List.of(span(4, 6.5))));
        assertThat(report)
                .contains("| debezium | FAILED: the target is not equal | - | - | - |")
                .contains("| dms | 4.0 | 250 | 6.5 | - |");
    }

    @Test
    void aSystemWithoutProcHasNoCpu() {
        Span unknown = new Span(4, OptionalDouble.empty());
        assertThat(report(Outcome.measured(dms, List.of(unknown)))).contains("| 4.0 | 250 | - |");
    }
}
