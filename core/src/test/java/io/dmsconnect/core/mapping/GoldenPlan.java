// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import java.util.Arrays;

/** A plan as text, all that can be asked of it. */
final class GoldenPlan {
    private GoldenPlan() {}

    static String describe(TablePlan plan) {
        Table target = plan.target();
        StringBuilder out = new StringBuilder();
        out.append(plan.source().id()).append(" -> ").append(target.id());
        out.append(plan.isIdentity() ? " (identity)\n" : "\n");
        int[] from = plan.sourceIndexes();
        for (int i = 0; i < from.length; i++) {
            Column column = target.columns().get(i);
            int key = target.primaryKey().indexOf(column.name());
            out.append("  ").append(column.name()).append(' ').append(type(column.type()));
            out.append(column.nullable() ? "" : " not null");
            out.append(key < 0 ? "" : " key " + (key + 1));
            out.append(
                    from[i] < 0
                            ? " <- rules\n"
                            : " <- " + plan.source().columns().get(from[i]).name() + "\n");
        }
        if (!target.storage().equals(Storage.NONE)) {
            out.append("  ").append(target.storage()).append('\n');
        }
        plan.filter()
                .ifPresent(
                        f -> out.append("filter: ").append(f.sql(new PlainSyntax())).append('\n'));
        out.append(plan.softDelete() ? "soft delete\n" : "");
        plan.decisions().forEach(decision -> out.append(decision).append('\n'));
        plan.warnings().forEach(w -> out.append("warning: ").append(w).append('\n'));
        if (plan.copiesOnly()) {
            checkRow(plan, from);
        }
        return out.toString();
    }

    private static String type(DataType type) {
        return Types.text(type)
                + (type.declaration().isEmpty()
                        ? ""
                        : " [" + type.engine() + " " + type.declaration() + "]");
    }

    /** Each value arrives from its index, and what is absent stays absent. */
    private static void checkRow(TablePlan plan, int[] from) {
        Object[] values = new Object[plan.source().columns().size()];
        Arrays.setAll(values, i -> i);
        Object[] partial = new Object[values.length];
        Arrays.setAll(partial, i -> i % 2 == 0 ? ArrayRow.ABSENT : null);
        for (int i = 0; i < from.length; i++) {
            assertThat(plan.value(i, new ArrayRow(values), null, null)).isEqualTo(from[i]);
            assertThat(plan.oldValue(i, new ArrayRow(values))).isEqualTo(from[i]);
            assertThat(plan.value(i, new ArrayRow(partial), null, null))
                    .isEqualTo(from[i] % 2 == 0 ? ArrayRow.ABSENT : null);
        }
    }

    /** Shows the class of each constant that is no text. */
    private record PlainSyntax() implements FilterSyntax {
        @Override
        public String name(Column column) {
            return column.name();
        }

        @Override
        public String compare(Column column, Comparison comparison, Object constant) {
            String text =
                    constant instanceof String string
                            ? "'" + string + "'"
                            : constant.getClass().getSimpleName()
                                    + " "
                                    + ValueText.format(constant);
            return column.name() + " " + comparison + " " + text;
        }

        @Override
        public String like(Column column, String pattern) {
            return column.name() + " like '" + pattern + "'";
        }
    }
}
