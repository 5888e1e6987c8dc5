// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.Mask;
import io.dmsconnect.core.mapping.action.MaskColumn;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What conversions and masks make of a column's type and values. */
final class ColumnShaper {
    private final Table source;
    private final byte[] maskingKey;
    private final List<Decision> decisions;
    private final List<String> warnings;
    private final List<String> problems;

    ColumnShaper(
            Table source,
            byte[] maskingKey,
            List<Decision> decisions,
            List<String> warnings,
            List<String> problems) {
        this.source = source;
        this.maskingKey = maskingKey;
        this.decisions = decisions;
        this.warnings = warnings;
        this.problems = problems;
    }

    /** A conversion or a mask, with the rule whose number says when it comes. */
    record Numbered(TransformationRule rule, DataType type) {
        static Numbered convert(TransformationRule rule, DataType type) {
            return new Numbered(rule, type);
        }

        static Numbered hide(TransformationRule rule) {
            return new Numbered(rule, null);
        }
    }

    record Shaped(Column column, List<PlannedColumn.Step> steps) {}

    /** In the order of the rules' numbers. */
    Shaped shape(String object, Column column, List<Numbered> wanted) {
        Column shaped = column;
        List<PlannedColumn.Step> steps = new ArrayList<>();
        List<Numbered> sorted = new ArrayList<>(wanted);
        sorted.sort(Comparator.comparing(numbered -> numbered.rule().id()));
        for (Numbered step : sorted) {
            String id = step.rule().id().toString();
            if (step.type() != null) {
                steps.add(new PlannedColumn.Convert(id, step.type()));
                shaped = shaped.typed(step.type());
                decisions.add(new Decision(object, id, "becomes " + Types.text(step.type())));
            } else {
                shaped = hidden(object, step.rule(), shaped, steps);
            }
        }
        return new Shaped(shaped, steps);
    }

    private Column hidden(
            String object, TransformationRule rule, Column column, List<PlannedColumn.Step> steps) {
        MaskColumn action = (MaskColumn) rule.action();
        boolean identifies = source.isKey(column.name()) || !source.hasKey();
        if (maskingKey.length == 0 && (action.needsKey() || action.isRandom() && identifies)) {
            problems.add(
                    "rule-id %s, %s: %s"
                            .formatted(
                                    rule.id(),
                                    object,
                                    action.needsKey()
                                            ? "this mask needs a key; set mapping.masking.key"
                                            : "rows could not be found again by a value that is"
                                                    + " another each time; use data-masking-hash-mask,"
                                                    + " or set mapping.masking.key"));
            return column;
        }
        Mask mask = action.mask(maskingKey);
        if (!mask.accepts(column.type())) {
            problems.add(
                    "rule-id %s, %s: values of type %s cannot be masked so, and are never written in clear; change-data-type with a lower rule-id makes texts of them, which can, or use remove-column"
                            .formatted(rule.id(), object, Types.text(column.type())));
            return column;
        }
        if (action.mayCollide() && source.isKey(column.name())) {
            warnings.add(
                    "rule-id %s, %s: different keys may have the same mask, and one row then takes the place of another; data-masking-hash-mask keeps them apart"
                            .formatted(rule.id(), object));
        }
        steps.add(new PlannedColumn.Hide(rule.id().toString(), mask, column.type()));
        decisions.add(new Decision(object, rule.id().toString(), "is masked"));
        return column.typed(mask.type(column.type()));
    }

    /** The value first gets its type, whatever the masking rule's number is. */
    Shaped shapeAdded(String object, Column column, List<Numbered> wanted) {
        List<PlannedColumn.Step> steps = new ArrayList<>();
        Column shaped = column;
        for (Numbered step : wanted) {
            if (step.type() != null) {
                steps.add(new PlannedColumn.Convert(step.rule().id().toString(), step.type()));
            } else {
                shaped = hidden(object, step.rule(), shaped, steps);
            }
        }
        return new Shaped(shaped, steps);
    }
}
