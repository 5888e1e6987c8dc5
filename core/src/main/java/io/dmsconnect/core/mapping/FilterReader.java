// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.core.json.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads member {@code filters} of a selection rule. */
final class FilterReader {
    private static final String NAMES =
            Arrays.stream(FilterOperator.values())
                    .map(FilterOperator::text)
                    .collect(Collectors.joining(", "));

    private FilterReader() {}

    static List<FilterRule> read(Members rule) {
        List<FilterRule> filters = new ArrayList<>();
        for (Members filter : rule.objects("filters", "an array of filters")) {
            String type = filter.text("filter-type").orElse("source");
            if (!type.equals("source")) {
                filter.problem("filter-type", "has to be source");
            }
            String column = filter.required("column-name", "a column of the source");
            List<FilterRule.Condition> conditions = conditions(filter);
            filter.warnOfRest(Set.of());
            if (!column.isEmpty() && !conditions.isEmpty()) {
                filters.add(new FilterRule(column, conditions));
            }
        }
        return filters;
    }

    private static List<FilterRule.Condition> conditions(Members filter) {
        List<FilterRule.Condition> conditions = new ArrayList<>();
        List<Members> written = filter.objects("filter-conditions", "an array of conditions");
        if (written.isEmpty()) {
            filter.problem("filter-conditions", "has to be an array with at least one condition");
        }
        for (Members condition : written) {
            String name = condition.required("filter-operator", "one of " + NAMES);
            Optional<FilterOperator> operator = FilterOperator.named(name);
            if (operator.isPresent()) {
                conditions.add(
                        new FilterRule.Condition(
                                operator.get(), constants(condition, operator.get())));
            } else if (!name.isEmpty()) {
                condition.problem(
                        "filter-operator",
                        "'%s' is none of %s%s"
                                .formatted(
                                        Members.shown(name),
                                        NAMES,
                                        Spelling.hint(name, List.of(NAMES.split(", ")))));
            }
            condition.warnOfRest(Set.of("value", "start-value", "end-value", "values"));
        }
        shadowed(filter, conditions);
        return conditions;
    }

    private static List<String> constants(Members condition, FilterOperator operator) {
        return switch (operator.operands()) {
            case NONE -> List.of();
            case VALUE -> List.of(value(condition, "value"));
            case RANGE -> List.of(value(condition, "start-value"), value(condition, "end-value"));
            case VALUES -> values(condition);
        };
    }

    /** The empty text is a value here. */
    private static String value(Members condition, String member) {
        JsonNode written = condition.raw(member);
        if (written.isMissingNode() || written.isNull()) {
            condition.problem(member, "is missing");
            return "";
        }
        if (written.isContainerNode()) {
            condition.problem(member, "has to be a text, not " + Members.nameOf(written));
            return "";
        }
        return written.asText();
    }

    private static List<String> values(Members condition) {
        JsonNode written = condition.raw("values");
        if (written.isArray()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < written.size(); i++) {
                if (!written.get(i).isValueNode() || written.get(i).isNull()) {
                    condition.problem(
                            SourceLines.element("values", i),
                            "has to be a text, not " + Members.nameOf(written.get(i)));
                }
                values.add(written.get(i).asText());
            }
            return values;
        }
        if (!written.isMissingNode() && !written.isNull()) {
            condition.problem("values", "has to be an array, not " + Members.nameOf(written));
        }
        return Arrays.stream(value(condition, "value").split(",")).map(String::strip).toList();
    }

    /** Conditions of one filter are alternatives, which many take for a range. */
    private static void everyRow(Members filter, List<FilterRule.Condition> conditions) {
        for (FilterRule.Condition one : conditions) {
            for (FilterRule.Condition other : conditions) {
                if (one != other && areEveryValue(one, other)) {
                    filter.warning(
                            "filter-conditions",
                            ("take every row with a value: one condition of a filter is enough, and"
                                            + " of %s '%s' and %s '%s' one always holds; for both"
                                            + " together give each a filter of its own")
                                    .formatted(
                                            one.operator().text(),
                                            Members.shown(one.constants().get(0)),
                                            other.operator().text(),
                                            Members.shown(String.join("' '", other.constants()))));
                    return;
                }
            }
        }
    }

    private static boolean areEveryValue(FilterRule.Condition one, FilterRule.Condition other) {
        String constant = one.constants().isEmpty() ? "" : one.constants().get(0);
        return switch (one.operator()) {
            case GTE -> isAtMost(other) && isOrdered(constant, other.constants().get(0));
            case NOTEQ -> takes(other, constant);
            default -> false;
        };
    }

    private static boolean isAtMost(FilterRule.Condition condition) {
        return condition.operator() == FilterOperator.LTE
                || condition.operator() == FilterOperator.STE;
    }

    /** Surely does. */
    private static boolean takes(FilterRule.Condition condition, String value) {
        List<String> constants = condition.constants();
        return switch (condition.operator()) {
            case EQ -> constants.get(0).equals(value);
            case GTE -> isOrdered(constants.get(0), value);
            case LTE, STE -> isOrdered(value, constants.get(0));
            case BETWEEN ->
                    isOrdered(constants.get(0), value) && isOrdered(value, constants.get(1));
            default -> false;
        };
    }

    /**
     * One is surely not above the other: as numbers where both are, as texts where they are as long
     * as each other, such as two dates.
     */
    private static boolean isOrdered(String one, String other) {
        String number = "-?[0-9]{1,100}(\\.[0-9]{1,100})?";
        return one.matches(number) && other.matches(number)
                ? new BigDecimal(one).compareTo(new BigDecimal(other)) <= 0
                : one.length() == other.length() && ValueOrder.codePoints(one, other) <= 0;
    }

    /** What AWS makes of null beside a negative operator, people hardly expect. */
    private static void shadowed(Members filter, List<FilterRule.Condition> conditions) {
        boolean isNull = conditions.stream().anyMatch(c -> c.operator() == FilterOperator.NULL);
        boolean negative = conditions.stream().anyMatch(c -> c.operator().isNegative());
        boolean inclusive =
                conditions.stream()
                        .anyMatch(
                                c ->
                                        !c.operator().isNegative()
                                                && c.operator() != FilterOperator.NULL);
        if (conditions.stream().filter(c -> c.operator().isNegative()).count() > 1) {
            filter.warning(
                    "filter-conditions",
                    "of several negative conditions one nearly always holds, and one is enough;"
                            + " for all of them give each a filter of its own");
        }
        everyRow(filter, conditions);
        if (isNull && negative) {
            filter.warning(
                    "filter-conditions",
                    inclusive
                            ? "beside a negative operator null takes no row, as in AWS DMS"
                            : "null beside nothing but negative operators takes no row at all, as in"
                                    + " AWS DMS");
        }
    }
}
