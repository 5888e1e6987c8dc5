// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.explain;

import io.dmsconnect.core.mapping.TablePlan;

/** Where a column of the source is on the target. */
final class ColumnPlaces {
    private ColumnPlaces() {}

    /** -1 where it is removed. */
    static int target(TablePlan plan, int source) {
        int[] sources = plan.sourceIndexes();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] == source) {
                return i;
            }
        }
        return -1;
    }
}
