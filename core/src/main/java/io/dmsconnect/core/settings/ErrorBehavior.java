// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import static io.dmsconnect.core.settings.ErrorPolicy.IGNORE;
import static io.dmsconnect.core.settings.ErrorPolicy.IGNORE_RECORD;
import static io.dmsconnect.core.settings.ErrorPolicy.INSERT_RECORD;
import static io.dmsconnect.core.settings.ErrorPolicy.LOG_ERROR;
import static io.dmsconnect.core.settings.ErrorPolicy.STOP_TASK;
import static io.dmsconnect.core.settings.ErrorPolicy.SUSPEND_TABLE;
import static io.dmsconnect.core.settings.ErrorPolicy.UPDATE_RECORD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Group {@code ErrorBehavior}. Intervals are seconds; a count of 0 means no limit. */
public record ErrorBehavior(
        ErrorPolicy dataErrorPolicy,
        ErrorPolicy dataTruncationErrorPolicy,
        ErrorPolicy dataMaskingErrorPolicy,
        ErrorPolicy dataErrorEscalationPolicy,
        int dataErrorEscalationCount,
        ErrorPolicy eventErrorPolicy,
        ErrorPolicy tableErrorPolicy,
        ErrorPolicy tableErrorEscalationPolicy,
        int tableErrorEscalationCount,
        int recoverableErrorCount,
        int recoverableErrorInterval,
        boolean recoverableErrorThrottling,
        int recoverableErrorThrottlingMax,
        boolean recoverableErrorStopRetryAfterThrottlingMax,
        ErrorPolicy applyErrorDeletePolicy,
        ErrorPolicy applyErrorInsertPolicy,
        ErrorPolicy applyErrorUpdatePolicy,
        ErrorPolicy applyErrorEscalationPolicy,
        int applyErrorEscalationCount,
        boolean applyErrorFailOnTruncationDdl,
        boolean failOnNoTablesCaptured,
        boolean failOnTransactionConsistencyBreached,
        boolean fullLoadIgnoreConflicts) {

    private static final List<ErrorPolicy> RECORD =
            List.of(IGNORE_RECORD, LOG_ERROR, SUSPEND_TABLE, STOP_TASK);
    private static final List<ErrorPolicy> CONFLICT =
            List.of(
                    IGNORE_RECORD,
                    LOG_ERROR,
                    SUSPEND_TABLE,
                    STOP_TASK,
                    INSERT_RECORD,
                    UPDATE_RECORD);
    private static final List<ErrorPolicy> TABLE = List.of(SUSPEND_TABLE, STOP_TASK);

    static ErrorBehavior read(Group group) {
        ErrorBehavior read =
                new ErrorBehavior(
                        group.choice("DataErrorPolicy", LOG_ERROR, RECORD),
                        group.choice("DataTruncationErrorPolicy", LOG_ERROR, RECORD),
                        group.choice("DataMaskingErrorPolicy", STOP_TASK, RECORD),
                        group.choice("DataErrorEscalationPolicy", SUSPEND_TABLE, TABLE),
                        group.number("DataErrorEscalationCount", 0),
                        group.choice("EventErrorPolicy", IGNORE, List.of(IGNORE, STOP_TASK)),
                        group.choice("TableErrorPolicy", SUSPEND_TABLE, TABLE),
                        group.choice("TableErrorEscalationPolicy", STOP_TASK, List.of(STOP_TASK)),
                        group.number("TableErrorEscalationCount", 0),
                        group.number("RecoverableErrorCount", -1, -1, Integer.MAX_VALUE),
                        group.number("RecoverableErrorInterval", 5),
                        group.flag("RecoverableErrorThrottling", true),
                        group.number("RecoverableErrorThrottlingMax", 1800),
                        group.flag("RecoverableErrorStopRetryAfterThrottlingMax", true),
                        group.choice("ApplyErrorDeletePolicy", IGNORE_RECORD, RECORD),
                        group.choice("ApplyErrorInsertPolicy", LOG_ERROR, CONFLICT),
                        group.choice("ApplyErrorUpdatePolicy", LOG_ERROR, CONFLICT),
                        group.choice(
                                "ApplyErrorEscalationPolicy",
                                LOG_ERROR,
                                List.of(LOG_ERROR, SUSPEND_TABLE, STOP_TASK)),
                        group.number("ApplyErrorEscalationCount", 0),
                        group.flag("ApplyErrorFailOnTruncationDdl", false),
                        group.flag("FailOnNoTablesCaptured", true),
                        group.flag("FailOnTransactionConsistencyBreached", false),
                        group.flag("FullLoadIgnoreConflicts", true));
        read.warn(group);
        group.warnOfUnknown();
        return read;
    }

    /** The source's row is written in either case; both names of that are in use for both keys. */
    private static boolean writesTheRow(ErrorPolicy policy) {
        return policy == INSERT_RECORD || policy == UPDATE_RECORD;
    }

    private void warn(Group group) {
        Map<String, ErrorPolicy> errors =
                new TreeMap<>(
                        Map.of(
                                "DataErrorPolicy", dataErrorPolicy,
                                "DataTruncationErrorPolicy", dataTruncationErrorPolicy,
                                "TableErrorPolicy", tableErrorPolicy));
        group.notHonoured(
                errors.keySet().stream()
                        .filter(key -> group.isGiven(key) && errors.get(key) != STOP_TASK)
                        .toList(),
                "an error stops the task, so that no row is lost");
        if (dataMaskingErrorPolicy != STOP_TASK) {
            group.notHonoured(
                    "DataMaskingErrorPolicy",
                    "a value that cannot be masked stops the task, and is never written");
        }
        List<String> conflicts = new ArrayList<>();
        if (applyErrorDeletePolicy != IGNORE_RECORD) {
            conflicts.add("ApplyErrorDeletePolicy");
        }
        if (group.isGiven("ApplyErrorInsertPolicy") && !writesTheRow(applyErrorInsertPolicy)) {
            conflicts.add("ApplyErrorInsertPolicy");
        }
        if (group.isGiven("ApplyErrorUpdatePolicy") && !writesTheRow(applyErrorUpdatePolicy)) {
            conflicts.add("ApplyErrorUpdatePolicy");
        }
        if (!fullLoadIgnoreConflicts) {
            conflicts.add("FullLoadIgnoreConflicts");
        }
        group.notHonoured(
                conflicts,
                "the target gets the source's row whether or not it had one, as with"
                        + " INSERT_RECORD and UPDATE_RECORD, and a row that is gone stays gone");
        if (applyErrorFailOnTruncationDdl) {
            group.notHonoured("ApplyErrorFailOnTruncationDdl", "a truncation is applied");
        }
    }
}
