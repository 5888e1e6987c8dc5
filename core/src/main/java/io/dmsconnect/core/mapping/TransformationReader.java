// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.json.Spelling;
import io.dmsconnect.core.mapping.action.Action;
import io.dmsconnect.core.mapping.action.ActionTable;
import io.dmsconnect.core.mapping.action.DefinePrimaryKey;
import io.dmsconnect.core.mapping.action.Rename;
import io.dmsconnect.core.mapping.action.RenameByExpression;
import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.schema.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads rules of {@code rule-type} transformation. */
final class TransformationReader {
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
        Locator locator =
                object == null || target.isEmpty() ? null : locator(target.get(), object, action);
        if (object != null && target.isEmpty()) {
            object.required("schema-name", "a schema, or a pattern such as %");
            object.warnOfRest(RuleMembers.OF_LOCATORS);
        }
        if (usable) {
            Action made = ActionTable.read(action, target.get(), rule);
            if (locator != null && made != null) {
                read.add(new Read(new TransformationRule(id, target.get(), locator, made), rule));
                check(target.get(), made, locator, rule);
            }
            rule.warnOfRest(RuleMembers.OF_RULES);
        } else {
            RuleMembers.OF_RULES.forEach(rule::known);
            rule.warnOfRest();
        }
    }

    private static void check(RuleTarget target, Action made, Locator locator, Members rule) {
        if (made instanceof DefinePrimaryKey
                && (locator.schema().toString() + locator.table()).contains("%")) {
            rule.problem(
                    "object-locator",
                    "define-primary-key is for one table: its schema and name, without %");
        }
        if (target.isTablespace() && made instanceof RenameByExpression) {
            rule.problem("expression", "cannot name a tablespace; give the new name as value");
        }
        if (target == RuleTarget.COLUMN
                && made instanceof Rename
                && !locator.column().isLiteral()
                && !locator.column().looksLikeAName()
                && locator.types().isEmpty()) {
            rule.warning(
                    "object-locator.column-name",
                    "every column that matches would get the same name, '%s'"
                            .formatted(Members.shown(((Rename) made).rename(""))));
        }
    }

    private static Optional<RuleTarget> target(Members rule) {
        String text =
                rule.required(
                        "rule-target",
                        "schema, table, column, table-tablespace or index-tablespace");
        for (RuleTarget target : RuleTarget.values()) {
            if (target.text().equals(text)) {
                return Optional.of(target);
            }
        }
        if (!text.isEmpty()) {
            rule.problem(
                    "rule-target",
                    "'%s' is unknown; it is one of schema, table, column, table-tablespace, index-tablespace%s"
                            .formatted(
                                    Members.shown(text),
                                    Spelling.hint(
                                            text,
                                            Arrays.stream(RuleTarget.values())
                                                    .map(RuleTarget::text)
                                                    .toList())));
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
                    "'%s' is unknown; for rule-target %s there are %s%s"
                            .formatted(
                                    shown,
                                    target.text(),
                                    String.join(", ", ActionTable.namesFor(target)),
                                    Spelling.hint(action, ActionTable.namesFor(target))));
        }
        return false;
    }

    private static Locator locator(RuleTarget target, Members object, String action) {
        Wildcard schema = pattern(object, "schema-name", "a schema, or a pattern such as %");
        Wildcard table = Locator.ANY;
        Wildcard column = Locator.ANY;
        Wildcard tablespace = Locator.ANY;
        Set<DataType.Kind> types = Set.of();
        if (target.isTablespace()) {
            table = Wildcard.of(object.text("table-name").orElse("%"));
            tablespace = tablespace(target, object);
        } else if (target != RuleTarget.SCHEMA) {
            table = pattern(object, "table-name", "a table, or a pattern such as %");
        } else if (!object.text("table-name").orElse("%").equals("%")) {
            object.warning("table-name", "has no effect in a rule for schemas, ignored");
        }
        if (target == RuleTarget.COLUMN) {
            column = column(object, action);
            types = types(object);
        }
        // console output says what every table is
        object.value("table-type");
        object.warnOfRest(RuleMembers.OF_LOCATORS);
        return new Locator(schema, table, column, tablespace, types);
    }

    /** One of the two, by the rule's target; AWS's own sample confuses them. */
    private static Wildcard tablespace(RuleTarget target, Members object) {
        Optional<String> table = object.text("table-tablespace-name");
        Optional<String> index = object.text("index-tablespace-name");
        String wanted =
                target == RuleTarget.TABLE_TABLESPACE
                        ? "table-tablespace-name"
                        : "index-tablespace-name";
        if (table.isPresent() && index.isPresent()) {
            object.problem(
                    "index-tablespace-name",
                    "a rule is for one tablespace: leave this or table-tablespace-name out");
        } else if (table.isEmpty() && index.isEmpty()) {
            object.problem(wanted, "is missing; it has to be a tablespace, or a pattern such as %");
        } else if ((target == RuleTarget.TABLE_TABLESPACE) != table.isPresent()) {
            object.warning(
                    table.isPresent() ? "table-tablespace-name" : "index-tablespace-name",
                    "does not fit rule-target %s; it is read as %s"
                            .formatted(target.text(), wanted));
        }
        return Wildcard.of(table.or(() -> index).orElse("%"));
    }

    /** A column that is added is not there yet. */
    private static Wildcard column(Members object, String action) {
        if (action.equals("add-before-image-columns")) {
            return Wildcard.of(object.text("column-name").orElse("%"));
        }
        if (!action.equals("add-column")) {
            return pattern(object, "column-name", "a column, or a pattern such as %");
        }
        if (object.text("column-name").filter(name -> !name.equals("%")).isPresent()) {
            object.warning(
                    "column-name", "has no effect: the new column's name is the rule's value");
        }
        return Locator.ANY;
    }

    private static Wildcard pattern(Members object, String member, String meaning) {
        return object.pattern(member, object.required(member, meaning));
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

    /** Of two rules that name exactly the same objects one never applies. */
    void finish() {
        for (int i = 0; i < read.size(); i++) {
            for (int j = 0; j < i; j++) {
                TransformationRule one = read.get(j).rule();
                TransformationRule other = read.get(i).rule();
                if (one.competes(other) && one.locator().equals(other.locator())) {
                    boolean firstWins = one.id().compareTo(other.id()) <= 0;
                    read.get(firstWins ? i : j)
                            .members()
                            .warning(
                                    "object-locator",
                                    "the rule never applies, unless rules are chained: rule-id %s is"
                                                    .formatted((firstWins ? one : other).id())
                                            + " for the same objects and goes first");
                    break;
                }
            }
        }
    }
}
