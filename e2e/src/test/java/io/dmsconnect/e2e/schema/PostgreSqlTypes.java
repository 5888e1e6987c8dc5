// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/** What columns of a PostgreSQL source are made of. */
final class PostgreSqlTypes {
    private static final String MARKER = "'__debezium_unavailable_value'";

    /** Too long and too mixed for its row: PostgreSQL moves it out, updates do not log it. */
    static final String MOVED_OUT =
            "(select string_agg(md5((g * 31 + %d)::text), '') from generate_series(1, 250) g)";

    private PostgreSqlTypes() {}

    static Types all() {
        return new Types()
                .add("smallint", List.of("%d", "-32768", "32767"), "integer", "bigint", "numeric")
                .add("integer", List.of("%d", "-2147483648"), "bigint", "numeric")
                .add("bigint", List.of("%d", "9223372036854775807"), "numeric")
                .add(
                        "numeric(10,2)",
                        List.of("%d.25", "-0.01", "99999999.99"),
                        "numeric(14,4)",
                        "numeric")
                .add("numeric(14,4)", List.of("%d.1234", "-0.0001"), "numeric(20,6)", "numeric")
                .add("numeric(20,6)", List.of("%d.123456"), "numeric")
                .add("numeric", List.of("0.10", "%d.00000000000000000001"), List.of("'NaN'"))
                .add(
                        "real",
                        List.of("%d.5", "0.1"),
                        List.of("'NaN'", "'-Infinity'", "'-0'"),
                        "double precision")
                .add(
                        "double precision",
                        List.of("1.23456789012345", "%d", "0.1"),
                        List.of("'NaN'", "'Infinity'"))
                .add("boolean", List.of("true", "false"))
                .add("varchar(10)", List.of("'v%d'", "''", "'é🐘'"), "varchar(40)", "text")
                .add(
                        "varchar(40)",
                        List.of(
                                "'a''b\"c\\d %d'",
                                "'\\N'", "'NULL'", MARKER, "'longer than ten %d'"),
                        "text")
                .add("char(5)", List.of("'ab'", "'é%d'"))
                .add(
                        "text",
                        List.of("'t%d'", "''", "'\\N'", "'NULL'", MARKER, MOVED_OUT, MOVED_OUT))
                .add(
                        "bytea",
                        List.of(
                                "'\\x00ff5c27'",
                                "'\\x'",
                                "convert_to(" + MARKER + ", 'UTF8')",
                                "convert_to(" + MOVED_OUT + ", 'UTF8')"))
                .add(
                        "date",
                        List.of("date '2024-02-29' + %d", "'1582-10-10'"),
                        List.of("'infinity'"))
                .add("time(0)", List.of("time '00:00:00' + %d * interval '1 second'"), "time(6)")
                .add("time(6)", List.of("'23:59:59.999999'", "'12:34:56.78'"))
                .add(
                        "timestamp(0)",
                        List.of("timestamp '2024-01-01' + %d * interval '1 second'"),
                        "timestamp(3)",
                        "timestamp(6)")
                .add(
                        "timestamp(3)",
                        List.of("timestamp '2024-01-01 00:00:00.123' + %d * interval '1 s'"),
                        "timestamp(6)")
                .add(
                        "timestamp(6)",
                        List.of("'1969-12-31 23:59:59.999999'", "'2024-03-31 02:30:00.654321'"),
                        List.of("'infinity'", "'0044-03-15 00:00:00 BC'"))
                .add("timestamptz(0)", List.of("'2024-10-27 01:30:00+02'"), "timestamptz(6)")
                .add(
                        "timestamptz(6)",
                        List.of("'2024-10-27 01:30:00.123456+02'"),
                        List.of("'-infinity'"))
                .add("interval", List.of("'1 year -2 mons 3 days -04:05:06.789012'", "'0'"))
                .add("uuid", List.of("md5('%d')::uuid"))
                .add("json", List.of("'{\"b\": 1,  \"a\": [1.0, null, \"é\"]}'", "'\"x%d\"'"))
                .add("jsonb", List.of("'{\"b\": %d,  \"a\": [1.00, null]}'", "'\"x\"'"))
                .add("inet", List.of("'192.168.0.1/24'", "'::1'"))
                .add("integer[]", List.of("'{1,NULL,%d}'", "'{}'"), "bigint[]")
                .add("bigint[]", List.of("'{1,NULL,%d}'", "'{{1,2},{3,4}}'"))
                .add("text[]", List.of("ARRAY['a,b', 'c\"d', 'e\\f', NULL, '', 'NULL']"))
                .add("bit varying(8)", List.of("B'1'", "B''", "B'0000001'"), "bit varying(20)")
                .add("bit varying(20)", List.of("B'1'", "B'0000001111'"))
                .add("int4range", List.of("'[1,%d5)'", "'empty'"));
    }
}
