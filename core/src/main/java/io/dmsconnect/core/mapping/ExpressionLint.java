// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.Lint.Severity;
import io.dmsconnect.core.mapping.expression.ExpressionException;
import io.dmsconnect.core.mapping.expression.Expressions;
import io.dmsconnect.core.mapping.expression.Names;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions that SQLite does not take, or that read what another rule masks. */
final class ExpressionLint {
    private static final Pattern COLUMN = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private static final Table NO_TABLE =
            new Table(new TableId("schema", "table"), List.of(), List.of());

    private final Lint lint;
    private final List<LintRule> rules;

    ExpressionLint(Lint lint, List<LintRule> rules) {
        this.lint = lint;
        this.rules = rules;
    }

    void run() {
        try (Expressions expressions = new Expressions()) {
            for (LintRule rule : rules) {
                String expression = LintRule.text(rule.node(), "expression");
                if (!expression.isEmpty()) {
                    String problem = problem(expressions, rule, expression);
                    if (!problem.isEmpty()) {
                        lint.add(Severity.ERROR, rule, "expression", problem);
                    } else {
                        masked(rule, expression);
                    }
                }
            }
        }
    }

    /** Whatever columns it names may be there. */
    private static String problem(Expressions expressions, LintRule rule, String expression) {
        if (expression.matches("(?s).*[\u2018\u2019\u201C\u201D].*")) {
            return "has typographic quotation marks; SQL's are ' for texts and \" for names";
        }
        try {
            expressions.compile(
                    expression,
                    rule.action().equals("add-column")
                            ? Names.ofAnyRow()
                            : Names.ofTable(NO_TABLE));
            return "";
        } catch (ExpressionException e) {
            return e.getMessage();
        }
    }

    private void masked(LintRule rule, String expression) {
        Matcher column = COLUMN.matcher(expression);
        while (column.find()) {
            String name = column.group(1);
            for (LintRule other : rules) {
                if (other.action().startsWith("data-masking-")
                        && other.meetsTablesOf(rule)
                        && other.column().wildcard().matches(name)) {
                    lint.add(
                            Severity.WARNING,
                            rule,
                            "expression",
                            "reads column '%s', which rule-id %s masks: the expression may write it in clear"
                                    .formatted(name, other.id()));
                    return;
                }
            }
        }
    }
}
