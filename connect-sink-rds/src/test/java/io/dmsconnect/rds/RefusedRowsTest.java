// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row the target refuses stops the task, by name, with nothing half applied; then it goes on. */
class RefusedRowsTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);

    private static Table items(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "items",
                List.of("id"),
                Lanes.column("id", INT8),
                Lanes.column("code", DataType.string(Kind.WSTRING, 40)));
    }

    private static Table other(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "audit",
                List.of(),
                Lanes.column("what", DataType.string(Kind.WSTRING, 40)));
    }

    /** Another row violates the user's unique index: it must not be overwritten. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aUniqueIndexOfTheUsersOwn(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            Table audit = other(bench);
            bench.lanes.load(items, 1, "", row(1L, "one"), row(2L, "two"));
            bench.lanes.load(audit, 1, "", row("loaded"));
            bench.sink().drainAll();
            bench.execute(items, "CREATE UNIQUE INDEX mine ON %s (\"code\")");

            bench.lanes.insert(audit, "x");
            bench.lanes.insert(items, 3L, "three");
            bench.lanes.insert(items, 4L, "one");
            bench.lanes.insert(items, 5L, "five");
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(
                            "table %1$s.items, id=4, p.%1$s.items-0@1".formatted(bench.schema))
                    .hasMessageNotContaining("'one'");
            assertThat(bench.query(items, "SELECT id, code FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "one"), texts(2, "two"));
            assertThat(bench.count(audit)).isEqualTo(1);
            assertThat(bench.state(items, "table_state")).isEqualTo(texts("Table error"));
            assertThat(bench.state(items, "error").get(0)).contains("id=4").contains("items-0@1");

            bench.execute(
                    items,
                    target.isPostgreSql()
                            ? "DROP INDEX \"" + bench.schema + "\".mine"
                            : "DROP INDEX mine ON %s");
            sink.kill();
            sink.drainAll();
            assertThat(bench.count(items)).isEqualTo(5);
            assertThat(bench.count(audit)).isEqualTo(2);
            assertThat(bench.state(items, "table_state, error, inserts"))
                    .isEqualTo(texts("Table completed", null, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aValueTooLongForTheUsersTable(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            bench.makeSchema();
            bench.execute(
                    items, "CREATE TABLE %s (\"id\" bigint PRIMARY KEY, \"code\" varchar(5))");
            bench.config.put("target.type.mismatch", "allow");
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            bench.lanes.load(items, 1, "", row(1L, "12345"));
            bench.sink().drainAll();
            bench.lanes.update(items, 1L, "54321");
            bench.lanes.update(items, 1L, "1234567");
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("items, id=1, ")
                    .hasMessageContaining("items-0@1")
                    .hasMessageNotContaining("1234567");
            bench.execute(
                    items,
                    target.isPostgreSql()
                            ? "ALTER TABLE %s ALTER COLUMN \"code\" TYPE varchar(7)"
                            : "ALTER TABLE %s MODIFY code varchar(7)");
            sink.kill();
            sink.drainAll();
            assertThat(bench.query(items, "SELECT code FROM %s")).containsExactly(texts("1234567"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void valuesTheTargetHasNoFormFor(TestTarget target) {
        if (target.isPostgreSql()) {
            refuses(target, DataType.of(Kind.NCLOB), "a\u0000b", "0x00");
        } else {
            refuses(target, DataType.of(Kind.REAL8), Double.NaN, "NaN");
            refuses(target, DataType.of(Kind.REAL4), Float.NEGATIVE_INFINITY, "Infinity");
            refuses(target, DataType.of(Kind.DATE), LocalDate.of(-43, 3, 15), "44 BC");
            refuses(target, DataType.of(Kind.DATE), LocalDate.of(10000, 1, 1), "10000");
            refuses(target, DataType.of(Kind.DATE), new SpecialValue("infinity"), "infinity");
            refuses(target, DataType.numeric(10, 2), new SpecialValue("NaN"), "");
            refuses(target, DataType.temporal(Kind.TIME, 6), new SpecialValue("x"), "");
        }
    }

    /** What a source has that once took a value none of the members is: the index 0. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void theErrorValueOfAnEnumIsKept(TestTarget target) {
        DataType type = members(target);
        try (SinkBench bench = new SinkBench(target)) {
            Table table =
                    Lanes.table(
                            bench.schema,
                            "odd",
                            List.of("id"),
                            Lanes.column("id", INT8),
                            Lanes.column("v", type));
            bench.lanes.load(table, 1, "", row(1L, ""), row(2L, "b"), row(3L, null));
            bench.lanes.insert(table, 4L, "");
            bench.lanes.insert(table, 5L, "a");
            bench.lanes.insert(table, 6L, null);
            bench.sink().drainAll();
            assertThat(bench.query(table, "SELECT id, v FROM %s ORDER BY id"))
                    .containsExactly(
                            texts(1, ""),
                            texts(2, "b"),
                            texts(3, null),
                            texts(4, ""),
                            texts(5, "a"),
                            texts(6, null));
        }
        if (!target.isPostgreSql()) {
            refuses(target, type, "c", "");
        }
    }

    private static DataType members(TestTarget target) {
        return DataType.string(Kind.WSTRING, 1)
                .declared(target == TestTarget.MYSQL ? "mysql" : "mariadb", "enum('a','b')");
    }

    /** A bulk load alters what it does not take, and only warns. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void warningsAreHeardWhereTheServerKeepsNone(TestTarget target) {
        if (target.isPostgreSql()) {
            return;
        }
        target.server().execute("SET GLOBAL max_error_count = 0");
        try {
            refuses(target, members(target), "c", "");
        } finally {
            target.server().execute("SET GLOBAL max_error_count = 64");
        }
    }

    /** By both lanes, without the value where it is a text. */
    private static void refuses(TestTarget target, DataType type, Object value, String reason) {
        for (boolean load : new boolean[] {true, false}) {
            try (SinkBench bench = new SinkBench(target)) {
                Table table =
                        Lanes.table(
                                bench.schema,
                                "odd",
                                List.of("id"),
                                Lanes.column("id", INT8),
                                Lanes.column("v", type));
                bench.lanes.begin(table, 1, "");
                if (load) {
                    bench.sink().drainAll();
                    bench.lanes.rows(table, 1, "", row(1L, null), row(2L, value), row(3L, null));
                } else {
                    bench.lanes.end(table, 1, "", 0);
                    bench.sink().drainAll();
                    bench.lanes.insert(table, 1L, null);
                    bench.lanes.insert(table, 2L, value);
                }
                SinkHarness sink = bench.sink();
                assertThatThrownBy(sink::drainAll)
                        .as(type + " by " + (load ? "load" : "change"))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("odd, id=2")
                        .hasMessageContaining(load ? "odd.load-0@1" : "odd-0@1")
                        .hasMessageContaining(reason);
                assertThat(bench.count(table)).isZero();
                assertThat(bench.state(table, "table_state")).isEqualTo(texts("Table error"));
            }
        }
    }

    /** Connect writes the whole trace into its log, and shows it to whoever asks. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void noTraceHasTheValue(TestTarget target) {
        for (String type : List.of("date", "smallint", "double precision")) {
            for (boolean load : new boolean[] {true, false}) {
                try (SinkBench bench = new SinkBench(target)) {
                    Table items = items(bench);
                    bench.makeSchema();
                    bench.execute(
                            items,
                            "CREATE TABLE %s (\"id\" bigint PRIMARY KEY, \"code\" " + type + ")");
                    bench.config.put("target.type.mismatch", "allow");
                    bench.config.put(
                            "task.settings",
                            "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
                    String value =
                            switch (type) {
                                case "date" -> "2024-02-32";
                                case "smallint" -> "202402";
                                default -> "2024e02024";
                            };
                    if (load) {
                        bench.lanes.load(items, 1, "", row(1L, null), row(2L, value));
                    } else {
                        bench.lanes.load(items, 1, "", row(1L, null));
                        bench.sink().drainAll();
                        bench.lanes.insert(items, 3L, null);
                        bench.lanes.insert(items, 2L, value);
                    }
                    SinkHarness sink = bench.sink();
                    assertThatThrownBy(sink::drainAll)
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("id=2")
                            .satisfies(
                                    failure ->
                                            assertThat(trace(failure))
                                                    .contains("Caused by: java.sql.SQLException")
                                                    .contains("executeUpdate")
                                                    .doesNotContain(value));
                }
            }
        }
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void numbersAreNeverRoundedOrCut(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table =
                    Lanes.table(
                            bench.schema,
                            "n",
                            List.of("id"),
                            Lanes.column("id", INT8),
                            Lanes.column("v", DataType.of(Kind.INT8)));
            bench.makeSchema();
            bench.execute(table, "CREATE TABLE %s (\"id\" bigint PRIMARY KEY, \"v\" smallint)");
            bench.config.put("target.type.mismatch", "allow");
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            bench.lanes.load(table, 1, "", row(1L, 32767L));
            bench.sink().drainAll();
            bench.lanes.insert(table, 2L, 32768L);
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll).hasMessageContaining("n, id=2");
            assertThat(bench.query(table, "SELECT v FROM %s")).containsExactly(texts(32767));
        }
    }
}
