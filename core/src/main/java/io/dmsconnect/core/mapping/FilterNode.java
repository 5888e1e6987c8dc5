// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.mapping.RowFilter.Match;
import io.dmsconnect.core.schema.Column;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A part of a {@link RowFilter}. None of them negates another, so that null is simply a no. */
sealed interface FilterNode {
    Match test(Row row);

    String sql(FilterSyntax syntax);

    void columns(Set<Integer> columns);

    /** All of them; of none, every row. */
    record All(List<FilterNode> nodes) implements FilterNode {
        public All {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Match test(Row row) {
            Match match = Match.YES;
            for (FilterNode node : nodes) {
                Match one = node.test(row);
                if (one == Match.NO) {
                    return Match.NO;
                }
                match = one == Match.UNKNOWN ? Match.UNKNOWN : match;
            }
            return match;
        }

        @Override
        public String sql(FilterSyntax syntax) {
            return nodes.isEmpty() ? "1 = 1" : joined(nodes, " AND ", node -> node.sql(syntax));
        }

        @Override
        public void columns(Set<Integer> columns) {
            nodes.forEach(node -> node.columns(columns));
        }

        @Override
        public String toString() {
            return joined(nodes, " AND ", FilterNode::toString);
        }
    }

    /** At least one of them; of none, no row. */
    record Any(List<FilterNode> nodes) implements FilterNode {
        public Any {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Match test(Row row) {
            Match match = Match.NO;
            for (FilterNode node : nodes) {
                Match one = node.test(row);
                if (one == Match.YES) {
                    return Match.YES;
                }
                match = one == Match.UNKNOWN ? Match.UNKNOWN : match;
            }
            return match;
        }

        @Override
        public String sql(FilterSyntax syntax) {
            return nodes.isEmpty() ? "1 = 0" : joined(nodes, " OR ", node -> node.sql(syntax));
        }

        @Override
        public void columns(Set<Integer> columns) {
            nodes.forEach(node -> node.columns(columns));
        }

        @Override
        public String toString() {
            return nodes.isEmpty() ? "no row" : joined(nodes, " OR ", FilterNode::toString);
        }
    }

    /**
     * @param shown the constant as the rule gives it
     */
    record Compare(int index, Column column, Comparison comparison, Object constant, String shown)
            implements FilterNode {
        @Override
        public Match test(Row row) {
            return leaf(
                    row,
                    index,
                    value -> comparison.holds(ValueOrder.order(column, value, constant)));
        }

        @Override
        public String sql(FilterSyntax syntax) {
            return syntax.compare(column, comparison, constant);
        }

        @Override
        public void columns(Set<Integer> columns) {
            columns.add(index);
        }

        @Override
        public String toString() {
            return column.name() + " " + comparison.sql() + " " + shown;
        }
    }

    /** A text against {@code %} and {@code _}. */
    record Like(int index, Column column, String pattern, Wildcard wildcard) implements FilterNode {
        static Like of(int index, Column column, String pattern) {
            return new Like(index, column, pattern, Wildcard.like(pattern));
        }

        @Override
        public Match test(Row row) {
            return leaf(row, index, value -> wildcard.matches(ValueOrder.text(column, value)));
        }

        @Override
        public String sql(FilterSyntax syntax) {
            return syntax.like(column, pattern);
        }

        @Override
        public void columns(Set<Integer> columns) {
            columns.add(index);
        }

        @Override
        public String toString() {
            return column.name() + " LIKE " + pattern;
        }
    }

    /** Null, or not. */
    record Null(int index, Column column, boolean wanted) implements FilterNode {
        @Override
        public Match test(Row row) {
            if (!row.isPresent(index)) {
                return Match.UNKNOWN;
            }
            return (row.value(index) == null) == wanted ? Match.YES : Match.NO;
        }

        @Override
        public String sql(FilterSyntax syntax) {
            return syntax.name(column) + (wanted ? " IS NULL" : " IS NOT NULL");
        }

        @Override
        public void columns(Set<Integer> columns) {
            columns.add(index);
        }

        @Override
        public String toString() {
            return column.name() + (wanted ? " IS NULL" : " IS NOT NULL");
        }
    }

    private static Match leaf(Row row, int index, Predicate<Object> test) {
        if (!row.isPresent(index)) {
            return Match.UNKNOWN;
        }
        Object value = row.value(index);
        return value != null && test.test(value) ? Match.YES : Match.NO;
    }

    private static String joined(
            List<FilterNode> nodes,
            String between,
            java.util.function.Function<FilterNode, String> text) {
        return nodes.size() == 1
                ? text.apply(nodes.get(0))
                : nodes.stream().map(text).collect(Collectors.joining(between, "(", ")"));
    }
}
