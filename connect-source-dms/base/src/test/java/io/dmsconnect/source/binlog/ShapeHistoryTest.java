// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often a table is loaded anew. */
class ShapeHistoryTest {
    private static final TableId T = new TableId("d", "t");
    private static final List<String> NAMES = List.of("id");

    private final ShapeHistory history =
            new ShapeHistory("task", schema -> true, tables -> Map.of());

    ShapeHistoryTest() {
        history.begin(new StartPoint(at(0), List.of(), Set.of()), List.of(T));
    }

    private static LogCoordinates at(long offset) {
        return new LogCoordinates("bin.000002", offset);
    }

    private void anew(long offset) {
        history.anew(T, "an UPDATE in place of rows", at(offset));
    }

    private void stored() {
        history.takeUnsent().keySet().forEach(history::stored);
    }

    /** A load that counts what nobody remembers after a crash would be taken for the next one. */
    @Test
    void aDropCountsWhenItIsStored() {
        anew(10);
        assertThat(history.dropped(T)).isZero();
        assertThat(history.isPast(T, 1, at(11))).isTrue();
        stored();
        assertThat(history.dropped(T)).isEqualTo(1);
    }

    @Test
    void whatComesBeforeTheLoadBeginsIsInThatLoad() {
        anew(10);
        anew(20);
        anew(30);
        history.load(T, NAMES, at(40), at(40), null);
        // the log is read again
        anew(10);
        anew(20);
        stored();
        assertThat(history.dropped(T)).isEqualTo(1);
        anew(50);
        stored();
        assertThat(history.dropped(T)).isEqualTo(2);
    }

    /** Also after the load was asked for: nobody is left waiting for a load that does not come. */
    @Test
    void changesAreVoidUntilTheSnapshotOfTheLoadIsTaken() {
        anew(10);
        stored();
        assertThat(history.isPast(T, 2, at(20))).isTrue();
        history.snapshot();
        assertThat(history.isPast(T, 2, at(20))).isFalse();
        assertThat(history.isPast(T, 1, at(20))).isTrue();
    }

    /** The place where the load begins is fixed a moment before anybody hears of it. */
    @Test
    void whatTheLoadIsTooEarlyForIsAnotherLoad() {
        anew(10);
        anew(30);
        history.snapshot();
        history.load(T, NAMES, at(20), at(20), null);
        stored();
        assertThat(history.dropped(T)).isEqualTo(2);
        assertThat(history.isPast(T, 2, at(25))).isFalse();
        assertThat(history.isPast(T, 2, at(30))).isTrue();
    }
}
