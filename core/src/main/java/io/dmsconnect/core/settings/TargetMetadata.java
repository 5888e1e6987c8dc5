// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/**
 * Group {@code TargetMetadata}.
 *
 * @param limitedSizeLobMode true only where it is asked for: AWS's default would cut values that
 *     nobody has set a limit for
 * @param targetSchema of all target tables; empty for the source's. A schema rename in the table
 *     mappings goes before it.
 */
public record TargetMetadata(
        String targetSchema,
        boolean supportLobs,
        boolean fullLobMode,
        int lobChunkSize,
        int inlineLobMaxSize,
        boolean limitedSizeLobMode,
        int lobMaxSize,
        int loadMaxFileSize,
        int parallelLoadThreads,
        int parallelLoadBufferSize,
        int parallelLoadQueuesPerThread,
        int parallelApplyThreads,
        int parallelApplyBufferSize,
        int parallelApplyQueuesPerThread,
        boolean batchApplyEnabled,
        boolean taskRecoveryTableEnabled) {

    private static final int LARGEST_LOB = 102_400;
    private static final int LARGEST_BUFFER = 1000;
    private static final int MOST_QUEUES = 512;
    private static final int MOST_THREADS = 200;

    static TargetMetadata read(Group group) {
        boolean full = group.flag("FullLobMode", false);
        TargetMetadata read =
                new TargetMetadata(
                        group.text("TargetSchema", ""),
                        group.flag("SupportLobs", true),
                        full,
                        group.number("LobChunkSize", 64),
                        group.number("InlineLobMaxSize", 0, 0, LARGEST_LOB),
                        group.flag("LimitedSizeLobMode", false),
                        group.number("LobMaxSize", 32, 0, LARGEST_LOB),
                        group.number("LoadMaxFileSize", 0),
                        group.number("ParallelLoadThreads", 0, 0, MOST_THREADS),
                        group.number("ParallelLoadBufferSize", 50, 0, LARGEST_BUFFER),
                        group.number("ParallelLoadQueuesPerThread", 1, 0, MOST_QUEUES),
                        group.number("ParallelApplyThreads", 0, 0, MOST_THREADS),
                        group.number("ParallelApplyBufferSize", 100, 0, LARGEST_BUFFER),
                        group.number("ParallelApplyQueuesPerThread", 1, 0, MOST_QUEUES),
                        group.flag("BatchApplyEnabled", false),
                        group.flag("TaskRecoveryTableEnabled", false));
        read.check(group);
        if (group.isGiven("MaxFullLoadSubTasks")) {
            group.ignore("MaxFullLoadSubTasks");
            group.warn("MaxFullLoadSubTasks", "ignored here; it belongs in FullLoadSettings");
        }
        group.warnOfUnknown();
        return read;
    }

    /** Kilobytes after which large objects are cut; 0 for never. */
    public int lobLimitKilobytes() {
        return limitedSizeLobMode ? lobMaxSize : 0;
    }

    private void check(Group group) {
        if (!supportLobs) {
            group.warn("SupportLobs", "columns of large objects are left out");
        } else if (fullLobMode && limitedSizeLobMode) {
            group.problem(
                    "FullLobMode", "only one of FullLobMode and LimitedSizeLobMode can be true");
        } else if (limitedSizeLobMode && lobMaxSize == 0) {
            group.warn("LobMaxSize", "0 is no limit: large objects are copied whole");
        } else if (limitedSizeLobMode) {
            group.warn(
                    "LimitedSizeLobMode",
                    ("large objects are cut after %d KB (LobMaxSize), as asked for; without this"
                                    + " setting they are copied whole")
                            .formatted(lobMaxSize));
        } else if (group.isGiven("LobMaxSize") && !fullLobMode && lobMaxSize > 0) {
            group.warn(
                    "LobMaxSize",
                    "no effect without LimitedSizeLobMode true: large objects are copied whole");
        }
        if (batchApplyEnabled) {
            group.notHonoured("BatchApplyEnabled", "changes are applied in the source's order");
        }
        if (taskRecoveryTableEnabled) {
            group.notHonoured(
                    "TaskRecoveryTableEnabled", "there is no table awsdms_txn_state on the target");
        }
    }
}
