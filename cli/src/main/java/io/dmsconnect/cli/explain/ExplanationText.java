// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.explain;

import io.dmsconnect.core.mapping.Explanation;
import io.dmsconnect.core.mapping.Explanation.OfTable;
import io.dmsconnect.core.mapping.Explanation.Step;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
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
        List<String> declared = types.of(plan.target());
        List<String[]> cells = new ArrayList<>();
        for (int i = 0; i < table.source().columns().size(); i++) {
            cells.add(cells(table, declared, i));
        }
        int[] sources = plan.sourceIndexes();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] < 0) {
                Column added = plan.target().columns().get(i);
                cells.add(new String[] {"(added)", "", added.name() + " " + declared.get(i), ""});
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

    private static String[] cells(OfTable table, List<String> declared, int index) {
        TablePlan plan = table.plan();
        Column column = table.source().columns().get(index);
        int target = ColumnPlaces.target(plan, index);
        String to = "(removed)";
        if (target >= 0) {
            Column now = plan.target().columns().get(target);
            to =
                    now.name()
                            + " "
                            + declared.get(target)
                            + (plan.target().isKey(now.name()) ? " key" : "");
        }
        return new String[] {
            column.name(), column.type().declaration(), to, steps(table.stepsOf(column.name()))
        };
    }

    private static String steps(List<Step> steps) {
        return steps.isEmpty()
                ? ""
                : steps.stream().map(Step::toString).collect(Collectors.joining(", ", "  [", "]"));
    }
}
