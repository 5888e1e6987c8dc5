// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.progress;

/**
 * How far the load of one table is.
 *
 * @param estimatedRows the server's guess, -1 where it has none
 * @param segments 0 where the table is not cut yet
 */
public record LoadedTable(
        long rows, long estimatedRows, int segments, int segmentsDone, boolean complete) {

    /** What it will have in the end; -1 where that cannot be told. */
    long expectedRows() {
        if (complete) {
            return rows;
        }
        return estimatedRows < 0 || rows > estimatedRows ? -1 : estimatedRows;
    }
}
