// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableWatchTest {
    private static final TableId TABLE = new TableId("shop", "orders");

    private final TableWatch watch =
            new TableWatch(null, null, null, failure -> {}, (work, name) -> new Thread(work), true);

    private void replaced(String compared, boolean settled) {
        watch.replaced(TABLE, compared::equals, "its key was changed", identity -> settled);
    }

    @Test
    void whatTheTableIsNoLongerIsLoadedAnew() {
        watch.follow(Map.of(TABLE, "first"));
        replaced("first", true);
        assertThat(watch.replaced()).containsExactly(Map.entry(TABLE, "its key was changed"));
    }

    /** The reader of the log compares while the table's load is asked for by somebody else. */
    @Test
    void aComparisonThatALoadHasOvertakenAsksForNoOtherLoad() {
        watch.follow(Map.of(TABLE, "first"));
        watch.follow(Map.of(TABLE, "second"));
        replaced("first", true);
        assertThat(watch.replaced()).isEmpty();
    }

    @Test
    void aChangeBehindThatLoadsBeginningIsNotOvertaken() {
        watch.follow(Map.of(TABLE, "first"));
        watch.follow(Map.of(TABLE, "second"));
        replaced("first", false);
        assertThat(watch.replaced()).containsOnlyKeys(TABLE);
    }
}
