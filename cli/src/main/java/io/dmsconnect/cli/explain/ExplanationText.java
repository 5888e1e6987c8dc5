// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.explain;

import io.dmsconnect.core.mapping.Explanation;
import io.dmsconnect.core.mapping.Explanation.OfTable;
import io.dmsconnect.core.mapping.Explanation.Step;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** For the terminal: a paragraph for each table that goes somewhere, a line for each other. */
public final class ExplanationText {
    private final Explanation explanation;
    private final TargetTypes types;

    public ExplanationText(Explanation explanation, TargetTypes types) {
        this.explanation = explanation;
        this.types = types;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (OfTable table : explanation.tables()) {
            if (table.plan() != null) {
                planned(table, lines);
            } else if (table.isSelected()) {
                lines.add("%s: error: %s".formatted(table.source().id(), table.problem()));
            }
        }
        for (OfTable table : explanation.tables()) {
            if (!table.isSelected()) {
                lines.add("%s: not selected: %s".formatted(table.source().id(), table.reason()));
            }
        }
        explanation
                .collisions()
                .forEach(
                        collision ->
                                lines.add(
                                        (collision.exact() ? "error: " : "warning: ")
                                                + collision.message()));
        return lines;
    }

    private void planned(OfTable table, List<String> lines) {
        TablePlan plan = table.plan();
        lines.add(
                "%s -> %s [%s]%s"
                        .formatted(
                                table.source().id(),
                                plan.target().id(),
                                table.reason(),
                                steps(table.stepsOf(""))));
        table.warnings().forEach(warning -> lines.add("  warning: " + warning));
        types.refusedNames(plan.target()).forEach(reason -> lines.add("  warning: " + reason));
        plan.filter().ifPresent(filter -> lines.add("  rows with " + filter));
        storage(plan.target().storage(), lines);
        List<String> declared = types.of(plan.target());
        List<String[]> cells = new ArrayList<>();
        for (int i = 0; i < table.source().columns().size(); i++) {
            cells.add(cells(table, declared, i));
        }
        for (int i = 0; i < declared.size(); i++) {
            if (!plan.addedBy(i).isEmpty()) {
                String name = plan.target().columns().get(i).name();
                cells.add(
                        new String[] {
                            "(added)",
                            "",
                            target(plan, declared, i),
                            steps(table.stepsOfAdded(name))
                        });
            }
        }
        int name = cells.stream().mapToInt(c -> c[0].length()).max().orElse(0);
        int type = cells.stream().mapToInt(c -> c[1].length()).max().orElse(0);
        for (String[] cell : cells) {
            lines.add(
                    ("  %-" + name + "s  %-" + Math.max(1, type) + "s -> %s%s")
                            .formatted(cell[0], cell[1], cell[2], cell[3]));
        }
    }

    private static void storage(Storage storage, List<String> lines) {
        if (!storage.tablespace().isEmpty()) {
            lines.add("  in tablespace " + storage.tablespace());
        }
        if (!storage.indexTablespace().isEmpty()) {
            lines.add("  indexes in tablespace " + storage.indexTablespace());
        }
    }

    private static String[] cells(OfTable table, List<String> declared, int index) {
        TablePlan plan = table.plan();
        Column column = table.source().columns().get(index);
        int target = plan.targetColumn(index);
        String to = target < 0 ? "(removed)" : target(plan, declared, target);
        return new String[] {
            column.name(), column.type().declaration(), to, steps(table.stepsOf(column.name()))
        };
    }

    private static String target(TablePlan plan, List<String> declared, int index) {
        String name = plan.target().columns().get(index).name();
        return name + " " + declared.get(index) + (plan.target().isKey(name) ? " key" : "");
    }

    private static String steps(List<Step> steps) {
        return steps.isEmpty()
                ? ""
                : steps.stream().map(Step::toString).collect(Collectors.joining(", ", "  [", "]"));
    }
}
