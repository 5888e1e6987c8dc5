// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/** Group {@code ChangeProcessingDdlHandlingPolicy}: false leaves the target as it is. */
public record ChangeProcessingDdlHandlingPolicy(
        boolean handleSourceTableDropped,
        boolean handleSourceTableTruncated,
        boolean handleSourceTableAltered) {

    static ChangeProcessingDdlHandlingPolicy read(Group group) {
        ChangeProcessingDdlHandlingPolicy read =
                new ChangeProcessingDdlHandlingPolicy(
                        group.flag("HandleSourceTableDropped", true),
                        group.flag("HandleSourceTableTruncated", true),
                        group.flag("HandleSourceTableAltered", true));
        if (read.handleSourceTableDropped && group.isGiven("HandleSourceTableDropped")) {
            group.notHonoured("HandleSourceTableDropped", "a dropped table stays on the target");
        }
        group.warnOfUnknown();
        return read;
    }
}
