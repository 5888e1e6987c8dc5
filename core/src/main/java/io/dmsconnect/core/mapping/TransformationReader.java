// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.ActionTable;
import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.schema.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads rules of {@code rule-type} transformation. */
final class TransformationReader {
    private static final Set<String> LOCATOR_MEMBERS =
            Set.of(
                    "table-name",
                    "column-name",
                    "data-type",
                    "table-tablespace-name",
                    "index-tablespace-name");
    private static final Set<String> MEMBERS =
            Set.of(
                    "value",
                    "old-value",
                    "data-type",
                    "primary-key-def",
                    "before-image-def",
                    "load-order",
                    "filters");

    private final Findings findings;
    private final List<Read> read = new ArrayList<>();

    private record Read(TransformationRule rule, Members members) {}

    TransformationReader(Findings findings) {
        this.findings = findings;
    }

    List<TransformationRule> rules() {
        return read.stream().map(Read::rule).toList();
    }

    void read(BigInteger id, Members rule) {
        Optional<RuleTarget> target = target(rule);
        String action = rule.required("rule-action", "what the rule does, such as rename");
        boolean usable = target.isPresent() && isUsable(action, target.get(), rule);
        Members object =
                rule.object("object-locator", "an object with schema-name and, by target, more");
        Locator locator = object == null || target.isEmpty() ? null : locator(target.get(), object);
        if (usable && rule.value("expression").isMissingNode()) {
            var made = ActionTable.read(action, rule);
            if (locator != null) {
                read.add(new Read(new TransformationRule(id, target.get(), locator, made), rule));
            }
        } else if (usable) {
            rule.problem(
                    "expression", "expressions are not supported yet; give the new name as value");
        }
        if (usable) {
            rule.warnOfRest(MEMBERS);
        }
    }

    private static Optional<RuleTarget> target(Members rule) {
        String text = rule.required("rule-target", "schema, table or column");
        for (RuleTarget target : RuleTarget.values()) {
            if (target.text().equals(text)) {
                return Optional.of(target);
            }
        }
        if (!text.isEmpty()) {
            rule.problem(
                    "rule-target",
                    "'%s' is not supported; supported are schema, table and column"
                            .formatted(Members.shown(text)));
        }
        return Optional.empty();
    }

    private static boolean isUsable(String action, RuleTarget target, Members rule) {
        if (action.isEmpty() || ActionTable.isLegal(action, target)) {
            return !action.isEmpty();
        }
        String shown = Members.shown(action);
        String lower = action.toLowerCase(Locale.ROOT);
        if (ActionTable.has(action)) {
            rule.problem(
                    "rule-action",
                    "'%s' is not possible for rule-target %s, only for %s"
                            .formatted(
                                    shown,
                                    target.text(),
                                    String.join(", ", ActionTable.targetsOf(action))));
        } else if (ActionTable.has(lower)) {
            rule.problem(
                    "rule-action", "'%s' has to be in lower case: '%s'".formatted(shown, lower));
        } else {
            rule.problem(
                    "rule-action",
                    "'%s' is not supported; supported for rule-target %s are %s"
                            .formatted(
                                    shown,
                                    target.text(),
                                    String.join(", ", ActionTable.namesFor(target))));
        }
        return false;
    }

    private static Locator locator(RuleTarget target, Members object) {
        Wildcard schema = pattern(object, "schema-name", "a schema, or a pattern such as %");
        Wildcard table = Locator.ANY;
        Wildcard column = Locator.ANY;
        Set<DataType.Kind> types = Set.of();
        if (target != RuleTarget.SCHEMA) {
            table = pattern(object, "table-name", "a table, or a pattern such as %");
        } else if (!object.text("table-name").orElse("%").equals("%")) {
            object.warning("table-name", "has no effect in a rule for schemas, ignored");
        }
        if (target == RuleTarget.COLUMN) {
            column = pattern(object, "column-name", "a column, or a pattern such as %");
            types = types(object);
        }
        // console output says what every table is
        object.value("table-type");
        object.warnOfRest(LOCATOR_MEMBERS);
        return new Locator(schema, table, column, types);
    }

    private static Wildcard pattern(Members object, String member, String meaning) {
        return Wildcard.of(object.required(member, meaning));
    }

    private static Set<DataType.Kind> types(Members object) {
        Optional<String> name = object.text("data-type");
        Set<DataType.Kind> kinds = name.map(TypeNames::kinds).orElse(Set.of());
        if (name.isPresent() && kinds.isEmpty()) {
            object.problem(
                    "data-type",
                    "'%s' is no type of a relational source; types are %s"
                            .formatted(
                                    Members.shown(name.get()), String.join(", ", TypeNames.all())));
        }
        return kinds;
    }

    /** Of two rules for exactly the same objects one never applies. */
    void finish() {
        for (int i = 0; i < read.size(); i++) {
            for (int j = 0; j < i; j++) {
                TransformationRule one = read.get(j).rule();
                TransformationRule other = read.get(i).rule();
                if (one.target() == other.target() && one.locator().equals(other.locator())) {
                    boolean firstWins = one.id().compareTo(other.id()) <= 0;
                    read.get(firstWins ? i : j)
                            .members()
                            .warning(
                                    "object-locator",
                                    "the rule never applies: rule-id %s is for the same objects"
                                                    .formatted((firstWins ? one : other).id())
                                            + " and goes first");
                    break;
                }
            }
        }
    }
}
