// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows with values that are too large for memory: the table's COPY leaves those values out and says
 * where the row is; the rows are read again after it, value by value, each in slices. Used by one
 * thread, for one read.
 */
final class LargeRows {
    /** Larger values are read in slices: up to here, each reader has several copies in memory. */
    private static final long LARGE = 2 << 20;

    /** What pglz and lz4 can save at most, about: a smaller TOAST table has no large value. */
    private static final int BEST_COMPRESSION = 200;

    /** Out of line values of a table, or of its partitions. */
    private static final String TOASTED =
            """
            SELECT coalesce(sum(pg_relation_size(c.reltoastrelid)), 0) FROM pg_class c
            WHERE c.reltoastrelid <> 0
              AND (c.oid = ?::regclass
                OR c.oid IN (SELECT p.relid FROM pg_partition_tree(?::regclass) p))
            """;

    /** Types whose size the server tells without reading the value. */
    private static final Set<String> SIZED = Set.of("text", "character varying", "bytea");

    private static final String PLACE = "dms place";

    private final Table table;
    private final boolean[] mayBeLarge;
    private final List<String> places = new ArrayList<>();

    private LargeRows(Table table, boolean[] mayBeLarge) {
        this.table = table;
        this.mayBeLarge = mayBeLarge;
    }

    /** Null where the table has no such rows. */
    static LargeRows of(Connection connection, Table table) throws SQLException {
        boolean[] mayBeLarge = new boolean[table.columns().size()];
        boolean any = false;
        for (int i = 0; i < mayBeLarge.length; i++) {
            mayBeLarge[i] = mayBeLarge(table.columns().get(i).type());
            any |= mayBeLarge[i];
        }
        if (!any) {
            return null;
        }
        String name = Sql.quote(table.id());
        try (PreparedStatement statement = connection.prepareStatement(TOASTED)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) < LARGE / BEST_COMPRESSION
                        ? null
                        : new LargeRows(table, mayBeLarge);
            }
        }
    }

    private static boolean mayBeLarge(DataType type) {
        return switch (type.kind()) {
            // blanks at the end of a character, which a cast cuts, are part of the value
            case CLOB, NCLOB -> !type.declaredName().matches("character|char|bpchar");
            case BLOB -> true;
            default -> false;
        };
    }

    /** The table with one more column: the place of a row that has large values, else null. */
    Table selected() {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(new Column(PLACE, DataType.of(DataType.Kind.NCLOB), true));
        return new Table(table.id(), columns, List.of());
    }

    /** Values of {@link #selected}, from a table or one of its rows. */
    String select(String from) {
        List<String> values = new ArrayList<>();
        List<String> large = new ArrayList<>();
        for (int i = 0; i < mayBeLarge.length; i++) {
            String name = Sql.quote(table.columns().get(i).name());
            values.add(
                    mayBeLarge[i]
                            ? "CASE WHEN " + isLarge(i) + " THEN NULL ELSE " + name + " END"
                            : name);
            if (mayBeLarge[i]) {
                large.add(isLarge(i));
            }
        }
        return "SELECT %s, CASE WHEN %s THEN tableoid::text || ' ' || ctid::text END FROM %s"
                .formatted(String.join(", ", values), String.join(" OR ", large), from);
    }

    private String isLarge(int column) {
        Column of = table.columns().get(column);
        String name = Sql.quote(of.name());
        return SIZED.contains(of.type().declaredName())
                ? "octet_length(%s) > %d".formatted(name, LARGE)
                : "pg_column_size(%s) > %d".formatted(name, LARGE / 2);
    }

    /**
     * @param row of {@link #selected}
     * @return the table's row; null where it comes later
     */
    Object[] take(Object[] row) {
        Object place = row[row.length - 1];
        if (place != null) {
            places.add((String) place);
            return null;
        }
        return Arrays.copyOf(row, row.length - 1);
    }

    /**
     * The rows that were left for later. Their large values can be read only until the consumer
     * returns.
     *
     * @param from as given to {@link #select}, without conditions
     */
    void read(Connection connection, String from, Consumer<Object[]> consumer) throws SQLException {
        for (String place : places) {
            String[] parts = place.split(" ");
            String here =
                    "%s WHERE ctid = '%s'::tid AND tableoid = %s"
                            .formatted(from, parts[1], parts[0]);
            consumer.accept(row(connection, here));
        }
    }

    private Object[] row(Connection connection, String here) throws SQLException {
        CopyStream copy = new CopyStream(connection, select(here));
        Object[] row = new CopyRows(selected()).row(copy.onlyRow());
        row = Arrays.copyOf(row, row.length - 1);
        String sizes =
                IntStream.range(0, mayBeLarge.length)
                        .filter(i -> mayBeLarge[i])
                        .mapToObj(
                                i ->
                                        "CASE WHEN %s THEN octet_length(%s) END"
                                                .formatted(isLarge(i), bytes(i)))
                        .collect(Collectors.joining(", ", "SELECT ", " FROM " + here));
        try (Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery(sizes)) {
            size.next();
            for (int i = 0, column = 1; i < mayBeLarge.length; i++) {
                if (mayBeLarge[i]) {
                    long bytes = size.getLong(column);
                    if (!size.wasNull()) {
                        row[i] = new Sliced(connection, bytes(i), here, bytes);
                    }
                    column++;
                }
            }
        }
        return row;
    }

    /** The value's bytes, in the server's memory, so that slices of it cost little. */
    private String bytes(int column) {
        String name = Sql.quote(table.columns().get(column).name());
        return table.columns().get(column).type().kind() == DataType.Kind.BLOB
                ? name + " || ''::bytea"
                : "convert_to(" + name + "::text, 'UTF8')";
    }

    private record Sliced(Connection connection, String value, String here, long bytes)
            implements LargeValue {
        private static final int SLICE = 1 << 19;

        @Override
        public InputStream open() {
            String slices =
                    "SELECT substr(v.b, g.n, %d) FROM (SELECT %s AS b FROM %s OFFSET 0) v, generate_series(1, %d, %d) g(n)"
                            .formatted(SLICE, value, here, bytes, SLICE);
            return new CopyStream(connection, slices);
        }
    }
}
