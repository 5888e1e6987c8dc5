// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.json.JsonText;
import io.dmsconnect.core.json.JsonTextException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the rules make of the tables of a source, and why.
 *
 * @param tables in the given order
 * @param nothing where no table is selected, why; else empty
 */
public record Explanation(List<OfTable> tables, List<Collision> collisions, List<String> nothing) {
    /**
     * Tables that would become one.
     *
     * @param exact false where only a target that does not tell upper from lower case takes the
     *     names for one
     */
    public record Collision(String message, boolean exact) {}

    /** Can the task run? */
    public boolean isUsable() {
        return nothing.isEmpty()
                && tables.stream().allMatch(table -> table.problem().isEmpty())
                && collisions.stream().noneMatch(Collision::exact);
    }

    /**
     * @param reason the rule that selects the table, or why none does
     * @param plan null where it is not selected, or where there is a problem
     * @param steps for the table and its columns
     * @param added for columns that rules add
     * @param problem why the rules cannot be applied; empty where they can
     */
    public record OfTable(
            Table source,
            String reason,
            TablePlan plan,
            List<Step> steps,
            List<Step> added,
            String problem) {
        public boolean isSelected() {
            return plan != null || !problem.isEmpty();
        }

        /** What does not stop the task and is probably not wanted. */
        public List<String> warnings() {
            return plan == null ? List.of() : plan.warnings();
        }

        /** What was done to a column of the source, or where it is empty to the table itself. */
        public List<Step> stepsOf(String column) {
            return of(steps, column);
        }

        /** What makes a column of the target that a rule has added. */
        public List<Step> stepsOfAdded(String column) {
            return of(added, column);
        }

        private static List<Step> of(List<Step> steps, String column) {
            return steps.stream().filter(step -> step.column().equals(column)).toList();
        }
    }

    /**
     * @param column of the source, or an added one of the target; empty for the table
     * @param target of the rule: schema, table, column or a tablespace
     * @param applied false where it does nothing here, since another rule of the same object goes
     *     first
     */
    public record Step(
            String column, String target, String ruleId, String action, boolean applied) {
        @Override
        public String toString() {
            return "rule-id %s %s %s%s"
                    .formatted(ruleId, action, target, applied ? "" : " (not applied)");
        }
    }

    /**
     * @param json the document the mappings were read from
     * @param views which of the tables are views
     * @param followsChanges of a task that does, no view is a part
     */
    public static Explanation of(
            String json,
            TableMappings mappings,
            Collection<Table> tables,
            Set<TableId> views,
            boolean followsChanges) {
        return of(json, mappings, tables, views, Map.of(), followsChanges);
    }

    /**
     * @param json the document the mappings were read from
     * @param views which of the tables are views
     * @param leftOut tables that no task takes, with the reason
     * @param followsChanges of a task that does, no view is a part
     */
    public static Explanation of(
            String json,
            TableMappings mappings,
            Collection<Table> tables,
            Set<TableId> views,
            Map<TableId, String> leftOut,
            boolean followsChanges) {
        List<LintRule> rules = rules(json);
        NearestReason reasons = new NearestReason(rules);
        List<OfTable> explained = new ArrayList<>();
        for (Table table : tables) {
            boolean view = views.contains(table.id());
            if (!mappings.selects(table.id(), view)) {
                explained.add(unselected(table, reasons.rejected(table.id(), view)));
            } else if (leftOut.containsKey(table.id())) {
                explained.add(unselected(table, leftOut.get(table.id())));
            } else if (view && followsChanges) {
                explained.add(
                        unselected(
                                table,
                                "is a view, of which no log has changes: only a full-load task"
                                        + " takes it"));
            } else {
                explained.add(selected(table, mappings, rules, reasons));
            }
        }
        List<String> nothing =
                explained.stream().anyMatch(OfTable::isSelected)
                        ? List.of()
                        : NothingSelected.lines(explained, rules);
        return new Explanation(explained, collisions(explained), nothing);
    }

    private static OfTable unselected(Table table, String reason) {
        return new OfTable(table, reason, null, List.of(), List.of(), "");
    }

    private static List<LintRule> rules(String json) {
        List<LintRule> rules = new ArrayList<>();
        try {
            var all = JsonText.read(json).path("rules");
            for (int i = 0; i < all.size(); i++) {
                LintRule.of(all.path(i), i).ifPresent(rules::add);
            }
        } catch (JsonTextException e) {
            throw new IllegalArgumentException("mappings that were read before", e);
        }
        rules.sort(LintRule.ORDER);
        return rules;
    }

    private static OfTable selected(
            Table table, TableMappings mappings, List<LintRule> rules, NearestReason reasons) {
        String reason = reasons.selected(table.id());
        try {
            TablePlan plan = mappings.plan(table).orElseThrow();
            ExplainedSteps steps = ExplainedSteps.of(plan, rules);
            return new OfTable(table, reason, plan, steps.ofSource(), steps.ofAdded(), "");
        } catch (ReplicationException e) {
            return new OfTable(table, reason, null, List.of(), List.of(), e.getMessage());
        }
    }

    private static List<Collision> collisions(List<OfTable> tables) {
        List<Collision> collisions = new ArrayList<>();
        Map<String, OfTable> taken = new HashMap<>();
        for (OfTable table : tables) {
            if (table.plan() == null) {
                continue;
            }
            String name = table.plan().target().id().toString();
            OfTable other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), table);
            if (other != null) {
                String otherName = other.plan().target().id().toString();
                boolean exact = otherName.equals(name);
                String tablesText =
                        "tables %s and %s would "
                                .formatted(other.source().id(), table.source().id());
                collisions.add(
                        new Collision(
                                tablesText
                                        + (exact
                                                ? "both become " + name
                                                : ("become %s and %s, which are one on a target that does"
                                                                + " not tell upper from lower case")
                                                        .formatted(otherName, name)),
                                exact));
            }
        }
        return collisions;
    }
}
