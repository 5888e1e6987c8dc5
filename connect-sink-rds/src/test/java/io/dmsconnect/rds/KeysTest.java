// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of every sort: what differs at the source differs in the target. */
class KeysTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);

    private static DataType text(int length) {
        return DataType.string(Kind.WSTRING, length);
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void casesAccentsAndSpacesMakeDifferentKeys(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table words =
                    Lanes.table(
                            bench.schema,
                            "words",
                            List.of("w"),
                            Lanes.column("w", text(20)),
                            Lanes.column("n", INT8));
            bench.lanes.load(words, 1, "", row("a", 1L), row("A", 2L), row("a ", 3L), row("ä", 4L));
            bench.lanes.insert(words, "", 5L);
            bench.lanes.insert(words, " ", 6L);
            bench.lanes.update(words, "a ", 33L);
            bench.lanes.insert(words, "a\t", 7L);
            bench.sink().drainAll();
            assertThat(bench.query(words, "SELECT w, n FROM %s ORDER BY n"))
                    .containsExactly(
                            texts("a", 1),
                            texts("A", 2),
                            texts("ä", 4),
                            texts("", 5),
                            texts(" ", 6),
                            texts("a\t", 7),
                            texts("a ", 33));
            bench.lanes.delete(words, row("a ", null));
            bench.lanes.move(words, row("A", null), row("a ", 8L));
            bench.sink().drainAll();
            assertThat(bench.query(words, "SELECT w, n FROM %s ORDER BY n"))
                    .containsExactly(
                            texts("a", 1),
                            texts("ä", 4),
                            texts("", 5),
                            texts(" ", 6),
                            texts("a\t", 7),
                            texts("a ", 8));
        }
    }

    /** The user's table takes 'a' and 'A' for one: never a row in silence over another. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableThatTakesTwoKeysForOneRefusesTheSecond(TestTarget target) {
        if (target.isPostgreSql()) {
            return;
        }
        try (SinkBench bench = new SinkBench(target)) {
            Table words =
                    Lanes.table(
                            bench.schema,
                            "words",
                            List.of("w"),
                            Lanes.column("w", text(20)),
                            Lanes.column("n", INT8));
            bench.makeSchema();
            bench.execute(
                    words,
                    "CREATE TABLE %s (w varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, n bigint)");
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"TRUNCATE_BEFORE_LOAD\"}}");
            bench.lanes.load(words, 1, "", row("a", 1L));
            bench.sink().drainAll();
            bench.lanes.insert(words, "b", 2L);
            bench.lanes.insert(words, "A", 3L);
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("words, w=A")
                    .hasMessageContaining("words-0@1")
                    .hasMessageNotContaining("'A'");
            assertThat(bench.query(words, "SELECT w, n FROM %s")).containsExactly(texts("a", 1));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void compoundKeysOfMixedTypes(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table parts =
                    Lanes.table(
                            bench.schema,
                            "parts",
                            List.of("at", "price", "code"),
                            Lanes.column("note", DataType.of(Kind.NCLOB)),
                            Lanes.column("code", text(50)),
                            Lanes.column("price", DataType.numeric(12, 3)),
                            Lanes.column("at", DataType.temporal(Kind.DATETIME_TZ, 6)));
            Object at = LocalDateTime.of(2024, 10, 27, 2, 30, 0, 1000).atOffset(ZoneOffset.UTC);
            Object later = LocalDateTime.of(2024, 10, 27, 3, 30, 0, 1000).atOffset(ZoneOffset.UTC);
            BigDecimal price = new BigDecimal("1.500");
            bench.lanes.load(
                    parts, 1, "", row("one", "x", price, at), row("two", "x", price, later));
            bench.lanes.update(parts, "ONE", "x", new BigDecimal("1.5"), at);
            bench.lanes.update(parts, ArrayRow.ABSENT, "x", price, later);
            bench.lanes.move(
                    parts,
                    row(null, "x", price, later),
                    row(ArrayRow.ABSENT, "y", new BigDecimal("-2.000"), later));
            bench.lanes.delete(parts, row(null, "x", new BigDecimal("1.50"), at));
            bench.sink().drainAll();
            assertThat(bench.query(parts, "SELECT note, code, price FROM %s"))
                    .containsExactly(texts("two", "y", "-2.000"));
        }
    }

    /** In one statement of the source: id = id + 1. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void keysThatMoveUpOneByOne(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items =
                    Lanes.table(
                            bench.schema,
                            "items",
                            List.of("id"),
                            Lanes.column("id", INT8),
                            Lanes.column("big", DataType.of(Kind.NCLOB)));
            bench.lanes.load(items, 1, "", row(1L, "one"), row(2L, "two"), row(3L, "three"));
            for (long id = 3; id >= 1; id--) {
                bench.lanes.move(items, row(id, null), row(id + 1, ArrayRow.ABSENT));
            }
            bench.sink().drainAll();
            assertThat(bench.query(items, "SELECT id, big FROM %s ORDER BY id"))
                    .containsExactly(texts(2, "one"), texts(3, "two"), texts(4, "three"));
        }
    }

    /** The worker dies between the two halves of a key change. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void halfAKeyChangeThenTheOther(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items =
                    Lanes.table(
                            bench.schema,
                            "items",
                            List.of("id"),
                            Lanes.column("id", INT8),
                            Lanes.column("v", text(9)),
                            Lanes.column("big", DataType.of(Kind.NCLOB)));
            bench.lanes.load(items, 1, "", row(1L, "old", "kept"));
            bench.lanes.move(items, row(1L, null, null), row(2L, "new", ArrayRow.ABSENT));
            SinkHarness sink = bench.sink();
            sink.batch = 1;
            sink.step();
            sink.step();
            sink.step();
            sink.kill();
            sink.drainAll();
            assertThat(bench.query(items, "SELECT id, v, big FROM %s"))
                    .containsExactly(texts(2, "new", "kept"));
        }
    }

    /** PostgreSQL calls the key of table a a_pkey, and its tables and indexes share names. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableMayHaveTheNameOfAnothersKey(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            List<Table> tables = new ArrayList<>();
            for (String name : List.of("a", "a_pkey", "a_pkey_pkey")) {
                tables.add(
                        Lanes.table(
                                bench.schema,
                                name,
                                List.of("id"),
                                Lanes.column("id", INT8),
                                Lanes.column("v", text(9))));
            }
            for (Table table : tables) {
                bench.lanes.load(table, 1, "", row(1L, "one"));
                bench.sink().drainAll();
            }
            for (Table table : tables) {
                bench.lanes.insert(table, 2L, "two");
                bench.lanes.update(table, 1L, "1");
            }
            bench.sink().drainAll();
            for (Table table : tables) {
                assertThat(bench.query(table, "SELECT id, v FROM %s ORDER BY id"))
                        .containsExactly(texts(1, "1"), texts(2, "two"));
            }
        }
    }

    /** An index that somebody has given its name keeps it. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableWithTheNameOfAUsersIndexIsRefused(TestTarget target) {
        if (!target.isPostgreSql()) {
            return;
        }
        try (SinkBench bench = new SinkBench(target)) {
            Table taken =
                    Lanes.table(bench.schema, "taken", List.of("id"), Lanes.column("id", INT8));
            Table users =
                    Lanes.table(bench.schema, "users", List.of("id"), Lanes.column("id", INT8));
            bench.makeSchema();
            bench.execute(users, "CREATE TABLE %s (id bigint)");
            bench.execute(users, "CREATE INDEX taken ON %s (id)");
            bench.lanes.load(taken, 1, "", row(1L));
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("table " + bench.schema + ".taken")
                    .hasMessageContaining("ALTER INDEX \"" + bench.schema + "\".\"taken\" RENAME")
                    .hasMessageContaining(bench.schema + ".users");
        }
    }

    /** define-primary-key with the origin unique-index. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aKeyMayBeAUniqueIndex(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table words =
                    Lanes.table(
                                    bench.schema,
                                    "words",
                                    List.of("n"),
                                    Lanes.column("n", DataType.of(DataType.Kind.INT8)),
                                    Lanes.column("w", text(20)))
                            .kept(new Storage("", "", "by \"n\""));
            bench.lanes.load(words, 1, "", row(1L, "one"), row(2L, "two"));
            bench.sink().drainAll();
            bench.lanes.insert(words, 3L, "three");
            bench.lanes.update(words, 2L, "two again");
            bench.lanes.delete(words, row(1L, "one"));
            bench.sink().drainAll();
            bench.lanes.update(words, 2L, "two once more");
            bench.sink().drainAll();
            assertThat(bench.query(words, "SELECT n, w FROM %s ORDER BY n"))
                    .containsExactly(List.of("2", "two once more"), List.of("3", "three"));
            assertThat(
                            target.server()
                                    .query(
                                            """
                                            SELECT constraint_type, constraint_name
                                            FROM information_schema.table_constraints
                                            WHERE table_schema = '%s' AND table_name = 'words'
                                              AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')
                                            """
                                                    .formatted(bench.schema)))
                    .containsExactly(List.of("UNIQUE", "by \"n\""));
        }
    }

    /**
     * A numeric without a precision is text on MySQL and MariaDB, where 1.0 and 1.000 are two keys;
     * on PostgreSQL they are one, of which the last written form stays.
     */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aNumberWithOtherDigitsIsTheSameRow(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table prices =
                    Lanes.table(
                            bench.schema,
                            "prices",
                            List.of("n"),
                            Lanes.column("n", DataType.of(Kind.NUMERIC)),
                            Lanes.column("v", INT8));
            bench.lanes.load(
                    prices,
                    1,
                    "",
                    row(new BigDecimal("1.0"), 1L),
                    row(new BigDecimal("2.10"), 2L),
                    row(new BigDecimal("3"), 3L),
                    row(new BigDecimal("4"), 4L));
            bench.lanes.move(
                    prices, row(new BigDecimal("1.0"), null), row(new BigDecimal("1.000"), 10L));
            bench.lanes.delete(prices, row(new BigDecimal("2.10"), null));
            bench.lanes.insert(prices, new BigDecimal("2.1"), 20L);
            bench.lanes.moveWhole(
                    prices, row(new BigDecimal("3"), 3L), row(new BigDecimal("3.00"), 30L));
            bench.lanes.oneTransaction = true;
            bench.lanes.insert(prices, new BigDecimal("5.0"), 5L);
            bench.lanes.delete(prices, row(new BigDecimal("5.0"), null));
            bench.lanes.insert(prices, new BigDecimal("5"), 50L);
            bench.sink().drainAll();
            assertThat(bench.query(prices, "SELECT n, v FROM %s ORDER BY n"))
                    .containsExactly(
                            texts("1.000", 10),
                            texts("2.1", 20),
                            texts("3.00", 30),
                            texts("4", 4),
                            texts("5", 50));
        }
    }

    /** Old keys that JSON does not have come with the record's headers. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void keysThatAreNoNumbersAndMinusZero(TestTarget target) {
        if (!target.isPostgreSql()) {
            return;
        }
        for (Kind kind : List.of(Kind.REAL8, Kind.REAL4)) {
            try (SinkBench bench = new SinkBench(target)) {
                Table rates =
                        Lanes.table(
                                bench.schema,
                                "rates",
                                List.of("f"),
                                Lanes.column("f", DataType.of(kind)),
                                Lanes.column("v", INT8));
                bench.lanes.load(
                        rates,
                        1,
                        "",
                        row(real(kind, Double.NaN), 1L),
                        row(real(kind, -0.0), 2L),
                        row(real(kind, Double.POSITIVE_INFINITY), 3L),
                        row(real(kind, Double.NEGATIVE_INFINITY), 4L));
                bench.lanes.delete(rates, row(real(kind, Double.POSITIVE_INFINITY), null));
                bench.lanes.move(rates, row(real(kind, Double.NaN), null), row(real(kind, 7), 10L));
                bench.lanes.move(rates, row(real(kind, -0.0), null), row(real(kind, 0), 20L));
                bench.sink().drainAll();
                assertThat(bench.query(rates, "SELECT f, v FROM %s ORDER BY v"))
                        .containsExactly(texts("-Infinity", 4), texts("7", 10), texts("0", 20));
                bench.lanes.moveWhole(rates, row(real(kind, 0), 20L), row(real(kind, -0.0), 21L));
                bench.sink().drainAll();
                assertThat(bench.query(rates, "SELECT f, v FROM %s ORDER BY v"))
                        .containsExactly(texts("-Infinity", 4), texts("7", 10), texts("-0", 21));
            }
        }
    }

    private static Object real(Kind kind, double value) {
        return kind == Kind.REAL4 ? (Object) (float) value : (Object) value;
    }
}
