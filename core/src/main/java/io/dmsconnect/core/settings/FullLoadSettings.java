// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/**
 * Group {@code FullLoadSettings}.
 *
 * @param maxFullLoadSubTasks tables or segments loaded at the same time
 * @param transactionConsistencyTimeout seconds to wait for open transactions before a load
 * @param commitRate rows per commit
 */
public record FullLoadSettings(
        TargetTablePrepMode targetTablePrepMode,
        boolean createPkAfterFullLoad,
        boolean stopTaskCachedChangesApplied,
        boolean stopTaskCachedChangesNotApplied,
        int maxFullLoadSubTasks,
        int transactionConsistencyTimeout,
        int commitRate,
        int parallelLoadThreads) {

    private static final int MOST_SUB_TASKS = 49;
    private static final int MOST_ROWS = 50_000;

    public StopPoint stopPoint() {
        if (stopTaskCachedChangesNotApplied) {
            return StopPoint.AFTER_FULL_LOAD;
        }
        return stopTaskCachedChangesApplied ? StopPoint.AFTER_CACHED_CHANGES : StopPoint.NONE;
    }

    static FullLoadSettings read(Group group) {
        FullLoadSettings read =
                new FullLoadSettings(
                        group.choice("TargetTablePrepMode", TargetTablePrepMode.DROP_AND_CREATE),
                        group.flag("CreatePkAfterFullLoad", false),
                        group.flag("StopTaskCachedChangesApplied", false),
                        group.flag("StopTaskCachedChangesNotApplied", false),
                        group.number("MaxFullLoadSubTasks", 8, 1, MOST_SUB_TASKS),
                        group.number("TransactionConsistencyTimeout", 600),
                        group.number("CommitRate", 10_000, 1, MOST_ROWS),
                        group.number("ParallelLoadThreads", 0, 0, 200));
        if (read.stopTaskCachedChangesApplied && read.stopTaskCachedChangesNotApplied) {
            group.warn(
                    "StopTaskCachedChangesApplied",
                    "the task stops before, at StopTaskCachedChangesNotApplied, and only once");
        }
        // of the first years: MigrationType says the first two, a load goes on by itself
        group.ignore(
                "FullLoadEnabled",
                "ApplyChangesEnabled",
                "ResumeEnabled",
                "ResumeMinTableSize",
                "ResumeOnlyClusteredPKTables");
        group.warnOfUnknown();
        return read;
    }
}
