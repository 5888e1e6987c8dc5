// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.progress;

import java.util.Collection;

/**
 * How far the load of all tables is.
 *
 * @param segments of the tables that are cut by now
 * @param allCut are there no others?
 * @param expectedRows of all tables in the end; -1 where that cannot be told of all of them
 */
public record LoadSummary(
        int tables,
        int tablesDone,
        int segments,
        int segmentsDone,
        boolean allCut,
        long rows,
        long expectedRows) {

    public static LoadSummary of(Collection<LoadedTable> tables) {
        int done = 0;
        int segments = 0;
        int segmentsDone = 0;
        boolean allCut = true;
        long rows = 0;
        long expected = 0;
        for (LoadedTable table : tables) {
            done += table.complete() ? 1 : 0;
            segments += table.segments();
            segmentsDone += table.complete() ? table.segments() : table.segmentsDone();
            allCut &= table.complete() || table.segments() > 0;
            rows += table.rows();
            long rowsOfTable = table.expectedRows();
            expected = expected < 0 || rowsOfTable < 0 ? -1 : expected + rowsOfTable;
        }
        return new LoadSummary(tables.size(), done, segments, segmentsDone, allCut, rows, expected);
    }

    public boolean complete() {
        return tablesDone == tables;
    }

    /** 100 only where it is complete; -1 where it cannot be told. */
    public int percent() {
        if (complete()) {
            return 100;
        }
        return expectedRows <= 0 ? -1 : (int) Math.min(99, 100 * (double) rows / expectedRows);
    }

    /**
     * @param rowsPerSecond -1 where that is not known
     * @return -1 where it cannot be told
     */
    public long secondsLeft(long rowsPerSecond) {
        if (complete()) {
            return 0;
        }
        long left = expectedRows - rows;
        // what is left of estimates is not nothing as long as the load goes on
        return expectedRows < 0 || left <= 0 || rowsPerSecond <= 0
                ? -1
                : (left + rowsPerSecond - 1) / rowsPerSecond;
    }
}
