// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.Lint.Severity;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions that are not closed, or that read what another rule masks. */
final class ExpressionLint {
    private static final Pattern COLUMN = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private final Lint lint;
    private final List<LintRule> rules;

    ExpressionLint(Lint lint, List<LintRule> rules) {
        this.lint = lint;
        this.rules = rules;
    }

    void run() {
        for (LintRule rule : rules) {
            String expression = LintRule.text(rule.node(), "expression");
            if (!expression.isEmpty()) {
                String problem = problem(expression);
                if (!problem.isEmpty()) {
                    lint.add(Severity.ERROR, rule, "expression", problem);
                } else {
                    masked(rule, expression);
                }
            }
        }
    }

    private static String problem(String expression) {
        if (expression.matches("(?s).*[\u2018\u2019\u201C\u201D].*")) {
            return "has typographic quotation marks; SQL's are ' for texts and \" for names";
        }
        int open = 0;
        char quote = 0;
        for (char c : expression.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                open++;
            } else if (c == ')' && --open < 0) {
                return "closes a parenthesis that is not open";
            }
        }
        return quote != 0
                ? "a quotation mark " + quote + " is not closed"
                : open > 0 ? "a parenthesis is not closed" : "";
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
