// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every type, loaded and as a change: both lanes have the same value, and it is the right one. */
class ExactValuesTest {
    /** A column: its type, then literals; of each the expected value where it is not the text. */
    private record Case(String type, Kind kind, Object... literalsAndValues) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("smallint", Kind.INT2, "-32768", -32768L, "32767", 32767L),
                    new Case("integer", Kind.INT4, "-2147483648", -2147483648L),
                    new Case("bigint", Kind.INT8, "9223372036854775807", Long.MAX_VALUE),
                    new Case("boolean", Kind.BOOLEAN, "true", true, "false", false),
                    new Case(
                            "real",
                            Kind.REAL4,
                            "1.1",
                            1.1f,
                            "NaN",
                            Float.NaN,
                            "-Infinity",
                            Float.NEGATIVE_INFINITY),
                    new Case(
                            "double precision",
                            Kind.REAL8,
                            "0.1",
                            0.1,
                            "NaN",
                            Double.NaN,
                            "1e308",
                            1e308),
                    new Case(
                            "numeric",
                            Kind.NUMERIC,
                            "123456789012345678901234567890.12345678901234567890",
                            new BigDecimal("123456789012345678901234567890.12345678901234567890"),
                            "NaN",
                            new SpecialValue("NaN"),
                            "Infinity",
                            new SpecialValue("Infinity"),
                            "0.0000000001",
                            new BigDecimal("0.0000000001"),
                            "1e30",
                            new BigDecimal("1000000000000000000000000000000")),
                    new Case(
                            "numeric(10,2)",
                            Kind.NUMERIC,
                            "1.10",
                            new BigDecimal("1.10"),
                            "0",
                            new BigDecimal("0.00")),
                    new Case("numeric(5,-2)", Kind.NUMERIC, "12300", new BigDecimal("12300")),
                    new Case(
                            "date",
                            Kind.DATE,
                            "2024-02-29",
                            LocalDate.of(2024, 2, 29),
                            "0044-03-15 BC",
                            LocalDate.of(-43, 3, 15),
                            "infinity",
                            new SpecialValue("infinity"),
                            "-infinity",
                            new SpecialValue("-infinity"),
                            "4713-01-01 BC",
                            LocalDate.of(-4712, 1, 1),
                            "294276-12-31",
                            LocalDate.of(294276, 12, 31)),
                    new Case(
                            "time",
                            Kind.TIME,
                            "10:11:12.123456",
                            LocalTime.of(10, 11, 12, 123456000),
                            "24:00:00",
                            new SpecialValue("24:00:00"),
                            "00:00",
                            LocalTime.MIDNIGHT),
                    new Case("time(0)", Kind.TIME, "10:11:12", LocalTime.of(10, 11, 12)),
                    new Case(
                            "timetz",
                            Kind.STRING,
                            "10:11:12.5+05:30",
                            "10:11:12.5+05:30",
                            "24:00:00-12",
                            "24:00:00-12"),
                    new Case(
                            "timestamp",
                            Kind.DATETIME,
                            "2024-02-29 10:11:12.000001",
                            java.time.LocalDateTime.of(2024, 2, 29, 10, 11, 12, 1000),
                            "infinity",
                            new SpecialValue("infinity"),
                            "0001-01-01 00:00:00 BC",
                            java.time.LocalDateTime.of(0, 1, 1, 0, 0)),
                    new Case(
                            "timestamptz",
                            Kind.DATETIME_TZ,
                            "2024-02-29 10:11:12.000001+03:30",
                            OffsetDateTime.parse("2024-02-29T06:41:12.000001Z"),
                            "-infinity",
                            new SpecialValue("-infinity"),
                            "1800-01-01 00:00:00+00",
                            OffsetDateTime.parse("1800-01-01T00:00:00Z"),
                            "0044-03-15 12:00:00+00 BC",
                            OffsetDateTime.parse("-0043-03-15T12:00:00Z")),
                    new Case(
                            "interval",
                            Kind.STRING,
                            "1 year 2 mons -3 days 04:05:06.789",
                            "1 year 2 mons -3 days +04:05:06.789",
                            "-00:00:00.000001",
                            "-00:00:00.000001"),
                    new Case("char(5)", Kind.WSTRING, "ab", "ab   "),
                    new Case("varchar(20)", Kind.WSTRING, "dž ☃ 😀", "dž ☃ 😀", "", ""),
                    new Case(
                            "text",
                            Kind.NCLOB,
                            "tab\there\nline\\N \\. \"quoted\"",
                            "tab\there\nline\\N \\. \"quoted\"",
                            "\\N",
                            "\\N"),
                    new Case(
                            "json",
                            Kind.NCLOB,
                            "{\"b\" : 1,  \"a\": [1.0]}",
                            "{\"b\" : 1,  \"a\": [1.0]}"),
                    new Case(
                            "jsonb",
                            Kind.NCLOB,
                            "{\"b\" : 1,  \"a\": [1.0]}",
                            "{\"a\": [1.0], \"b\": 1}"),
                    new Case("xml", Kind.NCLOB, "<a>1</a>", "<a>1</a>"),
                    new Case(
                            "bytea",
                            Kind.BLOB,
                            "\\x00ff5c0a",
                            new byte[] {0, -1, 0x5c, 0x0a},
                            "",
                            new byte[0]),
                    new Case(
                            "uuid",
                            Kind.STRING,
                            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                    new Case("inet", Kind.STRING, "192.168.0.1/24", "192.168.0.1/24", "::1", "::1"),
                    new Case("cidr", Kind.STRING, "10.0.0.0/8", "10.0.0.0/8"),
                    new Case("macaddr", Kind.STRING, "08:00:2b:01:02:03", "08:00:2b:01:02:03"),
                    new Case(
                            "macaddr8",
                            Kind.STRING,
                            "08:00:2b:01:02:03:04:05",
                            "08:00:2b:01:02:03:04:05"),
                    new Case("bit(1)", Kind.STRING, "1", "1"),
                    new Case("bit(10)", Kind.STRING, "0000000011", "0000000011"),
                    new Case("varbit(12)", Kind.STRING, "101", "101", "", ""),
                    new Case("money", Kind.STRING, "-1234.56", "-$1,234.56"),
                    new Case(
                            "point",
                            Kind.STRING,
                            "(1,2.5)",
                            "(1,2.5)",
                            "(Infinity,0)",
                            "(Infinity,0)"),
                    new Case("line", Kind.STRING, "{1,2,3}", "{1,2,3}"),
                    new Case("lseg", Kind.STRING, "[(1,2),(3,4)]", "[(1,2),(3,4)]"),
                    new Case("box", Kind.STRING, "(3,4),(1,2)", "(3,4),(1,2)"),
                    new Case("path", Kind.NCLOB, "[(1,2),(3,4)]", "[(1,2),(3,4)]"),
                    new Case("polygon", Kind.NCLOB, "((1,2),(3,4),(5,6))", "((1,2),(3,4),(5,6))"),
                    new Case("circle", Kind.STRING, "<(1,2),3>", "<(1,2),3>"),
                    new Case("pg_lsn", Kind.STRING, "16/B374D848", "16/B374D848"),
                    new Case("oid", Kind.STRING, "4294967295", "4294967295"),
                    new Case("tsvector", Kind.NCLOB, "'a':1A 'b'", "'a':1A 'b'"),
                    new Case("tsquery", Kind.NCLOB, "'a' & !'b'", "'a' & !'b'"),
                    new Case("int4range", Kind.STRING, "[1,5)", "[1,5)", "empty", "empty"),
                    new Case("numrange", Kind.STRING, "(1.5,)", "(1.5,)"),
                    new Case(
                            "tstzrange",
                            Kind.STRING,
                            "[2024-01-01 00:00:00+02,2024-06-01 00:00:00+02)",
                            "[\"2023-12-31 22:00:00+00\",\"2024-05-31 22:00:00+00\")"),
                    new Case(
                            "daterange",
                            Kind.STRING,
                            "[2024-01-01,infinity)",
                            "[2024-01-01,infinity)"),
                    new Case("int4multirange", Kind.STRING, "{[1,3), [5,8)}", "{[1,3),[5,8)}"),
                    new Case(
                            "integer[]",
                            Kind.NCLOB,
                            "{1,NULL,3}",
                            "{1,NULL,3}",
                            "[0:1]={1,2}",
                            "[0:1]={1,2}",
                            "{{1,2},{3,4}}",
                            "{{1,2},{3,4}}"),
                    new Case(
                            "text[]",
                            Kind.NCLOB,
                            "{\"a,b\",\"NULL\",\"\"}",
                            "{\"a,b\",\"NULL\",\"\"}"),
                    new Case(
                            "timestamptz[]",
                            Kind.NCLOB,
                            "{2024-01-01 00:00:00+02}",
                            "{\"2023-12-31 22:00:00+00\"}"),
                    new Case("numeric(5,1)[]", Kind.NCLOB, "{1.5,NaN}", "{1.5,NaN}"),
                    new Case("mood", Kind.STRING, "so so", "so so"),
                    new Case("mood[]", Kind.NCLOB, "{happy,\"so so\"}", "{happy,\"so so\"}"),
                    new Case("pair", Kind.NCLOB, "(1,\"a, b\")", "(1,\"a, b\")"),
                    new Case("price", Kind.NUMERIC, "9.90", new BigDecimal("9.90")),
                    new Case("price_of_price", Kind.NUMERIC, "9.90", new BigDecimal("9.90")),
                    new Case("short_text", Kind.WSTRING, "abc", "abc"),
                    new Case(
                            "hstore",
                            Kind.NCLOB,
                            "\"a\"=>NULL, \"b\"=>\"1\"",
                            "\"a\"=>NULL, \"b\"=>\"1\""),
                    new Case("citext", Kind.NCLOB, "MiXed", "MiXed"),
                    new Case("jsonpath", Kind.NCLOB, "$.a[*]", "$.\"a\"[*]"),
                    new Case("name", Kind.STRING, "some_name", "some_name"),
                    new Case("\"char\"", Kind.STRING, "x", "x"));

    @Test
    void bothLanesHaveTheSameValueAndItIsTheRightOne() {
        Migration migration = new Migration("full-load-and-cdc");
        Map<String, String> optional = new LinkedHashMap<>();
        for (String extension : List.of("hstore", "citext")) {
            try {
                migration.server.execute("CREATE EXTENSION IF NOT EXISTS " + extension);
                optional.put(extension, "");
            } catch (IllegalStateException notShipped) {
                System.out.println("not tested, extension is missing: " + extension);
            }
        }
        migration.run(
                "CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN price AS numeric(8,2)",
                "CREATE DOMAIN price_of_price AS price CHECK (value > 0)",
                "CREATE DOMAIN short_text AS varchar(5)");
        List<Case> cases =
                CASES.stream()
                        .filter(
                                c ->
                                        !List.of("hstore", "citext").contains(c.type())
                                                || optional.containsKey(c.type()))
                        .toList();
        StringBuilder ddl = new StringBuilder("CREATE TABLE t (id int PRIMARY KEY");
        for (int i = 0; i < cases.size(); i++) {
            ddl.append(", c").append(i).append(' ').append(cases.get(i).type());
        }
        migration.run(ddl.append(")").toString());
        int rows =
                cases.stream().mapToInt(c -> c.literalsAndValues().length / 2).max().orElseThrow();
        for (int row = 0; row <= rows; row++) {
            migration.run(insert(cases, row));
        }
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t SELECT id + 1000, " + columns(cases.size()) + " FROM t");
            harness.until("changes", () -> harness.changesOf("t").size() > rows);
            migration.run("UPDATE t SET c0 = c0 WHERE id >= 1000");
            harness.until("updates", () -> harness.changesOf("t").size() > 2 * rows + 1);

            Map<Long, Object[]> loaded = new LinkedHashMap<>();
            harness.loadedRows("t").forEach(row -> loaded.put((Long) row[0], row));
            List<RowChange> changes = harness.changesOf("t");
            var table = changes.get(0).table();
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                Case c = cases.get(i);
                if (table.columns().get(i + 1).type().kind() != c.kind()) {
                    wrong.add(c.type() + " is " + table.columns().get(i + 1).type());
                }
                for (int row = 0; row <= rows; row++) {
                    Object expected =
                            row * 2 + 1 < c.literalsAndValues().length
                                    ? c.literalsAndValues()[row * 2 + 1]
                                    : null;
                    int at = i;
                    int number = row;
                    compare(wrong, c.type() + " loaded", expected, loaded.get((long) row)[i + 1]);
                    changes.stream()
                            .filter(change -> change.after().value(0).equals(1000L + number))
                            .forEach(
                                    change ->
                                            compare(
                                                    wrong,
                                                    c.type() + " " + change.operation(),
                                                    expected,
                                                    change.after().value(at + 1)));
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(table)
                    .isEqualTo(
                            harness.last("t", io.dmsconnect.core.event.LoadMessage.Type.END)
                                    .orElseThrow()
                                    .message()
                                    .table());
            assertThat(changes.get(changes.size() - 1).operation()).isEqualTo(Operation.UPDATE);
        }
        migration.cleanUp();
    }

    private static void compare(List<String> wrong, String what, Object expected, Object actual) {
        boolean equal =
                expected instanceof byte[] bytes
                        ? actual instanceof byte[] other && java.util.Arrays.equals(bytes, other)
                        : java.util.Objects.equals(expected, actual);
        if (!equal) {
            wrong.add(
                    "%s: expected %s but was %s (%s)"
                            .formatted(
                                    what,
                                    expected,
                                    actual,
                                    actual == null ? "" : actual.getClass().getSimpleName()));
        }
    }

    private static String columns(int count) {
        StringBuilder names = new StringBuilder("c0");
        for (int i = 1; i < count; i++) {
            names.append(", c").append(i);
        }
        return names.toString();
    }

    private static String insert(List<Case> cases, int row) {
        StringBuilder sql =
                new StringBuilder("SET intervalstyle = postgres; INSERT INTO t VALUES (")
                        .append(row);
        for (Case c : cases) {
            sql.append(", ");
            if (row * 2 >= c.literalsAndValues().length) {
                sql.append("NULL");
            } else {
                sql.append('\'')
                        .append(c.literalsAndValues()[row * 2].toString().replace("'", "''"))
                        .append('\'');
            }
        }
        return sql.append(")").toString();
    }
}
