// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.LoggedTable;
import io.dmsconnect.source.binlog.LostChanges;
import io.dmsconnect.source.binlog.ShapeHistory;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Columns that are in rows of the log and that nobody made: for a unique index of long values
 * MariaDB keeps a hash of each value in a column of its own, behind all others. It is taken for
 * such a one only where the server has as many of these indexes as the log has columns too many;
 * it may have more by now.
 */
final class HiddenColumns {
    private final ShapeHistory shapes;
    private final LostChanges catalogue;

    /** How many columns tables with hidden ones have without them, by the log's numbers. */
    private final Map<Long, Integer> visible = new HashMap<>();

    HiddenColumns(ShapeHistory shapes, LostChanges catalogue) {
        this.shapes = shapes;
        this.catalogue = catalogue;
    }

    void forget() {
        visible.clear();
    }

    /**
     * @param table is followed, and rows of it come next
     */
    void next(TableMapEventData map, TableId table) {
        byte[] types = map.getColumnTypes();
        Optional<LoggedTable> known = shapes.last(table);
        int columns = known.map(shape -> shape.columns().size()).orElse(types.length);
        Integer before = visible.get(map.getTableId());
        if (columns >= types.length) {
            visible.remove(map.getTableId());
        } else if (before == null || before != columns) {
            boolean areNumbers = true;
            for (int i = columns; i < types.length; i++) {
                areNumbers &= (types[i] & 0xFF) == ColumnType.LONGLONG.getCode();
            }
            if (areNumbers && catalogue.hashes(table) >= types.length - columns) {
                visible.put(map.getTableId(), columns);
            }
        }
    }

    /** How many columns of a table its rows have. */
    int count(TableMapEventData map) {
        return visible.getOrDefault(map.getTableId(), map.getColumnTypes().length);
    }

    /** Takes them out of rows. */
    void takeOut(EventData data) {
        if (visible.isEmpty()) {
            return;
        }
        if (data instanceof WriteRowsEventData rows && has(rows.getTableId())) {
            int columns = takeOut(rows.getTableId(), rows.getIncludedColumns());
            rows.getRows().replaceAll(row -> cut(row, columns));
        } else if (data instanceof DeleteRowsEventData rows && has(rows.getTableId())) {
            int columns = takeOut(rows.getTableId(), rows.getIncludedColumns());
            rows.getRows().replaceAll(row -> cut(row, columns));
        } else if (data instanceof UpdateRowsEventData rows && has(rows.getTableId())) {
            int before = takeOut(rows.getTableId(), rows.getIncludedColumnsBeforeUpdate());
            int after = takeOut(rows.getTableId(), rows.getIncludedColumns());
            rows.getRows()
                    .replaceAll(
                            row -> Map.entry(cut(row.getKey(), before), cut(row.getValue(), after)));
        }
    }

    private boolean has(long table) {
        return visible.containsKey(table);
    }

    /** Returns how many columns are left in the rows. */
    private int takeOut(long table, BitSet included) {
        included.clear(visible.get(table), Math.max(visible.get(table), included.length()));
        return included.cardinality();
    }

    private static Serializable[] cut(Serializable[] row, int columns) {
        return row.length <= columns ? row : Arrays.copyOf(row, columns);
    }
}
