// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.testing.Eventually;
import java.math.BigInteger;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tables have beside their rows is made when these are there, before changes. */
class SecondaryObjectsTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);
    private static final String AT = "xid:5:5:";

    private static Table customers(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "customers",
                List.of("id"),
                Lanes.column("id", INT8),
                Lanes.column("e mail", DataType.string(Kind.WSTRING, 50)),
                Lanes.column("state", DataType.string(Kind.WSTRING, 10)));
    }

    private static Table orders(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "orders",
                List.of("id"),
                Lanes.column("id", INT8),
                Lanes.column("customer", INT8));
    }

    private static Index index(String name, boolean unique, String... columns) {
        return new Index(
                name,
                unique,
                false,
                "btree",
                false,
                List.of(columns).stream().map(c -> new Index.Part(c, 0, false)).toList(),
                "",
                "",
                Set.of());
    }

    private static SecondaryObjects ofCustomers() {
        return new SecondaryObjects(
                List.of(
                        index("by mail", true, "e mail"),
                        index("by_state", false, "state", "id"),
                        new Index(
                                "odd",
                                false,
                                false,
                                "bloom",
                                false,
                                List.of(new Index.Part("state", 0, false)),
                                "USING bloom (state)",
                                "somebody",
                                Set.of("state"))),
                List.of(),
                List.of(
                        new ColumnDefault(
                                "state", ColumnDefault.Kind.LITERAL, "it's new", false, "")),
                List.of(new Numbering("id", "", true, false, 1, BigInteger.valueOf(41), "")),
                List.of(new Leftover("trigger", "audit", "triggers are not carried over")));
    }

    private static SecondaryObjects ofOrders(Table customers) {
        return new SecondaryObjects(
                List.of(index("by_state", false, "customer")),
                List.of(
                        new ForeignKey(
                                "of_customer",
                                List.of("customer"),
                                customers,
                                List.of("id"),
                                "CASCADE",
                                "NO ACTION",
                                "")),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<List<String>> objects(SinkBench bench, Table table) {
        return bench.target
                .server()
                .query(
                        "SELECT kind, object_name, state FROM %s WHERE task_name = '%s' AND target_table = '%s' ORDER BY place"
                                .formatted(
                                        bench.target.control("awsdms_connect_objects"),
                                        bench.config.get("name"),
                                        table.id().name()));
    }

    private static void complete(SinkBench bench, SinkHarness sink, Table... tables)
            throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        for (Table table : tables) {
            do {
                sink.step();
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                Thread.sleep(20);
            } while (!bench.state(table, "table_state").equals(texts("Table completed")));
        }
    }

    /** With its own session, as an application has it, which foreign keys hold for. */
    private static void refuses(SinkBench bench, Table table, String sql) {
        assertThatThrownBy(() -> bench.execute(table, sql)).hasStackTraceContaining("SQL");
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void areThereBeforeTheChanges(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table customers = customers(bench);
            Table orders = orders(bench);
            // the child first: its foreign key waits for the other table
            bench.lanes.load(orders, 1, AT, ofOrders(customers).withChanges(), row(1L, 7L));
            SinkHarness sink = bench.sink();
            complete(bench, sink, orders);
            assertThat(objects(bench, orders))
                    .containsExactly(
                            texts("index", "by_state", "created"),
                            texts("foreign key", "of_customer", "waiting"));
            bench.lanes.load(customers, 1, AT, ofCustomers().withChanges(), row(7L, "a@b", "new"));
            bench.lanes.insert(customers, 8L, "c@d", "new");
            // its customer comes later, in another topic: nobody minds
            bench.lanes.insert(orders, 2L, 9L);
            complete(bench, sink, customers);
            sink.drainAll();
            bench.lanes.insert(customers, 9L, "e@f", "new");
            sink.drainAll();

            // PostgreSQL's indexes share the names of the schema
            String second = target.isPostgreSql() ? "customers_by_state" : "by_state";
            assertThat(objects(bench, customers))
                    .containsExactly(
                            texts("index", "by mail", "created"),
                            texts("index", second, "created"),
                            texts("index", "odd", "not created"),
                            texts("default", "state", "created"),
                            texts("numbering", "id", "created"),
                            texts("trigger", "audit", "not created"));
            assertThat(objects(bench, orders).get(1))
                    .isEqualTo(texts("foreign key", "of_customer", "created"));
            bench.execute(customers, "INSERT INTO %s (\"e mail\") VALUES ('g@h')");
            assertThat(bench.query(customers, "SELECT id, state FROM %s WHERE \"e mail\" = 'g@h'"))
                    .containsExactly(texts(41, "it's new"));
            refuses(bench, customers, "INSERT INTO %s (\"e mail\") VALUES ('a@b')");
            refuses(bench, orders, "INSERT INTO %s (id, customer) VALUES (3, 1000)");
            assertThat(bench.query(orders, "SELECT id, customer FROM %s ORDER BY 1"))
                    .containsExactly(texts(1, 7), texts(2, 9));
        }
    }

    /** The builder waits for its turn to look whether the table is complete. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void areMadeWhenTheEndOfTheLoadComesMeanwhile(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target);
                Connection connection = target.server().connect()) {
            Table customers = customers(bench);
            SinkHarness sink = bench.sink();
            bench.lanes.begin(customers, 1, AT);
            sink.drainAll();
            connection.setAutoCommit(false);
            TaskLock other =
                    new TaskLock(
                            connection,
                            target.dialect.objects(),
                            bench.config.get("name") + "\0",
                            "foreign keys");
            assertThat(other.tryTake()).isTrue();
            bench.lanes.segment(
                    customers, 1, AT, LoadMessage.Segment.only(1), row(7L, "a@b", "new"));
            sink.drainAll();
            Eventually.holds(
                    Duration.ofMinutes(1),
                    () -> assertThat(isIn(TaskLock.class.getName(), "take")).isTrue());
            bench.lanes.end(customers, 1, AT, ofCustomers(), 1);
            sink.drainAll();
            other.release();
            complete(bench, sink, customers);
            assertThat(objects(bench, customers))
                    .extracting(object -> object.get(2))
                    .doesNotContain("waiting");
        }
    }

    private static boolean isIn(String type, String method) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(
                        call ->
                                call.getClassName().equals(type)
                                        && call.getMethodName().equals(method));
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void comeBackWithAReload(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table customers = customers(bench);
            Table orders = orders(bench);
            bench.lanes.load(customers, 1, AT, ofCustomers(), row(7L, "a@b", "new"));
            bench.lanes.load(orders, 1, AT, ofOrders(customers), row(1L, 7L));
            SinkHarness sink = bench.sink();
            complete(bench, sink, customers, orders);
            bench.lanes.generation(2);
            bench.lanes.load(
                    customers,
                    9,
                    "xid:9:9:",
                    ofCustomers(),
                    row(7L, "a@b", "old"),
                    row(8L, "c@d", "new"));
            sink.drainAll();
            complete(bench, sink, customers);
            assertThat(bench.query(customers, "SELECT id, state FROM %s ORDER BY 1"))
                    .containsExactly(texts(7, "old"), texts(8, "new"));
            assertThat(objects(bench, orders).get(1))
                    .isEqualTo(texts("foreign key", "of_customer", "created"));
            refuses(bench, customers, "INSERT INTO %s (\"e mail\") VALUES ('a@b')");
            refuses(bench, orders, "INSERT INTO %s (id, customer) VALUES (3, 1000)");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void ofATableThatWasThereAreLeftAlone(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            bench.config.put(
                    "task.settings",
                    "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
            Table orders = orders(bench);
            bench.makeSchema();
            bench.execute(orders, "CREATE TABLE %s (id bigint PRIMARY KEY, customer bigint)");
            bench.lanes.load(orders, 1, AT, ofOrders(customers(bench)), row(1L, 7L));
            complete(bench, bench.sink(), orders);
            assertThat(objects(bench, orders))
                    .containsExactly(
                            texts("index", "by_state", "not created"),
                            texts("foreign key", "of_customer", "not created"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void whatTheRowsForbidIsListedAndTheTableComplete(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table customers = customers(bench);
            bench.lanes.load(
                    customers,
                    1,
                    AT,
                    ofCustomers(),
                    row(1L, "same", "new"),
                    row(2L, "same", "new"));
            bench.lanes.insert(customers, 3L, "same", "new");
            SinkHarness sink = bench.sink();
            complete(bench, sink, customers);
            sink.drainAll();
            assertThat(objects(bench, customers).get(0))
                    .isEqualTo(texts("index", "by mail", "not created"));
            assertThat(
                            bench.target
                                    .server()
                                    .query(
                                            "SELECT statement, remark FROM %s WHERE task_name = '%s' AND object_name = 'by mail'"
                                                    .formatted(
                                                            bench.target.control(
                                                                    "awsdms_connect_objects"),
                                                            bench.config.get("name")))
                                    .toString())
                    .contains("UNIQUE INDEX")
                    .contains("the target says");
            assertThat(bench.count(customers)).isEqualTo(3);
        }
    }

    /** MySQL's indexes may be called as tables are; PostgreSQL's may not. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableMayHaveTheNameOfAnIndexThatIsThere(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table customers = customers(bench);
            Table orders = orders(bench);
            SecondaryObjects objects =
                    new SecondaryObjects(
                            List.of(index("customers", true, "customer")),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of());
            bench.lanes.load(orders, 1, AT, objects, row(1L, 7L));
            SinkHarness sink = bench.sink();
            complete(bench, sink, orders);
            bench.lanes.load(customers, 1, AT, ofCustomers(), row(7L, "a@b", "new"));
            complete(bench, sink, customers);
            assertThat(bench.count(customers)).isEqualTo(1);
            refuses(bench, orders, "INSERT INTO %s (id, customer) VALUES (3, 7)");
            assertThat(objects(bench, orders).get(0).get(2)).isEqualTo("created");
            assertThat(objects(bench, orders).get(0).get(1).equals("customers"))
                    .isEqualTo(!target.isPostgreSql());
        }
    }

    /** MariaDB tells the default of a BINARY(4) with its zero bytes. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aDefaultWithAZeroByteDoesNotStopTheLoad(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            DataType bytes = DataType.string(Kind.BYTES, 4);
            Table items =
                    Lanes.table(
                            bench.schema,
                            "items",
                            List.of("id"),
                            Lanes.column("id", INT8),
                            Lanes.column("h", bytes),
                            Lanes.column("o", bytes));
            SecondaryObjects objects =
                    new SecondaryObjects(
                            List.of(),
                            List.of(),
                            List.of(
                                    new ColumnDefault(
                                            "h",
                                            ColumnDefault.Kind.LITERAL,
                                            "a\0\0\0",
                                            false,
                                            "mariadb"),
                                    new ColumnDefault(
                                            "o",
                                            ColumnDefault.Kind.LITERAL,
                                            "\0ÿ",
                                            false,
                                            "mariadb")),
                            List.of(),
                            List.of());
            bench.lanes.load(items, 1, AT, objects, row(1L, null, null));
            complete(bench, bench.sink(), items);
            if (target.isPostgreSql()) {
                bench.execute(items, "INSERT INTO %s (id) VALUES (2)");
                assertThat(bench.query(items, "SELECT encode(h, 'hex'), o FROM %s WHERE id = 2"))
                        .containsExactly(texts("61000000", null));
                assertThat(objects(bench, items))
                        .containsExactly(
                                texts("default", "h", "created"),
                                texts("default", "o", "not created"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void theKeyComesLastIfThatIsWanted(TestTarget target) throws Exception {
        for (String mode : List.of("DROP_AND_CREATE", "DO_NOTHING", "TRUNCATE_BEFORE_LOAD")) {
            try (SinkBench bench = new SinkBench(target)) {
                bench.config.put(
                        "task.settings",
                        "{\"FullLoadSettings\": {\"CreatePkAfterFullLoad\": true, \"TargetTablePrepMode\": \"%s\"}}"
                                .formatted(mode));
                Table customers = customers(bench);
                bench.lanes.begin(customers, 1, AT);
                bench.lanes.rows(customers, 1, AT, row(1L, "a", "new"));
                SinkHarness sink = bench.sink();
                sink.drain();
                assertThat(keys(bench, customers)).isZero();
                // the reader died and begins anew
                bench.lanes.load(customers, 2, AT, ofCustomers(), row(1L, "a", "new"));
                bench.lanes.update(customers, 1L, "b", "new");
                complete(bench, sink, customers);
                sink.drainAll();
                assertThat(keys(bench, customers)).isEqualTo(1);
                assertThat(objects(bench, customers).get(0))
                        .isEqualTo(texts("primary key", "customers", "created"));
                assertThat(bench.query(customers, "SELECT \"e mail\" FROM %s"))
                        .containsExactly(texts("b"));
            }
        }
    }

    private static long keys(SinkBench bench, Table table) {
        return Long.parseLong(
                bench.target
                        .server()
                        .query(
                                "SELECT count(*) FROM information_schema.table_constraints WHERE constraint_type = 'PRIMARY KEY' AND table_schema = '%s' AND table_name = '%s'"
                                        .formatted(bench.schema, table.id().name()))
                        .get(0)
                        .get(0));
    }

    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTaskThatDiesInBetweenLeavesThemToTheNext(TestTarget target) throws Exception {
        try (SinkBench bench = new SinkBench(target)) {
            Table customers = customers(bench);
            Table orders = orders(bench);
            bench.lanes.load(customers, 1, AT, ofCustomers(), row(7L, "a@b", "new"));
            bench.lanes.load(orders, 1, AT, ofOrders(customers), row(1L, 7L));
            SinkHarness sink = bench.sink();
            sink.step();
            for (int i = 0; i < 5; i++) {
                sink.kill();
                sink.step();
            }
            complete(bench, sink, customers, orders);
            assertThat(objects(bench, customers).toString()).doesNotContain("waiting");
            assertThat(objects(bench, orders).get(1))
                    .isEqualTo(texts("foreign key", "of_customer", "created"));
            assertThat(
                            bench.target
                                    .server()
                                    .query(
                                            "SELECT count(*) FROM information_schema.table_constraints WHERE constraint_type = 'FOREIGN KEY' AND table_schema = '%s'"
                                                    .formatted(bench.schema)))
                    .containsExactly(texts(1));
        }
    }

    /** Its own writes would be refused: they come table by table. */
    @Test
    void aUserWhoseWritesAreCheckedGetsNoForeignKeysWhileChangesFollow() throws Exception {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            String user = "plain_" + bench.schema;
            bench.target
                    .server()
                    .execute(
                            "CREATE ROLE %s LOGIN PASSWORD 'plain'".formatted(user),
                            "GRANT CREATE ON DATABASE postgres TO " + user,
                            "GRANT ALL ON SCHEMA public TO " + user,
                            "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
            bench.config.put("connection.username", user);
            bench.config.put("connection.password", "plain");
            bench.config.put(
                    "task.settings",
                    "{\"ControlTablesSettings\": {\"ControlSchema\": \"control_%s\"}}"
                            .formatted(bench.schema));
            Table customers = customers(bench);
            Table orders = orders(bench);
            bench.lanes.load(customers, 1, AT, ofCustomers().withChanges(), row(7L, "a@b", "new"));
            bench.lanes.load(orders, 1, AT, ofOrders(customers).withChanges(), row(1L, 7L));
            bench.lanes.insert(orders, 2L, 9L);
            SinkHarness sink = bench.sink();
            sink.drainAll();
            assertThat(
                            bench.target
                                    .server()
                                    .query(
                                            "SELECT state, statement, remark FROM \"control_%s\".awsdms_connect_objects WHERE kind = 'foreign key'"
                                                    .formatted(bench.schema))
                                    .get(0))
                    .satisfies(
                            found -> {
                                assertThat(found.get(0)).isEqualTo("not created");
                                assertThat(found.get(1)).contains("FOREIGN KEY");
                                assertThat(found.get(2)).contains("session_replication_role");
                            });
            assertThat(bench.count(orders)).isEqualTo(2);
        }
    }
}
