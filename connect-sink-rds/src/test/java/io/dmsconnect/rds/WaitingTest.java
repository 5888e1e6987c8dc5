// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of the target's user, and a target that does not take writes for a while. */
class WaitingTest {
    private static Table items(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "items",
                List.of("id"),
                Lanes.column("id", DataType.of(Kind.INT8)),
                Lanes.column("v", DataType.string(Kind.WSTRING, 20)));
    }

    private static void connectAs(SinkBench bench, String user) {
        bench.config.put("connection.username", user);
        bench.config.put("connection.password", "p");
    }

    /** Every insert takes longer than the user's statements may. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void limitsOfTheUsersSessionsDoNotCount(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            String user = "limited_" + bench.schema;
            if (target.isPostgreSql()) {
                bench.target
                        .server()
                        .execute("CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD 'p'");
                for (String limit :
                        List.of(
                                "statement_timeout",
                                "lock_timeout",
                                "idle_in_transaction_session_timeout",
                                "transaction_timeout")) {
                    bench.target
                            .server()
                            .execute("ALTER ROLE " + user + " SET " + limit + " = '150ms'");
                }
            } else {
                bench.target.server().execute("CREATE USER " + user + " IDENTIFIED BY 'p'");
                bench.target.server().execute("GRANT ALL ON *.* TO " + user);
                if (target == TestTarget.MARIADB) {
                    bench.target
                            .server()
                            .execute("ALTER USER " + user + " WITH MAX_STATEMENT_TIME 0.15");
                }
            }
            connectAs(bench, user);
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            if (target.isPostgreSql()) {
                bench.execute(
                        items,
                        "CREATE FUNCTION "
                                + bench.schema
                                + ".slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NEW; END $$");
                bench.execute(
                        items,
                        "CREATE TRIGGER slow BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION "
                                + bench.schema
                                + ".slow()");
                bench.execute(items, "ALTER TABLE %s ENABLE ALWAYS TRIGGER slow");
            } else {
                bench.execute(
                        items,
                        "CREATE TRIGGER "
                                + bench.schema
                                + ".slow BEFORE INSERT ON %s FOR EACH ROW SET @slow = SLEEP(0.4)");
            }
            bench.lanes.insert(items, 2L, "two");
            bench.lanes.insert(items, 3L, "three");
            bench.sink().drainAll();
            assertThat(bench.count(items)).isEqualTo(3);
        }
    }

    /** What it waits for can be read, and how old the oldest change is that waits. */
    @Test
    void aTargetThatIsReadOnlyIsWaitedFor() {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            Table items = items(bench);
            String user = "reader_" + bench.schema;
            bench.target.server().execute("CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD 'p'");
            connectAs(bench, user);
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            bench.target
                    .server()
                    .execute("ALTER ROLE " + user + " SET default_transaction_read_only = on");
            bench.lanes.written = System.currentTimeMillis() - 5_000;
            bench.lanes.insert(items, 2L, "two");
            SinkHarness sink = bench.sink();
            while (sink.retries < 2) {
                sink.step();
            }
            assertThat(sink.outcomes().getWaitsFor())
                    .contains("table " + bench.schema + ".items")
                    .contains("read-only transaction");
            assertThat(sink.outcomes().getOldestPendingMillis()).isBetween(5_000L, 300_000L);
            bench.target
                    .server()
                    .execute("ALTER ROLE " + user + " RESET default_transaction_read_only");
            sink.drainAll();
            assertThat(bench.count(items)).isEqualTo(2);
            assertThat(sink.outcomes().getWaitsFor()).isEmpty();
            assertThat(sink.outcomes().getOldestPendingMillis()).isZero();
        }
    }

    @Test
    void aMariaDbThatIsReadOnlyIsWaitedFor() {
        try (SinkBench bench = new SinkBench(TestTarget.MARIADB)) {
            Table items = items(bench);
            String user = "reader_" + bench.schema;
            bench.target
                    .server()
                    .execute(
                            "CREATE USER " + user + " IDENTIFIED BY 'p'",
                            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX ON *.* TO "
                                    + user);
            connectAs(bench, user);
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            bench.target.server().execute("SET GLOBAL read_only = 1");
            SinkHarness sink = bench.sink();
            try {
                bench.lanes.written = System.currentTimeMillis() - 5_000;
                bench.lanes.insert(items, 2L, "two");
                while (sink.retries < 2) {
                    sink.step();
                }
                assertThat(sink.outcomes().getWaitsFor())
                        .contains("table " + bench.schema + ".items")
                        .contains("read-only");
                assertThat(sink.outcomes().getOldestPendingMillis()).isGreaterThan(5_000L);
            } finally {
                bench.target.server().execute("SET GLOBAL read_only = 0");
            }
            sink.drainAll();
            assertThat(bench.count(items)).isEqualTo(2);
            assertThat(sink.outcomes().getWaitsFor()).isEmpty();
        }
    }

    /** A change whose table is being loaded waits, and that is lag too. */
    @Test
    void aChangeBehindAGateIsPending() {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            Table items = items(bench);
            bench.lanes.written = System.currentTimeMillis() - 7_000;
            bench.lanes.insert(items, 2L, "two");
            SinkHarness sink = bench.sink();
            sink.drain();
            assertThat(sink.outcomes().getOldestPendingMillis()).isGreaterThanOrEqualTo(7_000);
            bench.lanes.written = null;
            bench.lanes.load(items, 1, "", row(1L, "one"));
            sink.drainAll();
            assertThat(sink.outcomes().getOldestPendingMillis()).isZero();
        }
    }

    @Test
    void aRoleOfTwoConnectionsIsEnough() {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            Table items = items(bench);
            String user = "two_" + bench.schema;
            bench.makeSchema();
            bench.target
                    .server()
                    .execute("CREATE ROLE " + user + " LOGIN PASSWORD 'p' CONNECTION LIMIT 2");
            bench.target
                    .server()
                    .execute(
                            "GRANT ALL ON SCHEMA public, %1$s TO %2$s; GRANT ALL ON ALL TABLES IN SCHEMA public TO %2$s"
                                    .formatted(bench.schema, user));
            connectAs(bench, user);
            bench.config.put(
                    "task.settings", "{\"FullLoadSettings\": {\"CreatePkAfterFullLoad\": true}}");
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.lanes.insert(items, 2L, "two");
            bench.sink().drainAll();
            assertThat(bench.count(items)).isEqualTo(2);
        }
    }

    /** Dropped by its owner while it is loaded: made anew, with all its rows. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableThatIsDroppedWhileItIsLoaded(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            bench.lanes.begin(items, 1, "");
            bench.lanes.rows(items, 1, "", row(1L, "one"));
            SinkHarness sink = bench.sink();
            sink.drainAll();
            bench.execute(items, "DROP TABLE %s");
            bench.lanes.rows(items, 1, "", row(2L, "two"));
            bench.lanes.end(items, 1, "", 2);
            bench.lanes.insert(items, 3L, "three");
            sink.drainAll();
            assertThat(bench.query(items, "SELECT * FROM %s ORDER BY id"))
                    .containsExactly(texts(1, "one"), texts(2, "two"), texts(3, "three"));
        }
    }

    /** Of rows that have been loaded long ago the sink has nothing. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void aTableThatIsDroppedAfterItsLoad(TestTarget target) {
        try (SinkBench bench = new SinkBench(target)) {
            Table items = items(bench);
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            bench.execute(items, "DROP TABLE %s");
            bench.lanes.insert(items, 2L, "two");
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("not in the target any more; reload the table");
            bench.lanes.generation(2);
            bench.lanes.load(items, 2, "", row(1L, "one"), row(2L, "two"));
            sink.kill();
            sink.drainAll();
            assertThat(bench.count(items)).isEqualTo(2);
        }
    }
}
