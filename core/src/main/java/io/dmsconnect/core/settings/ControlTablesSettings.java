// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/**
 * Group {@code ControlTablesSettings}.
 *
 * @param controlSchema where our tables are on the target; empty for the target's default
 */
public record ControlTablesSettings(
        String controlSchema,
        int historyTimeslotInMinutes,
        boolean historyTableEnabled,
        boolean suspendedTablesTableEnabled,
        boolean statusTableEnabled,
        boolean fullLoadExceptionTableEnabled,
        boolean commitPositionTableEnabled) {

    static ControlTablesSettings read(Group group) {
        // the service writes the number twice, the second time in lower case
        int twin = group.number("historyTimeslotInMinutes", 5, 1, Integer.MAX_VALUE);
        ControlTablesSettings read =
                new ControlTablesSettings(
                        group.text("ControlSchema", ""),
                        group.number("HistoryTimeslotInMinutes", twin, 1, Integer.MAX_VALUE),
                        group.flag("HistoryTableEnabled", false),
                        group.flag("SuspendedTablesTableEnabled", false),
                        group.flag("StatusTableEnabled", false),
                        group.flag("FullLoadExceptionTableEnabled", false),
                        group.flag("CommitPositionTableEnabled", false));
        for (String key :
                new String[] {
                    "HistoryTableEnabled",
                    "SuspendedTablesTableEnabled",
                    "StatusTableEnabled",
                    "FullLoadExceptionTableEnabled",
                    "CommitPositionTableEnabled"
                }) {
            group.notHonouredIfTrue(key, "this table is not written");
        }
        group.warnOfUnknown();
        return read;
    }
}
