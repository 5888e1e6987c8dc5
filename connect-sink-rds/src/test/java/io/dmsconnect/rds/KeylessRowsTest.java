// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of a table without a key: one of several equal ones, and never one that only looks alike.
 */
class KeylessRowsTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);

    private static Table table(SinkBench bench, Column... columns) {
        return Lanes.table(bench.schema, "heap", List.of(), columns);
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void oneOfThreeEqualRows(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap =
                    table(
                            bench,
                            Lanes.column("a", INT8),
                            Lanes.column("b", DataType.string(Kind.WSTRING, 10)));
            bench.lanes.load(heap, 1, "", row(1L, null), row(1L, null), row(1L, null));
            bench.lanes.updateFrom(heap, row(1L, null), row(1L, "x"));
            bench.lanes.delete(heap, row(1L, null));
            bench.sink().drainAll();
            assertThat(bench.query(heap, "SELECT a, b FROM %s"))
                    .containsExactlyInAnyOrder(texts(1, null), texts(1, "x"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void textsThatOnlyLookAlike(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap =
                    table(
                            bench,
                            Lanes.column("n", INT8),
                            Lanes.column("v", DataType.string(Kind.WSTRING, 10)),
                            Lanes.column("t", DataType.of(Kind.NCLOB)));
            // the user's own table, whose collation takes them for equal
            bench.makeSchema();
            bench.execute(
                    heap,
                    "CREATE TABLE %s (\"n\" bigint, \"v\" varchar(10), \"t\" "
                            + (target.isPostgreSql() ? "text)" : "longtext)"));
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            bench.lanes.load(
                    heap,
                    1,
                    "",
                    row(7L, "a", "x"),
                    row(7L, "A", "x"),
                    row(7L, "a ", "x"),
                    row(7L, "ä", "x"),
                    row(7L, "a", "x "),
                    row(7L, "", "x"),
                    row(7L, null, "x"));
            bench.lanes.delete(heap, row(7L, "A", "x"));
            bench.lanes.delete(heap, row(7L, "a ", "x"));
            bench.lanes.delete(heap, row(7L, "a", "x "));
            bench.lanes.delete(heap, row(7L, "", "x"));
            bench.sink().drainAll();
            assertThat(bench.query(heap, "SELECT v, t FROM %s"))
                    .containsExactlyInAnyOrder(texts("a", "x"), texts("ä", "x"), texts(null, "x"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void everyKindIsFoundAgain(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap =
                    table(
                            bench,
                            Lanes.column("c_bool", DataType.of(Kind.BOOLEAN)),
                            Lanes.column("c_u8", DataType.of(Kind.UINT8)),
                            Lanes.column("c_num", DataType.numeric(30, 10)),
                            Lanes.column("c_free", DataType.numeric(-1, -1)),
                            Lanes.column("c_r4", DataType.of(Kind.REAL4)),
                            Lanes.column("c_r8", DataType.of(Kind.REAL8)),
                            Lanes.column("c_date", DataType.of(Kind.DATE)),
                            Lanes.column("c_time", DataType.temporal(Kind.TIME, 6)),
                            Lanes.column("c_dt", DataType.temporal(Kind.DATETIME, 6)),
                            Lanes.column("c_tz", DataType.temporal(Kind.DATETIME_TZ, 6)),
                            Lanes.column("c_bytes", DataType.string(Kind.BYTES, 10)),
                            Lanes.column("c_blob", DataType.of(Kind.BLOB)),
                            Lanes.column(
                                    "c_bits",
                                    DataType.string(Kind.STRING, 12).declared("mysql", "bit(12)")),
                            Lanes.column(
                                    "c_mytime",
                                    DataType.string(Kind.STRING, 17).declared("mysql", "time(6)")),
                            Lanes.column(
                                    "c_enum",
                                    DataType.string(Kind.WSTRING, 5)
                                            .declared("mysql", "enum('a','B')")),
                            Lanes.column(
                                    "c_year", DataType.of(Kind.INT2).declared("mysql", "year(4)")),
                            Lanes.column(
                                    "c_json", DataType.of(Kind.CLOB).declared("mysql", "json")),
                            Lanes.column(
                                    "c_pgjson",
                                    DataType.of(Kind.NCLOB).declared("postgres", "json")),
                            Lanes.column(
                                    "c_interval",
                                    DataType.string(Kind.STRING, -1)
                                            .declared("postgres", "interval")));
            Object[] row =
                    row(
                            true,
                            new BigInteger("18446744073709551615"),
                            new BigDecimal("12345678901234567890.0123456789"),
                            new BigDecimal("0.10"),
                            0.1f,
                            1e-300,
                            LocalDate.of(2024, 2, 29),
                            LocalTime.of(23, 59, 59, 999_999_000),
                            LocalDateTime.of(2024, 2, 29, 1, 2, 3, 1000),
                            LocalDateTime.of(2024, 2, 29, 1, 2, 3, 1000).atOffset(ZoneOffset.UTC),
                            new byte[] {0, 1, -1},
                            "\\x00".getBytes(StandardCharsets.UTF_8),
                            "000000000101",
                            "-838:59:58.000001",
                            "B",
                            2024L,
                            "{\"b\": 1, \"a\": [1, 2.50, \"x\"]}",
                            "{\"b\":1,  \"a\": 1.10}",
                            "1 mon -00:00:01");
            Object[] other = row.clone();
            other[0] = false;
            Object[] nulls = new Object[row.length];
            bench.lanes.load(heap, 1, "", row, row, nulls);
            bench.lanes.updateFrom(heap, row, other);
            bench.lanes.delete(heap, row);
            bench.lanes.updateFrom(heap, nulls, row);
            bench.sink().drainAll();
            assertThat(bench.query(heap, "SELECT count(*) FROM %s WHERE c_bool = true").get(0))
                    .isEqualTo(texts(1));
            assertThat(bench.query(heap, "SELECT count(*) FROM %s WHERE c_bool = false").get(0))
                    .isEqualTo(texts(1));
            bench.lanes.delete(heap, row);
            bench.lanes.delete(heap, other);
            bench.sink().drainAll();
            assertThat(bench.count(heap)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aRowThatIsNotThereIsSaidAndNothingIsGuessed(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap = table(bench, Lanes.column("r", DataType.of(Kind.REAL4)));
            bench.lanes.load(heap, 1, "", row(0.1f), row(0.2f));
            bench.sink().drainAll();
            bench.lanes.insert(heap, 0.3f);
            bench.lanes.delete(heap, row(Math.nextUp(0.1f)));
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .hasMessageContaining("heap")
                    .hasMessageContaining("-0@1")
                    .hasMessageContaining("no row that equals the old one");
            assertThat(bench.count(heap)).isEqualTo(2);
        }
    }

    /** Rows of different partitions have the same place in their files. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableThatItsOwnerHasPartitioned(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table heap =
                    table(
                            bench,
                            Lanes.column("a", INT8),
                            Lanes.column("v", DataType.string(Kind.WSTRING, 10)));
            bench.makeSchema();
            if (target.isPostgreSql()) {
                bench.execute(
                        heap, "CREATE TABLE %s (a bigint, v varchar(10)) PARTITION BY RANGE (a)");
                bench.execute(
                        heap,
                        "CREATE TABLE "
                                + bench.schema
                                + ".h1 PARTITION OF %s FOR VALUES FROM (0) TO (10)");
                bench.execute(
                        heap,
                        "CREATE TABLE "
                                + bench.schema
                                + ".h2 PARTITION OF %s FOR VALUES FROM (10) TO (20)");
            } else {
                bench.execute(
                        heap,
                        "CREATE TABLE %s (a bigint, v varchar(10)) PARTITION BY RANGE (a)"
                                + " (PARTITION h1 VALUES LESS THAN (10),"
                                + " PARTITION h2 VALUES LESS THAN (20))");
            }
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            bench.lanes.load(
                    heap,
                    1,
                    "",
                    row(1L, "x"),
                    row(11L, "x2"),
                    row(2L, "y"),
                    row(12L, "y2"),
                    row(3L, "z"),
                    row(13L, "z2"));
            bench.lanes.delete(heap, row(1L, "x"));
            bench.lanes.updateFrom(heap, row(12L, "y2"), row(12L, "Y2"));
            bench.lanes.updateFrom(heap, row(3L, "z"), row(14L, "moved"));
            bench.sink().drainAll();
            assertThat(bench.query(heap, "SELECT a, v FROM %s ORDER BY a"))
                    .containsExactly(
                            texts(2, "y"),
                            texts(11, "x2"),
                            texts(12, "Y2"),
                            texts(13, "z2"),
                            texts(14, "moved"));
        }
    }
}
