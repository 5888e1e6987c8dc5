// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads rules of {@code rule-type} selection. */
final class SelectionReader {
    private static final Set<String> LOCATOR_MEMBERS = Set.of("column-name", "data-type");
    private static final Set<String> MEMBERS =
            Set.of("rule-target", "value", "old-value", "expression");

    private final Findings findings;
    private final List<SelectionRule> rules = new ArrayList<>();
    private boolean found;

    SelectionReader(Findings findings) {
        this.findings = findings;
    }

    List<SelectionRule> rules() {
        return rules;
    }

    void read(BigInteger id, Members rule) {
        found = true;
        SelectionRule.Kind kind = kind(rule);
        Long loadOrder = loadOrder(rule);
        refuseFilters(rule);
        Members locator =
                rule.object("object-locator", "an object with schema-name and table-name");
        if (locator != null) {
            String schema = locator.required("schema-name", "a schema, or a pattern such as %");
            String table = locator.required("table-name", "a table, or a pattern such as %");
            SelectionRule.Objects objects = tableType(locator);
            locator.warnOfRest(LOCATOR_MEMBERS);
            if (kind != null) {
                rules.add(
                        new SelectionRule(
                                id,
                                kind,
                                name(kind, locator, "schema-name", schema),
                                name(kind, locator, "table-name", table),
                                objects,
                                loadOrder));
            }
        }
        if (kind == SelectionRule.Kind.EXCLUDE && loadOrder != null) {
            rule.warning("load-order", "has no effect in an exclude rule, ignored");
        }
        rule.warnOfRest(MEMBERS);
    }

    private static SelectionRule.Kind kind(Members rule) {
        String action = rule.required("rule-action", "include, exclude or explicit");
        return switch (action) {
            case "include" -> SelectionRule.Kind.INCLUDE;
            case "exclude" -> SelectionRule.Kind.EXCLUDE;
            case "explicit" -> SelectionRule.Kind.EXPLICIT;
            case "" -> null;
            default -> {
                rule.problem(
                        "rule-action",
                        "'%s' is none of include, exclude, explicit (in lower case)"
                                .formatted(Members.shown(action)));
                yield null;
            }
        };
    }

    /** An explicit rule takes names as they are. */
    private static Wildcard name(
            SelectionRule.Kind kind, Members locator, String member, String text) {
        if (kind != SelectionRule.Kind.EXPLICIT) {
            return Wildcard.of(text);
        }
        if (text.contains("%") || text.contains("[")) {
            locator.warning(
                    member,
                    "an explicit rule has no wildcards: '%s' is taken literally"
                            .formatted(Members.shown(text)));
        }
        return Wildcard.literal(text);
    }

    private static SelectionRule.Objects tableType(Members locator) {
        String type = locator.text("table-type").orElse("table");
        return switch (type) {
            case "table" -> SelectionRule.Objects.TABLES;
            case "view" -> SelectionRule.Objects.VIEWS;
            case "all" -> SelectionRule.Objects.ALL;
            default -> {
                locator.problem(
                        "table-type",
                        "'%s' is none of table, view, all".formatted(Members.shown(type)));
                yield SelectionRule.Objects.TABLES;
            }
        };
    }

    private static void refuseFilters(Members rule) {
        JsonNode filters = rule.value("filters");
        if (filters.isArray()) {
            rule.problem(
                    "filters",
                    "filters are not supported yet, and without them more rows would be copied"
                            + " than you asked for; leave them out or say []");
        } else if (!filters.isMissingNode()) {
            rule.problem("filters", "has to be an array, not " + Members.nameOf(filters));
        }
    }

    /** Null for none; 0 means none, too. */
    private static Long loadOrder(Members rule) {
        String text = rule.text("load-order").orElse("0").trim();
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE) {
            long order = Long.parseLong(text);
            return order == 0 ? null : Long.valueOf(order);
        }
        rule.problem(
                "load-order",
                "'%s' is not a whole number from 1 to %d; tables with a higher one load first"
                        .formatted(Members.shown(text), Integer.MAX_VALUE));
        return null;
    }

    /** What can be told only when all rules are known. */
    void finish() {
        if (!found) {
            findings.problem(
                    "",
                    "rules",
                    "there is no rule with rule-type selection, so no table would be copied");
        } else if (!rules.isEmpty()
                && rules.stream().allMatch(r -> r.kind() == SelectionRule.Kind.EXCLUDE)) {
            findings.warning(
                    "", "rules", "every selection rule excludes, so no table will be copied");
        }
        hintAtUnderscores();
    }

    private void hintAtUnderscores() {
        List<String> patterns =
                rules.stream()
                        .flatMap(
                                rule ->
                                        List.of(rule.schema(), rule.table()).stream()
                                                .filter(Wildcard::hasOneCharacterWildcard)
                                                .map(
                                                        w ->
                                                                "'"
                                                                        + w
                                                                        + "' (rule-id "
                                                                        + rule.id()
                                                                        + ")"))
                        .distinct()
                        .toList();
        if (!patterns.isEmpty()) {
            findings.warning(
                    "",
                    "rules",
                    "_ matches any one character, also in "
                            + String.join(", ", patterns)
                            + "; write [_] for an underscore only");
        }
    }
}
