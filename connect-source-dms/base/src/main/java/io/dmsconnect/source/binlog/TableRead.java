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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One table, from its first row to its last, a few rows in memory at a time. */
final class TableRead {
    private final Table table;
    private final List<LoadColumn> readers;
    private final String place;
    private final String where;
    private final LargeValues large;

    /**
     * @param large what is left out, and comes later
     */
    TableRead(Table table, Slice slice, RowCondition condition, LargeValues large) {
        this(table, slice, condition, large, LoadColumn::of);
    }

    /** With whole values, as the log has them. */
    static TableRead logged(Table table, Slice slice, RowCondition condition) {
        return new TableRead(table, slice, condition, LargeValues.none(table), LoggedColumn::of);
    }

    private TableRead(
            Table table,
            Slice slice,
            RowCondition condition,
            LargeValues large,
            Function<Column, LoadColumn> columns) {
        this.table = table;
        this.large = large;
        this.place = slice.place();
        this.where = condition.whereAlso(new BinlogComparison(), slice.condition());
        this.readers = table.columns().stream().map(columns).toList();
    }

    void run(Connection connection, Consumer<Object[]> row) throws SQLException {
        each(connection, rows -> row.accept(values(rows)));
    }

    /** Straight into a batch. */
    void run(Connection connection, RowWriter batch, Runnable afterRow) throws SQLException {
        DirectColumn.Writer[] writers = new DirectColumn.Writer[readers.size()];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = DirectColumn.of(table.columns().get(i), readers.get(i), i);
        }
        each(
                connection,
                rows -> {
                    for (int i = 0; i < writers.length; i++) {
                        writers[i].write(rows, i + 1, batch);
                    }
                    batch.endRow();
                    afterRow.run();
                });
    }

    /** Takes the current row. */
    private interface Taker {
        void take(ResultSet rows) throws SQLException;
    }

    private void each(Connection connection, Taker taker) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(RowsAtOnce.of(table, large));
            try (ResultSet rows = statement.executeQuery(query())) {
                while (rows.next()) {
                    if (!large.take(rows, readers.size())) {
                        taker.take(rows);
                    }
                }
            }
        }
    }

    private String query() {
        Stream<String> columns =
                IntStream.range(0, readers.size())
                        .mapToObj(
                                i ->
                                        large.expression(
                                                table.columns().get(i),
                                                readers.get(i).expression()));
        return Stream.concat(columns, large.place().stream())
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
