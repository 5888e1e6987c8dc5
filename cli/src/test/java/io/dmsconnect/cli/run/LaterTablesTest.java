// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.cli.progress.TableStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaterTablesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long LONG_AFTER = Duration.ofMinutes(2).toNanos();

    private final LaterTables later = new LaterTables(Set.of("s.a", "s.b"), INTERVAL, 0);

    private static TableStatistics table(String name, String state) {
        return new TableStatistics(name, name, state, 1, 0, 0, -1, 0, 0, 0, 0, 0, -1, "");
    }

    @Test
    void allHaveToBeComplete() {
        List<TableStatistics> loading =
                List.of(
                        table("s.a", TableStatistics.COMPLETED),
                        table("s.b", TableStatistics.FULL_LOAD),
                        table("s.c", TableStatistics.ERROR));
        assertThat(later.loaded(List.of(), 1)).isFalse();
        assertThat(later.loaded(loading, LONG_AFTER)).isFalse();
        assertThat(
                        later.loaded(
                                List.of(
                                        table("s.a", TableStatistics.COMPLETED),
                                        table("s.b", TableStatistics.COMPLETED)),
                                LONG_AFTER))
                .isTrue();
    }

    @Test
    void oneThatIsNotTakenInIsNamedAfterAWhile() {
        List<TableStatistics> one = List.of(table("s.a", TableStatistics.COMPLETED));
        assertThat(later.loaded(one, Duration.ofSeconds(20).toNanos())).isFalse();
        assertThatThrownBy(() -> later.loaded(one, LONG_AFTER))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("table s.b");
    }

    @Test
    void anErrorIsNotWaitedFor() {
        assertThatThrownBy(() -> later.loaded(List.of(table("s.b", TableStatistics.ERROR)), 1))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("s.b");
    }

    @Test
    void whereNobodyLooksNothingIsWaitedFor() {
        assertThat(new LaterTables(Set.of("s.a"), Duration.ZERO, 0).loaded(List.of(), 1)).isTrue();
    }
}
