// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableWatchTest {
    private static final TableId TABLE = new TableId("shop", "orders");

    private final List<TableId> remembered = new ArrayList<>();
    private final TableWatch watch =
            new TableWatch(
                    null,
                    null,
                    null,
                    (table, why) -> remembered.add(table),
                    failure -> {},
                    (work, name) -> new Thread(work),
                    true);

    private void replaced(String compared, boolean settled) throws InterruptedException {
        watch.replaced(TABLE, compared::equals, "its key was changed", identity -> settled);
    }

    @Test
    void whatTheTableIsNoLongerIsLoadedAnew() throws InterruptedException {
        watch.follow(Map.of(TABLE, "first"));
        replaced("first", true);
        assertThat(watch.replaced()).containsExactly(Map.entry(TABLE, "its key was changed"));
        assertThat(remembered).containsExactly(TABLE);
    }

    /** The reader of the log compares while the table's load is asked for by somebody else. */
    @Test
    void aComparisonThatALoadHasOvertakenAsksForNoOtherLoad() throws InterruptedException {
        watch.follow(Map.of(TABLE, "first"));
        watch.follow(Map.of(TABLE, "second"));
        replaced("first", true);
        assertThat(watch.replaced()).isEmpty();
        assertThat(remembered).isEmpty();
    }

    @Test
    void aChangeBehindThatLoadsBeginningIsNotOvertaken() throws InterruptedException {
        watch.follow(Map.of(TABLE, "first"));
        watch.follow(Map.of(TABLE, "second"));
        replaced("first", false);
        assertThat(watch.replaced()).containsOnlyKeys(TABLE);
    }
}
