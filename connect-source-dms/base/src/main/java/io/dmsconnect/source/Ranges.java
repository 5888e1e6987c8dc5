// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.FilterSyntax;
import io.dmsconnect.core.mapping.ParallelLoad;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows between boundaries, compared as rows of values are: the first column that differs decides.
 * Each segment ends before its boundary, and has no row that an earlier one has, so that each row
 * is in one segment also where the server orders boundaries otherwise than whoever wrote them. Rows
 * with a null in one of the columns are neither above nor below; they have a segment of their own,
 * where AWS DMS leaves them out.
 */
public final class Ranges {
    /** A constant of a column's type in SQL. */
    @FunctionalInterface
    public interface Literal {
        String sql(Column column, String value);
    }

    /**
     * The end of one segment, the begin of the next.
     *
     * @param below what rows below it meet
     * @param notBelow what all others meet
     */
    public record Boundary(String below, String notBelow) {
        /** A row of columns against a row of values. */
        public static Boundary of(List<String> columns, List<String> values) {
            return new Boundary(
                    compared(columns, values, "<", "<"), compared(columns, values, ">", ">="));
        }
    }

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

    private Ranges() {}

    /** What a parallel-load rule of type ranges asks for. */
    public static List<Slice> slices(
            Table table, ParallelLoad rule, FilterSyntax syntax, Literal literal) {
        List<Column> columns = new ArrayList<>();
        for (String name : rule.columns()) {
            int index = table.indexOf(name);
            if (index < 0) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "table " + table.id(),
                        "parallel-load names the column '%s', which the table does not have; it has %s"
                                .formatted(
                                        name,
                                        table.columns().stream()
                                                .map(Column::name)
                                                .collect(Collectors.joining(", "))));
            }
            columns.add(table.columns().get(index));
        }
        List<Boundary> boundaries = new ArrayList<>();
        for (List<String> boundary : rule.boundaries()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(literal.sql(columns.get(i), boundary.get(i)));
            }
            boundaries.add(Boundary.of(columns.stream().map(syntax::name).toList(), values));
        }
        String nulls =
                columns.stream()
                        .filter(Column::nullable)
                        .map(column -> syntax.name(column) + " IS NULL")
                        .collect(Collectors.joining(" OR "));
        return slices(boundaries, nulls, !areNumbersAscending(columns, rule.boundaries()));
    }

    /** Only of numbers it is known, without the server, how they are ordered. */
    private static boolean areNumbersAscending(
            List<Column> columns, List<List<String>> boundaries) {
        return columns.stream().allMatch(column -> isNumber(column.type().kind()))
                && boundaries.stream().flatMap(List::stream).allMatch(NUMBER.asMatchPredicate())
                && IntStream.range(1, boundaries.size())
                        .allMatch(i -> compare(boundaries.get(i - 1), boundaries.get(i)) <= 0);
    }

    private static boolean isNumber(DataType.Kind kind) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC -> true;
            default -> false;
        };
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = new BigDecimal(one.get(i)).compareTo(new BigDecimal(other.get(i)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /**
     * @param boundaries ascending
     * @param nulls what rows meet that are not between boundaries; empty for none
     */
    public static List<Slice> slices(List<Boundary> boundaries, String nulls) {
        return slices(boundaries, nulls, false);
    }

    /**
     * @param unordered the boundaries may not be ascending
     */
    private static List<Slice> slices(List<Boundary> boundaries, String nulls, boolean unordered) {
        if (boundaries.isEmpty()) {
            return List.of(Slice.WHOLE);
        }
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i <= boundaries.size(); i++) {
            List<String> conditions = new ArrayList<>();
            if (!nulls.isEmpty()) {
                conditions.add("NOT (" + nulls + ")");
            }
            for (int j = unordered ? 0 : Math.max(0, i - 1); j < i; j++) {
                conditions.add("(" + boundaries.get(j).notBelow() + ")");
            }
            if (i < boundaries.size()) {
                conditions.add("(" + boundaries.get(i).below() + ")");
            }
            slices.add(Slice.where(String.join(" AND ", conditions)));
        }
        if (!nulls.isEmpty()) {
            slices.add(Slice.where(nulls));
        }
        return slices;
    }

    private static String compared(
            List<String> columns, List<String> values, String operator, String last) {
        List<String> cases = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            boolean isLast = i == columns.size() - 1;
            cases.add(
                    (isLast && i == 0 ? "" : "(")
                            + equal
                            + columns.get(i)
                            + " "
                            + (isLast ? last : operator)
                            + " "
                            + values.get(i)
                            + (isLast && i == 0 ? "" : ")"));
            equal.append(columns.get(i)).append(" = ").append(values.get(i)).append(" AND ");
        }
        return String.join(" OR ", cases);
    }
}
