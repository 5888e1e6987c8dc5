// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TemporalText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes the filter of one table. A row is taken where any rule that includes the table takes it:
 * one without filters takes all.
 */
final class FilterCompiler {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?([0-9]{1,400}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][+-]?[0-9]{1,4})?");

    /** What MySQL has beside dates of the calendar and times of a day. */
    private static final Map<Kind, Pattern> ZERO_OR_LONG =
            Map.of(
                    Kind.DATE, Pattern.compile("[0-9]{4}-(00-[0-9]{2}|[0-9]{2}-00)"),
                    Kind.DATETIME, Pattern.compile("[0-9]{4}-(00-[0-9]{2}|[0-9]{2}-00) .*"),
                    Kind.DATETIME_TZ, Pattern.compile("[0-9]{4}-(00-[0-9]{2}|[0-9]{2}-00) .*"),
                    Kind.TIME, Pattern.compile("-?[0-9]{1,3}:.*"));

    private final Table table;
    private final List<String> problems;

    /**
     * @param problems takes what is wrong, with its rule
     */
    FilterCompiler(Table table, List<String> problems) {
        this.table = table;
        this.problems = problems;
    }

    /**
     * @param rules that include the table
     */
    Optional<RowFilter> compile(List<SelectionRule> rules) {
        if (rules.isEmpty() || rules.stream().anyMatch(rule -> rule.filters().isEmpty())) {
            return Optional.empty();
        }
        List<FilterNode> nodes = new ArrayList<>();
        for (SelectionRule rule : rules) {
            List<FilterNode> all = new ArrayList<>();
            for (FilterRule filter : rule.filters()) {
                all.add(filter(rule, filter));
            }
            nodes.add(new FilterNode.All(all));
        }
        return Optional.of(new RowFilter(table, new FilterNode.Any(nodes)));
    }

    private FilterNode filter(SelectionRule rule, FilterRule filter) {
        int index = table.indexOf(filter.column());
        if (index < 0) {
            problem(
                    rule,
                    filter,
                    "table %s has no such column; names are case-sensitive".formatted(table.id()));
            return new FilterNode.Any(List.of());
        }
        Column column = table.columns().get(index);
        if (column.type().kind() == Kind.BLOB || column.type().kind() == Kind.BYTES) {
            problem(rule, filter, "a column of bytes cannot be filtered on");
            return new FilterNode.Any(List.of());
        }
        List<FilterNode> nodes = new ArrayList<>();
        for (FilterRule.Condition condition : effective(filter.conditions())) {
            condition(rule, filter, index, column, condition).ifPresent(nodes::add);
        }
        return new FilterNode.Any(nodes);
    }

    /** AWS's rules (engine 3.5.0) for null beside negative operators. */
    private static List<FilterRule.Condition> effective(List<FilterRule.Condition> conditions) {
        boolean isNull = conditions.stream().anyMatch(c -> c.operator() == FilterOperator.NULL);
        boolean negative = conditions.stream().anyMatch(c -> c.operator().isNegative());
        if (!isNull || !negative) {
            return conditions;
        }
        boolean inclusive =
                conditions.stream()
                        .anyMatch(
                                c ->
                                        !c.operator().isNegative()
                                                && c.operator() != FilterOperator.NULL);
        return inclusive
                ? conditions.stream().filter(c -> c.operator() != FilterOperator.NULL).toList()
                : List.of();
    }

    private Optional<FilterNode> condition(
            SelectionRule rule,
            FilterRule filter,
            int index,
            Column column,
            FilterRule.Condition condition) {
        FilterOperator operator = condition.operator();
        if (operator == FilterOperator.NULL || operator == FilterOperator.NOTNULL) {
            return Optional.of(new FilterNode.Null(index, column, operator == FilterOperator.NULL));
        }
        if (operator == FilterOperator.LIKE) {
            if (!isText(column)) {
                problem(rule, filter, "like needs a column of text");
                return Optional.empty();
            }
            return Optional.of(FilterNode.Like.of(index, column, condition.constants().get(0)));
        }
        List<Object> constants = new ArrayList<>();
        for (String text : condition.constants()) {
            Object constant = constant(column, text);
            if (constant == null) {
                problem(
                        rule,
                        filter,
                        "'%s' is no %s%s"
                                .formatted(
                                        Members.shown(text),
                                        column.type().kind().name().toLowerCase(Locale.ROOT),
                                        form(column)));
                return Optional.empty();
            }
            constants.add(constant);
        }
        Leaves leaves = new Leaves(index, column, constants, condition.constants());
        return Optional.of(
                switch (operator) {
                    case LTE, STE -> leaves.compare(Comparison.LESS_OR_EQUAL, 0);
                    case GTE -> leaves.compare(Comparison.MORE_OR_EQUAL, 0);
                    case LT -> leaves.compare(Comparison.LESS, 0);
                    case GT -> leaves.compare(Comparison.MORE, 0);
                    case EQ -> leaves.compare(Comparison.EQUAL, 0);
                    case NOTEQ -> leaves.compare(Comparison.NOT_EQUAL, 0);
                    case BETWEEN ->
                            new FilterNode.All(
                                    List.of(
                                            leaves.compare(Comparison.MORE_OR_EQUAL, 0),
                                            leaves.compare(Comparison.LESS_OR_EQUAL, 1)));
                    case NOTBETWEEN ->
                            new FilterNode.Any(
                                    List.of(
                                            leaves.compare(Comparison.LESS, 0),
                                            leaves.compare(Comparison.MORE, 1)));
                    case IN -> leaves.anyEqual();
                    case NULL, NOTNULL, LIKE ->
                            throw new IllegalStateException("made above: " + operator);
                });
    }

    private record Leaves(int index, Column column, List<Object> constants, List<String> texts) {
        FilterNode compare(Comparison comparison, int constant) {
            return new FilterNode.Compare(
                    index, column, comparison, constants.get(constant), texts.get(constant));
        }

        FilterNode anyEqual() {
            List<FilterNode> nodes = new ArrayList<>();
            for (int i = 0; i < constants.size(); i++) {
                nodes.add(compare(Comparison.EQUAL, i));
            }
            return new FilterNode.Any(nodes);
        }
    }

    private static boolean isText(Column column) {
        return switch (column.type().kind()) {
            case STRING, WSTRING, CLOB, NCLOB -> true;
            default -> false;
        };
    }

    private static String form(Column column) {
        return switch (column.type().kind()) {
            case DATE -> "; it has to be like 2024-02-29";
            case TIME -> "; it has to be like 10:00:00";
            case DATETIME, DATETIME_TZ -> "; it has to be like 2024-02-29 10:00:00";
            case BOOLEAN -> "; it has to be true or false";
            default -> "";
        };
    }

    /** Null for a text that is no value of the column's. */
    private static Object constant(Column column, String text) {
        String stripped = text.strip();
        return switch (column.type().kind()) {
            case STRING, WSTRING, CLOB, NCLOB -> ValueOrder.text(column, text);
            case BOOLEAN ->
                    switch (stripped.toLowerCase(Locale.ROOT)) {
                        case "true", "t", "1" -> Boolean.TRUE;
                        case "false", "f", "0" -> Boolean.FALSE;
                        default -> null;
                    };
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC -> number(stripped);
            case REAL4, REAL8 -> real(column, stripped);
            case DATE -> temporal(column, TemporalText.date(stripped));
            case TIME -> temporal(column, TemporalText.time(stripped));
            case DATETIME -> temporal(column, TemporalText.dateTime(withTime(stripped)));
            case DATETIME_TZ -> temporal(column, TemporalText.instant(withTime(stripped)));
            case BYTES, BLOB -> null;
        };
    }

    private static Object number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        // written out it must not fill the memory
        return Math.abs((long) number.scale()) > 1000 ? null : number;
    }

    private static Object real(Column column, String text) {
        boolean special =
                column.type().engine().equals("postgres")
                        && (text.equals("NaN") || text.matches("-?Infinity"));
        return special || NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    private static String withTime(String text) {
        return text.matches("\\d{4,6}-\\d\\d-\\d\\d") ? text + " 00:00:00" : text;
    }

    /** Of the values without a Java class only those that the column may have. */
    private static Object temporal(Column column, Object value) {
        if (!(value instanceof SpecialValue special)) {
            return value;
        }
        String text = special.text().toLowerCase(Locale.ROOT);
        DataType type = column.type();
        boolean possible =
                text.endsWith("infinity")
                        ? type.engine().equals("postgres") && type.kind() != Kind.TIME
                        : type.isMySqlFamily()
                                && ZERO_OR_LONG.get(type.kind()).matcher(text).matches();
        return possible && TemporalOrder.hasPlace(special) ? special : null;
    }

    private void problem(SelectionRule rule, FilterRule filter, String what) {
        problems.add(
                "rule-id %s, filter on '%s': %s"
                        .formatted(rule.id(), Members.shown(filter.column()), what));
    }
}
