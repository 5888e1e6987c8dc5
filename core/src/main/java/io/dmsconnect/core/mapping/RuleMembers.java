// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.Set;

/** The members AWS has in rules of any type; tools write those of other types too, as null. */
final class RuleMembers {
    static final Set<String> OF_RULES =
            Set.of(
                    "rule-action",
                    "rule-target",
                    "value",
                    "old-value",
                    "expression",
                    "data-type",
                    "primary-key-def",
                    "before-image-def",
                    "load-order",
                    "filters",
                    "parallel-load",
                    "lob-settings",
                    "target-table-name",
                    "kafka-target-topic",
                    "partition-key",
                    "mapping-parameters",
                    "tag-set",
                    "source-function",
                    "target-function");

    static final Set<String> OF_LOCATORS =
            Set.of(
                    "table-name",
                    "table-type",
                    "column-name",
                    "data-type",
                    "table-tablespace-name",
                    "index-tablespace-name");

    private RuleMembers() {}
}
