// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
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
     */
    TablePlan plan(Table source, List<SelectionRule> includes) {
        return new TablePlanner(source, rules, options).plan(includes);
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
