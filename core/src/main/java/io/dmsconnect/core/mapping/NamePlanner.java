// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.NameAction;
import io.dmsconnect.core.mapping.action.RenameByExpression;
import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.mapping.expression.ExpressionException;
import io.dmsconnect.core.mapping.expression.Expressions;
import io.dmsconnect.core.mapping.expression.Names;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;

/** What schema, table and columns are called on the target. */
final class NamePlanner {
    private final Table source;
    private final RuleBook rules;
    private final String targetSchema;
    private final Expressions expressions;
    private final List<Decision> decisions;
    private final List<String> problems;

    NamePlanner(
            Table source,
            RuleBook rules,
            String targetSchema,
            Expressions expressions,
            List<Decision> decisions,
            List<String> problems) {
        this.source = source;
        this.rules = rules;
        this.targetSchema = targetSchema;
        this.expressions = expressions;
        this.decisions = decisions;
        this.problems = problems;
    }

    TableId table() {
        TableId id = source.id();
        List<TransformationRule> ofSchema = rules.naming(RuleTarget.SCHEMA, id);
        String schema = id.schema();
        if (ofSchema.isEmpty() && !targetSchema.isEmpty()) {
            schema = targetSchema;
            decisions.add(
                    new Decision("schema", "", "'%s', as TargetSchema says".formatted(schema)));
        }
        for (TransformationRule rule : ofSchema) {
            schema = renamed("schema", schema, rule, Names.ofTable(source));
        }
        String name = id.name();
        for (TransformationRule rule : rules.naming(RuleTarget.TABLE, id)) {
            name = renamed("table", name, rule, Names.ofTable(source));
        }
        return new TableId(schema, name);
    }

    String column(Column column, String name, TransformationRule rule) {
        return renamed(
                "column '" + column.name() + "'", name, rule, Names.ofColumn(source, column));
    }

    private String renamed(String object, String name, TransformationRule rule, Names names) {
        String given = name;
        if (rule.action() instanceof NameAction action) {
            given = action.rename(name);
        } else if (rule.action() instanceof RenameByExpression action) {
            given = evaluated(action.expression(), object, rule, names, name);
        } else {
            return name;
        }
        if (given.isEmpty()) {
            problems.add("rule-id %s leaves %s without a name".formatted(rule.id(), object));
            return name;
        }
        decisions.add(
                new Decision(
                        object,
                        rule.id().toString(),
                        given.equals(name) ? "keeps its name" : "is called '%s'".formatted(given)));
        return given;
    }

    private String evaluated(
            String expression, String object, TransformationRule rule, Names names, String name) {
        try {
            Object value = expressions.compile(expression, names).evaluate(null, null);
            return value == null ? "" : value.toString();
        } catch (ExpressionException e) {
            problems.add(
                    "rule-id %s, expression for the name of %s: %s"
                            .formatted(rule.id(), object, e.getMessage()));
            return name;
        }
    }
}
