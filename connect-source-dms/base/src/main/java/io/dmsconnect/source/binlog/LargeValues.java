// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Values that are too large for memory, since the driver reads a row whole: a table's query leaves
 * them out and gives the keys of their rows, which are read again behind it, such a value in
 * slices. A table without a key that finds its rows has none of these: there, values are read
 * whole. Used by one thread, for one read.
 */
final class LargeValues {
    /** Larger values are read in slices: up to here, each reader has several copies in memory. */
    static final int LARGE = 2 << 20;

    /** The server copies all of the value for each. */
    private static final int SLICE = 4 << 20;

    private static final Set<String> TYPES =
            Set.of("mediumtext", "longtext", "mediumblob", "longblob");

    private final Table table;
    private final List<KeyColumn> key;
    private final String isLarge;
    private final List<String> places = new ArrayList<>();

    private LargeValues(Table table, List<KeyColumn> key, String isLarge) {
        this.table = table;
        this.key = key;
        this.isLarge = isLarge;
    }

    /**
     * @param table all of its columns
     */
    static LargeValues of(Table table) {
        List<KeyColumn> key = new ArrayList<>();
        for (String name : table.primaryKey()) {
            Column column = table.columns().get(table.indexOf(name));
            if (!KeyColumn.isOrdered(column)) {
                return none(table);
            }
            key.add(new KeyColumn(column));
        }
        String isLarge =
                table.columns().stream()
                        .filter(LargeValues::mayBeLarge)
                        .map(LargeValues::isLarge)
                        .collect(Collectors.joining(" OR "));
        return key.isEmpty() || isLarge.isEmpty()
                ? none(table)
                : new LargeValues(table, key, isLarge);
    }

    /** Where all values are read whole. */
    static LargeValues none(Table table) {
        return new LargeValues(table, List.of(), "");
    }

    private static boolean mayBeLarge(Column column) {
        return TYPES.contains(column.type().declaredName());
    }

    private static String isLarge(Column column) {
        return "LENGTH(%s) > %d".formatted(Sql.quote(column.name()), LARGE);
    }

    /** Is the column's value left out where it is large? */
    boolean leavesOut(Column column) {
        return !key.isEmpty() && mayBeLarge(column);
    }

    /**
     * What is selected of a column.
     *
     * @param expression of its values
     */
    String expression(Column column, String expression) {
        return leavesOut(column)
                ? "CASE WHEN %s THEN NULL ELSE %s END".formatted(isLarge(column), expression)
                : expression;
    }

    /** What is selected behind the columns: the key of a row that has large values. */
    List<String> place() {
        return key.stream()
                .map(k -> "CASE WHEN %s THEN %s END".formatted(isLarge, k.text()))
                .toList();
    }

    /**
     * Is the current row one that is read later?
     *
     * @param columns selected before {@link #place}
     */
    boolean take(ResultSet rows, int columns) throws SQLException {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            String value = rows.getString(columns + i + 1);
            if (value == null) {
                return false;
            }
            conditions.add(key.get(i).quoted() + " = " + key.get(i).literal(value));
        }
        if (conditions.isEmpty()) {
            return false;
        }
        places.add(" FROM " + Sql.quote(table.id()) + " WHERE " + String.join(" AND ", conditions));
        return true;
    }

    /**
     * The rows that were left for later, with the table's columns. Their large values can be read
     * only until the consumer returns.
     */
    void read(Connection connection, Consumer<Object[]> consumer) throws SQLException {
        for (String place : places) {
            consumer.accept(row(connection, place));
        }
    }

    private Object[] row(Connection connection, String place) throws SQLException {
        List<Column> columns = table.columns();
        List<String> selected = new ArrayList<>();
        columns.forEach(
                column -> selected.add(expression(column, LoadColumn.of(column).expression())));
        for (Column column : columns) {
            selected.add(
                    leavesOut(column)
                            ? "CASE WHEN %s THEN LENGTH(%s) END"
                                    .formatted(isLarge(column), bytes(column))
                            : "NULL");
        }
        Object[] row = new Object[columns.size()];
        try (Statement statement = connection.createStatement();
                ResultSet values =
                        statement.executeQuery("SELECT " + String.join(", ", selected) + place)) {
            if (!values.next()) {
                throw new SQLException("the snapshot has lost a row", "40001");
            }
            for (int i = 0; i < row.length; i++) {
                long size = values.getLong(row.length + i + 1);
                row[i] =
                        values.wasNull()
                                ? LoadColumn.of(columns.get(i)).reader().read(values, i + 1)
                                : new Sliced(connection, bytes(columns.get(i)), place, size);
            }
        }
        return row;
    }

    /** A text as UTF-8. */
    private static String bytes(Column column) {
        String name = Sql.quote(column.name());
        return column.type().kind() == Kind.BLOB
                ? name
                : "CAST(CONVERT(" + name + " USING utf8mb4) AS BINARY)";
    }

    private record Sliced(Connection connection, String value, String place, long bytes)
            implements LargeValue {
        @Override
        public InputStream open() {
            return new SliceStream(connection, value, place, bytes, SLICE);
        }
    }
}
