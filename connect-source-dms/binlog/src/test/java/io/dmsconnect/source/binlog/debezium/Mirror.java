// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table as a target has it that goes by the columns' ids alone: a column that is gone takes its
 * values along, a new one begins empty, a renamed one keeps what it has.
 */
final class Mirror {
    private final Map<Object, Map<Integer, Object>> rows = new HashMap<>();
    private Table shape;

    private Mirror(Table shape) {
        this.shape = shape;
    }

    /** Of the table's last load, and the changes that wait for it. */
    static Mirror of(SourceHarness harness, String table) {
        LoadMessage begin = harness.last(table, LoadMessage.Type.BEGIN).orElseThrow().message();
        LoadMessage end = harness.last(table, LoadMessage.Type.END).orElseThrow().message();
        if (end.attempt() != begin.attempt()) {
            // a later load is under way
            return new Mirror(begin.table());
        }
        LoadPosition position = LoadPosition.parse(begin.position());
        Mirror mirror = new Mirror(begin.table());
        harness.loadedRows(table).forEach(mirror::add);
        for (RowChange change : harness.changesOf(table)) {
            if (change.generation() >= begin.generation() && !position.includes(change.position())) {
                mirror.apply(change);
            }
        }
        return mirror;
    }

    /** Of a table without a key it is the first column, whose values differ in these tests. */
    private int key() {
        return shape.primaryKey().isEmpty() ? 0 : shape.keyIndexes()[0];
    }

    private void add(Object[] values) {
        Map<Integer, Object> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(shape.columns().get(i).id(), values[i]);
        }
        rows.put(values[key()], row);
    }

    private void apply(RowChange change) {
        shape = change.table();
        List<Integer> ids = shape.columns().stream().map(Column::id).toList();
        if (ids.contains(0)) {
            throw new AssertionError("a column without an id: " + shape);
        }
        rows.values().forEach(row -> row.keySet().retainAll(ids));
        if (change.operation() == Operation.TRUNCATE) {
            rows.clear();
        } else if (change.operation() == Operation.DELETE) {
            rows.remove(change.before().value(key()));
        } else {
            if (shape.primaryKey().isEmpty() && change.before() != null) {
                rows.remove(change.before().value(key()));
            }
            Row after = change.after();
            Map<Integer, Object> row =
                    rows.computeIfAbsent(after.value(key()), none -> new HashMap<>());
            for (int i = 0; i < after.size(); i++) {
                if (after.isPresent(i)) {
                    row.put(ids.get(i), after.value(i));
                }
            }
        }
    }

    /** Names and types of the columns. */
    List<String> columns() {
        return shape.columns().stream()
                .map(column -> column.name() + " " + column.type().declaration())
                .toList();
    }

    /** Each row as text, by key. */
    List<String> rows() {
        Map<String, String> texts = new TreeMap<>();
        rows.forEach(
                (key, row) -> {
                    List<String> values = new ArrayList<>();
                    for (Column column : shape.columns()) {
                        values.add(column.name() + "=" + row.get(column.id()));
                    }
                    values.sort(null);
                    texts.put(String.valueOf(key), String.join(" ", values));
                });
        return List.copyOf(texts.values());
    }
}
