// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.Lint.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Rules that other kinds of rules leave nothing to do: excluded tables, removed columns. */
final class DeadRuleLint {
    private final Lint lint;
    private final List<LintRule> rules;

    DeadRuleLint(Lint lint, List<LintRule> rules) {
        this.lint = lint;
        this.rules = rules;
    }

    void run() {
        for (LintRule rule : rules) {
            switch (rule.type()) {
                case "selection" -> filters(rule);
                case "transformation" -> transformation(rule);
                case "table-settings" -> tableSettings(rule);
                default -> {}
            }
        }
    }

    private Optional<LintRule> first(Predicate<LintRule> wanted) {
        return rules.stream().filter(wanted).findFirst();
    }

    private void filters(LintRule rule) {
        if (!rule.action().equals("include") || rule.node().path("filters").isEmpty()) {
            return;
        }
        first(
                        other ->
                                other.isSelection()
                                        && other.action().equals("include")
                                        && other.node().path("filters").isEmpty()
                                        && other.tableType().equals(rule.tableType())
                                        && other.holdsTablesOf(rule))
                .ifPresent(
                        other ->
                                lint.add(
                                        Severity.WARNING,
                                        rule,
                                        "filters",
                                        ("have no effect: rule-id %s takes all rows of these tables,"
                                                        + " and a row is taken when any rule takes it")
                                                .formatted(other.id())));
    }

    private void transformation(LintRule rule) {
        if (!excluded(rule, rule) && rule.target().equals("column")) {
            removed(rule);
            addedTwice(rule);
        }
    }

    /**
     * @param tables whose tables are asked for
     */
    private boolean excluded(LintRule rule, LintRule tables) {
        Optional<LintRule> exclude =
                first(
                        other ->
                                other.isSelection()
                                        && other.action().equals("exclude")
                                        && other.holdsTablesOf(tables));
        boolean named =
                first(
                                other ->
                                        other.isSelection()
                                                && other.action().equals("explicit")
                                                && other.meetsTablesOf(tables))
                        .isPresent();
        if (exclude.isEmpty() || named) {
            return false;
        }
        lint.add(
                Severity.WARNING,
                rule,
                "object-locator",
                "the rule never applies: rule-id %s excludes all of its tables"
                        .formatted(exclude.get().id()));
        return true;
    }

    /** What names, removes or converts a column competes with its removal: that is told there. */
    private void removed(LintRule rule) {
        boolean bound = rule.masks() || rule.action().equals("include-column");
        if (!bound) {
            return;
        }
        first(
                        other ->
                                other.action().equals("remove-column")
                                        && other.holdsColumnsOf(rule)
                                        && goesFirst(other, rule))
                .ifPresent(
                        other ->
                                lint.add(
                                        Severity.WARNING,
                                        rule,
                                        "object-locator",
                                        "the rule never applies: rule-id %s removes all of its columns"
                                                .formatted(other.id())));
    }

    /** No rule with a lower number keeps one of the columns. */
    private boolean goesFirst(LintRule removal, LintRule of) {
        return rules.stream()
                .takeWhile(other -> other != removal)
                .noneMatch(
                        other ->
                                other.target().equals("column")
                                        && TransformationLint.slot(other).equals("edit")
                                        && !other.action().equals("remove-column")
                                        && other.meetsColumnsOf(of));
    }

    private void addedTwice(LintRule rule) {
        if (!rule.action().equals("add-column")) {
            return;
        }
        for (LintRule other : rules) {
            if (other == rule) {
                return;
            }
            if (other.action().equals("add-column")
                    && other.value().equals(rule.value())
                    && other.holdsTablesOf(rule)) {
                lint.add(
                        Severity.WARNING,
                        rule,
                        "value",
                        "the rule never applies: rule-id %s adds column '%s' to the same tables"
                                .formatted(other.id(), Members.shown(rule.value())));
                return;
            }
        }
    }

    /** Their names are taken literally. */
    private void tableSettings(LintRule rule) {
        LintRule named = rule.literal();
        if (excluded(rule, named)) {
            return;
        }
        boolean selected =
                first(
                                other ->
                                        other.isSelection()
                                                && !other.action().equals("exclude")
                                                && other.meetsTablesOf(named))
                        .isPresent();
        if (!selected) {
            lint.add(
                    Severity.WARNING,
                    rule,
                    "object-locator",
                    "the rule never applies: no selection rule takes its table");
        }
    }
}
