// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/** The groups nothing is read from: accepted, and told where they ask for what we do not do. */
final class OtherGroups {
    private OtherGroups() {}

    static void check(Group document) {
        logging(document.group("Logging"));
        streamBuffers(document.group("StreamBufferSettings"));
        validation(document.group("ValidationSettings"));
        resync(document.group("ResyncSettings"));
        loopback(document.group("LoopbackPreventionSettings"));
        beforeImage(document.group("BeforeImageSettings"));
        characterSets(document.group("CharacterSetSettings"));
        timeTravel(document.group("TTSettings"));
        document.ignore("PostProcessingRules");
        if (document.isGiven("PostProcessingRules")) {
            document.notHonoured("PostProcessingRules", "nothing is done after the task");
        }
        document.flag("FailTaskWhenCleanTaskResourceFailed", false);
    }

    private static void logging(Group group) {
        group.flag("EnableLogging", false);
        group.flag("EnableLogContext", false);
        group.ignore(
                "LogComponents", "CloudWatchLogGroup", "CloudWatchLogStream", "DeleteTaskLogs");
        group.warnOfUnknown();
    }

    private static void streamBuffers(Group group) {
        group.number("StreamBufferCount", 3);
        group.number("StreamBufferSizeInMB", 8);
        group.number("CtrlStreamBufferSizeInMB", 5);
        group.warnOfUnknown();
    }

    private static void validation(Group group) {
        group.notHonouredIfTrue("EnableValidation", "rows are not compared");
        group.notHonouredIfTrue("ValidationOnly", "the task migrates");
        group.ignore(
                "ValidationMode",
                "ThreadCount",
                "PartitionSize",
                "FailureMaxCount",
                "TableFailureMaxCount",
                "RecordFailureDelayInMinutes",
                "RecordFailureDelayLimitInMinutes",
                "RecordSuspendDelayInMinutes",
                "MaxKeyColumnSize",
                "SkipLobColumns",
                "ValidationPartialLobSize",
                "HandleCollationDiff",
                "ValidationQueryCdcDelaySeconds",
                "ValidationS3Mask",
                "ValidationS3Time");
        group.warnOfUnknown();
    }

    private static void resync(Group group) {
        group.notHonouredIfTrue("EnableResync", "rows are not resynchronised");
        group.ignore("ResyncSchedule", "MaxResyncTime", "ValidationTaskId");
        group.warnOfUnknown();
    }

    private static void loopback(Group group) {
        group.notHonouredIfTrue(
                "EnableLoopbackPrevention", "two tasks in both directions would go in circles");
        group.ignore("SourceSchema", "TargetSchema");
        group.warnOfUnknown();
    }

    private static void beforeImage(Group group) {
        group.notHonouredIfTrue("EnableBeforeImage", "old values are not added");
        group.ignore("FieldName", "ColumnFilter");
        group.warnOfUnknown();
    }

    private static void characterSets(Group group) {
        for (String key : new String[] {"CharacterReplacements", "CharacterSetSupport"}) {
            group.ignore(key);
            if (group.isGiven(key)) {
                group.notHonoured(key, "characters are copied as they are");
            }
        }
        group.warnOfUnknown();
    }

    private static void timeTravel(Group group) {
        group.notHonouredIfTrue("EnableTT", "no time travel log is written");
        group.ignore("TTS3Settings", "TTRecordSettings", "FailTaskOnTTFailure");
        group.warnOfUnknown();
    }
}
