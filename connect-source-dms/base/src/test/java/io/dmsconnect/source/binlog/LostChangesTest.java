// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of changes that the log does not say. */
class LostChangesTest {
    private static final TableId T = new TableId("d", "t");
    private static final TableId U = new TableId("d", "u");

    private final ShapeHistory history =
            new ShapeHistory("task", schema -> true, tables -> Map.of());
    private String misconfigured = "";
    private final LostChanges lost =
            new LostChanges(history, () -> misconfigured, table -> false, table -> 0);

    LostChangesTest() {
        history.begin(new StartPoint(at(0), List.of(), Set.of()), List.of(T, U));
    }

    private static LogCoordinates at(long offset) {
        return new LogCoordinates("bin.000002", offset);
    }

    private void lose(long offset, TableId... tables) {
        lost.add(List.of(tables), "an UPDATE in place of rows", "", at(offset));
    }

    @Test
    void theTablesAreLoadedAnewAndChangesUpToThatLoadAreVoid() {
        lose(10, T);
        lose(20, T, U);
        assertThat(history.takeUnsent()).hasSize(2);
        assertThat(history.isPast(T, 1, at(9))).isFalse();
        assertThat(history.isPast(T, 1, at(10))).isTrue();
        assertThat(history.isPast(U, 1, at(15))).isFalse();
        assertThat(history.isPast(U, 1, at(25))).isTrue();
    }

    @Test
    void settingsOfTheWholeServerAreTheUsersToMend() {
        misconfigured = "binlog_format is 'STATEMENT'; SET GLOBAL binlog_format = 'ROW'";
        assertThatThrownBy(() -> lose(10, T))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("d.t")
                .hasMessageContaining("SET GLOBAL binlog_format = 'ROW'");
        history.load(T, List.of("id"), at(10), at(10), null);
        // the load has it
        lose(10, T);
    }
}
