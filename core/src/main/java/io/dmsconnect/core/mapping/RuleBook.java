// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.function.Predicate;

/** The transformation rules, by what they are for. Locators always speak of the source's names. */
final class RuleBook {
    private final List<TransformationRule> rules;
    private final boolean chained;

    /**
     * @param rules sorted by rule-id
     */
    RuleBook(List<TransformationRule> rules, boolean chained) {
        this.rules = rules;
        this.chained = chained;
    }

    /** Those that name the schema or the table; one, or all where they are chained. */
    List<TransformationRule> naming(RuleTarget target, TableId table) {
        return exclusive(target, locator -> locator.matches(table));
    }

    /** Those that name the tablespace of the table, or of its indexes. */
    List<TransformationRule> naming(RuleTarget target, TableId table, String tablespace) {
        return exclusive(
                target,
                locator -> locator.matches(table) && locator.tablespace().matches(tablespace));
    }

    /** Those that name, remove or convert a column; one, or all where they are chained. */
    List<TransformationRule> shaping(TableId table, Column column) {
        return exclusive(RuleTarget.COLUMN, locator -> locator.matches(table, column));
    }

    private List<TransformationRule> exclusive(RuleTarget target, Predicate<Locator> matches) {
        return rules.stream()
                .filter(rule -> rule.target() == target && rule.isExclusive())
                .filter(rule -> matches.test(rule.locator()))
                .limit(chained ? Long.MAX_VALUE : 1)
                .toList();
    }

    /** Rules for a table's columns, or for the table itself, with an action of this class. */
    List<TransformationRule> of(TableId table, Class<?> action) {
        return rules.stream()
                .filter(rule -> action.isInstance(rule.action()))
                .filter(rule -> rule.locator().matches(table))
                .toList();
    }

    List<TransformationRule> of(TableId table, Column column, Class<?> action) {
        return rules.stream()
                .filter(rule -> action.isInstance(rule.action()))
                .filter(rule -> rule.locator().matches(table, column))
                .toList();
    }
}
