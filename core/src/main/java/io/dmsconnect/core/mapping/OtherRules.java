// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.List;

/** Rules of types that are read and checked, but not carried out here. */
final class OtherRules {
    private static final int MOST_TAGS = 10;

    private OtherRules() {}

    /** Tags of objects in S3. */
    static void postProcessing(Members rule) {
        String action = rule.required("rule-action", "add-tag");
        if (!action.isEmpty() && !action.equals("add-tag")) {
            rule.problem("rule-action", "'%s' has to be add-tag".formatted(Members.shown(action)));
        }
        Members locator =
                rule.object("object-locator", "an object with schema-name and table-name");
        if (locator != null) {
            locator.required("schema-name", "a schema, or a pattern such as %");
            locator.required("table-name", "a table, or a pattern such as %");
            locator.warnOfRest(RuleMembers.OF_LOCATORS);
        }
        List<Members> tags = rule.objects("tag-set");
        if (!rule.has("tag-set")) {
            rule.problem("tag-set", "is missing; it has to be an array of {\"key\", \"value\"}");
        } else if (tags.size() > MOST_TAGS) {
            rule.problem("tag-set", "has %d tags, 10 at most".formatted(tags.size()));
        }
        for (Members tag : tags) {
            tag.required("key", "the name of the tag");
            tag.text("value");
            tag.warnOfRest();
        }
        rule.warnOfRest(RuleMembers.OF_RULES);
    }

    /** How columns are compared by data validation. */
    static void validation(Members rule) {
        String target = rule.text("rule-target").orElse("column");
        if (!target.equals("column")) {
            rule.problem("rule-target", "'%s' has to be column".formatted(Members.shown(target)));
        }
        String action = rule.required("rule-action", "override-validation-function");
        if (!action.isEmpty() && !action.equals("override-validation-function")) {
            rule.problem(
                    "rule-action",
                    "'%s' has to be override-validation-function".formatted(Members.shown(action)));
        }
        Members locator =
                rule.object(
                        "object-locator", "an object with schema-name, table-name and column-name");
        if (locator != null) {
            locator.required("schema-name", "a schema, or a pattern such as %");
            locator.required("table-name", "a table, or a pattern such as %");
            locator.required("column-name", "a column, or a pattern such as %");
            locator.text("data-type");
            locator.warnOfRest(RuleMembers.OF_LOCATORS);
        }
        boolean ofSource = rule.text("source-function").isPresent();
        boolean ofTarget = rule.text("target-function").isPresent();
        if (!ofSource && !ofTarget) {
            rule.problem("source-function", "is missing, and target-function too");
        }
        rule.warnOfRest(RuleMembers.OF_RULES);
    }
}
