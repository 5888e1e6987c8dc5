// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

/** Every type, loaded and as a change: both lanes have the same value, and it is the right one. */
public abstract class ExactValuesContract {
    /** A column: its type, then SQL literals, each with the value it has to become. */
    public record Case(String type, Kind kind, Object... literalsAndValues) {}

    protected abstract io.dmsconnect.testing.DatabaseServer server();

    protected abstract SourceTask task();

    /** Types only one of the servers has. */
    protected abstract List<Case> ownCases();

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>(COMMON);
        cases.addAll(ownCases());
        return cases;
    }

    private static final List<Case> COMMON =
            List.of(
                    new Case("tinyint", Kind.INT1, "-128", -128L, "127", 127L),
                    new Case("tinyint(1)", Kind.INT1, "-7", -7L, "2", 2L),
                    new Case("tinyint unsigned", Kind.UINT1, "255", 255L),
                    new Case("smallint", Kind.INT2, "-32768", -32768L),
                    new Case("smallint unsigned", Kind.UINT2, "65535", 65535L),
                    new Case("mediumint", Kind.INT4, "-8388608", -8388608L),
                    new Case("mediumint unsigned", Kind.UINT4, "16777215", 16777215L),
                    new Case("int", Kind.INT4, "-2147483648", -2147483648L),
                    new Case("int unsigned", Kind.UINT4, "4294967295", 4294967295L),
                    new Case("int(6) unsigned zerofill", Kind.UINT4, "42", 42L),
                    new Case("bigint", Kind.INT8, "-9223372036854775808", Long.MIN_VALUE),
                    new Case(
                            "bigint unsigned",
                            Kind.UINT8,
                            "18446744073709551615",
                            new BigInteger("18446744073709551615")),
                    new Case(
                            "decimal(65,30)",
                            Kind.NUMERIC,
                            "12345678901234567890123456789012345.123456789012345678901234567890",
                            new BigDecimal(
                                    "12345678901234567890123456789012345.123456789012345678901234567890"),
                            "-0.000000000000000000000000000001",
                            new BigDecimal("-0.000000000000000000000000000001")),
                    new Case("decimal(10,2)", Kind.NUMERIC, "1.1", new BigDecimal("1.10")),
                    new Case("decimal(5,0)", Kind.NUMERIC, "12345", new BigDecimal("12345")),
                    new Case("float", Kind.REAL4, "1.1", 1.1f, "16777217", 16777216f),
                    new Case("float(7,4)", Kind.REAL4, "999.00009", 999.0001f),
                    new Case("double", Kind.REAL8, "0.1", 0.1, "1.7976931348623157e308", 1.7976931348623157e308),
                    new Case("double(10,3)", Kind.REAL8, "3.1415", 3.142),
                    new Case("bit(1)", Kind.BOOLEAN, "b'1'", true, "b'0'", false),
                    new Case("bit(9)", Kind.STRING, "b'100000001'", "100000001", "b'1'", "000000001"),
                    new Case("bit(64)", Kind.STRING, "0x8000000000000001", "1" + "0".repeat(62) + "1"),
                    new Case("year", Kind.INT2, "2155", 2155L, "0", 0L, "1901", 1901L),
                    new Case(
                            "date",
                            Kind.DATE,
                            "'2024-02-29'",
                            LocalDate.of(2024, 2, 29),
                            "'1000-01-01'",
                            LocalDate.of(1000, 1, 1),
                            "'0000-00-00'",
                            new SpecialValue("0000-00-00"),
                            "'2024-00-00'",
                            new SpecialValue("2024-00-00"),
                            "'9999-12-31'",
                            LocalDate.of(9999, 12, 31)),
                    new Case(
                            "datetime",
                            Kind.DATETIME,
                            "'2024-02-29 10:11:12'",
                            LocalDateTime.of(2024, 2, 29, 10, 11, 12),
                            "'0000-00-00 00:00:00'",
                            new SpecialValue("0000-00-00 00:00:00"),
                            "'1000-01-01'",
                            LocalDateTime.of(1000, 1, 1, 0, 0)),
                    new Case(
                            "datetime(3)",
                            Kind.DATETIME,
                            "'2024-02-29 10:11:12.123'",
                            LocalDateTime.of(2024, 2, 29, 10, 11, 12, 123_000_000),
                            "'1969-12-31 23:59:59.999'",
                            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000)),
                    new Case(
                            "datetime(6)",
                            Kind.DATETIME,
                            "'9999-12-31 23:59:59.999999'",
                            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                    new Case(
                            "timestamp",
                            Kind.DATETIME_TZ,
                            "'2024-02-29 10:11:12'",
                            OffsetDateTime.parse("2024-02-29T07:11:12Z"),
                            "'0000-00-00 00:00:00'",
                            new SpecialValue("0000-00-00 00:00:00")),
                    new Case(
                            "timestamp(6)",
                            Kind.DATETIME_TZ,
                            "'2024-02-29 10:11:12.000001'",
                            OffsetDateTime.parse("2024-02-29T07:11:12.000001Z"),
                            "'2038-01-19 06:14:07.999999'",
                            OffsetDateTime.parse("2038-01-19T03:14:07.999999Z")),
                    new Case("time", Kind.STRING, "'-838:59:59'", "-838:59:59", "'00:00:01'", "00:00:01"),
                    new Case("time(3)", Kind.STRING, "'-00:00:00.5'", "-00:00:00.500"),
                    new Case(
                            "time(6)",
                            Kind.STRING,
                            "'838:59:59.000000'",
                            "838:59:59.000000",
                            "'-01:00:00.000001'",
                            "-01:00:00.000001",
                            "'10:11:12'",
                            "10:11:12.000000"),
                    new Case("char(5)", Kind.WSTRING, "'ab '", "ab", "'日本語😀'", "日本語😀"),
                    new Case("varchar(20)", Kind.WSTRING, "'ab '", "ab ", "''", "", "'😀'", "😀"),
                    new Case("varchar(300)", Kind.WSTRING, "REPEAT('é',300)", "é".repeat(300)),
                    new Case("varchar(20) character set latin1", Kind.WSTRING, "'Müller €'", "Müller €"),
                    new Case("text character set latin1", Kind.NCLOB, "'ÀÿŒ'", "ÀÿŒ"),
                    new Case("tinytext", Kind.NCLOB, "'x'", "x"),
                    new Case("longtext", Kind.NCLOB, "REPEAT('日',100000)", "日".repeat(100000)),
                    new Case("binary(6)", Kind.BYTES, "0x610000", hex("610000000000"), "''", hex("000000000000")),
                    new Case("binary(0)", Kind.BYTES, "''", hex("")),
                    new Case("varbinary(0)", Kind.BYTES, "''", hex("")),
                    new Case("char(0)", Kind.WSTRING, "''", ""),
                    new Case("varbinary(6)", Kind.BYTES, "0x610000", hex("610000"), "''", hex("")),
                    new Case("blob", Kind.BLOB, "0x00ff0a", hex("00ff0a")),
                    new Case("longblob", Kind.BLOB, "REPEAT(0xfe, 70000)", hex("fe".repeat(70000))),
                    new Case(
                            "enum('a,b','it''s','','c')",
                            Kind.WSTRING,
                            "'a,b'",
                            "a,b",
                            "'it''s'",
                            "it's",
                            "'c'",
                            "c",
                            "'nothing'",
                            ""),
                    new Case("set('x','y''z','q')", Kind.WSTRING, "'x,y''z'", "x,y'z", "''", ""),
                    new Case(
                            "point",
                            Kind.BLOB,
                            "ST_GeomFromText('POINT(1 2)')",
                            hex("000000000101000000000000000000f03f0000000000000040")),
                    new Case(
                            "geometry",
                            Kind.BLOB,
                            "ST_GeomFromText('LINESTRING(0 0,1 1)', 3857)",
                            hex(
                                    "110f000001020000000200000000000000000000000000000000000000"
                                            + "000000000000f03f000000000000f03f")));

    @Test
    void bothLanesHaveTheSameRightValue() {
        Migration migration = new Migration(server(), this::task, "full-load-and-cdc");
        List<Case> cases = cases();
        int rows = cases.stream().mapToInt(c -> c.literalsAndValues().length / 2).max().orElse(0);
        String columns =
                cases.stream()
                        .map(c -> ", c" + cases.indexOf(c) + " " + c.type() + " NULL")
                        .collect(Collectors.joining());
        migration.run("CREATE TABLE t (id int PRIMARY KEY" + columns + ")");
        List<String> inserts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int number = row;
            inserts.add(
                    cases.stream()
                            .map(
                                    c ->
                                            c.literalsAndValues().length > 2 * number
                                                    ? c.literalsAndValues()[2 * number].toString()
                                                    : "NULL")
                            .collect(Collectors.joining(", ")));
        }
        for (int row = 0; row < rows; row++) {
            migration.run("INSERT INTO t VALUES (" + row + ", " + inserts.get(row) + ")");
        }
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            for (int row = 0; row < rows; row++) {
                migration.run("INSERT INTO t VALUES (" + (100 + row) + ", " + inserts.get(row) + ")");
            }
            int all = rows;
            harness.until("changes", () -> harness.changesOf("t").size() >= all);
            List<String> wrong = new ArrayList<>();
            Map<Object, Object[]> replica = harness.replica("t");
            assertThat(replica).hasSize(2 * rows);
            assertThat(harness.changesOf("t"))
                    .allMatch(change -> change.operation() == Operation.INSERT);
            for (int i = 0; i < cases.size(); i++) {
                Case c = cases.get(i);
                Kind kind =
                        harness.changesOf("t").get(0).table().columns().get(i + 1).type().kind();
                if (kind != c.kind()) {
                    wrong.add(c.type() + " is " + kind);
                }
                for (int row = 0; row < rows; row++) {
                    Object expected =
                            c.literalsAndValues().length > 2 * row
                                    ? c.literalsAndValues()[2 * row + 1]
                                    : null;
                    compare(wrong, c, "loaded", expected, replica.get((long) row)[i + 1]);
                    compare(wrong, c, "change", expected, replica.get(100L + row)[i + 1]);
                }
            }
            assertThat(wrong).isEmpty();
        } finally {
            migration.cleanUp();
        }
    }

    @Test
    void columnsWithDefaultsAreNoDifferent() {
        Migration migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY,"
                        + " a date NOT NULL DEFAULT '0000-00-00',"
                        + " b timestamp NOT NULL DEFAULT '0000-00-00 00:00:00',"
                        + " c datetime(3) NOT NULL DEFAULT '0000-00-00 00:00:00.000',"
                        + " d timestamp(2) NOT NULL DEFAULT '2001-01-01 00:00:00.25',"
                        + " e enum('a','b,c') NOT NULL DEFAULT 'b,c',"
                        + " f set('x','y') NOT NULL DEFAULT 'x,y',"
                        + " g year NOT NULL DEFAULT '0000',"
                        + " h bit(3) NOT NULL DEFAULT b'101',"
                        + " i tinyint(1) NOT NULL DEFAULT 5,"
                        + " j decimal(5,2) NOT NULL DEFAULT 1.1,"
                        + " k bigint unsigned NOT NULL DEFAULT 18446744073709551615,"
                        + " l time(2) NOT NULL DEFAULT '-01:00:00.5',"
                        + " m binary(3) NOT NULL DEFAULT 'a',"
                        + " n float NOT NULL DEFAULT 0.1,"
                        + " o datetime NULL DEFAULT CURRENT_TIMESTAMP,"
                        + " p varchar(9) NOT NULL DEFAULT 'it''s',"
                        + " q double NULL DEFAULT 7)",
                "INSERT INTO t (id, o, q) VALUES (1, NULL, NULL)");
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t (id, o, q) VALUES (2, NULL, NULL)");
            harness.until("change", () -> !harness.changesOf("t").isEmpty());
            Map<Object, Object[]> replica = harness.replica("t");
            Object[] loaded = replica.get(1L);
            Object[] changed = replica.get(2L);
            loaded[0] = changed[0];
            assertThat(changed).isEqualTo(loaded);
            assertThat(changed[1]).isEqualTo(new SpecialValue("0000-00-00"));
            assertThat(changed[3]).isEqualTo(new SpecialValue("0000-00-00 00:00:00"));
            assertThat(changed[5]).isEqualTo("b,c");
            assertThat(changed[9]).isEqualTo(5L);
            assertThat(changed[12]).isEqualTo("-01:00:00.50");
            assertThat(changed[15]).isNull();
            assertThat(changed[17]).isNull();
        } finally {
            migration.cleanUp();
        }
    }

    private static void compare(
            List<String> wrong, Case c, String lane, Object expected, Object actual) {
        if (!java.util.Objects.deepEquals(expected, actual)) {
            wrong.add(
                    "%s %s: %s instead of %s"
                            .formatted(c.type(), lane, show(actual), show(expected)));
        }
    }

    private static String show(Object value) {
        String text = value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + value;
        return (text.length() > 60 ? text.substring(0, 60) + "..." : text)
                + (value == null ? "" : " (" + value.getClass().getSimpleName() + ")");
    }
}
