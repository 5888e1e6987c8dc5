// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.action.Draft;
import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes the plan of a table. Of the rules that match an object the one with the lowest rule-id is
 * applied, the others are ignored; locators always speak of the source's names.
 */
final class Planner {
    private final List<TransformationRule> rules;
    private final String targetSchema;

    /**
     * @param rules sorted by rule-id
     * @param targetSchema of tables whose schema no rule touches; empty for the source's
     */
    Planner(List<TransformationRule> rules, String targetSchema) {
        this.rules = rules;
        this.targetSchema = targetSchema;
    }

    TablePlan plan(Table source) {
        Columns columns = new Columns(source);
        for (int i = 0; i < source.columns().size(); i++) {
            Column column = source.columns().get(i);
            columns.add(i, column, columnRule(source.id(), column));
        }
        return columns.plan(targetId(source.id()));
    }

    TableId targetId(TableId source) {
        Optional<TransformationRule> schemaRule =
                first(RuleTarget.SCHEMA, locator -> locator.matches(source));
        String schema =
                schemaRule.isEmpty() && !targetSchema.isEmpty()
                        ? targetSchema
                        : edit(schemaRule, source.schema()).name();
        Optional<TransformationRule> tableRule =
                first(RuleTarget.TABLE, locator -> locator.matches(source));
        return new TableId(schema, edit(tableRule, source.name()).name());
    }

    /** The rules that give the table its target name, for messages. */
    String namedBy(TableId source) {
        List<String> ids =
                rules.stream()
                        .filter(rule -> rule.target() != RuleTarget.COLUMN)
                        .filter(rule -> rule.locator().matches(source))
                        .map(rule -> rule.id().toString())
                        .toList();
        return ids.isEmpty() ? "by no rule" : "rule-id " + String.join(", ", ids);
    }

    private Optional<TransformationRule> columnRule(TableId table, Column column) {
        return first(RuleTarget.COLUMN, locator -> locator.matches(table, column));
    }

    private Optional<TransformationRule> first(RuleTarget target, Predicate<Locator> matches) {
        return rules.stream()
                .filter(rule -> rule.target() == target && matches.test(rule.locator()))
                .findFirst();
    }

    private static Draft edit(Optional<TransformationRule> rule, String name) {
        Draft draft = new Draft(name);
        rule.ifPresent(found -> found.action().edit(draft));
        return draft;
    }

    /** The target's columns as they are found, and what is wrong with them. */
    private static final class Columns {
        private final Table source;
        private final List<Column> kept = new ArrayList<>();
        private final List<Integer> indexes = new ArrayList<>();
        private final Map<String, String> newNames = new HashMap<>();
        private final Map<String, String> takenBy = new HashMap<>();
        private final List<String> problems = new ArrayList<>();

        Columns(Table source) {
            this.source = source;
        }

        void add(int index, Column column, Optional<TransformationRule> rule) {
            Draft draft = edit(rule, column.name());
            String by = rule.map(found -> " (rule-id " + found.id() + ")").orElse("");
            if (draft.isRemoved()) {
                if (source.isKey(column.name())) {
                    problems.add(
                            "column '%s' is part of the primary key and cannot be removed%s"
                                    .formatted(column.name(), by));
                }
                return;
            }
            String described = "'" + column.name() + "'" + by;
            String other = takenBy.putIfAbsent(draft.name(), described);
            if (other != null) {
                problems.add(
                        "columns %s and %s would both be named '%s'"
                                .formatted(other, described, draft.name()));
                return;
            }
            kept.add(column.named(draft.name()));
            indexes.add(index);
            newNames.put(column.name(), draft.name());
        }

        TablePlan plan(TableId target) {
            if (problems.isEmpty() && kept.isEmpty() && !source.columns().isEmpty()) {
                problems.add("the rules with action remove-column leave it no columns");
            }
            if (!problems.isEmpty()) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "table mappings, table " + source.id(),
                        String.join("; ", problems));
            }
            List<String> key = source.primaryKey().stream().map(newNames::get).toList();
            int[] positions = indexes.stream().mapToInt(Integer::intValue).toArray();
            return new TablePlan(source, new Table(target, kept, key), positions);
        }
    }
}
