// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadLineTest {
    private static TableStatistics table(
            String state, long estimated, long loaded, int segments, int done) {
        return new TableStatistics(
                "s.t", "s.t", state, 1, segments, done, estimated, loaded, 0, 0, 0, 0, -1, "");
    }

    private final LoadLine line = new LoadLine();

    @Test
    void saysHowFarHowFastAndHowLong() {
        TableStatistics done = table(TableStatistics.COMPLETED, 5, 1_000_000, 8, 0);
        TableStatistics half = table(TableStatistics.FULL_LOAD, 9_000_000, 2_230_000, 23, 4);
        assertThat(line.at(0, List.of(done, half)))
                .contains("Full load: 32%, 12 of 31 segments, 3,230,000 of ~10,000,000 rows");
        half = table(TableStatistics.FULL_LOAD, 9_000_000, 2_400_000, 23, 4);
        assertThat(line.at(2_000, List.of(done, half)))
                .contains(
                        "Full load: 34%, 12 of 31 segments, 3,400,000 of ~10,000,000 rows, 85,000"
                                + " rows/s");
        assertThat(line.at(6_000, List.of(done, half)))
                .contains(
                        "Full load: 34%, 12 of 31 segments, 3,400,000 of ~10,000,000 rows, 28,333"
                                + " rows/s, about 3 min 53 s left");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        List<TableStatistics> tables =
                List.of(
                        table(TableStatistics.FULL_LOAD, -1, 70, 1, 0),
                        table(TableStatistics.BEFORE_LOAD, 5, 0, 0, 0));
        assertThat(line.at(0, tables)).contains("Full load: 0 of 1+ segments, 70 rows");
        assertThat(line.at(0, List.of(table(TableStatistics.BEFORE_LOAD, -1, 0, 0, 0))))
                .contains("Full load: 0 rows");
    }

    @Test
    void nothingIsForetoldBelowOnePercent() {
        TableStatistics table = table(TableStatistics.FULL_LOAD, 305_061, 100, 1, 0);
        assertThat(line.at(0, List.of(table))).isPresent();
        table = table(TableStatistics.FULL_LOAD, 305_061, 500, 1, 0);
        assertThat(line.at(10_000, List.of(table)))
                .contains("Full load: 0%, 0 of 1 segments, 500 of ~305,061 rows, 40 rows/s");
    }

    @Test
    void whenAllIsReadIndexesAreBuilt() {
        TableStatistics table = table(TableStatistics.FULL_LOAD, 1_000, 1_200, 3, 3);
        assertThat(line.at(0, List.of(table)))
                .contains(
                        "Full load: 3 of 3 segments, 1,200 rows, building indexes, keys and defaults");
    }

    @Test
    void isGoneWhenNothingIsLeft() {
        assertThat(
                        line.at(
                                0,
                                List.of(
                                        table(TableStatistics.COMPLETED, 5, 7, 1, 0),
                                        table(TableStatistics.ERROR, 5, 1, 1, 0))))
                .isEmpty();
        assertThat(line.at(0, List.of())).isEmpty();
    }

    @Test
    void timesOfAnyLength() {
        assertThat(LoadLine.time(59)).isEqualTo("59 s");
        assertThat(LoadLine.time(60)).isEqualTo("1 min 0 s");
        assertThat(LoadLine.time(3_599)).isEqualTo("59 min 59 s");
        assertThat(LoadLine.time(90_000)).isEqualTo("25 h 0 min");
    }
}
