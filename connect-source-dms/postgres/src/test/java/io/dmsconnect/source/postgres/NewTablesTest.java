// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that come while a task follows changes: every row of theirs arrives, and once. */
class NewTablesTest {
    private static final long PAUSE_NANOS = 1_000_000;

    private static final String TWO_INTO_ONE =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1",
               "object-locator": {"schema-name": "%s", "table-name": "%%"},
               "rule-action": "include"},
              {"rule-type": "transformation", "rule-id": "2", "rule-name": "2",
               "rule-action": "rename", "rule-target": "table", "value": "t",
               "object-locator": {"schema-name": "%s", "table-name": "twin"}}]}
            """;

    private Migration migration = new Migration("full-load-and-cdc");
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<Thread> writers = new ArrayList<>();

    @BeforeEach
    void oneTableIsThere() {
        migration.config.put("new.tables.check.interval.ms", "100");
        migration.run("CREATE TABLE t (id bigint PRIMARY KEY, v text)");
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

    private Connection connect() throws SQLException {
        Connection connection = migration.server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + migration.schema);
        }
        return connection;
    }

    /** Inserts 1, 2, ... into a table that has no key: what comes twice is there twice. */
    private void write(String table) {
        Thread writer =
                new Thread(
                        () -> {
                            try (Connection connection = connect();
                                    Statement statement = connection.createStatement()) {
                                statement.execute("CREATE TABLE " + table + " (id bigint, v text)");
                                for (long i = 1; !enough.get(); i++) {
                                    statement.execute(
                                            "INSERT INTO %s VALUES (%d, 'x')".formatted(table, i));
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
                        .query("SELECT count(*) FROM " + migration.schema + "." + table)
                        .get(0)
                        .get(0));
    }

    /** What a sink has of a table in the end, in the order it came. */
    private static List<Long> ids(SourceHarness harness, String table) {
        LoadPosition position =
                LoadPosition.parse(
                        harness.last(table, LoadMessage.Type.END)
                                .orElseThrow()
                                .message()
                                .position());
        List<Long> ids = new ArrayList<>();
        harness.loadedRows(table).forEach(row -> ids.add((Long) row[0]));
        harness.changesOf(table).stream()
                .filter(change -> !position.includes(change.position()))
                .filter(change -> change.generation() >= generation(harness, table))
                .forEach(change -> ids.add((Long) change.after().value(0)));
        return ids;
    }

    private void assertAllOnce(SourceHarness harness, String table) {
        long rows = count(table);
        harness.until(
                rows + " rows of " + table,
                () -> harness.isLoaded(table) && ids(harness, table).size() >= rows);
        assertThat(ids(harness, table))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, rows).boxed().toList());
    }

    @Test
    void rowsWrittenFromTheFirstMomentOnArriveOnce() throws Exception {
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            write("fresh");
            harness.until("load", () -> harness.isLoaded("fresh"));
            write("fresher");
            harness.until("load", () -> harness.isLoaded("fresher"));
            harness.until("more", () -> harness.changesOf("fresher").size() > 100);
            endWriters();
            assertAllOnce(harness, "fresh");
            assertAllOnce(harness, "fresher");
            assertThat(harness.changesOf("fresh")).allMatch(change -> change.generation() == 1);
            assertThat(
                            harness.loads.stream()
                                    .map(load -> load.message())
                                    .filter(message -> message.sourceTable().name().equals("fresh"))
                                    .map(LoadMessage::type)
                                    .distinct())
                    .containsExactly(
                            LoadMessage.Type.ANNOUNCE,
                            LoadMessage.Type.BEGIN,
                            LoadMessage.Type.ROWS,
                            LoadMessage.Type.SEGMENT_END,
                            LoadMessage.Type.END);
        }
    }

    @Test
    void aTransactionThatStaysOpenIsWaitedFor() throws Exception {
        try (SourceHarness harness = migration.start();
                Connection open = connect();
                Statement statement = open.createStatement()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("CREATE TABLE fresh (id bigint, v text)");
            open.setAutoCommit(false);
            statement.execute("INSERT INTO fresh VALUES (1, 'open')");
            migration.run("INSERT INTO fresh VALUES (2, 'closed')");
            harness.until("published", () -> isPublished("fresh"));
            statement.execute("INSERT INTO fresh VALUES (3, 'still open')");
            migration.run("INSERT INTO t VALUES (1, 'others go on')");
            harness.until("others", () -> harness.changesOf("t").size() == 1);
            for (int i = 0; i < 4; i++) {
                harness.poll();
            }
            assertThat(harness.isLoaded("fresh")).isFalse();
            open.commit();
            assertAllOnce(harness, "fresh");
            migration.run("INSERT INTO fresh VALUES (4, 'after')");
            assertAllOnce(harness, "fresh");
        }
    }

    /** A task that dies while it waits has published the table already. */
    @Test
    void itIsWaitedForAfterARestartToo() throws Exception {
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("CREATE TABLE fresh (id bigint, v text)");
            waitOverARestart(harness, "fresh", 1);
            migration.run("DROP TABLE t", "CREATE TABLE t (id bigint, v text)");
            waitOverARestart(harness, "t", 2);
        }
    }

    private void waitOverARestart(SourceHarness harness, String table, long generation)
            throws SQLException {
        try (Connection open = connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO " + table + " VALUES (1, 'open')");
            harness.until("published", () -> isPublished(table));
            harness.restart();
            statement.execute("INSERT INTO " + table + " VALUES (2, 'still open')");
            for (int i = 0; i < 5; i++) {
                harness.poll();
            }
            assertThat(generation(harness, table)).isLessThan(generation);
            open.commit();
        }
        harness.until("load", () -> generation(harness, table) == generation);
        migration.run("INSERT INTO " + table + " VALUES (3, 'after')");
        assertAllOnce(harness, table);
    }

    private boolean isPublished(String table) {
        return !migration
                .server
                .query(
                        "SELECT 1 FROM pg_publication_tables WHERE schemaname = '%s' AND tablename = '%s'"
                                .formatted(migration.schema, table))
                .isEmpty();
    }

    @Test
    void restartsAtAnyMomentLoseNothing() throws Exception {
        migration.config.put("load.batch.bytes", "4096");
        Random random = new Random(7);
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            for (int i = 0; i < 4; i++) {
                write("fresh" + i);
            }
            for (int i = 0; i < 12; i++) {
                if (random.nextBoolean()) {
                    harness.storeNothing();
                }
                int polls = random.nextInt(6);
                for (int poll = 0; poll < polls; poll++) {
                    harness.poll();
                }
                harness.restart();
            }
            harness.until("fresh3", () -> harness.isLoaded("fresh3"));
            endWriters();
            for (int i = 0; i < 4; i++) {
                long rows = count("fresh" + i);
                String table = "fresh" + i;
                harness.until("end", () -> harness.isLoaded(table));
                harness.until(
                        rows + " rows of " + table,
                        () -> ids(harness, table).stream().distinct().count() >= rows);
                assertThat(ids(harness, table).stream().distinct().count()).isEqualTo(rows);
            }
        }
    }

    @Test
    void aTaskWithoutALoadLoadsThemToo() {
        cleanUpAnd("cdc");
        migration.run("CREATE TABLE t (id bigint PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        try (SourceHarness harness = migration.start()) {
            harness.until("started", harness::isStarted);
            migration.run("CREATE TABLE fresh (id bigint)", "INSERT INTO fresh VALUES (1)");
            harness.until("fresh", () -> harness.isLoaded("fresh"));
            migration.run("INSERT INTO fresh VALUES (2)", "INSERT INTO t VALUES (2)");
            assertAllOnce(harness, "fresh");
            harness.restart();
            migration.run("INSERT INTO fresh VALUES (3)");
            assertAllOnce(harness, "fresh");
            harness.until("t", () -> !harness.changesOf("t").isEmpty());
            assertThat(harness.changesOf("t").get(0).generation()).isZero();
            assertThat(harness.changesOf("fresh").get(0).generation()).isEqualTo(1);
            assertThat(harness.isLoaded("t")).isFalse();
        }
    }

    private void cleanUpAnd(String type) {
        migration.cleanUp();
        migration = new Migration(type);
        migration.config.put("new.tables.check.interval.ms", "100");
    }

    @Test
    void oneThatIsAlreadyTakenAsATargetIsLeftOut() {
        migration.config.put(
                "table.mappings", TWO_INTO_ONE.formatted(migration.schema, migration.schema));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run(
                    "CREATE TABLE twin (id bigint)",
                    "CREATE TABLE fresh (id bigint)",
                    "INSERT INTO fresh VALUES (1)");
            assertAllOnce(harness, "fresh");
            assertThat(harness.isLoaded("twin")).isFalse();
            harness.restart();
            migration.run("INSERT INTO fresh VALUES (2)", "INSERT INTO twin VALUES (2)");
            assertAllOnce(harness, "fresh");
            assertThat(harness.isLoaded("twin")).isFalse();
            assertThat(harness.changesOf("twin")).isEmpty();
            migration.run("DROP TABLE t");
        }
    }

    /** Debezium would take its changes for those of the one that is there. */
    @Test
    void oneWhoseNameIsThatOfAnotherWithADotBetweenIsLeftOut() {
        String other = migration.schema + ".x";
        String mappings = migration.config.get("table.mappings");
        migration.config.put(
                "table.mappings",
                mappings.replace("\"" + migration.schema + "\"", "\"" + migration.schema + "%\""));
        migration.run("CREATE TABLE \"x.y\" (id bigint PRIMARY KEY)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("x.y"));
            migration.run(
                    "CREATE SCHEMA \"" + other + "\"",
                    "CREATE TABLE \"" + other + "\".y (id bigint PRIMARY KEY)",
                    "INSERT INTO \"" + other + "\".y VALUES (7)",
                    "CREATE TABLE fresh (id bigint)",
                    "INSERT INTO fresh VALUES (1)",
                    "INSERT INTO \"x.y\" VALUES (1)");
            assertAllOnce(harness, "fresh");
            harness.until("a change", () -> !harness.changesOf("x.y").isEmpty());
            assertThat(harness.changesOf("x.y")).hasSize(1);
            assertThat(harness.isLoaded("y")).isFalse();
            assertThat(harness.changesOf("y")).isEmpty();
        } finally {
            migration.run("DROP SCHEMA IF EXISTS \"" + other + "\" CASCADE");
        }
    }

    @Test
    void withoutChecksTheyComeWithTheNextStart() {
        migration.config.put("new.tables.check.interval.ms", "0");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("CREATE TABLE fresh (id bigint)", "INSERT INTO fresh VALUES (1)");
            migration.run("INSERT INTO t VALUES (1, 'x')");
            harness.until("t", () -> !harness.changesOf("t").isEmpty());
            assertThat(harness.isLoaded("fresh")).isFalse();
            harness.restart();
            migration.run("INSERT INTO fresh VALUES (2)");
            assertAllOnce(harness, "fresh");
        }
    }

    @Test
    void oneThatIsDroppedAndMadeAnewIsLoadedAgain() throws Exception {
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run(
                    "DROP TABLE t",
                    "CREATE TABLE t (id bigint, w int)",
                    "INSERT INTO t VALUES (1, 1)");
            harness.until("second load", () -> generation(harness, "t") == 2);
            migration.run("INSERT INTO t VALUES (2, 2)");
            assertAllOnce(harness, "t");
            assertThat(harness.changesOf("t")).allMatch(change -> change.generation() == 2);
            harness.stop();
            migration.run(
                    "DROP TABLE t",
                    "CREATE TABLE t (id bigint)",
                    "INSERT INTO t VALUES (1), (2), (3)");
            harness.start();
            harness.until("third load", () -> generation(harness, "t") == 3);
            migration.run("INSERT INTO t VALUES (4)");
            assertAllOnce(harness, "t");
            harness.restart();
            migration.run("INSERT INTO t VALUES (5)");
            assertAllOnce(harness, "t");
            assertThat(generation(harness, "t")).isEqualTo(3);
        }
    }

    private static long generation(SourceHarness harness, String table) {
        return harness.last(table, LoadMessage.Type.END)
                .map(end -> end.message().generation())
                .orElse(0L);
    }
}
