// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.connect.RowWriter;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One table, from its first row to its last, a few rows in memory at a time. */
final class TableRead {
    /** Rows the driver takes from the network at once; it never asks the server for a cursor. */
    private static final int ROWS_AT_ONCE = 500;

    private final Table table;
    private final List<LoadColumn> readers;
    private final String place;
    private final String where;

    TableRead(Table table, Slice slice, RowCondition condition) {
        this(table, slice, condition, LoadColumn::of);
    }

    /** With values as the log has them. */
    static TableRead logged(Table table, Slice slice, RowCondition condition) {
        return new TableRead(table, slice, condition, LoggedColumn::of);
    }

    private TableRead(
            Table table,
            Slice slice,
            RowCondition condition,
            Function<Column, LoadColumn> columns) {
        this.table = table;
        this.place = slice.place();
        this.where = condition.whereAlso(new BinlogComparison(), slice.condition());
        this.readers = table.columns().stream().map(columns).toList();
    }

    void run(Connection connection, Consumer<Object[]> row) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(query())) {
                while (rows.next()) {
                    row.accept(values(rows));
                }
            }
        }
    }

    /** Straight into a batch. */
    void run(Connection connection, RowWriter batch, Runnable afterRow) throws SQLException {
        DirectColumn.Writer[] writers = new DirectColumn.Writer[readers.size()];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = DirectColumn.of(table.columns().get(i), readers.get(i), i);
        }
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(query())) {
                while (rows.next()) {
                    for (int i = 0; i < writers.length; i++) {
                        writers[i].write(rows, i + 1, batch);
                    }
                    batch.endRow();
                    afterRow.run();
                }
            }
        }
    }

    private String query() {
        return readers.stream()
                .map(LoadColumn::expression)
                .collect(
                        Collectors.joining(
                                ", ", "SELECT ", " FROM " + Sql.quote(table.id()) + place + where));
    }

    private Object[] values(ResultSet rows) throws SQLException {
        Object[] values = new Object[readers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = readers.get(i).reader().read(rows, i + 1);
        }
        return values;
    }
}
