// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.DefinePrimaryKey;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The target's key. */
final class KeyPlanner {
    private final Table source;
    private final Map<String, PlannedColumn> columns;
    private final Map<String, String> newNames;
    private final List<Decision> decisions;
    private final List<String> warnings;
    private final List<String> problems;

    /**
     * @param columns of the target, by name; a column of the key becomes one that is never null
     * @param newNames of the source's columns
     */
    KeyPlanner(
            Table source,
            Map<String, PlannedColumn> columns,
            Map<String, String> newNames,
            List<Decision> decisions,
            List<String> warnings,
            List<String> problems) {
        this.source = source;
        this.columns = columns;
        this.newNames = newNames;
        this.decisions = decisions;
        this.warnings = warnings;
        this.problems = problems;
    }

    /**
     * @param rule that defines it; empty for the source's own
     */
    List<String> key(Optional<TransformationRule> rule) {
        if (rule.isEmpty()) {
            return source.primaryKey().stream()
                    .map(name -> newNames.getOrDefault(name, name))
                    .toList();
        }
        List<String> key = new ArrayList<>();
        for (String wanted : ((DefinePrimaryKey) rule.get().action()).columns()) {
            String name = columns.containsKey(wanted) ? wanted : newNames.get(wanted);
            PlannedColumn planned = name == null ? null : columns.get(name);
            if (planned == null) {
                problems.add(
                        "rule-id %s: the target has no column '%s' for its key"
                                .formatted(rule.get().id(), wanted));
            } else if (!(planned.origin() instanceof PlannedColumn.OfColumn)) {
                problems.add(
                        "rule-id %s: '%s' is made by a rule and cannot be part of a key, since deletions do not carry it"
                                .formatted(rule.get().id(), wanted));
            } else if (key.contains(name)) {
                problems.add(
                        "rule-id %s names key column '%s' twice"
                                .formatted(rule.get().id(), wanted));
            } else {
                if (planned.column().nullable()) {
                    warnings.add(
                            "rule-id %s: key column '%s' may be null on the source; a row where it is null is refused"
                                    .formatted(rule.get().id(), wanted));
                    columns.put(name, notNull(planned));
                }
                String of =
                        source.columns()
                                .get(((PlannedColumn.OfColumn) planned.origin()).source())
                                .name();
                if (!source.isKey(of)) {
                    warnings.add(
                            "rule-id %s: key column '%s' is not part of the source's key; deletes and updates find their row only where the source logs full row images (REPLICA IDENTITY FULL, binlog_row_image=FULL)"
                                    .formatted(rule.get().id(), wanted));
                }
                key.add(name);
            }
        }
        decisions.add(
                new Decision(
                        "table",
                        rule.get().id().toString(),
                        "has the key " + String.join(", ", key)));
        return key;
    }

    private static PlannedColumn notNull(PlannedColumn planned) {
        Column column = planned.column();
        return new PlannedColumn(
                column.nullable(false), planned.origin(), planned.steps(), planned.addedBy());
    }
}
