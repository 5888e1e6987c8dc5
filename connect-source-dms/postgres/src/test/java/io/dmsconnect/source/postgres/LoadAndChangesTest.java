// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RowChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two lanes against a real server: nothing is lost, nothing comes twice. */
class LoadAndChangesTest {
    private final Migration migration = new Migration("full-load-and-cdc");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private Connection connect() throws SQLException {
        Connection connection = migration.server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + migration.schema);
        }
        return connection;
    }

    /** Source and replica as text, by id. */
    private void assertSame(SourceHarness harness, String table) {
        Map<String, String> source = new TreeMap<>();
        migration
                .server
                .query("SELECT id, v FROM " + migration.schema + "." + table)
                .forEach(row -> source.put(row.get(0), row.get(1)));
        Map<String, String> replica = new TreeMap<>();
        harness.replica(table)
                .values()
                .forEach(row -> replica.put(row[0].toString(), String.valueOf(row[1])));
        assertThat(replica).isEqualTo(source);
    }

    private void untilMarker(SourceHarness harness, String table, int id) {
        migration.run("INSERT INTO %s VALUES (%d, 'marker')".formatted(table, id));
        harness.until(
                "marker " + id,
                () ->
                        harness.changesOf(table).stream()
                                .anyMatch(
                                        c ->
                                                c.after() != null
                                                        && c.after().value(0).equals((long) id)));
    }

    @Test
    void transactionsThatAreOpenOverTheSnapshotAreInTheChangesOnly() throws SQLException {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, 'old' FROM generate_series(1, 100) i",
                "CREATE TABLE keyless (id int, v text)",
                "INSERT INTO keyless VALUES (1, 'old')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("keyless"));
            // the slot is there: a transaction can now stay open over another load's snapshot
            harness.stop();
        }
        migration.config.put("topic.prefix", migration.config.get("topic.prefix") + "_2");
        try (Connection open = connect();
                Statement statement = open.createStatement();
                SourceHarness harness = new SourceHarness(migration.config)) {
            // a slot is made before and has not been begun: as after a crash before the first
            // offset
            new PostgreSqlEngine(migration.info())
                    .prepareChanges(
                            List.of(
                                    new io.dmsconnect.core.schema.TableId(migration.schema, "t"),
                                    new io.dmsconnect.core.schema.TableId(
                                            migration.schema, "keyless")));
            open.setAutoCommit(false);
            migration.run("UPDATE t SET v = 'before start' WHERE id = 3");
            statement.execute("UPDATE t SET v = 'open' WHERE id = 1");
            statement.execute("INSERT INTO keyless VALUES (2, 'open')");
            migration.run("INSERT INTO keyless VALUES (3, 'before snapshot')");
            harness.start();
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("keyless"));
            statement.execute("DELETE FROM t WHERE id = 2");
            open.commit();
            migration.run("INSERT INTO keyless VALUES (4, 'after')");
            untilMarker(harness, "t", 1000);
            assertSame(harness, "t");
            LoadPosition position =
                    LoadPosition.parse(
                            harness.last("keyless", LoadMessage.Type.END)
                                    .orElseThrow()
                                    .message()
                                    .position());
            List<Object> ids =
                    harness.loadedRows("keyless").stream()
                            .map(row -> row[0])
                            .collect(Collectors.toCollection(ArrayList::new));
            assertThat(ids).containsExactlyInAnyOrder(1L, 3L);
            harness.changesOf("keyless").stream()
                    .filter(change -> !position.includes(change.position()))
                    .forEach(change -> ids.add(change.after().value(0)));
            assertThat(ids).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
            // 3 came in both lanes and was told apart
            assertThat(harness.changesOf("keyless")).hasSize(3);
        }
    }

    /** Rows without a key are not told apart: what is sent twice is there twice. */
    @Test
    void nothingIsLostOrRepeatedOverARestartInTheMiddleOfATransaction() {
        Migration migration = new Migration("cdc");
        migration.run("CREATE TABLE t(id bigint, v text)", "ALTER TABLE t REPLICA IDENTITY FULL");
        try (SourceHarness harness = migration.start()) {
            harness.until("started", () -> harness.isStarted());
            int rows = 6000;
            for (int transaction = 0; transaction < 3; transaction++) {
                migration.run(
                        "BEGIN",
                        "INSERT INTO t SELECT i, 'x' FROM generate_series(%d, %d) i"
                                .formatted(transaction * rows, transaction * rows + rows - 1),
                        "COMMIT");
                int before = transaction * rows;
                harness.until("some", () -> harness.changesOf("t").size() > before);
                assertThat(harness.changesOf("t")).hasSizeLessThan(before + rows);
                harness.restart();
            }
            migration.run("INSERT INTO t VALUES (1000000, 'end')");
            harness.until(
                    "end",
                    () ->
                            harness.changesOf("t").stream()
                                    .anyMatch(c -> c.after().value(0).equals(1_000_000L)));
            assertThat(harness.changesOf("t").stream().map(change -> change.after().value(0)))
                    .doesNotHaveDuplicates()
                    .hasSize(3 * rows + 1);
        } finally {
            migration.cleanUp();
        }
    }

    /**
     * The end of another transaction's commit is the place of the next change: where Debezium looks
     * for the change, it finds the commit, and what comes before the change comes again.
     */
    @Test
    void nothingIsRepeatedWhereAnotherTransactionEndsBeforeTheNextChange() throws Exception {
        Migration migration = new Migration("cdc");
        migration.config.put("debezium.max.batch.size", "1");
        migration.config.put("debezium.max.queue.size", "2");
        migration.run("CREATE TABLE t(id bigint, v text)", "ALTER TABLE t REPLICA IDENTITY FULL");
        try (SourceHarness harness = migration.start();
                Connection longer = migration.server.connect("postgres");
                Statement statement = longer.createStatement()) {
            harness.until("started", harness::isStarted);
            migration.run("INSERT INTO t VALUES (0, 'first')");
            harness.until("first", () -> harness.changesOf("t").size() == 1);
            harness.committing = false;
            longer.setAutoCommit(false);
            String insert = "INSERT INTO " + migration.schema + ".t VALUES (%d, 'x')";
            for (int id = 1; id <= 5; id++) {
                statement.execute(insert.formatted(id));
            }
            for (int id = 6; id <= 10; id++) {
                migration.run("INSERT INTO t VALUES (%d, 'other')".formatted(100 + id));
                statement.execute(insert.formatted(id));
            }
            longer.commit();
            // 5 others and 1 to 5 have come; the change of 6 begins where 106 was committed
            for (int handed = 11; handed < 16; handed++) {
                int now = handed;
                harness.until("change " + now, () -> harness.changesOf("t").size() >= now);
                // as a worker that is killed: the slot stays where it was
                migration.server.query(
                        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active"
                                + " AND slot_name LIKE 'dms_test_"
                                + migration.schema
                                + "\\_%'");
                harness.restart();
            }
            migration.run("INSERT INTO t VALUES (1000, 'end')");
            harness.until(
                    "end",
                    () ->
                            harness.changesOf("t").stream()
                                    .anyMatch(c -> c.after().value(0).equals(1000L)));
            assertThat(harness.changesOf("t").stream().map(change -> change.after().value(0)))
                    .doesNotHaveDuplicates()
                    .hasSize(17);
        } finally {
            migration.cleanUp();
        }
    }

    @Test
    void changesDuringTheLoadAndRestartsInTheMiddleLoseNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        migration.config.put("load.segment.bytes", "200000");
        migration.config.put("load.batch.bytes", "4096");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, repeat('x', 100) || i FROM generate_series(1, 20000) i");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> write(random.nextLong(), stop));
        writer.start();
        try (SourceHarness harness = migration.start()) {
            for (int i = 0; i < 4; i++) {
                int polls = 5 + random.nextInt(30);
                for (int poll = 0; poll < polls; poll++) {
                    if (random.nextInt(10) == 0) {
                        harness.storeNothing();
                    }
                    harness.poll();
                }
                harness.restart();
            }
            harness.until("load", () -> harness.isLoaded("t"));
            for (int i = 0; i < 3; i++) {
                int polls = 1 + random.nextInt(10);
                for (int poll = 0; poll < polls; poll++) {
                    harness.poll();
                }
                harness.storeNothing();
                harness.poll();
                harness.restart();
            }
            stop.set(true);
            writer.join();
            untilMarker(harness, "t", 10_000_000);
            assertSame(harness, "t");
            assertThat(harness.changesOf("t").size()).isGreaterThan(50);
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    private void write(long seed, AtomicBoolean stop) {
        Random random = new Random(seed);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; !stop.get(); i++) {
                int id = 1 + random.nextInt(20_000);
                String sql =
                        switch (random.nextInt(4)) {
                            case 0 -> "UPDATE t SET v = 'u" + i + "' WHERE id = " + id;
                            case 1 -> "DELETE FROM t WHERE id = " + id;
                            case 2 -> "INSERT INTO t VALUES (" + (100_000 + i) + ", 'i" + i + "')";
                            default -> "UPDATE t SET id = " + (1_000_000 + i) + " WHERE id = " + id;
                        };
                statement.execute(sql);
                Thread.sleep(2);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anOrderlyRestartSendsNoChangeTwice() {
        migration.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            for (int round = 0; round < 3; round++) {
                int first = round * 100;
                migration.run(
                        "INSERT INTO t SELECT i, 'x' FROM generate_series(%d, %d) i"
                                .formatted(first, first + 49));
                harness.until("changes", () -> harness.changesOf("t").size() >= first / 2 + 50);
                harness.restart();
                migration.run("INSERT INTO t VALUES (-1 - %d, 'x')".formatted(round));
                migration.run("DELETE FROM t WHERE id < 0");
            }
            untilMarker(harness, "t", 5000);
            List<Object> inserted =
                    harness.changesOf("t").stream()
                            .filter(c -> c.operation() == Operation.INSERT)
                            .map(c -> c.after().value(0))
                            .toList();
            assertThat(inserted).doesNotHaveDuplicates().hasSize(154);
        }
    }

    @Test
    void aRestartInsideAStatementOfManyRowsSendsEachOnce() {
        migration.config.put("debezium.max.batch.size", "100");
        migration.config.put("debezium.max.queue.size", "200");
        migration.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t SELECT i, 'x' FROM generate_series(1, 3000) i");
            for (int restart = 1; restart <= 4; restart++) {
                int enough = restart * 500;
                harness.until("some changes", () -> harness.changesOf("t").size() >= enough);
                assertThat(harness.changesOf("t").size()).isLessThan(3000);
                harness.restart();
            }
            untilMarker(harness, "t", 5000);
            assertThat(harness.changesOf("t").stream().map(c -> c.after().value(0)))
                    .doesNotHaveDuplicates()
                    .hasSize(3001);
        }
    }

    @Test
    void whatOtherTablesDoDoesNotPinTheLog() {
        migration.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
        Migration other = new Migration("cdc");
        other.run("CREATE TABLE noise (v text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            untilMarker(harness, "t", 1);
            other.run("INSERT INTO noise SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
            String end = migration.server.query("SELECT pg_current_wal_lsn()").get(0).get(0);
            String passed =
                    "SELECT confirmed_flush_lsn >= '%1$s' AND restart_lsn >= '%1$s'".formatted(end)
                            + " FROM pg_replication_slots WHERE active AND slot_name LIKE"
                            + " 'dms_test_"
                            + migration.schema
                            + "\\_%'";
            harness.until(
                    "the log is let go",
                    () -> {
                        // the server does so itself every 15 seconds
                        migration.server.execute("SELECT pg_log_standby_snapshot()");
                        return migration.server.query(passed).equals(List.of(List.of("t")));
                    });
            harness.restart();
            untilMarker(harness, "t", 2);
            harness.restart();
            untilMarker(harness, "t", 3);
            assertThat(harness.changesOf("t")).hasSize(3);
        } finally {
            other.cleanUp();
        }
    }

    @Test
    void aChangeThatKafkaDoesNotHaveYetIsNotLetGo() throws Exception {
        migration.config.put("debezium.status.update.interval.ms", "200");
        migration.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
        Migration other = new Migration("cdc");
        other.run("CREATE TABLE noise (v text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            untilMarker(harness, "t", 1);
            harness.storeNothing();
            untilMarker(harness, "t", 2);
            for (int i = 0; i < 20; i++) {
                other.run("INSERT INTO noise VALUES ('x')");
                migration.server.execute("SELECT pg_log_standby_snapshot()");
                harness.poll();
                Thread.sleep(50);
            }
            harness.restart();
            harness.until(
                    "the change again",
                    () ->
                            harness.changesOf("t").stream()
                                            .filter(c -> c.after().value(0).equals(2L))
                                            .count()
                                    == 2);
        } finally {
            other.cleanUp();
        }
    }

    @Test
    void aTableWithoutAKeyKeepsAcceptingUpdatesAtTheSource() {
        migration.run(
                "CREATE TABLE keyless (id int, v text)",
                "CREATE UNIQUE INDEX ON keyless (id)",
                "INSERT INTO keyless VALUES (1, 'a'), (2, 'b')",
                "CREATE TABLE full_identity (id int, v text)",
                "ALTER TABLE full_identity REPLICA IDENTITY FULL",
                "CREATE TABLE by_index (id int, other int NOT NULL UNIQUE, v text)",
                "ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_other_key");
        try (SourceHarness harness = migration.start()) {
            harness.until(
                    "load",
                    () ->
                            harness.isLoaded("keyless")
                                    && harness.isLoaded("full_identity")
                                    && harness.isLoaded("by_index"));
            migration.run(
                    "UPDATE keyless SET v = 'c' WHERE id = 1",
                    "INSERT INTO keyless VALUES (3, 'd')",
                    "INSERT INTO full_identity VALUES (1, 'a')",
                    "UPDATE full_identity SET v = 'b'",
                    "DELETE FROM full_identity",
                    "INSERT INTO by_index VALUES (1, 10, 'a')",
                    "DELETE FROM by_index");
            harness.until("changes", () -> harness.changesOf("by_index").size() == 2);
            assertThat(harness.changesOf("keyless")).hasSize(1);
            assertThat(harness.changesOf("keyless").get(0).table().hasKey()).isFalse();
            List<RowChange> full = harness.changesOf("full_identity");
            assertThat(full).hasSize(3);
            assertThat(full.get(1).before().value(1)).isEqualTo("a");
            assertThat(full.get(2).operation()).isEqualTo(Operation.DELETE);
            assertThat(full.get(2).before().value(1)).isEqualTo("b");
            assertThat(harness.changesOf("by_index").get(1).before().value(1)).isEqualTo(10L);
            assertThat(harness.changesOf("by_index").get(1).table().primaryKey())
                    .containsExactly("other");
        }
    }

    @Test
    void unchangedToastIsAbsentAndAKeyChangeMovesTheRow() {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text, b bytea, j jsonb, a text[], n int)",
                "ALTER TABLE t ALTER v SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL,"
                        + " ALTER j SET STORAGE EXTERNAL, ALTER a SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT 1, repeat('v', 1000000), repeat('b', 10000)::bytea,"
                        + " to_jsonb(repeat('j', 10000)), array_agg(repeat('a', 10)), 1"
                        + " FROM generate_series(1, 1000)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat((String) harness.loadedRows("t").get(0)[1]).hasSize(1_000_000);
            migration.run("UPDATE t SET n = 2", "UPDATE t SET id = 7");
            harness.until("changes", () -> harness.changesOf("t").size() == 3);
            RowChange update = harness.changesOf("t").get(0);
            for (int column = 1; column <= 4; column++) {
                assertThat(update.after().isPresent(column)).as("column " + column).isFalse();
            }
            assertThat(update.after().value(5)).isEqualTo(2L);
            assertThat(harness.changesOf("t").get(1).movedKey()).containsExactly(7L);
            Object[] moved = harness.replica("t").get(7L);
            assertThat((String) moved[1]).hasSize(1_000_000);
            assertThat(harness.replica("t")).hasSize(1);
        }
    }

    /** A target needs them to tell apart two rows that share a key for a while. */
    @Test
    void exchangedKeysComeWithTheWholeOldRows() {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, v text,"
                        + " big text, at timestamp NOT NULL)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT g, 'v' || g, repeat(g::text, 5000), '2024-02-29 01:02:03'"
                        + " FROM generate_series(1, 2) g");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("UPDATE t SET id = 3 - id");
            harness.until("changes", () -> harness.changesOf("t").size() == 4);
            for (int i = 0; i < 4; i += 2) {
                RowChange gone = harness.changesOf("t").get(i);
                RowChange come = harness.changesOf("t").get(i + 1);
                assertThat(gone.operation()).isEqualTo(Operation.DELETE);
                assertThat(gone.before().isComplete()).isTrue();
                assertThat((String) gone.before().value(2)).hasSize(5000);
                assertThat(come.after().value(1)).isEqualTo(gone.before().value(1));
                assertThat(gone.movedKey()).containsExactly(come.after().value(0));
                // position up to the row's own place: the transaction
                assertThat(come.position().split(":")[1])
                        .isEqualTo(harness.changesOf("t").get(0).position().split(":")[1]);
            }
        }
    }

    @Test
    void columnsComeAndGo() {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text, w text)",
                "INSERT INTO t VALUES (1, 'a', 'b')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (2, 'a', 'b')");
            migration.run("ALTER TABLE t ADD price numeric(10,3)");
            migration.run("INSERT INTO t VALUES (3, 'a', 'b', 1.5)");
            migration.run("ALTER TABLE t DROP w");
            migration.run("INSERT INTO t VALUES (4, 'a', 2.5)");
            harness.until("changes", () -> harness.changesOf("t").size() == 3);
            List<RowChange> changes = harness.changesOf("t");
            assertThat(names(changes.get(0))).containsExactly("id", "v", "w");
            assertThat(names(changes.get(1))).containsExactly("id", "v", "w", "price");
            assertThat(names(changes.get(2))).containsExactly("id", "v", "price");
            assertThat(changes.get(2).table().columns().get(2).type().declaration())
                    .isEqualTo("numeric(10,3)");
            assertThat(changes.get(2).after().value(2))
                    .isEqualTo(new java.math.BigDecimal("2.500"));
        }
    }

    private static List<String> names(RowChange change) {
        return change.table().columns().stream().map(c -> c.name()).toList();
    }

    @Test
    void anyNameWorks() {
        List<String> tables =
                List.of(
                        "select",
                        "Mixed.Case",
                        "with \"quote\"",
                        "\"lead",
                        "it''s `x`",
                        "emoji 😀, comma",
                        "a'b\\c",
                        "x$y");
        for (String table : tables) {
            String quoted = Sql.quote(table);
            migration.run(
                    "CREATE TABLE "
                            + quoted
                            + " (\"Id.😀\" int PRIMARY KEY, \"order \"\"by\" text)",
                    "INSERT INTO " + quoted + " VALUES (1, 'loaded')");
        }
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> tables.stream().allMatch(harness::isLoaded));
            for (String table : tables) {
                migration.run(
                        "INSERT INTO " + Sql.quote(table) + " VALUES (2, 'inserted')",
                        "UPDATE " + Sql.quote(table) + " SET \"Id.😀\" = 3 WHERE \"Id.😀\" = 1",
                        "DELETE FROM " + Sql.quote(table) + " WHERE \"Id.😀\" = 2");
            }
            harness.until(
                    "changes",
                    () -> tables.stream().allMatch(table -> harness.changesOf(table).size() == 4));
            for (String table : tables) {
                assertThat(harness.replica(table).keySet()).containsExactly(3L);
                assertThat(names(harness.changesOf(table).get(0)))
                        .containsExactly("Id.😀", "order \"by");
            }
        }
    }

    @Test
    void partitionsAndChildrenAndOddTables() {
        migration.run(
                "CREATE TABLE parts (id int, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (100) TO (200)",
                "INSERT INTO parts VALUES (1, 'a'), (101, 'b')",
                "CREATE TABLE parent (id int PRIMARY KEY, v text)",
                "CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent)",
                "INSERT INTO parent VALUES (1, 'p')",
                "INSERT INTO child VALUES (2, 'c')",
                "CREATE TABLE empty (id int PRIMARY KEY, v text)",
                "CREATE TABLE no_columns ()",
                "INSERT INTO no_columns DEFAULT VALUES",
                "CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY, v text)",
                "INSERT INTO unlogged VALUES (1, 'u')",
                "CREATE TABLE generated (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text,"
                        + " g text GENERATED ALWAYS AS (upper(v)) STORED)",
                "INSERT INTO generated (v) VALUES ('x')",
                "CREATE TABLE wide (id int PRIMARY KEY"
                        + ", c%d numeric DEFAULT 1.5".repeat(300).formatted(numbers(300))
                        + ")",
                "INSERT INTO wide VALUES (1)");
        try (SourceHarness harness = migration.start()) {
            List<String> tables =
                    List.of("parts", "parent", "child", "empty", "unlogged", "generated", "wide");
            harness.until("load", () -> tables.stream().allMatch(harness::isLoaded));
            migration.run(
                    "INSERT INTO parts VALUES (102, 'c')",
                    "UPDATE parts SET id = 50 WHERE id = 101",
                    "INSERT INTO child VALUES (3, 'c')",
                    "INSERT INTO parent VALUES (4, 'p')",
                    "INSERT INTO generated (v) VALUES ('y')",
                    "TRUNCATE empty",
                    "INSERT INTO wide VALUES (2)");
            harness.until("changes", () -> !harness.changesOf("wide").isEmpty());
            assertSame(harness, "parts");
            assertThat(harness.loadedRows("parent")).hasSize(1);
            assertThat(harness.changesOf("parent")).hasSize(1);
            assertThat(harness.changesOf("child")).hasSize(1);
            assertThat(harness.isLoaded("parts_1")).isFalse();
            assertThat(harness.loadedRows("unlogged")).hasSize(1);
            assertThat(harness.isLoaded("no_columns")).isFalse();
            // without the generated column, which the log does not have
            assertThat(harness.loadedRows("generated").get(0)).hasSize(2);
            assertThat(harness.changesOf("empty").get(0).operation()).isEqualTo(Operation.TRUNCATE);
            assertThat(harness.loadedRows("wide").get(0)).hasSize(301);
        }
    }

    private static Object[] numbers(int count) {
        Object[] numbers = new Object[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @Test
    void fiveHundredTables() {
        StringBuilder ddl = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            ddl.append(
                    "CREATE TABLE t%d (id int PRIMARY KEY, v text); INSERT INTO t%d VALUES (1, 'a');"
                            .formatted(i, i));
        }
        migration.run(ddl.toString());
        try (SourceHarness harness = migration.start()) {
            harness.until(
                    "load",
                    () ->
                            harness.loads.stream()
                                            .filter(l -> l.message().type() == LoadMessage.Type.END)
                                            .count()
                                    == 500);
            migration.run("INSERT INTO t0 VALUES (2, 'b')", "INSERT INTO t499 VALUES (2, 'b')");
            harness.until("changes", () -> harness.changes.size() == 2);
        }
    }

    @Test
    void anAlteredOrDroppedTableDoesNotEndTheLoad() throws Exception {
        migration.config.put("load.batch.bytes", "4096");
        migration.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1},"
                        + " \"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
        migration.run(
                "CREATE TABLE a (id int PRIMARY KEY, v text)",
                "INSERT INTO a SELECT i, repeat('x', 100) FROM generate_series(1, 5000) i",
                "CREATE TABLE b (id int PRIMARY KEY, v text)",
                "INSERT INTO b VALUES (1, '42')",
                "CREATE TABLE c (id int PRIMARY KEY, v text)",
                "INSERT INTO c VALUES (1, '42')");
        try (SourceHarness harness = migration.start()) {
            harness.until(
                    "load of a has begun",
                    () -> harness.last("a", LoadMessage.Type.ROWS).isPresent());
            // a is held by the reader; b and c wait, and an older snapshot sees a rewritten b empty
            migration.run("ALTER TABLE b ALTER v TYPE int USING v::int", "DROP TABLE c");
            harness.until(
                    "load",
                    () -> harness.isLoaded("a") && harness.isLoaded("b") && harness.isLoaded("c"));
            assertThat(harness.loadedRows("a")).hasSize(5000);
            assertThat(harness.loadedRows("b")).hasSize(1);
            assertThat(harness.loadedRows("b").get(0)[1]).isEqualTo(42L);
            assertThat(harness.loadedRows("c")).isEmpty();
        }
    }

    @Test
    void mappingsAreApplied() {
        migration.config.put(
                "table.mappings",
                """
                {"rules": [
                  {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                   "object-locator": {"schema-name": "%1$s", "table-name": "%%"}},
                  {"rule-type": "transformation", "rule-id": "2", "rule-name": "2",
                   "rule-target": "table", "rule-action": "add-prefix", "value": "new_",
                   "object-locator": {"schema-name": "%1$s", "table-name": "%%"}},
                  {"rule-type": "transformation", "rule-id": "3", "rule-name": "3",
                   "rule-target": "column", "rule-action": "remove-column",
                   "object-locator": {"schema-name": "%1$s", "table-name": "t", "column-name": "secret"}}]}
                """
                        .formatted(migration.schema));
        migration.run(
                "CREATE TABLE t (secret text, id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES ('s', 1, 'a')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES ('s', 2, 'b')");
            harness.until("changes", () -> harness.changesOf("t").size() == 1);
            assertThat(harness.loadedRows("t").get(0)).containsExactly(1L, "a");
            RowChange change = harness.changesOf("t").get(0);
            assertThat(names(change)).containsExactly("id", "v");
            assertThat(change.table().id().name()).isEqualTo("new_t");
            assertThat(change.generation()).isEqualTo(1);
        }
    }

    @Test
    void tablesLoadInTheirOrder() {
        for (String table : List.of("a", "b", "c", "d", "e")) {
            migration.run("CREATE TABLE " + table + " (id int PRIMARY KEY)");
        }
        migration.config.put(
                "task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1}}");
        migration.config.put(
                "table.mappings",
                """
                {"rules": [
                  {"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                   "object-locator": {"schema-name": "%s", "table-name": "%%"},
                   "rule-action": "include"},
                  {"rule-type": "selection", "rule-id": "2", "rule-name": "2", "load-order": "1",
                   "object-locator": {"schema-name": "%s", "table-name": "e"},
                   "rule-action": "include"},
                  {"rule-type": "selection", "rule-id": "3", "rule-name": "3", "load-order": "20",
                   "object-locator": {"schema-name": "%s", "table-name": "[cd]"},
                   "rule-action": "include"}]}
                """
                        .formatted(migration.schema, migration.schema, migration.schema));
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("b"));
            assertThat(
                            harness.loads.stream()
                                    .map(load -> load.message())
                                    .filter(message -> message.type() == LoadMessage.Type.BEGIN)
                                    .map(message -> message.sourceTable().name()))
                    .containsExactly("c", "d", "e", "a", "b");
        }
    }
}
