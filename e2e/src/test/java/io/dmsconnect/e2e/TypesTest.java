// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import io.dmsconnect.testing.RowComparison;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type, loaded and changed, between every pair of engines. Each table goes through both
 * lanes: rows 1.. exist before the task starts, rows 1001.. come while it runs, rows 2001.. replace
 * them by updates.
 */
class TypesTest {
    private static final String LONG_TEXT = "repeat('é🐘x', 200000)";

    @TempDir Path folder;

    private static RoundTrip postgreSqlTypes() {
        return new RoundTrip()
                .type("smallint", "-32768", "32767", "0")
                .type("integer", "-2147483648", "2147483647")
                .type("bigint", "-9223372036854775808", "9223372036854775807")
                .type("numeric(38,10)", "1234567890123456789012345678.0123456789", "-0.0000000001")
                .type("numeric(1000,500)", "0." + "0".repeat(499) + "1", "1e400")
                .type("numeric(3,-2)", "12345", "-99900")
                .type(
                        "numeric",
                        "'NaN'",
                        "'Infinity'",
                        "'-Infinity'",
                        "0.10",
                        "1e-300",
                        "123456789.000")
                .type(
                        "real",
                        "'NaN'",
                        "'Infinity'",
                        "'-Infinity'",
                        "3.4028235e38",
                        "1e-45",
                        "0.1",
                        "'-0'")
                .type(
                        "double precision",
                        "'NaN'",
                        "'-Infinity'",
                        "1.7976931348623157e308",
                        "5e-324",
                        "0.1")
                .type("boolean", "true", "false")
                .type("money", "'-92233720368547758.08'", "'12.34'")
                .type("char(5)", "'ab'", "''", "'é🐘'")
                .type(
                        "varchar(20)",
                        "'a''b\"c\\d'",
                        "''",
                        "E'tab\\tnew\\nline\\rcr\\\\N'",
                        "'\\N'",
                        "'NULL'")
                .type("text", LONG_TEXT, "''", "E'\\\\.'", "'__debezium_unavailable_value'")
                .type("bytea", "'\\x00ff5c27'", "''", "decode(repeat('00ff', 300000), 'hex')")
                .type(
                        "date",
                        "'4713-01-01 BC'",
                        "'0044-03-15 BC'",
                        "'5874897-12-31'",
                        "'1582-10-10'")
                .type("time(6)", "'00:00:00'", "'24:00:00'", "'23:59:59.999999'")
                .type("time(2)", "'12:34:56.78'")
                .type("timetz", "'00:00:00+15:59'", "'23:59:59.999999-08'", "'12:00:00+05:30'")
                .type(
                        "timestamp",
                        "'infinity'",
                        "'-infinity'",
                        "'4713-01-01 00:00:00 BC'",
                        "'294276-12-31 23:59:59.999999'",
                        "'1969-12-31 23:59:59.999999'",
                        "'2024-03-31 02:30:00'")
                .type("timestamp(0)", "'2024-02-29 12:00:00'")
                .type(
                        "timestamptz",
                        "'infinity'",
                        "'-infinity'",
                        "'4713-01-01 00:00:00+00 BC'",
                        "'2024-10-27 01:30:00+02'",
                        "'1900-01-01 00:00:00.000001+00'")
                .type(
                        "interval",
                        "'1 year -2 mons 3 days -04:05:06.789012'",
                        "'-178000000 years'",
                        "'0'",
                        "'1000000:00:00'")
                .type("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'")
                .type("json", "'{\"b\": 1,  \"a\": [1.0, null, \"é\"]}'", "'null'")
                .type("jsonb", "'{\"b\": 1,  \"a\": [1.00, null, \"\\u00e9\"]}'", "'\"x\"'")
                .type("xml", "'<a b=\"c\">é</a>'")
                .type("inet", "'192.168.0.1/24'", "'::1'")
                .type("cidr", "'10.0.0.0/8'")
                .type("macaddr", "'08:00:2b:01:02:03'")
                .type("macaddr8", "'08:00:2b:01:02:03:04:05'")
                .type("bit(5)", "B'10101'", "B'00000'")
                .type("bit(70)", "B'" + "10".repeat(35) + "'")
                .type("bit varying(9)", "B'1'", "B''", "B'000000001'")
                .type("integer[]", "'{1,NULL,3}'", "'{}'", "'{{1,2},{3,4}}'", "'[2:3]={7,8}'")
                .type("text[]", "ARRAY['a,b', 'c\"d', 'e\\f', NULL, '', 'NULL', '🐘']")
                .type("numeric(10,2)[]", "'{1.10,-2.00}'")
                .type("timestamptz[]", "'{infinity,\"2024-01-01 00:00:00+00\"}'")
                .type("bytea[]", "ARRAY['\\x00ff'::bytea, NULL]")
                .type("int4range", "'[1,5)'", "'empty'", "'(,)'")
                .type("numrange", "'(1.5,2.50]'")
                .type("tsrange", "'[2024-01-01 00:00:00,infinity]'")
                .type("tstzrange", "'[2024-01-01 00:00:00+00,)'")
                .type("daterange", "'[2024-01-01,2024-02-01)'")
                .type("int8multirange", "'{[1,3),[5,9)}'")
                .type("tsvector", "'''a b'':1A,2 ''c'':3'")
                .type("tsquery", "'''fat'' & ( ''rat'' | !''cat'' )'")
                .type("point", "'(1.5,-0.1)'", "'(Infinity,NaN)'")
                .type("line", "'{1,-1,0.5}'")
                .type("lseg", "'[(0,0),(1,1)]'")
                .type("box", "'(2,2),(0,0)'")
                .type("path", "'((0,0),(1,0),(1,1))'", "'[(0,0),(1,1)]'")
                .type("polygon", "'((0,0),(1,0),(1,1))'")
                .type("circle", "'<(1,2),3.5>'")
                .type("pg_lsn", "'16/B374D848'")
                .type("oid", "4294967295")
                .type("dms_mood", "'sad'", "'very ''happy'''");
    }

    private static RoundTrip mariaDbTypes() {
        return new RoundTrip()
                .type("tinyint", "-128", "127")
                .type("tinyint unsigned", "255", "0")
                .type("tinyint(1)", "5", "-1", "0")
                .type("smallint", "-32768")
                .type("smallint unsigned", "65535")
                .type("mediumint", "-8388608")
                .type("mediumint unsigned", "16777215")
                .type("int", "-2147483648")
                .type("int unsigned", "4294967295")
                .type("bigint", "-9223372036854775808", "9223372036854775807")
                .type("bigint unsigned", "18446744073709551615", "9223372036854775808", "1")
                .type(
                        "decimal(65,30)",
                        "12345678901234567890123456789012345.012345678901234567890123456789")
                .type("decimal(10,0)", "-9999999999")
                .type(
                        "float",
                        "CAST(%s AS DOUBLE)",
                        "CAST(%s AS DOUBLE)",
                        List.of("0.1", "-3.4028234e38", "1e-38"))
                .type("double", "1.7976931348623157e308", "0.1", "-2.2250738585072014e-308")
                .type("bit(1)", "HEX(%s)", "HEX(%s)", List.of("b'1'", "b'0'"))
                .type("bit(64)", "HEX(%s)", "HEX(%s)", List.of("b'1" + "0".repeat(62) + "1'", "0"))
                .type("bit(9)", "HEX(%s)", "HEX(%s)", List.of("b'100000001'"))
                .type("year", "1901", "2155", "0")
                .type(
                        "date",
                        "CAST(%s AS CHAR)",
                        "CAST(%s AS CHAR)",
                        List.of("'0000-00-00'", "'2010-00-15'"))
                .type(
                        "datetime(6)",
                        "CAST(%s AS CHAR)",
                        "CAST(%s AS CHAR)",
                        List.of("'0000-00-00 00:00:00'", "'2010-00-15 01:02:03.000004'"))
                .type(
                        "timestamp",
                        "CAST(%s AS CHAR)",
                        "CAST(%s AS CHAR)",
                        List.of("'0000-00-00 00:00:00'"))
                .type("date", "'1000-01-01'", "'9999-12-31'")
                .type("datetime", "'2024-03-31 02:30:00'", "'1000-01-01 00:00:00'")
                .type("datetime(6)", "'9999-12-31 23:59:59.999999'", "'2024-01-01 00:00:00.000001'")
                .type("datetime(3)", "'2024-01-01 00:00:00.120'")
                .type("timestamp", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'")
                .type("timestamp(6)", "'2024-03-31 01:30:00.999999'")
                .type("time", "'-838:59:59'", "'838:59:59'", "'00:00:00'")
                .type("time(6)", "'-00:00:00.000001'", "'123:45:06.789012'")
                .type("char(5)", "'ab'", "'é🐘'", "''")
                .type("varchar(50)", "'a''b\"c\\\\d\\t\\n\\r\\0\\Z'", "''", "'\\\\N'", "'NULL'")
                .type("varchar(20) CHARACTER SET latin1", "'é'")
                .type("text", LONG_TEXT.replace("200000", "5000"), "''")
                .type("longtext", LONG_TEXT, "'__debezium_unavailable_value'")
                .type("tinytext", "'x'")
                .type("binary(4)", "HEX(%s)", "HEX(%s)", List.of("x'00ff0000'", "x'61'"))
                .type("varbinary(10)", "HEX(%s)", "HEX(%s)", List.of("x'00ff5c270a0d09'", "''"))
                .type("blob", "HEX(%s)", "HEX(%s)", List.of("x'00ff'", "''"))
                .type("longblob", "MD5(%s)", "MD5(%s)", List.of("UNHEX(REPEAT('00ff5c', 300000))"))
                .type("enum('a','b,c','d''e','')", "'b,c'", "'d''e'", "''")
                .type("set('x','y z','w')", "'x,w'", "''", "'y z'")
                .type("json", "'{\"b\": 1,  \"a\": [1.0, null, \"é\"]}'")
                .type("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'")
                .type("inet6", "'2001:db8::ff00:42:8329'")
                .type("inet4", "'192.168.0.1'")
                .type(
                        "point",
                        "HEX(%s)",
                        "HEX(%s)",
                        List.of(
                                "ST_GeomFromText('POINT(1.5 -2)')",
                                "ST_GeomFromText('POINT(3 4)', 4326)"))
                .type(
                        "geometry",
                        "HEX(%s)",
                        "HEX(%s)",
                        List.of("ST_GeomFromText('LINESTRING(0 0,1 1)')"));
    }

    private static RoundTrip mariaDbInPostgreSql() {
        String hexSource = "HEX(%s)";
        String hexTarget = "upper(encode(%s, 'hex'))";
        String textSource = "CAST(%s AS CHAR)";
        String textTarget = "%s::text";
        return new RoundTrip()
                .type("tinyint", "-128", "127")
                .type("tinyint unsigned", "255")
                .type("tinyint(1)", "5", "-1")
                .type("mediumint unsigned", "16777215")
                .type("int unsigned", "4294967295")
                .type("bigint", "-9223372036854775808")
                .type(
                        "bigint unsigned",
                        textSource,
                        textTarget,
                        List.of("18446744073709551615", "0"))
                .type(
                        "decimal(65,30)",
                        textSource,
                        textTarget,
                        List.of(
                                "12345678901234567890123456789012345.012345678901234567890123456789"))
                .type("float", "CAST(%s AS DOUBLE)", "%s::float8", List.of("1.5", "0.1"))
                .type("double", "0.1", "-2.5")
                .type("bit(1)", "CAST(%s AS UNSIGNED)", "%s::int", List.of("b'1'", "b'0'"))
                .type(
                        "bit(64)",
                        "LPAD(BIN(%s), 64, '0')",
                        textTarget,
                        List.of("b'1" + "0".repeat(62) + "1'", "0"))
                .type("year", "CAST(%s AS UNSIGNED)", "%s", List.of("1901", "2155", "0"))
                .type("date", textSource, textTarget, List.of("'1000-01-01'", "'9999-12-31'"))
                .type(
                        "datetime(6)",
                        textSource,
                        textTarget,
                        List.of("'9999-12-31 23:59:59.999999'", "'2024-03-31 02:30:00.000001'"))
                .type("datetime", textSource, textTarget, List.of("'1000-01-01 00:00:00'"))
                .type(
                        "timestamp(6)",
                        textSource,
                        "(%s AT TIME ZONE 'UTC')::text",
                        List.of("'2024-03-31 01:30:00.999999'", "'2038-01-19 03:14:07.999999'"))
                .type(
                        "time(6)",
                        textSource,
                        textTarget,
                        List.of("'-838:59:58.000001'", "'123:45:06.789012'"))
                .type("char(5)", "'ab'", "'é🐘'")
                .type("varchar(50)", "'a''b\"c\\\\d\\t\\n\\r'", "''", "'\\\\N'", "'NULL'")
                .type("varchar(20) CHARACTER SET latin1", "'é'")
                .type("longtext", "MD5(%s)", "md5(%s)", List.of(LONG_TEXT, "''"))
                .type("binary(4)", hexSource, hexTarget, List.of("x'00ff0000'"))
                .type("varbinary(10)", hexSource, hexTarget, List.of("x'00ff5c270a0d09'", "''"))
                .type("longblob", hexSource, hexTarget, List.of("UNHEX(REPEAT('00ff5c', 100))"))
                .type("enum('a','b,c','d''e','')", "'b,c'", "'d''e'", "''")
                .type("set('x','y z','w')", "'x,w'", "''")
                .type(
                        "json",
                        textSource,
                        textTarget,
                        List.of("'{\"b\": 1,  \"a\": [1.0, null, \"é\"]}'"))
                .type(
                        "uuid",
                        textSource,
                        textTarget,
                        List.of("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"))
                .type("inet6", textSource, "%s::text", List.of("'2001:db8::ff00:42:8329'"))
                .type("point", hexSource, hexTarget, List.of("ST_GeomFromText('POINT(1.5 -2)')"));
    }

    private static RoundTrip postgreSqlInMariaDb() {
        String textSource = "%s::text";
        String textTarget = "CAST(%s AS CHAR)";
        String hexSource = "upper(encode(%s, 'hex'))";
        String hexTarget = "HEX(%s)";
        return new RoundTrip()
                .type("smallint", "-32768")
                .type("bigint", "-9223372036854775808", "9223372036854775807")
                .type(
                        "numeric(38,10)",
                        textSource,
                        textTarget,
                        List.of("1234567890123456789012345678.0123456789"))
                .type(
                        "numeric",
                        textSource,
                        textTarget,
                        List.of("'NaN'", "'Infinity'", "0.10", "123456789.000"))
                .type(
                        "numeric(100,50)",
                        textSource,
                        textTarget,
                        List.of("1." + "0".repeat(49) + "1"))
                .type("numeric(3,-2)", textSource, textTarget, List.of("12345", "-99900"))
                .type("real", "%s::float8", "CAST(%s AS DOUBLE)", List.of("1.5", "0.1"))
                .type("double precision", "0.1", "-2.5")
                .type("boolean", "%s::int", "%s + 0", List.of("true", "false"))
                .type("char(5)", textSource, "%s", List.of("'ab'", "'é🐘'"))
                .type(
                        "varchar(20)",
                        "'a''b\"c\\d'",
                        "''",
                        "E'tab\\tnew\\nline\\rcr\\\\N'",
                        "'\\N'",
                        "'x '")
                .type("text", "md5(%s)", "MD5(%s)", List.of(LONG_TEXT, "''"))
                .type("bytea", hexSource, hexTarget, List.of("'\\x00ff5c27'", "''"))
                .type("date", textSource, textTarget, List.of("'1582-10-10'", "'9999-12-31'"))
                .type("time(6)", textSource, textTarget, List.of("'23:59:59.999999'"))
                .type("timestamp", textSource, textTarget, List.of("'2024-03-31 02:30:00.000001'"))
                .type(
                        "timestamptz",
                        "(%s AT TIME ZONE 'UTC')::text",
                        textTarget,
                        List.of(
                                "'2024-10-27 01:30:00.123456+02'",
                                "'1900-01-01 00:00:00.000001+00'"))
                .type("timetz", textSource, textTarget, List.of("'23:59:59.999999-08'"))
                .type(
                        "interval",
                        textSource,
                        textTarget,
                        List.of("'1 year -2 mons 3 days -04:05:06.789012'"))
                .type(
                        "uuid",
                        textSource,
                        textTarget,
                        List.of("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"))
                .type(
                        "json",
                        textSource,
                        textTarget,
                        List.of("'{\"b\": 1,  \"a\": [1.0, null, \"é\"]}'"))
                .type(
                        "jsonb",
                        textSource,
                        textTarget,
                        List.of("'{\"b\": 1,  \"a\": [1.00, null]}'"))
                .type("xml", textSource, textTarget, List.of("'<a b=\"c\">é</a>'"))
                .type("inet", textSource, textTarget, List.of("'192.168.0.1/24'"))
                .type("bit(5)", textSource, textTarget, List.of("B'10101'"))
                .type(
                        "integer[]",
                        textSource,
                        textTarget,
                        List.of("'{1,NULL,3}'", "'{{1,2},{3,4}}'"))
                .type(
                        "text[]",
                        textSource,
                        textTarget,
                        List.of("ARRAY['a,b', 'c\"d', 'e\\f', NULL]"))
                .type("int4range", textSource, textTarget, List.of("'[1,5)'", "'empty'"))
                .type("tsvector", textSource, textTarget, List.of("'''a b'':1A,2 ''c'':3'"))
                .type("point", textSource, textTarget, List.of("'(1.5,-0.1)'"))
                .type("dms_mood", textSource, textTarget, List.of("'very ''happy'''"));
    }

    private static final String MOOD = "CREATE TYPE dms_mood AS ENUM ('sad', 'very ''happy''')";

    @Test
    void postgreSqlToPostgreSql() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute("CREATE DATABASE types_pp_s", "CREATE DATABASE types_pp_t");
        run(
                "pp",
                postgreSqlTypes(),
                new Side(server, "types_pp_s", "public", List.of(MOOD)),
                new Side(server, "types_pp_t", "public", List.of(MOOD)));
    }

    @Test
    void mariaDbToMariaDb() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        server.execute("CREATE DATABASE types_mm_s", "CREATE DATABASE types_mm_t");
        run(
                "mm",
                mariaDbTypes(),
                new Side(server, "types_mm_s", "types_mm_s", List.of("SET SESSION sql_mode = ''")),
                new Side(server, "types_mm_t", "types_mm_t", List.of()));
    }

    @Test
    void mariaDbToPostgreSql() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE types_mp");
        target.execute("CREATE DATABASE types_mp");
        run(
                "mp",
                mariaDbInPostgreSql(),
                new Side(source, "types_mp", "types_mp", List.of()),
                new Side(target, "types_mp", "types_mp", List.of()));
    }

    @Test
    void postgreSqlToMariaDb() throws Exception {
        PostgreSqlServer source = PostgreSqlServer.shared();
        MariaDbServer target = MariaDbServer.shared();
        source.execute("CREATE DATABASE types_pm");
        target.execute("CREATE DATABASE types_pm");
        run(
                "pm",
                postgreSqlInMariaDb(),
                new Side(source, "types_pm", "public", List.of(MOOD)),
                new Side(target, "types_pm", "types_pm", List.of()));
    }

    private record Side(
            DatabaseServer server, String database, String schema, List<String> prepare) {}

    private void run(String name, RoundTrip types, Side source, Side target) throws Exception {
        try (Connection from = source.server().connect(source.database());
                Connection to = target.server().connect(target.database())) {
            execute(from, source.prepare());
            execute(to, target.prepare());
            execute(from, List.of(types.createTable("every_type")));
            execute(from, types.inserts("every_type", 1));
            TaskFile task =
                    new TaskFile(
                                    "types-" + name,
                                    "full-load-and-cdc",
                                    source.server(),
                                    source.database(),
                                    target.server(),
                                    target.database())
                            .include(source.schema());
            if (!source.schema().equals(target.schema())) {
                task.renameSchema(source.schema(), target.schema());
            }
            String file = task.write(folder).toString();
            String state = folder.resolve("state").toString();
            try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
                Eventually.holds(
                        Duration.ofMinutes(4),
                        () -> {
                            dms.requireAlive();
                            assertThat(count(to, target.schema())).isPositive();
                        });
                execute(from, types.inserts("every_type", 1001));
                execute(from, types.inserts("every_type", 3001));
                execute(from, List.of("UPDATE every_type SET id = id - 1000 WHERE id > 3000"));
                dms.kill();
            }
            DmsProcess last =
                    DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
            assertThat(last.exitCode()).as(last.tail()).isZero();
            assertThat(
                            RowComparison.compare(
                                    from,
                                    types.readSource("every_type"),
                                    to,
                                    types.readTarget(target.schema() + ".every_type")))
                    .as(types.columns())
                    .isEmpty();
            assertThat(count(to, target.schema()))
                    .isEqualTo(types.inserts("every_type", 0).size() * 3L);
        }
    }

    private static long count(Connection connection, String schema) throws Exception {
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery("SELECT count(*) FROM " + schema + ".every_type")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void execute(Connection connection, List<String> statements) throws Exception {
        try (var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
