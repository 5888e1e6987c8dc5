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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column's type is changed at the source, or is not the source's in the user's own table. */
class TypesFollowTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);
    private static final DataType INT4 = DataType.of(Kind.INT4);
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 1, 1, 12, 0);

    private static Column column(int id, String name, DataType type) {
        return new Column(name, type, true, id);
    }

    private static Table table(SinkBench bench, Column... columns) {
        List<Column> all = new ArrayList<>();
        all.add(new Column("id", INT8, false, 1));
        all.addAll(List.of(columns));
        return Lanes.table(bench.schema, "t", List.of("id"), all.toArray(Column[]::new));
    }

    private static DataType text(int length) {
        return DataType.string(Kind.WSTRING, length);
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void columnsGrow(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before =
                    table(
                            bench,
                            column(2, "n", DataType.numeric(10, 2)),
                            column(3, "at", DataType.temporal(Kind.DATETIME, 0)),
                            column(4, "r", DataType.of(Kind.REAL4)),
                            column(5, "v", text(10)),
                            column(6, "i", INT4),
                            column(7, "j", INT4),
                            column(8, "k", INT4),
                            column(9, "d", DataType.of(Kind.DATE)));
            bench.lanes.load(
                    before,
                    1,
                    "",
                    row(
                            1L,
                            new BigDecimal("1.25"),
                            NOON,
                            1.5f,
                            "one",
                            7L,
                            8L,
                            9L,
                            NOON.toLocalDate()));
            bench.sink().drainAll();
            String type = target.isPostgreSql() ? "varchar(10)" : "varchar(10) NOT NULL";
            bench.execute(before, "ALTER TABLE %s ALTER COLUMN \"i\" SET DEFAULT 42");
            if (!target.isPostgreSql()) {
                bench.execute(
                        before,
                        "ALTER TABLE %s MODIFY \"v\" " + type + " DEFAULT 'x' COMMENT 'it''s'");
            }
            Table after =
                    table(
                            bench,
                            column(2, "n", DataType.numeric(10, 4)),
                            column(3, "at", DataType.temporal(Kind.DATETIME, 6)),
                            column(4, "r", DataType.of(Kind.REAL8)),
                            column(5, "v", text(50)),
                            column(6, "i", INT8),
                            column(7, "j", DataType.numeric(12, 1)),
                            column(8, "k", text(30)),
                            column(9, "d", DataType.temporal(Kind.DATETIME, 3)));
            bench.lanes.millis += 1000;
            bench.lanes.insert(
                    after,
                    2L,
                    new BigDecimal("123456.1234"),
                    NOON.withNano(654_321_000),
                    1.23456789012345,
                    "longer than ten characters",
                    1L << 40,
                    new BigDecimal("12345678901.5"),
                    "not a number",
                    NOON.withNano(123_000_000));
            bench.sink().drainAll();
            String rows =
                    target.isPostgreSql()
                            ? "SELECT id, n, at::text, r, v, i, j, k, d::text FROM %s ORDER BY id"
                            : "SELECT id, n, cast(at AS char), r, v, i, j, k, cast(d AS char) FROM %s ORDER BY id";
            List<List<String>> read = bench.query(after, rows);
            assertThat(read.get(0).get(1)).isEqualTo("1.2500");
            assertThat(read.get(0).get(4)).isEqualTo("one");
            assertThat(read.get(0).get(7)).isEqualTo("9");
            assertThat(read.get(1))
                    .isEqualTo(
                            texts(
                                    2,
                                    "123456.1234",
                                    "2020-01-01 12:00:00.654321",
                                    "1.23456789012345",
                                    "longer than ten characters",
                                    1L << 40,
                                    "12345678901.5",
                                    "not a number",
                                    "2020-01-01 12:00:00.123"));
            assertThat(bench.state(after, "ddls")).isEqualTo(texts(8));
            bench.execute(
                    after,
                    target.isPostgreSql()
                            ? "INSERT INTO %s (id) VALUES (3)"
                            : "INSERT INTO %s (id, v) VALUES (3, DEFAULT)");
            List<String> defaults = bench.query(after, "SELECT i, v FROM %s WHERE id = 3").get(0);
            assertThat(defaults).isEqualTo(texts(42, target.isPostgreSql() ? null : "x"));
            if (!target.isPostgreSql()) {
                assertThat(
                                target.server()
                                        .query(
                                                "SELECT column_comment FROM information_schema.columns WHERE table_schema = '%s' AND column_name = 'v'"
                                                        .formatted(bench.schema)))
                        .containsExactly(texts("it's"));
            }
        }
    }

    /** The source has made sure that the values fit: the target's column may stay as it is. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void columnsShrinkWhereNoValueChanges(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before = table(bench, column(2, "v", text(50)), column(3, "n", INT8));
            bench.lanes.load(before, 1, "", row(1L, "one", 1L));
            Table after = table(bench, column(2, "v", text(10)), column(3, "n", INT4));
            bench.lanes.millis += 1000;
            bench.lanes.insert(after, 2L, "two", 2L);
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT * FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "one", 1), texts(2, "two", 2));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aChangeThatMayHaveRewrittenValuesStopsTheTable(TestTarget target) {
        DataType[][] changes = {
            {DataType.numeric(10, 4), DataType.numeric(10, 2)},
            {DataType.temporal(Kind.DATETIME, 6), DataType.temporal(Kind.DATETIME, 0)},
            {DataType.of(Kind.REAL8), DataType.of(Kind.REAL4)},
            {text(20), INT4},
            {DataType.temporal(Kind.DATETIME, 6), DataType.temporal(Kind.DATETIME_TZ, 6)},
            {DataType.of(Kind.REAL8), DataType.of(Kind.NCLOB)}
        };
        for (DataType[] change : changes) {
            try (SinkBench bench = new SinkBench(target)) {
                Table before = table(bench, column(2, "v", change[0]));
                Table after = table(bench, column(2, "v", change[1]));
                bench.lanes.load(before, 1, "", row(1L, null));
                bench.lanes.millis += 1000;
                bench.lanes.insert(after, 2L, null);
                SinkHarness sink = bench.sink();
                assertThatThrownBy(sink::drainAll, "%s to %s", change[0], change[1])
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining(bench.schema + ".t")
                        .hasMessageContaining("column 'v' was ")
                        .hasMessageContaining("Reload the table");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aColumnThatMayBeNullNow(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table before = table(bench, new Column("v", text(10), false, 2));
            bench.lanes.load(before, 1, "", row(1L, "one"));
            Table after = table(bench, new Column("v", text(10), true, 2));
            bench.lanes.millis += 1000;
            bench.lanes.insert(after, 2L, null);
            bench.sink().drainAll();
            assertThat(bench.query(after, "SELECT * FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "one"), texts(2, null));
        }
    }

    /** The user's table, for a column each that has no room for the source's. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aColumnWithoutRoomIsRefusedBeforeRowsAreWritten(TestTarget target) {
        boolean pg = target.isPostgreSql();
        Object[][] cases = {
            {DataType.numeric(12, 4), "numeric(10,2)"},
            {DataType.numeric(12, 4), "double precision"},
            {DataType.numeric(-1, -1), "numeric(20,4)"},
            {text(20), "varchar(10)"},
            {text(20), "char(20)"},
            {DataType.of(Kind.NCLOB), "varchar(10)"},
            {DataType.temporal(Kind.DATETIME, 6), pg ? "timestamp(3)" : "datetime(3)"},
            {DataType.temporal(Kind.DATETIME, 6), "date"},
            {DataType.temporal(Kind.TIME, 6), "time(0)"},
            {DataType.of(Kind.REAL8), pg ? "real" : "float"},
            {DataType.of(Kind.REAL8), "numeric(10,2)"},
            {INT8, "int"},
            {INT4, "smallint"},
            {DataType.of(Kind.UINT4), "int"},
            {INT8, pg ? "real" : "bigint unsigned"},
            {DataType.temporal(Kind.DATETIME_TZ, 6), pg ? "timestamp" : "date"},
            {DataType.string(Kind.BYTES, 20), pg ? "text" : "varbinary(10)"},
            {DataType.of(Kind.BLOB), pg ? "text" : "blob"},
            {text(5), pg ? "char(9)" : "varchar(5) CHARACTER SET latin1"},
            {text(5), pg ? "bytea" : "enum('a','b')"},
            {DataType.of(Kind.NCLOB).declared("postgres", "json"), pg ? "jsonb" : "varchar(1000)"},
        };
        try (SinkBench bench = new SinkBench(target)) {
            bench.makeSchema();
            int number = 0;
            for (String mode : List.of("DO_NOTHING", "TRUNCATE_BEFORE_LOAD")) {
                bench.config.put(
                        "task.settings",
                        "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"%s\"}}"
                                .formatted(mode));
                for (Object[] one : cases) {
                    Table table =
                            Lanes.table(
                                    bench.schema,
                                    "t" + ++number,
                                    List.of("id"),
                                    Lanes.column("id", INT8),
                                    Lanes.column("v", (DataType) one[0]));
                    bench.execute(
                            table, "CREATE TABLE %s (id bigint PRIMARY KEY, v " + one[1] + ")");
                    bench.execute(table, "INSERT INTO %s (id) VALUES (7)");
                    SinkHarness.Topics topics = new SinkHarness.Topics();
                    Lanes lanes = new Lanes(topics, 1);
                    lanes.load(table, 1, "", row(1L, null));
                    try (SinkHarness sink = new SinkHarness(bench.config, topics, null)) {
                        assertThatThrownBy(sink::drainAll, "%s to %s", one[0], one[1])
                                .isInstanceOf(ConnectException.class)
                                .hasMessageContaining(table.id().toString())
                                .hasMessageContaining("column 'v' is ")
                                .hasMessageContaining("target.type.mismatch");
                    }
                    assertThat(bench.count(table)).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void theUserMayAllowIt(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table table = table(bench, column(2, "n", DataType.numeric(12, 4)));
            bench.makeSchema();
            bench.execute(table, "CREATE TABLE %s (id bigint PRIMARY KEY, n numeric(10,2))");
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            bench.config.put("target.type.mismatch.tables", bench.schema + ".t");
            bench.lanes.load(table, 1, "", row(1L, new BigDecimal("1.2345")));
            bench.lanes.insert(table, 2L, new BigDecimal("2.3456"));
            bench.sink().drainAll();
            assertThat(bench.query(table, "SELECT id, n FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "1.23"), texts(2, "2.35"));
            bench.config.remove("target.type.mismatch.tables");
            bench.lanes.insert(table, 3L, new BigDecimal("3.4567"));
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .hasMessageContaining("column 'n' is numeric(12,4) at the source")
                    .hasMessageContaining("(10,2) in the target: digits behind the point");
            bench.config.put("target.type.mismatch", "allow");
            bench.sink().drainAll();
            assertThat(bench.count(table)).isEqualTo(3);
        }
    }

    /** What this sink declares itself has room for everything, and is taken again. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void ownTablesAreNeverRefused(TestTarget target) {
        List<DataType> types = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            types.add(DataType.of(kind));
        }
        types.add(text(20));
        types.add(DataType.string(Kind.STRING, 300));
        types.add(DataType.string(Kind.BYTES, 16));
        types.add(DataType.numeric(10, 2));
        types.add(DataType.numeric(3, -2));
        types.add(DataType.numeric(70, 40));
        types.add(DataType.temporal(Kind.TIME, 0));
        types.add(DataType.temporal(Kind.DATETIME, 3));
        types.add(DataType.temporal(Kind.DATETIME_TZ, 6));
        declared(types, "postgres", Kind.NCLOB, "integer[]", "json", "jsonb", "text", "xml");
        declared(types, "postgres", Kind.STRING, "interval", "inet", "citext", "character varying");
        declared(types, "postgres", Kind.STRING, "bit varying(9)", "bit(3)", "uuid", "tsvector");
        types.add(DataType.string(Kind.STRING, 5).declared("postgres", "character(5)"));
        types.add(DataType.numeric(3, -2).declared("postgres", "numeric(3,-2)"));
        for (String engine : List.of("mysql", "mariadb")) {
            declared(
                    types, engine, Kind.CLOB, "json", "tinytext", "text", "mediumtext", "longtext");
            declared(types, engine, Kind.BLOB, "tinyblob", "blob", "mediumblob", "longblob");
            declared(types, engine, Kind.STRING, "time(3)", "time", "enum('a','b''c')");
            declared(types, engine, Kind.STRING, "set('a','b')");
            types.add(DataType.string(Kind.STRING, 9).declared(engine, "bit(9)"));
            declared(types, engine, Kind.INT2, "year(4)", "smallint(6)");
            declared(types, engine, Kind.UINT4, "mediumint(8) unsigned", "int(10) unsigned");
            declared(types, engine, Kind.REAL4, "float", "float(7,3)");
            declared(types, engine, Kind.REAL8, "double", "double(12,3)");
            types.add(DataType.string(Kind.STRING, 5).declared(engine, "char(5)"));
            types.add(DataType.string(Kind.STRING, 5).declared(engine, "varchar(5)"));
            types.add(DataType.string(Kind.BYTES, 5).declared(engine, "binary(5)"));
            types.add(DataType.string(Kind.BYTES, 5).declared(engine, "varbinary(5)"));
            types.add(DataType.numeric(10, 2).declared(engine, "decimal(10,2)"));
            types.add(DataType.temporal(Kind.DATETIME_TZ, 3).declared(engine, "timestamp(3)"));
            types.add(DataType.temporal(Kind.DATETIME, 0).declared(engine, "datetime"));
        }
        types.add(DataType.of(Kind.STRING).declared("mariadb", "uuid"));
        types.add(DataType.of(Kind.STRING).declared("mariadb", "inet6"));
        try (SinkBench bench = new SinkBench(target)) {
            Column[] columns = new Column[types.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = column(i + 2, "c" + i, types.get(i));
            }
            Table table = table(bench, columns);
            Table keys =
                    Lanes.table(
                            bench.schema,
                            "k",
                            List.of("a", "b"),
                            Lanes.column("a", DataType.of(Kind.NCLOB)),
                            Lanes.column("b", DataType.of(Kind.BLOB)));
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"TRUNCATE_BEFORE_LOAD\"}}");
            bench.lanes.load(table, 1, "", List.<Object[]>of().toArray(Object[][]::new));
            bench.lanes.load(keys, 1, "", List.<Object[]>of().toArray(Object[][]::new));
            bench.sink().drainAll();
            bench.lanes.generation(2);
            Object[] nulls = new Object[columns.length + 1];
            nulls[0] = 1L;
            bench.lanes.load(table, 2, "", nulls);
            bench.lanes.load(keys, 2, "", row("a", new byte[] {1}));
            bench.sink().drainAll();
            assertThat(bench.count(table)).isEqualTo(1);
            assertThat(bench.count(keys)).isEqualTo(1);
        }
    }

    private static void declared(
            List<DataType> types, String engine, Kind kind, String... declarations) {
        for (String declaration : declarations) {
            types.add(DataType.of(kind).declared(engine, declaration));
        }
    }
}
