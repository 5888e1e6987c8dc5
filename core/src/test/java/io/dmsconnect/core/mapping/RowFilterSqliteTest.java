// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Both readers of a filter say the same of a row, SQLite being the one that reads the SQL. */
class RowFilterSqliteTest {
    private static final Table TABLE =
            new Table(
                    new TableId("shop", "t"),
                    List.of(
                            column("n", DataType.of(Kind.INT8)),
                            column("d", DataType.numeric(10, 2)),
                            column("r", DataType.of(Kind.REAL8)),
                            column("s", DataType.string(Kind.WSTRING, 20)),
                            column("b", DataType.of(Kind.BOOLEAN)),
                            column("day", DataType.of(Kind.DATE)),
                            column("at", DataType.temporal(Kind.DATETIME, 6))),
                    List.of());

    /** Of each column some values, close to each other. */
    private static final List<List<String>> VALUES =
            List.of(
                    List.of("-1", "0", "9", "10", "9223372036854775807"),
                    List.of("-0.5", "0", "0.25", "9.75", "10", "100"),
                    List.of("-1.5", "0", "0.5", "1e10"),
                    List.of(
                            "",
                            " ",
                            "A",
                            "a",
                            "a ",
                            "ab",
                            "a%",
                            "\u00e9",
                            "\uE000",
                            "\uD83D\uDE00"),
                    List.of("true", "false"),
                    List.of("1999-12-31", "2000-01-01", "2024-02-29"),
                    List.of("1999-12-31 23:59:59", "2000-01-01 00:00:00", "2024-02-29 10:00:00"));

    private static final List<String> OPERATORS =
            Arrays.stream(FilterOperator.values())
                    .filter(operator -> operator != FilterOperator.LIKE)
                    .map(FilterOperator::text)
                    .toList();

    private static Connection sqlite;

    private static Column column(String name, DataType type) {
        return new Column(name, type, true);
    }

    @BeforeContainer
    static void connect() throws SQLException {
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterContainer
    static void disconnect() throws SQLException {
        sqlite.close();
    }

    @Property(tries = 3000)
    void rowsAndSqlAgree(@ForAll Random random) throws SQLException {
        RowFilter filter = filter(random);
        for (int i = 0; i < 5; i++) {
            Object[] row = new Object[TABLE.columns().size()];
            for (int c = 0; c < row.length; c++) {
                Kind kind = TABLE.columns().get(c).type().kind();
                row[c] = random.nextInt(4) == 0 ? null : ValueText.parse(kind, value(c, random));
            }
            boolean taken = filter.test(new ArrayRow(row)) == RowFilter.Match.YES;
            assertThat(taken)
                    .as("%s of %s", filter, List.of(texts(row)))
                    .isEqualTo(sqlite(filter, row));
        }
    }

    private static String value(int column, Random random) {
        List<String> values = VALUES.get(column);
        return values.get(random.nextInt(values.size()));
    }

    private static RowFilter filter(Random random) {
        StringBuilder filters = new StringBuilder();
        for (int f = random.nextInt(2); f >= 0; f--) {
            int column = random.nextInt(VALUES.size());
            StringBuilder conditions = new StringBuilder();
            for (int c = random.nextInt(3); c >= 0; c--) {
                conditions
                        .append(conditions.isEmpty() ? "" : ",")
                        .append(condition(column, random));
            }
            filters.append(filters.isEmpty() ? "" : ",")
                    .append(
                            "{\"column-name\": \"%s\", \"filter-conditions\": [%s]}"
                                    .formatted(TABLE.columns().get(column).name(), conditions));
        }
        String rules =
                """
                {"rules": [{"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                "object-locator": {"schema-name": "shop", "table-name": "t"}, "filters": [%s]}]}"""
                        .formatted(filters);
        try (TablePlan plan = TableMappings.parse(rules).plan(TABLE).orElseThrow()) {
            return plan.filter().orElseThrow();
        }
    }

    private static String condition(int column, Random random) {
        return "{\"filter-operator\": \"%s\", \"value\": \"%s\", \"values\": [\"%s\", \"%s\"],"
                        .formatted(
                                OPERATORS.get(random.nextInt(OPERATORS.size())),
                                value(column, random),
                                value(column, random),
                                value(column, random))
                + " \"start-value\": \"%s\", \"end-value\": \"%s\"}"
                        .formatted(value(column, random), value(column, random));
    }

    private static boolean sqlite(RowFilter filter, Object[] row) throws SQLException {
        StringBuilder select = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            select.append(i == 0 ? "SELECT " : ", ")
                    .append(row[i] == null ? "NULL" : literal(row[i]))
                    .append(" AS ")
                    .append(TABLE.columns().get(i).name());
        }
        String query = "SELECT 1 FROM (%s) WHERE %s".formatted(select, filter.sql(new Syntax()));
        try (Statement statement = sqlite.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            return found.next();
        }
    }

    private static Object[] texts(Object[] row) {
        Object[] texts = new Object[row.length];
        for (int i = 0; i < row.length; i++) {
            texts[i] = row[i] == null ? "null" : literal(row[i]);
        }
        return texts;
    }

    private static String literal(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        return value instanceof Number
                ? value.toString()
                : "'" + ValueText.format(value).replace("'", "''") + "'";
    }

    private record Syntax() implements FilterSyntax {
        @Override
        public String name(Column column) {
            return column.name();
        }

        @Override
        public String compare(Column column, Comparison comparison, Object constant) {
            return column.name() + comparison.sql() + literal(constant);
        }

        @Override
        public String like(Column column, String pattern) {
            throw new UnsupportedOperationException("SQLite's LIKE knows no case");
        }
    }
}
