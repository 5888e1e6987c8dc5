// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.progress.LoadedTable;
import io.dmsconnect.core.schema.TableId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceStatisticsTest {
    @Test
    void sumsUpTheLoads() {
        try (SourceStatistics statistics = new SourceStatistics("sums")) {
            TableId a = new TableId("s", "a");
            TableId b = new TableId("s", "b");
            statistics.load(a, new LoadedTable(0, 1_000, 0, 0, false));
            statistics.load(b, new LoadedTable(40, 50, 2, 1, false));
            statistics.bytesSent(700);
            statistics.load(a, new LoadedTable(250, 1_000, 8, 3, false));
            statistics.bytesSent(300);
            assertThat(statistics.getSegments()).isEqualTo(10);
            assertThat(statistics.getSegmentsLoaded()).isEqualTo(4);
            assertThat(statistics.getRowsExpected()).isEqualTo(1_050);
            assertThat(statistics.getBytesSent()).isEqualTo(1_000);
            assertThat(statistics.getRowsRead()).isEqualTo(Map.of("s.a", 250L, "s.b", 40L));
            statistics.load(a, new LoadedTable(990, 1_000, 8, 8, true));
            statistics.load(b, new LoadedTable(60, 50, 2, 2, true));
            assertThat(statistics.getSecondsLeft()).isZero();
            assertThat(statistics.getRowsExpected()).isEqualTo(1_050);
            assertThat(statistics.getRowsPerSecond()).isEqualTo(-1);
        }
    }
}
