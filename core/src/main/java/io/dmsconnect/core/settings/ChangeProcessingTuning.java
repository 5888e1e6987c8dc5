// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/**
 * Group {@code ChangeProcessingTuning}: times in seconds, memory in MB, {@code recoveryTimeout} in
 * minutes. The batch apply keys do nothing while {@code BatchApplyEnabled} is not honoured.
 *
 * @param minTransactionSize changes collected into one transaction on the target
 * @param commitTimeout longest time to collect them
 */
public record ChangeProcessingTuning(
        boolean batchApplyPreserveTransaction,
        int batchApplyTimeoutMin,
        int batchApplyTimeoutMax,
        int batchApplyMemoryLimit,
        int batchSplitSize,
        int minTransactionSize,
        int commitTimeout,
        int memoryLimitTotal,
        int memoryKeepTime,
        int statementCacheSize,
        int recoveryTimeout) {

    private static final int MOST_STATEMENTS = 200;

    static ChangeProcessingTuning read(Group group) {
        ChangeProcessingTuning read =
                new ChangeProcessingTuning(
                        group.flag("BatchApplyPreserveTransaction", true),
                        group.number("BatchApplyTimeoutMin", 1),
                        group.number("BatchApplyTimeoutMax", 30),
                        group.number("BatchApplyMemoryLimit", 500),
                        group.number("BatchSplitSize", 0),
                        group.number("MinTransactionSize", 1000),
                        group.number("CommitTimeout", 1),
                        group.number("MemoryLimitTotal", 1024),
                        group.number("MemoryKeepTime", 60),
                        group.number("StatementCacheSize", 50, 0, MOST_STATEMENTS),
                        group.number("RecoveryTimeout", -1, -1, Integer.MAX_VALUE));
        if (read.recoveryTimeout >= 0) {
            group.notHonoured(
                    "RecoveryTimeout", "a resume looks for its position until it is found");
        }
        group.warnOfUnknown();
        return read;
    }
}
