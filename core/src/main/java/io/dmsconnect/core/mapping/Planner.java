// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.mapping.expression.Expressions;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes the plans of tables. */
final class Planner {
    private final RuleBook rules;
    private final PlanOptions options;

    /**
     * @param rules sorted by rule-id
     */
    Planner(List<TransformationRule> rules, PlanOptions options) {
        this.rules = new RuleBook(rules, options.chained());
        this.options = options;
    }

    /**
     * @param includes the selection rules that include the table
     * @param lobs what becomes of its large objects
     */
    TablePlan plan(Table source, List<SelectionRule> includes, LobLimits lobs) {
        return new TablePlanner(source, rules, options, lobs).plan(includes);
    }

    /**
     * What the table is called on the target.
     *
     * @throws ReplicationException (CONFIGURATION) where the rules give it no name
     */
    TableId targetId(TableId source) {
        List<String> problems = new ArrayList<>();
        try (Expressions expressions = new Expressions()) {
            TableId target =
                    new NamePlanner(
                                    new Table(source, List.of(), List.of()),
                                    rules,
                                    options.targetSchema(),
                                    expressions,
                                    new ArrayList<>(),
                                    problems)
                            .table();
            if (!problems.isEmpty()) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "table mappings, table " + source,
                        String.join("; ", problems));
            }
            return target;
        }
    }

    /** The rules that give the table its target name, for messages. */
    String namedBy(TableId source) {
        List<String> ids =
                Stream.of(RuleTarget.SCHEMA, RuleTarget.TABLE)
                        .flatMap(target -> rules.naming(target, source).stream())
                        .map(rule -> rule.id().toString())
                        .toList();
        return ids.isEmpty() ? "by no rule" : "rule-id " + String.join(", ", ids);
    }
}
