// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.Objects;

/**
 * What a rule did to an object of a table.
 *
 * @param object such as {@code table}, or {@code column 'id'}
 * @param ruleId the rule's number; empty for what no rule asked for
 * @param text such as {@code renamed to 'key'}
 */
public record Decision(String object, String ruleId, String text) {
    public Decision {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(ruleId, "ruleId");
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return object + ": " + text + (ruleId.isEmpty() ? "" : " (rule-id " + ruleId + ")");
    }
}
