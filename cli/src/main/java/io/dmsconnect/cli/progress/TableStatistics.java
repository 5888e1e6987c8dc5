// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

/**
 * One table of the task, in the words of DMS's table statistics.
 *
 * @param estimatedRows -1 where nobody knows
 * @param latencyMillis from the commit at the source to the commit at the target, -1 for none yet
 * @param error empty for none
 */
public record TableStatistics(
        String sourceTable,
        String targetTable,
        String state,
        long estimatedRows,
        long loadedRows,
        long inserts,
        long updates,
        long deletes,
        long ddls,
        long latencyMillis,
        String error) {
    public static final String BEFORE_LOAD = "Before load";
    public static final String FULL_LOAD = "Full load";
    public static final String COMPLETED = "Table completed";
    public static final String ERROR = "Table error";

    boolean completed() {
        return state.equals(COMPLETED);
    }

    boolean failed() {
        return state.equals(ERROR);
    }

    long changes() {
        return inserts + updates + deletes + ddls;
    }
}
