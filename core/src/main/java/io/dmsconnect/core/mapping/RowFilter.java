// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Table;
import java.util.TreeSet;

/** Which rows of a source table are taken: one tree, which reads rows and writes SQL. Immutable. */
public final class RowFilter {
    /** What a filter says of a row. */
    public enum Match {
        YES,
        NO,
        /** A column that decides is absent from the row. */
        UNKNOWN
    }

    private final Table table;
    private final FilterNode root;

    RowFilter(Table table, FilterNode root) {
        this.table = table;
        this.root = root;
    }

    /**
     * A filter with one comparison.
     *
     * @param constant as {@link FilterSyntax#compare} takes it
     */
    public static RowFilter comparing(
            Table table, int column, Comparison comparison, Object constant) {
        return new RowFilter(
                table,
                new FilterNode.Compare(
                        column, table.columns().get(column), comparison, constant, "?"));
    }

    /** Of rows of the source's table. */
    public Match test(Row row) {
        return root.test(row);
    }

    /** What stands behind WHERE. */
    public String sql(FilterSyntax syntax) {
        return root.sql(syntax);
    }

    /** Positions of the columns it reads, ascending. */
    public int[] columns() {
        TreeSet<Integer> columns = new TreeSet<>();
        root.columns(columns);
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** For people: names and operators, the constants as the rules give them. */
    @Override
    public String toString() {
        return root.toString();
    }
}
