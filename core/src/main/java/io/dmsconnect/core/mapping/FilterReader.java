// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
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
                        "'%s' is none of %s".formatted(Members.shown(name), NAMES));
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
