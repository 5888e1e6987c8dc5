// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.EngineType;
import io.dmsconnect.source.Followed;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The slot is lost, or dropped, behind the task's own look at it and before the server is asked for
 * changes: the task ends within seconds, and nobody makes a slot anew.
 */
class SlotLostAtStartTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static PostgreSqlServer server;

    private Migration migration;
    private SourceHarness harness;
    private volatile long doneNanos;

    @BeforeAll
    static void startServer() {
        server = PostgreSqlServer.temporary();
        server.execute(
                "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
        server.execute("CREATE TABLE public.others (v text)");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void follow() {
        migration = new Migration(server, "cdc");
        migration.run("CREATE TABLE t(id int PRIMARY KEY, v text)");
        harness = migration.start();
        harness.until("started", harness::isStarted);
        migration.run("INSERT INTO t VALUES (1, 'followed')");
        harness.until("the log is followed", () -> !harness.changesOf("t").isEmpty());
        harness.stop();
    }

    @AfterEach
    void stop() {
        harness.stop();
    }

    private String slot() {
        return " WHERE slot_name LIKE 'dms_test_" + migration.schema + "\\_%'";
    }

    private void drop() {
        server.query(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots" + slot());
        doneNanos = System.nanoTime();
    }

    private void lose() {
        Eventually.holds(
                Duration.ofMinutes(4),
                () -> {
                    server.execute(
                            "INSERT INTO public.others SELECT repeat('x', 1000)"
                                    + " FROM generate_series(1, 200)",
                            "SELECT pg_switch_wal()");
                    server.execute("CHECKPOINT");
                    assertThat(server.query("SELECT wal_status FROM pg_replication_slots" + slot()))
                            .isEqualTo(List.of(List.of("lost")));
                });
        doneNanos = System.nanoTime();
    }

    private interface Tasks {
        SourceEngine.ChangeTask make(
                PostgreSqlEngine engine,
                Collection<TableId> tables,
                String start,
                Followed followed);
    }

    /** An engine whose tasks that follow the log are these. */
    private static EngineType following(Tasks tasks) {
        return new EngineType(
                "postgres",
                5432,
                true,
                info -> {
                    PostgreSqlEngine engine = new PostgreSqlEngine(info);
                    return (SourceEngine)
                            Proxy.newProxyInstance(
                                    SourceEngine.class.getClassLoader(),
                                    new Class<?>[] {SourceEngine.class},
                                    (proxy, method, args) -> {
                                        if (method.getName().equals("changeTask")) {
                                            @SuppressWarnings("unchecked")
                                            Collection<TableId> ids = (Collection<TableId>) args[0];
                                            return tasks.make(
                                                    engine,
                                                    ids,
                                                    (String) args[1],
                                                    (Followed) args[2]);
                                        }
                                        try {
                                            return method.invoke(engine, args);
                                        } catch (InvocationTargetException e) {
                                            throw e.getCause();
                                        }
                                    });
                });
    }

    /** Behind our own look. */
    private static EngineType beforeDebeziumStarts(Runnable happens) {
        return following(
                (engine, tables, start, followed) -> {
                    SourceEngine.ChangeTask task = engine.changeTask(tables, start, followed);
                    happens.run();
                    return task;
                });
    }

    /** Behind Debezium's first look. */
    private static EngineType beforeTheServerIsAsked(Runnable happens) {
        return following(
                (engine, tables, start, followed) -> {
                    SourceEngine.ChangeTask task = engine.changeTask(tables, start, followed);
                    return new SourceEngine.ChangeTask(
                            new Late(
                                    new FollowedRelations(tables, followed, () -> null),
                                    engine::lookAtSlot,
                                    engine.timeline(),
                                    happens),
                            task.config(),
                            task.partition(),
                            task.firstOffset());
                });
    }

    private static final class Late extends ExactTextTask {
        private final Runnable happens;

        Late(FollowedRelations relations, Runnable slotLook, Timeline timeline, Runnable happens) {
            super(relations, offset -> false, slotLook, timeline);
            this.happens = happens;
        }

        @Override
        protected ReplicationConnection buildReplicationConnection(
                PostgresConnection metadata, PostgresSchema schema, PostgresConnectorConfig config)
                throws SQLException {
            happens.run();
            return super.buildReplicationConnection(metadata, schema, config);
        }
    }

    private Throwable failure(EngineType engine) {
        harness.engine = engine;
        harness.start();
        Throwable failure =
                catchThrowable(
                        () ->
                                harness.until(
                                        "an error",
                                        () ->
                                                doneNanos > 0
                                                        && System.nanoTime() - doneNanos
                                                                > SOON.toNanos()));
        assertThat(failure).as("within " + SOON).isNotNull();
        return failure;
    }

    private void assertLost(EngineType engine) {
        assertThat(failure(engine))
                .hasMessageContaining("replication slot dms_test_" + migration.schema + "_")
                .hasMessageContaining("max_slot_wal_keep_size")
                .hasMessageContaining("SELECT pg_drop_replication_slot('dms_test_")
                .hasMessageContaining("--start-over");
    }

    private void assertGone(EngineType engine) {
        assertThat(failure(engine))
                .hasMessageContaining("replication slot dms_test_" + migration.schema + "_")
                .hasMessageContaining("is gone")
                .hasMessageContaining("--start-over");
        assertThat(server.query("SELECT 1 FROM pg_replication_slots" + slot())).isEmpty();
    }

    @Test
    void droppedBeforeDebeziumStarts() {
        assertGone(beforeDebeziumStarts(this::drop));
    }

    @Test
    void droppedBeforeTheServerIsAsked() {
        assertGone(beforeTheServerIsAsked(this::drop));
    }

    @Test
    void lostBeforeDebeziumStarts() {
        assertLost(beforeDebeziumStarts(this::lose));
    }

    @Test
    void lostBeforeTheServerIsAsked() {
        assertLost(beforeTheServerIsAsked(this::lose));
    }
}
