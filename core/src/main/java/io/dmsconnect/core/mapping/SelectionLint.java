// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.core.mapping.Lint.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Selection rules without effect, wildcards that look like names, filters on what is removed. */
final class SelectionLint {
    private final Lint lint;
    private final List<LintRule> rules;
    private final List<LintRule> selections;
    private final Set<String> underscored = new HashSet<>();

    SelectionLint(Lint lint, List<LintRule> rules) {
        this.lint = lint;
        this.rules = rules;
        this.selections = rules.stream().filter(LintRule::isSelection).toList();
    }

    void run() {
        for (LintRule rule : selections) {
            switch (rule.action()) {
                case "include" -> include(rule);
                case "exclude" -> exclude(rule);
                case "explicit" -> duplicate(rule);
                default -> {}
            }
            filters(rule);
        }
        rules.forEach(this::underscores);
    }

    private void include(LintRule rule) {
        for (LintRule other : selections) {
            if (other.action().equals("exclude") && other.holdsTablesOf(rule)) {
                lint.add(
                        Severity.WARNING,
                        rule,
                        "object-locator",
                        ("includes nothing: rule-id %s excludes all of its tables, and an exclude"
                                        + " beats every include")
                                .formatted(other.id()));
                return;
            }
        }
        duplicate(rule);
    }

    private void exclude(LintRule rule) {
        boolean hasEffect =
                selections.stream()
                        .anyMatch(
                                other ->
                                        other.action().equals("include")
                                                && other.meetsTablesOf(rule));
        if (!hasEffect && selections.stream().allMatch(o -> o.action().equals("exclude"))) {
            return; // the reader says that nothing is selected at all
        }
        if (!hasEffect) {
            lint.add(
                    Severity.WARNING,
                    rule,
                    "object-locator",
                    "excludes nothing: no include rule takes any of its tables");
            return;
        }
        duplicate(rule);
    }

    /** A rule without conditions of its own whose tables an earlier one has already. */
    private void duplicate(LintRule rule) {
        for (LintRule other : selections) {
            if (other == rule) {
                return;
            }
            if (other.action().equals(rule.action())
                    && isPlain(other)
                    && isPlain(rule)
                    && other.tableType().equals(rule.tableType())
                    && other.holdsTablesOf(rule)) {
                lint.add(
                        Severity.WARNING,
                        rule,
                        "object-locator",
                        "changes nothing: rule-id %s is for the same tables already"
                                .formatted(other.id()));
                return;
            }
        }
    }

    private static boolean isPlain(LintRule rule) {
        String order = LintRule.text(rule.node(), "load-order");
        return rule.node().path("filters").size() == 0 && (order.isEmpty() || order.equals("0"));
    }

    private void filters(LintRule rule) {
        JsonNode filters = rule.node().path("filters");
        Set<String> columns = new TreeSet<>();
        filters.forEach(filter -> columns.add(LintRule.text(filter, "column-name")));
        for (String column : columns) {
            PatternSet name = PatternSet.literal(column);
            rules.stream()
                    .filter(other -> other.action().equals("remove-column"))
                    .filter(other -> other.meetsTablesOf(rule))
                    .filter(other -> other.column().names().holdsAllOf(name))
                    .findFirst()
                    .ifPresent(
                            other ->
                                    lint.add(
                                            Severity.HINT,
                                            rule,
                                            "filters",
                                            ("filters on column '%s', which rule-id %s removes; this"
                                                            + " works, filters read the source's columns")
                                                    .formatted(column, other.id())));
        }
    }

    private void underscores(LintRule rule) {
        underscore(rule, "object-locator.schema-name", rule.schema());
        underscore(rule, "object-locator.table-name", rule.table());
        underscore(rule, "object-locator.column-name", rule.column());
    }

    private void underscore(LintRule rule, String member, LintRule.Part part) {
        // once for each name, which many rules repeat
        if (part.wildcard().hasOneCharacterWildcard() && underscored.add(part.text())) {
            lint.add(
                    Severity.HINT,
                    rule,
                    member,
                    "_ in '%s' matches any one character; for an underscore only write '%s'"
                            .formatted(part.text(), part.text().replaceAll("(?<!\\[)_", "[_]")));
        }
    }
}
