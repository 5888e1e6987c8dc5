// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Why a table is selected or not: of several reasons the one that is closest to being selected. */
final class NearestReason {
    private final List<LintRule> takers;
    private final List<LintRule> excludes;

    NearestReason(List<LintRule> rules) {
        this.takers =
                rules.stream()
                        .filter(LintRule::isSelection)
                        .filter(rule -> !rule.action().equals("exclude"))
                        .toList();
        this.excludes =
                rules.stream()
                        .filter(LintRule::isSelection)
                        .filter(rule -> rule.action().equals("exclude"))
                        .toList();
    }

    /** For a table that is selected. */
    String selected(TableId id) {
        return first(takers, rule -> rule.action().equals("explicit") && matches(rule, id))
                .or(() -> first(takers, rule -> matches(rule, id)))
                .map(rule -> "rule-id " + rule.id() + " " + rule.action())
                .orElse("");
    }

    /** For one that is not. */
    String rejected(TableId id, boolean view) {
        Optional<LintRule> taker = first(takers, rule -> matches(rule, id));
        Optional<LintRule> exclude = first(excludes, rule -> matches(rule, id));
        if (taker.isPresent() && exclude.isPresent()) {
            return "excluded by rule-id " + exclude.get().id();
        }
        if (taker.isPresent() && view) {
            return "is a view, and rule-id %s takes tables: say \"table-type\": \"view\" or \"all\""
                    .formatted(taker.get().id());
        }
        return first(takers, rule -> folded(rule.schema(), id.schema()) && foldedTable(rule, id))
                .map(rule -> otherCase(rule, id))
                .or(
                        () ->
                                first(takers, rule -> rule.schema().wildcard().matches(id.schema()))
                                        .map(rule -> otherTable(rule, id)))
                .or(
                        () ->
                                first(takers, rule -> isNamed(rule, id))
                                        .map(rule -> otherSchema(rule, id)))
                .orElse("no selection rule is for its schema");
    }

    private static Optional<LintRule> first(List<LintRule> rules, Predicate<LintRule> matches) {
        return rules.stream().filter(matches).findFirst();
    }

    private static boolean matches(LintRule rule, TableId id) {
        return rule.schema().wildcard().matches(id.schema())
                && rule.table().wildcard().matches(id.name());
    }

    /** The same name or pattern, upper and lower case taken for one. */
    private static boolean folded(LintRule.Part part, String name) {
        return Wildcard.of(part.text().toLowerCase(Locale.ROOT))
                .matches(name.toLowerCase(Locale.ROOT));
    }

    private static boolean foldedTable(LintRule rule, TableId id) {
        return folded(rule.table(), id.name());
    }

    /** A pattern that takes every table says nothing of this one. */
    private static boolean isNamed(LintRule rule, TableId id) {
        return !rule.table().wildcard().matchesEverything()
                && rule.table().wildcard().matches(id.name());
    }

    private static String otherCase(LintRule rule, TableId id) {
        boolean schemaDiffers = !rule.schema().wildcard().matches(id.schema());
        String name = schemaDiffers ? id.schema() : id.name();
        String pattern = schemaDiffers ? rule.schema().text() : rule.table().text();
        return rule.action().equals("explicit") && !name.equalsIgnoreCase(pattern)
                ? "'%s' of rule-id %s is taken literally: an explicit rule has no wildcards"
                        .formatted(pattern, rule.id())
                : "'%s' does not match '%s' of rule-id %s: names are case-sensitive"
                        .formatted(name, pattern, rule.id());
    }

    private static String otherTable(LintRule rule, TableId id) {
        return "the schema matches rule-id %s, but '%s' does not match its table-name '%s'"
                .formatted(rule.id(), id.name(), rule.table().text());
    }

    private static String otherSchema(LintRule rule, TableId id) {
        return "the table matches rule-id %s, but '%s' does not match its schema-name '%s'"
                .formatted(rule.id(), id.schema(), rule.schema().text());
    }
}
