// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadProgressTest {
    private static LoadedTable loading(long rows, long estimated, int segments, int done) {
        return new LoadedTable(rows, estimated, segments, done, false);
    }

    private static LoadedTable complete(long rows, long estimated, int segments) {
        return new LoadedTable(rows, estimated, segments, 0, true);
    }

    @Test
    void segmentsRowsAndWhatIsLeft() {
        LoadSummary summary =
                LoadSummary.of(
                        List.of(
                                complete(900, 2000, 4),
                                loading(3_000, 8_000, 16, 5),
                                loading(0, 1_100, 0, 0)));
        assertThat(summary).isEqualTo(new LoadSummary(3, 1, 20, 9, false, 3_900, 10_000));
        assertThat(summary.percent()).isEqualTo(39);
        assertThat(summary.secondsLeft(1_000)).isEqualTo(7);
        assertThat(summary.secondsLeft(0)).isEqualTo(-1);
        assertThat(summary.secondsLeft(-1)).isEqualTo(-1);
    }

    @Test
    void whatTheServerDoesNotKnowIsNotKnown() {
        LoadSummary summary = LoadSummary.of(List.of(loading(5, -1, 1, 0), loading(5, 10, 1, 0)));
        assertThat(summary.expectedRows()).isEqualTo(-1);
        assertThat(summary.percent()).isEqualTo(-1);
        assertThat(summary.secondsLeft(10)).isEqualTo(-1);
        assertThat(summary.allCut()).isTrue();
    }

    /** A guess that was too low says nothing any more. */
    @Test
    void aLoadThatGoesOnIsNeverComplete() {
        assertThat(LoadSummary.of(List.of(loading(11, 10, 1, 0))).percent()).isEqualTo(-1);
        LoadSummary all = LoadSummary.of(List.of(loading(10, 10, 1, 0)));
        assertThat(all.percent()).isEqualTo(99);
        assertThat(all.secondsLeft(10)).isEqualTo(-1);
        LoadSummary empty = LoadSummary.of(List.of(loading(0, 0, 1, 0)));
        assertThat(empty.percent()).isEqualTo(-1);
        LoadSummary large =
                LoadSummary.of(List.of(loading(999_999_999_999L, 1_000_000_000_000L, 2, 1)));
        assertThat(large.percent()).isEqualTo(99);
    }

    @Test
    void completeIsHundred() {
        LoadSummary summary = LoadSummary.of(List.of(complete(7, 10, 2), complete(0, -1, 1)));
        assertThat(summary).isEqualTo(new LoadSummary(2, 2, 3, 3, true, 7, 7));
        assertThat(summary.percent()).isEqualTo(100);
        assertThat(summary.secondsLeft(-1)).isZero();
    }

    @Test
    void theRateIsThatOfTheLastHalfMinute() {
        LoadRate rate = new LoadRate();
        assertThat(rate.rowsPerSecond()).isEqualTo(-1);
        rate.add(0, 0);
        rate.add(500, 1_000);
        assertThat(rate.rowsPerSecond()).isEqualTo(-1);
        rate.add(1_000, 2_000);
        assertThat(rate.rowsPerSecond()).isEqualTo(2_000);
        for (int second = 2; second <= 60; second++) {
            rate.add(second * 1_000L, 2_000 + (second - 1) * 100L);
        }
        assertThat(rate.rowsPerSecond()).isEqualTo(100);
        // nothing moves
        rate.add(95_000, 7_900);
        rate.add(100_000, 7_900);
        assertThat(rate.rowsPerSecond()).isZero();
    }

    @Test
    void samplesThatComeFastKeepTheOldest() {
        LoadRate rate = new LoadRate();
        for (int i = 0; i <= 2_000; i++) {
            rate.add(i, i);
        }
        assertThat(rate.rowsPerSecond()).isEqualTo(1_000);
    }

    @Test
    void aTableThatBeginsAnewBeginsTheRateAnew() {
        LoadRate rate = new LoadRate();
        rate.add(0, 0);
        rate.add(2_000, 10_000);
        rate.add(3_000, 500);
        assertThat(rate.rowsPerSecond()).isEqualTo(-1);
        rate.add(5_000, 2_500);
        assertThat(rate.rowsPerSecond()).isEqualTo(1_000);
    }
}
