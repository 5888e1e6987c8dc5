// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules make of the tables of a source, and why.
 *
 * @param tables in the given order
 */
public record Explanation(List<OfTable> tables, List<Collision> collisions) {
    /**
     * Tables that would become one.
     *
     * @param exact false where only a target that does not tell upper from lower case takes the
     *     names for one
     */
    public record Collision(String message, boolean exact) {}

    /** Can the task run? */
    public boolean isUsable() {
        return tables.stream().allMatch(table -> table.problem().isEmpty())
                && collisions.stream().noneMatch(Collision::exact);
    }

    /**
     * @param reason the rule that selects the table, or why none does
     * @param plan null where it is not selected, or where there is a problem
     * @param problem why the rules cannot be applied; empty where they can
     */
    public record OfTable(
            Table source, String reason, TablePlan plan, List<Step> steps, String problem) {
        public boolean isSelected() {
            return plan != null || !problem.isEmpty();
        }

        /** What does not stop the task and is probably not wanted. */
        public List<String> warnings() {
            return plan == null ? List.of() : plan.warnings();
        }

        /** What was done to a column of the source, or where it is empty to the table itself. */
        public List<Step> stepsOf(String column) {
            return steps.stream().filter(step -> step.column().equals(column)).toList();
        }
    }

    /**
     * @param column of the source; empty for the table
     * @param target of the rule: schema, table or column
     * @param applied false where another rule of the same object goes first
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
     * @param chained all rules of an object are applied ({@code mapping.chained})
     */
    public static Explanation of(
            String json,
            TableMappings mappings,
            Collection<Table> tables,
            Set<TableId> views,
            boolean chained) {
        List<LintRule> rules = rules(json);
        NearestReason reasons = new NearestReason(rules);
        List<OfTable> explained = new ArrayList<>();
        for (Table table : tables) {
            boolean view = views.contains(table.id());
            explained.add(
                    mappings.selects(table.id(), view)
                            ? selected(table, mappings, steps(table, rules, chained), reasons)
                            : new OfTable(
                                    table,
                                    reasons.rejected(table.id(), view),
                                    null,
                                    List.of(),
                                    ""));
        }
        return new Explanation(explained, collisions(explained));
    }

    private static List<LintRule> rules(String json) {
        List<LintRule> rules = new ArrayList<>();
        try {
            var all = new JsonMapper().readTree(json).path("rules");
            for (int i = 0; i < all.size(); i++) {
                LintRule.of(all.path(i), i).ifPresent(rules::add);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("mappings that were read before", e);
        }
        rules.sort(LintRule.ORDER);
        return rules;
    }

    private static OfTable selected(
            Table table, TableMappings mappings, List<Step> steps, NearestReason reasons) {
        String reason = reasons.selected(table.id());
        try {
            Optional<TablePlan> plan = mappings.plan(table);
            return new OfTable(table, reason, plan.orElseThrow(), steps, "");
        } catch (ReplicationException e) {
            return new OfTable(table, reason, null, steps, e.getMessage());
        }
    }

    private static List<Step> steps(Table table, List<LintRule> rules, boolean chained) {
        List<Step> steps = new ArrayList<>();
        Map<String, LintRule> first = new HashMap<>();
        for (LintRule rule : rules) {
            boolean here =
                    rule.isTransformation()
                            && rule.schema().wildcard().matches(table.id().schema())
                            && rule.table().wildcard().matches(table.id().name());
            if (!here) {
                continue;
            }
            if (!rule.target().equals("column")) {
                steps.add(step("", rule, first, chained));
                continue;
            }
            for (Column column : table.columns()) {
                boolean typed =
                        rule.dataType().isEmpty()
                                || TypeNames.kinds(rule.dataType()).contains(column.type().kind());
                if (typed && rule.column().wildcard().matches(column.name())) {
                    steps.add(step(column.name(), rule, first, chained));
                }
            }
        }
        return steps;
    }

    private static Step step(
            String column, LintRule rule, Map<String, LintRule> first, boolean chained) {
        String slot = TransformationLint.slot(rule);
        boolean applied =
                chained
                        || slot.isEmpty()
                        || first.putIfAbsent(slot + " " + rule.target() + " " + column, rule)
                                == null;
        return new Step(column, rule.target(), rule.id().toString(), rule.action(), applied);
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
