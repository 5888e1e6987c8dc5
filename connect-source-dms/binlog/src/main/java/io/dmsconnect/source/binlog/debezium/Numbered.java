// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.dmsconnect.source.binlog.ColumnIds;
import io.dmsconnect.source.binlog.statement.StatementTypes;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables of Debezium's whose columns have numbers. The native type, which Debezium does not use for
 * these servers but keeps with a column wherever it keeps it, holds two of them: the column's own,
 * and the highest that was ever given in its table.
 */
final class Numbered {
    private static final int BITS = 16;

    private Numbered() {}

    static boolean isNumbered(Table table) {
        return table.columns().stream().allMatch(column -> column.nativeType() > 0);
    }

    static ColumnIds ids(Table table) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        int highest = 0;
        for (Column column : table.columns()) {
            ids.put(column.name(), column.nativeType() & (1 << BITS) - 1);
            highest = Math.max(highest, column.nativeType() >> BITS);
        }
        return new ColumnIds(ids, highest);
    }

    /** The same columns with these numbers, which are found by name. */
    static Table with(Table table, ColumnIds ids) {
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(
                    column.edit()
                            .nativeType(ids.highest() << BITS | ids.id(column.name()))
                            .create());
        }
        return with(table, columns, table.primaryKeyColumnNames());
    }

    /** Numbers from 1 on. */
    static Table fresh(Table table) {
        return with(table, ColumnIds.of(table.columns().stream().map(Column::name).toList()));
    }

    /**
     * The columns have no defaults: nobody reads them, and Debezium ends where it does not
     * understand one, such as {@code bit(8) DEFAULT 5}.
     */
    static Table with(Table table, List<Column> columns, List<String> key) {
        List<Column> placed = new ArrayList<>();
        for (Column column : columns) {
            placed.add(
                    column.edit()
                            .length(length(column))
                            .position(placed.size() + 1)
                            .unsetDefaultValueExpression()
                            .create());
        }
        return table.edit().setColumns(placed).setPrimaryKeyNames(key).create();
    }

    private static int length(Column column) {
        return column.length() == StatementTypes.NO_LENGTH && column.jdbcType() == Types.BINARY
                ? 0
                : column.length();
    }
}
