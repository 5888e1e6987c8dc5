// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.json.Spelling;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads rules of {@code rule-type} selection. */
final class SelectionReader {
    private static final List<String> KINDS = List.of("include", "exclude", "explicit");

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
        List<FilterRule> filters = FilterReader.read(rule);
        Members locator =
                rule.object("object-locator", "an object with schema-name and table-name");
        if (locator != null) {
            String schema = locator.required("schema-name", "a schema, or a pattern such as %");
            String table = locator.required("table-name", "a table, or a pattern such as %");
            SelectionRule.TableType type = tableType(locator);
            locator.warnOfRest(RuleMembers.OF_LOCATORS);
            if (kind != null) {
                rules.add(
                        new SelectionRule(
                                id,
                                kind,
                                name(kind, locator, "schema-name", schema),
                                name(kind, locator, "table-name", table),
                                type,
                                loadOrder,
                                kind == SelectionRule.Kind.INCLUDE ? filters : List.of()));
            }
        }
        if (kind != null && kind != SelectionRule.Kind.INCLUDE && !filters.isEmpty()) {
            rule.warning("filters", "have an effect in include rules only, ignored");
        }
        if (kind == SelectionRule.Kind.EXCLUDE && loadOrder != null) {
            rule.warning("load-order", "has no effect in an exclude rule, ignored");
        }
        rule.warnOfRest(RuleMembers.OF_RULES);
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
                        "'%s' is none of include, exclude, explicit (in lower case)%s"
                                .formatted(Members.shown(action), Spelling.hint(action, KINDS)));
                yield null;
            }
        };
    }

    /** An explicit rule takes names as they are. */
    private static Wildcard name(
            SelectionRule.Kind kind, Members locator, String member, String text) {
        if (kind != SelectionRule.Kind.EXPLICIT) {
            return locator.pattern(member, text);
        }
        if (text.contains("%") || text.contains("[")) {
            locator.warning(
                    member,
                    "an explicit rule has no wildcards: '%s' is taken literally"
                            .formatted(Members.shown(text)));
        }
        return Wildcard.literal(text);
    }

    private static SelectionRule.TableType tableType(Members locator) {
        String type = locator.text("table-type").orElse("table");
        switch (type) {
            case "table" -> {}
            case "view" -> {
                return SelectionRule.TableType.VIEW;
            }
            case "all" -> {
                return SelectionRule.TableType.ALL;
            }
            default ->
                    locator.problem(
                            "table-type",
                            "'%s' is none of table, view, all%s"
                                    .formatted(
                                            Members.shown(type),
                                            Spelling.hint(type, List.of("table", "view"))));
        }
        return SelectionRule.TableType.TABLE;
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
                                                .filter(w -> !w.looksLikeAName())
                                                .filter(w -> !w.toString().contains("\\_"))
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
