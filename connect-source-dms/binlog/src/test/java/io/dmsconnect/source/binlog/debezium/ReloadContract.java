// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that are loaded again because somebody asks for it, while a task runs. */
public abstract class ReloadContract {
    private static final long PAUSE_NANOS = 500_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Migration migration;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<Thread> writers = new ArrayList<>();

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    private void begin(String type) {
        migration = new Migration(server(), this::task, type);
        migration.config.put("new.tables.check.interval.ms", "100");
        migration.run(
                "CREATE TABLE t (id bigint, v text)",
                "CREATE TABLE u (id bigint PRIMARY KEY, v text)",
                "INSERT INTO u VALUES (1, 'x')");
    }

    @AfterEach
    void cleanUp() throws InterruptedException {
        endWriters();
        migration.cleanUp();
    }

    private void endWriters() throws InterruptedException {
        enough.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void ask(String id, String... tables) {
        String names =
                Stream.of(tables)
                        .map(
                                table ->
                                        "{\"SchemaName\": \"%s\", \"TableName\": \"%s\"}"
                                                .formatted(migration.database, table))
                        .collect(Collectors.joining(", "));
        migration.config.put(
                "reload.tables", "{\"id\": \"%s\", \"tables\": [%s]}".formatted(id, names));
    }

    /** Inserts 1, 2, ... into a table that has no key: what comes twice is there twice. */
    private void write(String table) {
        Thread writer =
                new Thread(
                        () -> {
                            try (Connection connection =
                                            migration.server.connect(migration.database);
                                    Statement statement = connection.createStatement()) {
                                for (long i = 1; !enough.get(); i++) {
                                    statement.execute(
                                            "INSERT INTO %s.%s VALUES (%d, 'x')"
                                                    .formatted(migration.database, table, i));
                                    // the faster the server, the more there would be to compare
                                    LockSupport.parkNanos(PAUSE_NANOS);
                                }
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        writers.add(writer);
        writer.start();
    }

    private long count(String table) {
        return Long.parseLong(
                migration
                        .server
                        .query("SELECT count(*) FROM " + migration.database + "." + table)
                        .get(0)
                        .get(0));
    }

    /** What a sink has of a table in the end: of changes those that wait for its last load. */
    private static List<Long> ids(SourceHarness harness, String table) {
        LoadMessage end = harness.last(table, LoadMessage.Type.END).orElseThrow().message();
        LoadPosition position = LoadPosition.parse(end.position());
        List<Long> ids = new ArrayList<>();
        harness.loadedRows(table).forEach(row -> ids.add((Long) row[0]));
        harness.changesOf(table).stream()
                .filter(change -> !position.includes(change.position()))
                .filter(change -> change.generation() >= end.generation())
                .forEach(change -> ids.add((Long) change.after().value(0)));
        return ids;
    }

    private void assertAllOnce(SourceHarness harness, String table) {
        long rows = count(table);
        harness.until(rows + " rows of " + table, () -> ids(harness, table).size() >= rows);
        assertThat(ids(harness, table)).containsExactlyInAnyOrderElementsOf(upTo(rows));
    }

    private static List<Long> upTo(long rows) {
        return LongStream.rangeClosed(1, rows).boxed().toList();
    }

    private static long generation(SourceHarness harness, String table) {
        return harness.last(table, LoadMessage.Type.END)
                .map(end -> end.message().generation())
                .orElse(0L);
    }

    @Test
    void changesMadeMeanwhileWaitForItAndComeOnce() throws Exception {
        begin("full-load-and-cdc");
        write("t");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("u"));
            harness.until("changes", () -> harness.changesOf("t").size() > 100);
            assertThat(harness.changesOf("t")).allMatch(change -> change.generation() == 1);
            long loadsOfU = loads(harness, "u");
            ask("first", "t");
            harness.restart();
            harness.until("reload", () -> generation(harness, "t") == 2);
            int then = harness.changesOf("t").size();
            harness.until("more", () -> harness.changesOf("t").size() > then + 100);
            migration.run("INSERT INTO u VALUES (2, 'x')");
            endWriters();
            assertAllOnce(harness, "t");
            assertAllOnce(harness, "u");
            assertThat(harness.changesOf("u")).allMatch(change -> change.generation() == 1);
            assertThat(loads(harness, "u")).isEqualTo(loadsOfU);
            // an older change is not taken for one that the new load has not
            assertThat(harness.changesOf("t").stream().map(RowChange::generation).distinct())
                    .containsExactly(1L, 2L);
        }
    }

    private static long loads(SourceHarness harness, String table) {
        return harness.loads.stream()
                .filter(load -> load.message().sourceTable().name().equals(table))
                .count();
    }

    @Test
    void aRequestIsFulfilledOnce() {
        begin("full-load-and-cdc");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("u"));
            ask("first", "t", "none");
            harness.restart();
            harness.until("reload", () -> generation(harness, "t") == 2);
            harness.restart();
            migration.run("INSERT INTO u VALUES (2, 'x')");
            assertAllOnce(harness, "u");
            assertThat(generation(harness, "t")).isEqualTo(2);
            assertThat(generation(harness, "none")).isZero();
            ask("second", "t", "u");
            harness.restart();
            harness.until(
                    "reload",
                    () -> generation(harness, "t") == 3 && generation(harness, "u") == 2);
        }
    }

    /** The drops of a table are counted apart from its reloads. */
    @Test
    void aTableMadeAnewAfterwardsIsStillNoticed() {
        begin("full-load-and-cdc");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            ask("first", "t");
            harness.restart();
            harness.until("reload", () -> generation(harness, "t") == 2);
            remake(1);
            harness.until("made anew", () -> generation(harness, "t") == 3);
            assertAllOnce(harness, "t");
            ask("second", "t");
            harness.restart();
            harness.until("reload", () -> generation(harness, "t") == 4);
            remake(3);
            harness.until("made anew", () -> generation(harness, "t") == 5);
            assertAllOnce(harness, "t");
            harness.restart();
            migration.run("INSERT INTO t VALUES (4, 'x')");
            assertAllOnce(harness, "t");
            assertThat(generation(harness, "t")).isEqualTo(5);
        }
    }

    private void remake(int rows) {
        migration.run("DROP TABLE t", "CREATE TABLE t (id bigint, v text)");
        for (int i = 1; i <= rows; i++) {
            migration.run("INSERT INTO t VALUES (" + i + ", 'x')");
        }
    }

    @Test
    void crashesInTheMiddleLoseNothing() throws Exception {
        begin("full-load-and-cdc");
        migration.config.put("load.batch.bytes", "4096");
        write("t");
        Random random = new Random(11);
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            for (int request = 1; request <= 3; request++) {
                ask("request " + request, "t");
                for (int i = 0; i < 5; i++) {
                    if (random.nextBoolean()) {
                        harness.storeNothing();
                    }
                    int polls = random.nextInt(5);
                    for (int poll = 0; poll < polls; poll++) {
                        harness.poll();
                    }
                    harness.restart();
                }
                long former = request;
                harness.until("reload", () -> generation(harness, "t") > former);
            }
            endWriters();
            long rows = count("t");
            harness.until(
                    rows + " rows",
                    () -> ids(harness, "t").stream().distinct().count() >= rows);
            assertThat(ids(harness, "t").stream().distinct())
                    .containsExactlyInAnyOrderElementsOf(upTo(rows));
            assertThat(generation(harness, "t")).isEqualTo(4);
        }
    }

    /** Its changes would wait at the sink for ever. */
    @Test
    void theLoadOfATableThatIsGoneAfterARestartEnds() {
        begin("full-load-and-cdc");
        migration.config.put("load.batch.bytes", "4096");
        migration.run(
                "INSERT INTO t SELECT seq, repeat('x', 100) FROM "
                        + "(WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n"
                        + " WHERE seq < 900) SELECT seq FROM n) s");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("u"));
            ask("first", "t");
            harness.restart();
            harness.until("begin", () -> begun(harness, "t") == 2);
            harness.stop();
            migration.run("RENAME TABLE t TO w");
            harness.start();
            harness.until("end", MINUTE, () -> generation(harness, "t") == 2);
            assertGone(harness, "t");
            // of a table that came while the task runs no start tells
            harness.until("announced", () -> announced(harness, "w"));
            harness.stop();
            migration.run("DROP TABLE w", "INSERT INTO u VALUES (2, 'x')");
            harness.start();
            harness.until("end", MINUTE, () -> generation(harness, "w") == 1);
            assertGone(harness, "w");
            assertAllOnce(harness, "u");
            long loads = loads(harness, "w") + loads(harness, "t");
            harness.restart();
            migration.run("INSERT INTO u VALUES (3, 'x')");
            assertAllOnce(harness, "u");
            assertThat(loads(harness, "w") + loads(harness, "t")).as("once").isEqualTo(loads);
            harness.stop();
            migration.run("CREATE TABLE w (id bigint, v text)", "INSERT INTO w VALUES (1, 'x')");
            harness.start();
            harness.until("load", MINUTE, () -> generation(harness, "w") > 1);
            migration.run("INSERT INTO w VALUES (2, 'x')");
            assertAllOnce(harness, "w");
            migration.run("CREATE TABLE t (id bigint, v text)", "INSERT INTO t VALUES (1, 'x')");
            harness.until("load", MINUTE, () -> generation(harness, "t") > 2);
            assertAllOnce(harness, "t");
        }
    }

    private static void assertGone(SourceHarness harness, String table) {
        LoadMessage end = harness.last(table, LoadMessage.Type.END).orElseThrow().message();
        assertThat(end.segment().count()).isZero();
        assertThat(end.table().columns()).isEmpty();
        assertThat(harness.changesOf(table))
                .allMatch(c -> LoadPosition.parse(end.position()).includes(c.position()));
    }

    private static long begun(SourceHarness harness, String table) {
        return harness.last(table, LoadMessage.Type.BEGIN)
                .map(begin -> begin.message().generation())
                .orElse(0L);
    }

    private static boolean announced(SourceHarness harness, String table) {
        return harness.last(table, LoadMessage.Type.ANNOUNCE).isPresent();
    }

    @Test
    void aFullLoadThatIsOverLoadsOnceMore() {
        begin("full-load");
        migration.run("INSERT INTO t VALUES (1, 'x')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("u"));
            migration.run("INSERT INTO t VALUES (2, 'x')");
            harness.restart();
            harness.poll();
            long loadsOfU = loads(harness, "u");
            ask("first", "t");
            harness.restart();
            harness.until("reload", () -> generation(harness, "t") == 2);
            assertThat(ids(harness, "t")).containsExactlyInAnyOrder(1L, 2L);
            assertThat(loads(harness, "u")).isEqualTo(loadsOfU);
        }
    }

    @Test
    void aTaskWithoutALoadLoadsToo() throws Exception {
        begin("cdc");
        write("t");
        try (SourceHarness harness = migration.start()) {
            harness.until("changes", () -> harness.changesOf("t").size() > 50);
            ask("first", "t");
            harness.restart();
            harness.until("load", () -> generation(harness, "t") == 1);
            endWriters();
            assertAllOnce(harness, "t");
            harness.restart();
            migration.run("INSERT INTO t VALUES (" + (count("t") + 1) + ", 'x')");
            assertAllOnce(harness, "t");
            assertThat(generation(harness, "t")).isEqualTo(1);
            assertThat(harness.isLoaded("u")).isFalse();
        }
    }
}
