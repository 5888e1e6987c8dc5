// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Table;
import java.util.Map;
import java.util.Set;

/** A change with some of its columns only. */
final class Projection {
    private Projection() {}

    /**
     * @param projections remembers the smaller table, so that rows of one shape keep one instance
     */
    static RowChange of(RowChange change, Set<String> columns, Map<Table, Table> projections) {
        Table table = change.table();
        if (table.columns().stream().allMatch(column -> columns.contains(column.name()))) {
            return change;
        }
        Table smaller =
                projections.computeIfAbsent(
                        table,
                        whole ->
                                whole.only(
                                        column ->
                                                columns.contains(column.name())
                                                        || whole.isKey(column.name())));
        return new RowChange(
                smaller,
                change.sourceTable(),
                change.operation(),
                row(change.before(), table, smaller),
                row(change.after(), table, smaller),
                change.movedKey(),
                change.position(),
                change.sourceMillis(),
                change.generation(),
                change.origin());
    }

    private static Row row(Row row, Table from, Table to) {
        if (row == null) {
            return null;
        }
        Object[] values = new Object[to.columns().size()];
        for (int i = 0; i < values.length; i++) {
            int index = from.indexOf(to.columns().get(i).name());
            values[i] = row.isPresent(index) ? row.value(index) : ArrayRow.ABSENT;
        }
        return new ArrayRow(values);
    }
}
