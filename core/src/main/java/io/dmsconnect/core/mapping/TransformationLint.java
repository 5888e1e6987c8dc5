// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.Lint.Severity;
import java.util.List;
import java.util.Optional;

/** Transformation rules that never apply, and those that give several objects one name or key. */
final class TransformationLint {
    private static final String MASKING = "data-masking-";

    private final Lint lint;
    private final boolean chained;
    private final List<LintRule> selections;
    private final List<LintRule> transformations;

    TransformationLint(Lint lint, List<LintRule> rules, boolean chained) {
        this.lint = lint;
        this.chained = chained;
        this.selections =
                rules.stream()
                        .filter(LintRule::isSelection)
                        .filter(rule -> !rule.action().equals("exclude"))
                        .toList();
        this.transformations = rules.stream().filter(LintRule::isTransformation).toList();
    }

    void run() {
        for (LintRule rule : transformations) {
            if (!unselected(rule)) {
                dead(rule);
            }
            oneName(rule);
            masking(rule);
        }
    }

    private boolean unselected(LintRule rule) {
        boolean selected = selections.stream().anyMatch(other -> other.meetsTablesOf(rule));
        if (!selected && !selections.isEmpty()) {
            lint.add(
                    Severity.WARNING,
                    rule,
                    "object-locator",
                    "the rule never applies: no selection rule takes any of its tables");
            return true;
        }
        return false;
    }

    /** Of the rules of an object the lowest applies. */
    private void dead(LintRule rule) {
        for (LintRule other : transformations) {
            if (other == rule) {
                return;
            }
            if (slot(other).equals(slot(rule))
                    && !slot(rule).isEmpty()
                    && other.target().equals(rule.target())
                    && holds(other, rule)) {
                if (!chained) {
                    lint.add(
                            Severity.WARNING,
                            rule,
                            "object-locator",
                            ("the rule never applies: rule-id %s is for the same objects, and of the"
                                            + " rules for an object only the lowest rule-id applies")
                                    .formatted(other.id()));
                    return;
                }
                if (other.action().equals(rule.action()) && other.value().equals(rule.value())) {
                    lint.add(
                            Severity.WARNING,
                            rule,
                            "object-locator",
                            "does what rule-id %s has done already".formatted(other.id()));
                    return;
                }
            }
        }
    }

    /** Rules of one slot compete for an object; add-column and keys stand for themselves. */
    static String slot(LintRule rule) {
        return switch (rule.action()) {
            case "add-column", "include-column", "add-before-image-columns" -> "";
            case "define-primary-key" -> "key";
            default -> rule.action().startsWith(MASKING) ? "mask" : "edit";
        };
    }

    private static boolean holds(LintRule other, LintRule rule) {
        return switch (rule.target()) {
            case "schema" -> other.schema().names().holdsAllOf(rule.schema().names());
            case "table" -> other.holdsTablesOf(rule);
            case "column" -> other.holdsColumnsOf(rule);
            default -> false;
        };
    }

    private void oneName(LintRule rule) {
        if (!rule.action().equals("rename") || !rule.node().path("expression").isMissingNode()) {
            return;
        }
        if (rule.target().equals("table") && isPattern(rule.table())) {
            lint.add(
                    Severity.WARNING,
                    rule,
                    "object-locator.table-name",
                    "every table that matches '%s' would be named '%s'"
                            .formatted(rule.table().text(), rule.value()));
        }
        if (rule.target().equals("column") && isPattern(rule.column())) {
            lint.add(
                    Severity.WARNING,
                    rule,
                    "object-locator.column-name",
                    "every column of a table that matches '%s' would be named '%s'"
                            .formatted(rule.column().text(), rule.value()));
        }
    }

    /** Meant to match several names. */
    private static boolean isPattern(LintRule.Part part) {
        return !part.wildcard().isLiteral() && !part.wildcard().looksLikeAName();
    }

    private void masking(LintRule rule) {
        if (!rule.action().startsWith(MASKING)) {
            return;
        }
        boolean unique = !rule.action().startsWith(MASKING + "digits");
        Optional<LintRule> key =
                transformations.stream()
                        .filter(other -> other.action().equals("define-primary-key"))
                        .filter(other -> other.meetsTablesOf(rule))
                        .filter(other -> hasKeyColumn(other, rule))
                        .findFirst();
        if (key.isPresent()) {
            lint.add(
                    unique ? Severity.HINT : Severity.ERROR,
                    rule,
                    "object-locator.column-name",
                    unique
                            ? "masks a column of the primary key of rule-id %s; its rows cannot be compared with the source's"
                                    .formatted(key.get().id())
                            : "masks a column of the primary key of rule-id %s, and different keys may become equal; use data-masking-hash-mask"
                                    .formatted(key.get().id()));
        } else if (!rule.column().wildcard().isLiteral()) {
            lint.add(
                    unique ? Severity.HINT : Severity.WARNING,
                    rule,
                    "object-locator.column-name",
                    "'%s' may match columns of primary keys%s"
                            .formatted(
                                    rule.column().text(),
                                    unique
                                            ? ", whose rows cannot be compared with the source's then"
                                            : ", of which different ones may become equal"));
        } else if (!unique) {
            lint.add(
                    Severity.HINT,
                    rule,
                    "object-locator.column-name",
                    "different values of column '%s' may become equal; for a key use data-masking-hash-mask"
                            .formatted(rule.column().text()));
        }
    }

    private static boolean hasKeyColumn(LintRule key, LintRule mask) {
        for (var column : key.node().path("primary-key-def").path("columns")) {
            if (mask.column().wildcard().matches(column.asText())) {
                return true;
            }
        }
        return false;
    }
}
