// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that come while a task follows changes: every row of theirs arrives, and once. */
public abstract class NewTablesContract {
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

    private Migration migration;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<Thread> writers = new ArrayList<>();

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    private void migration(String type) {
        migration = new Migration(server(), this::task, type);
        migration.config.put("new.tables.check.interval.ms", "100");
    }

    @BeforeEach
    void oneTableIsThere() {
        migration("full-load-and-cdc");
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
        return migration.server.connect(migration.database);
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
                        .query("SELECT count(*) FROM " + migration.database + "." + table)
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
            assertThat(harness.changesOf("fresh"))
                    .allMatch(change -> change.generation() == 1);
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
    void aTransactionThatStaysOpenIsInTheChanges() throws Exception {
        try (SourceHarness harness = migration.start();
                Connection open = connect();
                Statement statement = open.createStatement()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("CREATE TABLE fresh (id bigint, v text)");
            open.setAutoCommit(false);
            statement.execute("INSERT INTO fresh VALUES (1, 'open')");
            migration.run("INSERT INTO fresh VALUES (2, 'closed')");
            harness.until("load", () -> harness.isLoaded("fresh"));
            statement.execute("INSERT INTO fresh VALUES (3, 'still open')");
            open.commit();
            assertAllOnce(harness, "fresh");
        }
    }

    /** The log names no columns: each row is read by the shape it was written by. */
    @Test
    void onesThatAreAlteredAtOnceAndInDatabasesThatAreNew() {
        String other = migration.database + "_later";
        migration.config.put(
                "table.mappings",
                migration.config.get("table.mappings").replace(migration.database, migration.database + "%"));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run(
                    "CREATE DATABASE " + other + " DEFAULT CHARACTER SET latin1",
                    "CREATE TABLE " + other + ".fresh (id bigint)",
                    "INSERT INTO " + other + ".fresh VALUES (1)",
                    "ALTER TABLE " + other + ".fresh ADD COLUMN v varchar(20) FIRST",
                    "INSERT INTO " + other + ".fresh VALUES ('zwei é', 2)");
            harness.until("load", () -> harness.isLoaded("fresh"));
            migration.run(
                    "INSERT INTO " + other + ".fresh VALUES ('drei é', 3)",
                    "ALTER TABLE " + other + ".fresh DROP COLUMN v, ADD COLUMN w varchar(9)",
                    "INSERT INTO " + other + ".fresh VALUES (4, 'vier é')");
            harness.until("changes", () -> last(harness).equals("vier é"));
            harness.restart();
            migration.run("INSERT INTO " + other + ".fresh VALUES (5, 'fünf')");
            harness.until("changes", () -> last(harness).equals("fünf"));
            assertThat(harness.loadedRows("fresh"))
                    .anySatisfy(row -> assertThat(row).containsExactly("zwei é", 2L));
        } finally {
            migration.server.execute("DROP DATABASE " + other);
        }
    }

    private static String last(SourceHarness harness) {
        var changes = harness.changesOf("fresh");
        return changes.isEmpty()
                ? ""
                : String.valueOf(changes.get(changes.size() - 1).after().value(1));
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
        migration.cleanUp();
        migration("cdc");
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

    @Test
    void oneThatIsAlreadyTakenAsATargetIsLeftOut() {
        migration.config.put(
                "table.mappings", TWO_INTO_ONE.formatted(migration.database, migration.database));
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
