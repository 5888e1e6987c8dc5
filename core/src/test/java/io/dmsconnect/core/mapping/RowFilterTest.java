// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.mapping.RowFilter.Match;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFilterTest {
    private static final DataType TEXT = DataType.string(Kind.WSTRING, 20);

    private static RowFilter filter(String conditions, DataType... types) {
        List<Column> columns = new java.util.ArrayList<>();
        for (DataType type : types) {
            columns.add(new Column("c" + columns.size(), type, true));
        }
        Table table = new Table(new TableId("shop", "t"), columns, List.of());
        String rules =
                """
                {"rules": [{"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                "object-locator": {"schema-name": "shop", "table-name": "t"}, "filters": [%s]}]}"""
                        .formatted(conditions);
        try (TablePlan plan = TableMappings.parse(rules).plan(table).orElseThrow()) {
            return plan.filter().orElseThrow();
        }
    }

    private static String of(int column, String operator, String value) {
        return """
               {"filter-type": "source", "column-name": "c%d", "filter-conditions":
               [{"filter-operator": "%s", "value": "%s"}]}"""
                .formatted(column, operator, value.replace("\\", "\\\\"));
    }

    @ParameterizedTest
    @CsvSource({
        "a%, abc, YES",
        "a%, Abc, NO",
        "a_c, a\uD83D\uDE00c, YES",
        "a_c, ac, NO",
        "%, '', YES",
        "a%b%c, a.b.b.c, YES",
        "[ab], a, NO",
        "a.c, abc, NO",
    })
    void likeIsCaseSensitiveAndKnowsTwoWildcards(String pattern, String value, Match expected) {
        assertThat(filter(of(0, "like", pattern), TEXT).test(new ArrayRow(value)))
                .isEqualTo(expected);
    }

    /** A pattern that makes a backtracking matcher run for years. */
    @Test
    void likeIsFast() {
        RowFilter filter = filter(of(0, "like", "%a".repeat(30) + "b"), TEXT);
        assertThat(filter.test(new ArrayRow("a".repeat(20_000)))).isEqualTo(Match.NO);
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, mysql, 0000-00-00, 2024-01-01, lt",
        "DATE, mysql, 2024-00-00, 2024-01-01, lt",
        "DATE, mysql, 2024-00-00, 2023-12-31, gt",
        "DATE, postgres, infinity, 9999-12-31, gt",
        "DATE, postgres, -infinity, 0001-01-01, lt",
        "DATE, postgres, 0044-03-15 BC, 0001-01-01, lt",
        "DATETIME, postgres, infinity, 2024-01-01 00:00:00, gt",
        "DATETIME_TZ, postgres, -infinity, 2024-01-01 00:00:00, lt",
        "DATETIME, mysql, 0000-00-00 00:00:00, 1970-01-01 00:00:01, lt",
        "TIME, mysql, 100:00:00, 23:00:00, gt",
        "TIME, mysql, -12:00:00, 00:00:00, lt",
        "TIME, mysql, 838:59:59, 99:00:00, gt",
        "TIME, postgres, 24:00:00, 23:59:59, gt",
        "NUMERIC, postgres, NaN, 1, gt",
        "NUMERIC, postgres, -Infinity, -1, lt",
        "REAL8, postgres, NaN, Infinity, gt",
        "REAL8, postgres, -0.0, 0, eq",
    })
    void specialValuesHaveTheirPlace(
            Kind kind, String engine, String value, String constant, String relation) {
        DataType type = DataType.of(kind).declared(engine, "");
        Object special = ValueText.parse(kind, value);
        for (String operator : List.of("lt", "eq", "gt")) {
            assertThat(filter(of(0, operator, constant), type).test(new ArrayRow(special)))
                    .as("%s %s %s", value, operator, constant)
                    .isEqualTo(operator.equals(relation) ? Match.YES : Match.NO);
        }
    }

    @Test
    void constantsMayBeSpecialToo() {
        DataType date = DataType.of(Kind.DATE).declared("postgres", "date");
        assertThat(
                        filter(of(0, "eq", "infinity"), date)
                                .test(new ArrayRow(new SpecialValue("infinity"))))
                .isEqualTo(Match.YES);
    }

    @Test
    void onlyBlanksOfPostgresCharactersDoNotCount() {
        DataType padded = DataType.string(Kind.STRING, 5).declared("postgres", "character(5)");
        RowFilter character = filter(of(0, "eq", "ab "), padded);
        assertThat(character.test(new ArrayRow("ab   "))).isEqualTo(Match.YES);
        assertThat(filter(of(0, "eq", "ab "), TEXT).test(new ArrayRow("ab"))).isEqualTo(Match.NO);
    }

    @Test
    void absentColumnsAreUnknownUnlessOthersDecide() {
        RowFilter both = filter(of(0, "eq", "a") + "," + of(1, "eq", "b"), TEXT, TEXT);
        assertThat(both.test(new ArrayRow("a", ArrayRow.ABSENT))).isEqualTo(Match.UNKNOWN);
        assertThat(both.test(new ArrayRow("x", ArrayRow.ABSENT))).isEqualTo(Match.NO);
        assertThat(both.columns()).containsExactly(0, 1);
    }

    @Test
    void nullIsInNoRelation() {
        for (String operator : List.of("eq", "noteq", "lt", "gt", "lte", "ste", "gte", "like")) {
            assertThat(filter(of(0, operator, "a"), TEXT).test(new ArrayRow((Object) null)))
                    .as(operator)
                    .isEqualTo(Match.NO);
        }
    }
}
