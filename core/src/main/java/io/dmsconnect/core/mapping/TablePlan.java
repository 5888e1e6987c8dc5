// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Table;

/** What the rules make of one shape of a table: indexes only, so that a row costs little. */
public final class TablePlan {
    private final Table source;
    private final Table target;
    private final int[] sourceIndexes;
    private final boolean rowsPass;

    TablePlan(Table source, Table target, int[] sourceIndexes) {
        this.source = source;
        this.target = target;
        this.sourceIndexes = sourceIndexes.clone();
        this.rowsPass = isEveryColumnInPlace();
    }

    private boolean isEveryColumnInPlace() {
        for (int i = 0; i < sourceIndexes.length; i++) {
            if (sourceIndexes[i] != i) {
                return false;
            }
        }
        return sourceIndexes.length == source.columns().size();
    }

    public Table source() {
        return source;
    }

    public Table target() {
        return target;
    }

    /** The target has the source's names and columns, and rows pass untouched. */
    public boolean isIdentity() {
        return rowsPass && source.equals(target);
    }

    /** For each column of the target the position of the source's column it comes from. */
    public int[] sourceIndexes() {
        return sourceIndexes.clone();
    }

    /** The target's row; the same instance where no column leaves or moves. */
    public Row apply(Row row) {
        if (row.size() != source.columns().size()) {
            throw new IllegalArgumentException(
                    "a row of %d columns for table %s, which has %d"
                            .formatted(row.size(), source.id(), source.columns().size()));
        }
        if (rowsPass) {
            return row;
        }
        Object[] values = new Object[sourceIndexes.length];
        for (int i = 0; i < values.length; i++) {
            int from = sourceIndexes[i];
            values[i] = row.isPresent(from) ? row.value(from) : ArrayRow.ABSENT;
        }
        return new ArrayRow(values);
    }
}
