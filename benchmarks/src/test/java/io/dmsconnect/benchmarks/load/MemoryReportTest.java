// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryReportTest {
    private static final List<String> COLLECTIONS =
            List.of(
                    "[0.021s][info][gc] Using G1",
                    "[1.207s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->6M(512M)"
                            + " 250.0ms",
                    "[2.207s][info][gc] GC(1) Pause Full (G1 Compaction Pause) 500M->301M(512M)"
                            + " 1000.0ms",
                    "[2.307s][info][gc] GC(2) Concurrent Mark Cycle 12.309ms",
                    "[3.207s][info][gc] GC(3) Pause Young (Concurrent Start) (G1 Humongous Allocation)"
                            + " 410M->88M(512M) 250.0ms");

    private final Run tables = run(Shape.TWELVE, 3, 10);
    private final Run values = run(Shape.VALUES, 1, 3);

    private static Run run(Shape shape, int count, long rows) {
        return new Run(
                "some/" + shape.name(),
                shape.title(),
                Pair.POSTGRES_POSTGRES,
                shape,
                count,
                rows,
                new DmsWay(Path.of("."), 0, false));
    }

    @Test
    void whatIsLeftAfterACollectionCounts() {
        assertThat(MemoryUse.of(COLLECTIONS, OptionalLong.empty()))
                .isEqualTo(new MemoryUse(301, 1.5, 1, OptionalLong.empty()));
    }

    @Test
    void rowsAreThoseOfAllTables() {
        Span span =
                new Span(2, OptionalDouble.empty())
                        .with(MemoryUse.of(COLLECTIONS, OptionalLong.of(1700)));
        String report =
                MemoryReport.of(
                        List.of("a machine"),
                        "512m",
                        List.of(
                                Outcome.measured(tables, List.of(span)),
                                Outcome.failed(values, "the worker died")));
        assertThat(report)
                .startsWith("* a machine\n")
                .contains(
                        "| PostgreSQL -> PostgreSQL, 12 columns | 512m | 301 MB | 1.5 (1) | 1,700 MB |"
                                + " 2.0 | 15 | yes |")
                .contains(
                        "| PostgreSQL -> PostgreSQL, 200 MB values | 512m | - | - | - | - | - |"
                                + " FAILED: the worker died |");
    }

    @Test
    void severalTablesHaveNamesOfTheirOwn() {
        assertThat(tables.tables())
                .extracting(Shape::table)
                .containsExactly("bench.twelve_0001", "bench.twelve_0002", "bench.twelve_0003");
        assertThat(values.tables()).containsExactly(Shape.VALUES);
    }
}
