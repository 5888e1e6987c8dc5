// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of one shape with those columns only that the target's table has, under the names they
 * have there.
 */
final class Projection {
    private final Table from;
    private final Table to;
    private final int[] indexes;

    private Projection(Table from, Map<Integer, String> names) {
        this.from = from;
        this.indexes = names.keySet().stream().mapToInt(Integer::intValue).toArray();
        List<Column> columns = new ArrayList<>();
        for (int index : indexes) {
            columns.add(from.columns().get(index).named(names.get(index)));
        }
        List<String> key = from.primaryKey().stream().map(from::indexOf).map(names::get).toList();
        this.to = new Table(from.id(), columns, key, from.storage());
    }

    /** The columns that are in the target's table under their own names, and the key's. */
    static Projection onto(Table shape, Set<String> there) {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (int i = 0; i < shape.columns().size(); i++) {
            String name = shape.columns().get(i).name();
            if (there.contains(name) || shape.isKey(name)) {
                names.put(i, name);
            }
        }
        return new Projection(shape, names);
    }

    /**
     * The columns that are in a later shape still, under the names they have there, and of those
     * the ones that the target's table has.
     */
    static Projection onto(Table shape, Table later, Set<String> there) {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (int i = 0; i < shape.columns().size(); i++) {
            Column column = shape.columns().get(i);
            String name =
                    column.hasId()
                            ? later.columns().stream()
                                    .filter(other -> other.id() == column.id())
                                    .map(Column::name)
                                    .findFirst()
                                    .orElse(null)
                            : column.name();
            if (name != null && there.contains(name)) {
                names.put(i, name);
            } else if (shape.isKey(column.name())) {
                names.put(i, column.name());
            }
        }
        return new Projection(shape, names);
    }

    RowChange of(RowChange change) {
        if (to.equals(from)) {
            return change;
        }
        return new RowChange(
                to,
                change.sourceTable(),
                change.operation(),
                row(change.before()),
                row(change.after()),
                change.movedKey(),
                change.position(),
                change.sourceMillis(),
                change.generation(),
                change.origin());
    }

    private Row row(Row row) {
        if (row == null) {
            return null;
        }
        Object[] values = new Object[indexes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isPresent(indexes[i]) ? row.value(indexes[i]) : ArrayRow.ABSENT;
        }
        return new ArrayRow(values);
    }
}
