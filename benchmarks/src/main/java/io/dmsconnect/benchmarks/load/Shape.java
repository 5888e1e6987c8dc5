// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table that is moved. Column {@code id} is its key, from 1 to the number of rows; where there
 * are several tables of a shape, the keys of each go on from where those of the one before end.
 *
 * @param rows how many by default
 */
record Shape(String name, String title, long rows, List<Shape.Column> columns) {
    static final String SCHEMA = "bench";

    static final Shape TWELVE =
            of(
                    "twelve",
                    "12 columns",
                    1_000_000,
                    List.of(
                            Kind.INT,
                            Kind.NAME,
                            Kind.AMOUNT,
                            Kind.CODE,
                            Kind.MOMENT,
                            Kind.MOMENT_TZ,
                            Kind.NOTE,
                            Kind.INT,
                            Kind.RATIO,
                            Kind.FLAG,
                            Kind.IDENTITY));
    static final Shape NARROW = of("narrow", "3 columns", 5_000_000, List.of(Kind.INT, Kind.NAME));
    static final Shape WIDE = of("wide", "100 columns", 200_000, hundred());
    static final Shape TEXTS = of("texts", "20 KB texts", 20_000, List.of(Kind.NAME, Kind.BODY));

    /** A row with a text, one with bytes, and one with a text that compresses to nearly nothing. */
    static final Shape VALUES =
            of("large", "200 MB values", 3, List.of(Kind.LARGE_TEXT, Kind.LARGE_BYTES));

    static final List<Shape> ALL = List.of(TWELVE, NARROW, WIDE, TEXTS);

    /**
     * @param number its place, from 1
     */
    record Column(int number, String name, Kind kind) {
        /** Puts the column into a piece of SQL. */
        String in(String sql) {
            return sql.replace("$n", Integer.toString(number)).replace("$c", name);
        }
    }

    private static Shape of(String name, String title, long rows, List<Kind> behindTheKey) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(1, "id", Kind.KEY));
        for (Kind kind : behindTheKey) {
            int number = columns.size() + 1;
            columns.add(new Column(number, "c" + number, kind));
        }
        return new Shape(name, title, rows, List.copyOf(columns));
    }

    private static List<Kind> hundred() {
        List<Kind> kinds = new ArrayList<>();
        Collections.addAll(kinds, Kind.IDENTITY, Kind.MOMENT, Kind.NOTE);
        for (int i = 0; i < 32; i++) {
            Collections.addAll(kinds, Kind.INT, Kind.NAME, Kind.AMOUNT);
        }
        return kinds;
    }

    /** So many tables of this shape; a single one has the shape's name. */
    List<Shape> tables(int count) {
        return count == 1
                ? List.of(this)
                : IntStream.rangeClosed(1, count)
                        .mapToObj(
                                i -> new Shape("%s_%04d".formatted(name, i), title, rows, columns))
                        .toList();
    }

    /** Schema and name. */
    String table() {
        return SCHEMA + "." + name;
    }

    /** CREATE TABLE in an engine's types. */
    String create(Function<Kind, String> type) {
        StringBuilder sql = new StringBuilder("CREATE TABLE " + table() + " (");
        columns.forEach(
                c -> sql.append(c.name()).append(' ').append(type.apply(c.kind())).append(", "));
        return sql.append("PRIMARY KEY (id))").toString();
    }

    /** Fills it with the rows of another table of this shape, under keys of its own. */
    String copy(Shape from, long keys) {
        String others =
                String.join(", ", columns.stream().skip(1).map(Shape.Column::name).toList());
        return "INSERT INTO %s SELECT id + %d, %s FROM %s"
                .formatted(table(), keys, others, from.table());
    }

    /** The values of row {@code i}. */
    String values(Function<Kind, String> value) {
        return String.join(", ", columns.stream().map(c -> c.in(value.apply(c.kind()))).toList());
    }

    /** Arguments of a concatenation that tells any two rows apart. */
    List<String> texts(Function<Kind, String> text) {
        return columns.stream().map(c -> c.in(text.apply(c.kind()))).toList();
    }
}
