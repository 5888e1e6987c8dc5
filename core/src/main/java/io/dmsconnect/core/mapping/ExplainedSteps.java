// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.Explanation.Step;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rules are for a table and its columns, and which of them the plan has applied. */
final class ExplainedSteps {
    private static final String COLUMN = "column";

    private final TablePlan plan;
    private final List<LintRule> rules;
    private final Set<String> decided = new HashSet<>();

    private ExplainedSteps(TablePlan plan, List<LintRule> rules) {
        this.plan = plan;
        TableId table = plan.source().id();
        this.rules =
                rules.stream()
                        .filter(LintRule::isTransformation)
                        .filter(rule -> rule.schema().wildcard().matches(table.schema()))
                        .filter(rule -> rule.table().wildcard().matches(table.name()))
                        .toList();
        plan.decisions().forEach(d -> decided.add(d.ruleId() + " " + d.object()));
    }

    static ExplainedSteps of(TablePlan plan, List<LintRule> rules) {
        return new ExplainedSteps(plan, rules);
    }

    /** Of the table, and of the source's columns. */
    List<Step> ofSource() {
        List<Step> steps = new ArrayList<>();
        for (LintRule rule : rules) {
            if (!rule.target().equals(COLUMN)) {
                tableStep(rule, steps);
            } else if (!rule.addsColumns()) {
                columnSteps(rule, steps);
            }
        }
        return steps;
    }

    /** A rule for another tablespace is none for this table. */
    private void tableStep(LintRule rule, List<Step> steps) {
        boolean applied = isDecided(rule, rule.target());
        if (applied || !rule.target().endsWith("tablespace")) {
            steps.add(step("", rule, applied));
        }
    }

    private void columnSteps(LintRule rule, List<Step> steps) {
        for (Column column : plan.source().columns()) {
            boolean applied = isDecided(rule, object(column.name()));
            if (applied || matches(rule, column)) {
                steps.add(step(column.name(), rule, applied));
            }
        }
    }

    private static boolean matches(LintRule rule, Column column) {
        return rule.column().wildcard().matches(column.name())
                && (rule.dataType().isEmpty()
                        || TypeNames.kinds(rule.dataType()).contains(column.type().kind()));
    }

    /** Of the target's columns that are not the source's. */
    List<Step> ofAdded() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < plan.target().columns().size(); i++) {
            String name = plan.target().columns().get(i).name();
            String by = plan.addedBy(i);
            for (LintRule rule : rules) {
                boolean adds = rule.id().toString().equals(by) && rule.addsColumns();
                boolean masks = rule.masks() && matchesAdded(rule, name);
                if (!by.isEmpty() && (adds || masks)) {
                    steps.add(step(name, rule, true));
                }
            }
        }
        return steps;
    }

    private boolean matchesAdded(LintRule rule, String name) {
        return rule.column().wildcard().matches(name)
                && plan.source().indexOf(name) < 0
                && isDecided(rule, object(name));
    }

    private boolean isDecided(LintRule rule, String object) {
        return decided.contains(rule.id() + " " + object);
    }

    private static String object(String column) {
        return "column '" + column + "'";
    }

    private static Step step(String column, LintRule rule, boolean applied) {
        return new Step(column, rule.target(), rule.id().toString(), rule.action(), applied);
    }
}
