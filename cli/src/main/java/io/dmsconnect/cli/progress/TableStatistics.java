// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

/**
 * One table of the task, in the words of DMS's table statistics.
 *
 * @param generation the load that the rows are of, or will be: 1 for the first, 0 for none
 * @param segments that the table is cut into for its load, 0 where that is not known
 * @param segmentsDone those of them that are complete
 * @param estimatedRows -1 where nobody knows
 * @param latencyMillis from the commit at the source to the commit at the target, -1 for none yet
 * @param error empty for none
 */
public record TableStatistics(
        String sourceTable,
        String targetTable,
        String state,
        long generation,
        int segments,
        int segmentsDone,
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
    public static final String RELOADED = "Table is being reloaded";
    public static final String COMPLETED = "Table completed";
    public static final String ERROR = "Table error";
    private static final String TRYING_AGAIN = "Tried again";

    public boolean completed() {
        return state.equals(COMPLETED);
    }

    public boolean failed() {
        return state.equals(ERROR);
    }

    /** The same, of a table whose error is of a run before. */
    public TableStatistics tryingAgain() {
        return new TableStatistics(
                sourceTable,
                targetTable,
                TRYING_AGAIN,
                generation,
                segments,
                segmentsDone,
                estimatedRows,
                loadedRows,
                inserts,
                updates,
                deletes,
                ddls,
                latencyMillis,
                "");
    }

    long changes() {
        return inserts + updates + deletes + ddls;
    }
}
