// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The extremes of every kind, through COPY or LOAD DATA, in a row with large values, and through
 * the upsert: what the target prints is what was sent.
 */
class RoundTripTest {
    private static final String NO_FORM = "(the target has no form for it)";

    /**
     * @param postgres what PostgreSQL prints
     * @param mysql what MySQL and MariaDB print
     */
    private record Case(DataType type, Object value, String postgres, String mysql) {}

    private final List<Case> cases = new ArrayList<>();

    private void add(DataType type, Object value, String postgres, String mysql) {
        cases.add(new Case(type, value, postgres, mysql));
    }

    private void add(DataType type, Object value, String both) {
        add(type, value, both, both);
    }

    private void whole(Kind kind, long least, long most) {
        add(DataType.of(kind), least, Long.toString(least));
        add(DataType.of(kind), most, Long.toString(most));
    }

    RoundTripTest() {
        numbers();
        times();
        texts();
        add(DataType.of(Kind.BOOLEAN), true, "true", "1");
        add(DataType.of(Kind.BOOLEAN), false, "false", "0");
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        String hex = java.util.HexFormat.of().formatHex(bytes);
        for (DataType type : List.of(DataType.string(Kind.BYTES, 256), DataType.of(Kind.BLOB))) {
            add(type, bytes, hex);
            add(type, new byte[0], "");
            add(
                    type,
                    "\\N\\x00\t\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "5c4e5c783030090a");
        }
        largeBytes();
        own();
    }

    private void numbers() {
        whole(Kind.INT1, -128, 127);
        whole(Kind.INT2, -32768, 32767);
        whole(Kind.INT4, Integer.MIN_VALUE, Integer.MAX_VALUE);
        whole(Kind.INT8, Long.MIN_VALUE, Long.MAX_VALUE);
        whole(Kind.UINT1, 0, 255);
        whole(Kind.UINT2, 0, 65535);
        whole(Kind.UINT4, 0, 4294967295L);
        add(DataType.of(Kind.UINT8), BigInteger.ZERO, "0");
        add(
                DataType.of(Kind.UINT8),
                new BigInteger("18446744073709551615"),
                "18446744073709551615");
        for (String text :
                List.of(
                        "99999999999999999999999999999999999.999999999999999999999999999999",
                        "-0.000000000000000000000000000001")) {
            add(DataType.numeric(65, 30), new BigDecimal(text), text);
        }
        add(DataType.numeric(5, 0), new BigDecimal("-99999"), "-99999");
        // as many zeros as the source has
        add(DataType.numeric(-1, -1), new BigDecimal("1.500"), "1.500");
        add(DataType.numeric(-1, -1), new BigDecimal("1E+3"), "1000");
        add(
                DataType.numeric(-1, -1),
                new BigDecimal("1E-100"),
                new BigDecimal("1E-100").toPlainString());
        add(DataType.numeric(-1, -1), new SpecialValue("NaN"), "NaN");
        add(DataType.numeric(-1, -1), new SpecialValue("-Infinity"), "-Infinity");
        String many = "9".repeat(200) + "." + "7".repeat(150);
        add(DataType.numeric(1000, 500), new BigDecimal(many), many + "0".repeat(350), many);
        add(DataType.of(Kind.REAL8), 0.1, "0.1");
        add(
                DataType.of(Kind.REAL8),
                Double.MAX_VALUE,
                "1.7976931348623157e+308",
                "1.7976931348623157e308");
        add(DataType.of(Kind.REAL8), -Double.MIN_NORMAL, "-2.2250738585072014e-308");
        add(DataType.of(Kind.REAL8), 123456789012.3457, "123456789012.3457");
        add(DataType.of(Kind.REAL8), Double.NaN, "NaN", NO_FORM);
        add(DataType.of(Kind.REAL8), Double.POSITIVE_INFINITY, "Infinity", NO_FORM);
        add(DataType.of(Kind.REAL8), -0.0, "-0");
        add(DataType.of(Kind.REAL4), 0.1f, "0.1");
        add(DataType.of(Kind.REAL4), Float.NEGATIVE_INFINITY, "-Infinity", NO_FORM);
    }

    private void times() {
        add(DataType.of(Kind.DATE), LocalDate.of(1, 1, 1), "0001-01-01");
        add(DataType.of(Kind.DATE), LocalDate.of(1582, 10, 10), "1582-10-10");
        add(DataType.of(Kind.DATE), LocalDate.of(9999, 12, 31), "9999-12-31");
        add(DataType.of(Kind.DATE), LocalDate.of(-43, 3, 15), "0044-03-15 BC", NO_FORM);
        add(DataType.of(Kind.DATE), LocalDate.of(12345, 1, 2), "12345-01-02", NO_FORM);
        add(DataType.of(Kind.DATE), new SpecialValue("infinity"), "infinity", NO_FORM);
        add(DataType.of(Kind.DATE), new SpecialValue("0000-00-00"), NO_FORM, "0000-00-00");
        add(DataType.temporal(Kind.TIME, 6), LocalTime.MIDNIGHT, "00:00:00", "00:00:00.000000");
        add(
                DataType.temporal(Kind.TIME, 6),
                LocalTime.of(23, 59, 59, 999_999_000),
                "23:59:59.999999");
        add(
                DataType.temporal(Kind.TIME, 6),
                new SpecialValue("24:00:00"),
                "24:00:00",
                "24:00:00.000000");
        add(DataType.temporal(Kind.TIME, 0), LocalTime.of(12, 0, 1), "12:00:01");
        // in an hour that many zones do not have
        LocalDateTime night = LocalDateTime.of(2024, 3, 31, 2, 30, 0, 1000);
        LocalDateTime early = LocalDateTime.of(1000, 1, 1, 0, 0);
        LocalDateTime late = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        add(DataType.temporal(Kind.DATETIME, 6), night, "2024-03-31 02:30:00.000001");
        add(DataType.temporal(Kind.DATETIME, 0), early, "1000-01-01 00:00:00");
        add(DataType.temporal(Kind.DATETIME, 6), late, "9999-12-31 23:59:59.999999");
        add(
                DataType.temporal(Kind.DATETIME, 6),
                LocalDateTime.of(-4711, 1, 1, 0, 0),
                "4712-01-01 00:00:00 BC",
                NO_FORM);
        add(
                DataType.temporal(Kind.DATETIME, 6),
                new SpecialValue("-infinity"),
                "-infinity",
                NO_FORM);
        add(
                DataType.temporal(Kind.DATETIME, 0),
                new SpecialValue("0000-00-00 00:00:00"),
                NO_FORM,
                "0000-00-00 00:00:00");
        add(
                DataType.temporal(Kind.DATETIME_TZ, 6),
                night.atOffset(ZoneOffset.UTC),
                "2024-03-31 02:30:00.000001",
                "2024-03-31 02:30:00.000001");
        add(
                DataType.temporal(Kind.DATETIME_TZ, 3),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000).atOffset(ZoneOffset.UTC),
                "1969-12-31 23:59:59.999",
                "1969-12-31 23:59:59.999");
        add(
                DataType.temporal(Kind.DATETIME_TZ, 6),
                LocalDateTime.of(2038, 1, 19, 3, 14, 8).atOffset(ZoneOffset.UTC),
                "2038-01-19 03:14:08",
                "2038-01-19 03:14:08.000000");
    }

    private void texts() {
        String odd =
                "\\N \\ \\\\ \t \r\n ' \" ` % _ \b \u001a \u007f é e\u0301 😀 \uFFFF \u2028 null";
        for (DataType type :
                List.of(
                        DataType.string(Kind.STRING, 200),
                        DataType.string(Kind.WSTRING, 200),
                        DataType.of(Kind.CLOB),
                        DataType.of(Kind.NCLOB))) {
            add(type, odd, odd);
            add(type, "", "");
            add(type, " a ", " a ");
            add(type, "\\N", "\\N");
            add(type, "\\.", "\\.");
            add(type, "NULL", "NULL");
        }
        add(DataType.string(Kind.WSTRING, 5), "😀😀😀😀😀", "😀😀😀😀😀");
        String mega = "0123456789abcdé\\\t\n".repeat(65_000);
        add(DataType.of(Kind.NCLOB), mega, mega);
        String json = "[\"" + "é\\\\😀'".repeat(150_000) + "\"]";
        add(DataType.of(Kind.CLOB).declared("mysql", "json"), json, json);
    }

    /** Larger than what a row in pieces has in memory. */
    private void largeBytes() {
        byte[] bytes = new byte[1_100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 257);
        }
        HexFormat hex = HexFormat.of();
        add(DataType.of(Kind.BLOB), bytes, hex.formatHex(bytes));
        int points = 70_000;
        ByteBuffer line =
                ByteBuffer.allocate(13 + 16 * points)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(4326)
                        .put((byte) 1)
                        .putInt(2)
                        .putInt(points);
        for (int i = 0; i < points; i++) {
            line.putDouble(i / 1000.0).putDouble(-i / 1000.0);
        }
        add(
                DataType.of(Kind.BLOB).declared("mysql", "geometry"),
                line.array(),
                hex.formatHex(line.array()));
    }

    /** Types that only some sources have, as their own and as the other family's. */
    private void own() {
        add(
                DataType.string(Kind.STRING, 64).declared("mysql", "bit(64)"),
                "1".repeat(63) + "0",
                "1".repeat(63) + "0",
                "18446744073709551614");
        add(DataType.of(Kind.BOOLEAN).declared("mysql", "bit(1)"), true, "true", "1");
        add(
                DataType.string(Kind.STRING, 17).declared("mysql", "time(6)"),
                "-838:59:58.000001",
                "-838:59:58.000001");
        add(DataType.of(Kind.INT2).declared("mysql", "year(4)"), 2155L, "2155");
        add(DataType.of(Kind.INT2).declared("mysql", "year(4)"), 0L, "0", "0000");
        add(DataType.string(Kind.WSTRING, 9).declared("mysql", "enum('x''y','ä')"), "x'y", "x'y");
        add(DataType.string(Kind.WSTRING, 9).declared("mysql", "set('a','b')"), "a,b", "a,b");
        add(
                DataType.string(Kind.STRING, 36).declared("postgres", "uuid"),
                "123e4567-e89b-12d3-a456-426655440000",
                "123e4567-e89b-12d3-a456-426655440000");
        for (String[] one :
                new String[][] {
                    {"interval", "-1 years -2 mons +3 days -04:05:06.000007"},
                    {"bit(5)", "10011"},
                    {"bit varying", "101"},
                    {"inet", "2001:db8::1/64"},
                    {"macaddr", "08:00:2b:01:02:03"},
                    {"int4range", "[1,10)"},
                    {"money", "-$1,234.56"},
                    {"time with time zone", "23:59:59.999999+05:30"}
                }) {
            add(DataType.string(Kind.STRING, -1).declared("postgres", one[0]), one[1], one[1]);
        }
        for (String[] one :
                new String[][] {
                    {"integer[]", "{{1,NULL},{3,4}}"},
                    {"text[]", "{\"a,b\",\"\\\\\",\"\\\"\",NULL,\"null\",ä}"},
                    {"json", "{\"b\":1,  \"a\":1.10, \"a\":2}"},
                    {"jsonb", "{\"a\": 1.10, \"b\": [1, \"\\\\\"]}"},
                    {"xml", "no root <a>&lt;\n</a>"},
                    {"tsvector", "'a':1A 'it''s':2"},
                    {"path", "((0,0),(1,1.5))"}
                }) {
            add(DataType.of(Kind.NCLOB).declared("postgres", one[0]), one[1], one[1]);
        }
    }

    @Test
    void noKindIsForgotten() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        cases.forEach(one -> kinds.add(one.type().kind()));
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
    }

    /** The user's settings say how its applications want to read and write values. */
    private static void connectWithSettingsOfAnApplication(SinkBench bench) {
        String user = "settings_" + bench.schema;
        bench.target.server().execute("CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD 'p'");
        for (String setting :
                List.of(
                        "array_nulls = off",
                        "xmloption = document",
                        "DateStyle = 'SQL, DMY'",
                        "IntervalStyle = sql_standard",
                        "TimeZone = 'Asia/Kathmandu'",
                        "bytea_output = escape",
                        "standard_conforming_strings = off",
                        "extra_float_digits = -15",
                        "default_transaction_isolation = serializable",
                        "transform_null_equals = on",
                        "search_path = nowhere")) {
            bench.target.server().execute("ALTER ROLE " + user + " SET " + setting);
        }
        bench.config.put("connection.username", user);
        bench.config.put("connection.password", "p");
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void allWaysWriteWhatWasSent(TestTarget target) {
        List<String> differences = new ArrayList<>();
        try (SinkBench bench = new SinkBench(target)) {
            if (target.isPostgreSql()) {
                connectWithSettingsOfAnApplication(bench);
            }
            List<Column> columns = new ArrayList<>();
            List<Case> tried = new ArrayList<>();
            columns.add(new Column("id", DataType.of(Kind.INT8), false));
            for (Case one : cases) {
                if (!expected(one, target).equals(NO_FORM)) {
                    columns.add(Lanes.column("c" + tried.size(), one.type()));
                    tried.add(one);
                }
            }
            Table table =
                    Lanes.table(
                            bench.schema, "every", List.of("id"), columns.toArray(Column[]::new));
            Object[] loaded = new Object[columns.size()];
            Object[] nulls = new Object[columns.size()];
            loaded[0] = 1L;
            for (int i = 0; i < tried.size(); i++) {
                loaded[i + 1] = tried.get(i).value();
            }
            nulls[0] = 2L;
            Object[] inserted = loaded.clone();
            inserted[0] = 3L;
            Object[] updated = loaded.clone();
            updated[0] = 2L;
            Object[] inPieces = loaded.clone();
            inPieces[0] = 4L;
            bench.lanes.begin(table, 1, "");
            bench.lanes.rows(table, 1, "", loaded, nulls);
            bench.lanes.pieces(table, 1, "", 700_000, inPieces);
            bench.lanes.end(table, 1, "", 3);
            bench.lanes.insert(table, inserted);
            bench.lanes.update(table, updated);
            bench.sink().drainAll();
            List<String> selects = new ArrayList<>();
            for (int i = 0; i < tried.size(); i++) {
                selects.add(select(target, tried.get(i), "c" + i));
            }
            List<List<String>> read =
                    bench.query(
                            table, "SELECT " + String.join(", ", selects) + " FROM %s ORDER BY id");
            for (int i = 0; i < tried.size(); i++) {
                Case one = tried.get(i);
                String expected = expected(one, target);
                for (int row = 0; row < 4; row++) {
                    String got = read.get(row).get(i);
                    if (!expected.equals(got)) {
                        differences.add(
                                "row %d of %s: %s, not %s"
                                        .formatted(row, one.type(), brief(got), brief(expected)));
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    /** The driver puts rows of a batch together by what stands around the last parameter. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void anyTypeIsTheLastInABatchOfRows(TestTarget target) {
        List<String> differences = new ArrayList<>();
        try (SinkBench bench = new SinkBench(target)) {
            Map<String, Case> byForm = new LinkedHashMap<>();
            cases.stream()
                    .filter(one -> !expected(one, target).equals(NO_FORM))
                    .filter(one -> expected(one, target).length() < 1000)
                    .forEach(one -> byForm.put(form(one, target), one));
            List<Case> tried = List.copyOf(byForm.values());
            List<Table> tables = new ArrayList<>();
            for (Case one : tried) {
                Table table =
                        Lanes.table(
                                bench.schema,
                                "last" + tables.size(),
                                List.of("id"),
                                new Column("id", DataType.of(Kind.INT8), false),
                                Lanes.column("c", one.type()));
                bench.lanes.load(table, 1, "");
                for (long id = 1; id < 4; id++) {
                    bench.lanes.insert(table, id, one.value());
                }
                tables.add(table);
            }
            bench.sink().drainAll();
            for (int i = 0; i < tried.size(); i++) {
                String expected = expected(tried.get(i), target);
                List<List<String>> rows =
                        bench.query(
                                tables.get(i),
                                "SELECT " + select(target, tried.get(i), "c") + " FROM %s");
                if (!rows.equals(Collections.nCopies(3, List.of(expected)))) {
                    differences.add(tried.get(i).type() + ": " + rows);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    /** One of each form that a parameter has, and bits. */
    private static String form(Case one, TestTarget target) {
        Table table = Lanes.table("s", "t", List.of(), Lanes.column("c", one.type()));
        boolean bits = one.type().declaredName().equals("bit");
        return (bits ? "bit " : "") + target.dialect.columnTypes(table).get(0).placeholder();
    }

    private static String brief(String text) {
        return text == null || text.length() < 120 ? text : text.substring(0, 120) + "...";
    }

    private static String expected(Case one, TestTarget target) {
        return target.isPostgreSql() ? one.postgres() : one.mysql();
    }

    private static String select(TestTarget target, Case one, String column) {
        boolean bytes = one.value() instanceof byte[];
        if (target.isPostgreSql()) {
            if (bytes) {
                return "encode(" + column + ", 'hex')";
            }
            return one.type().kind() == Kind.DATETIME_TZ
                    ? "(" + column + " AT TIME ZONE 'UTC')::text"
                    : column + "::text";
        }
        if (bytes) {
            return "lower(hex(" + column + "))";
        }
        boolean bits = one.type().isMySqlFamily() && one.type().declaredName().equals("bit");
        return "CAST(" + column + (bits ? " + 0" : "") + " AS char)";
    }
}
