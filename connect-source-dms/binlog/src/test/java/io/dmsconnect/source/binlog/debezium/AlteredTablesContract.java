// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.testing.DatabaseServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tables whose columns, or whose rows, statements change that the log shows as such: what arrives
 * is what the server has.
 */
public abstract class AlteredTablesContract {
    private static final int SEEDS = Integer.getInteger("shape.seeds", 3);

    /** In statements; no message may have it. */
    protected static final String SECRET = "kept secret";

    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    @BeforeEach
    void oneTable() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.config.put("new.tables.check.interval.ms", "100");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b varchar(20), c varchar(20))",
                "INSERT INTO t VALUES (1, 'a1', 'b1', 'c1'), (2, 'a2', 'b2', 'c2')");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    /** Each row as text, by key. */
    private List<String> rows() {
        Map<String, String> texts = new TreeMap<>();
        try (Connection connection = migration.server.connect(migration.database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(
                            rows.getMetaData().getColumnName(i) + "=" + rows.getString(i));
                }
                values.sort(null);
                texts.put(rows.getString("id"), String.join(" ", values));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(texts.values());
    }

    private static long generation(SourceHarness harness) {
        return harness.last("t", LoadMessage.Type.END)
                .map(end -> end.message().generation())
                .orElse(0L);
    }

    private void awaitLoad(SourceHarness harness) {
        harness.until("load", () -> harness.isLoaded("t"));
    }

    /** The table gets one more row, so that its last shape arrives, and is compared. */
    private void assertArrives(SourceHarness harness, String what) {
        migration.run("INSERT INTO t (id) VALUES (999)");
        List<String> expected = rows();
        try {
            harness.until(
                    what,
                    () ->
                            harness.isLoaded("t")
                                    && Mirror.of(harness, "t").rows().equals(expected));
        } catch (AssertionError e) {
            assertThat(Mirror.of(harness, "t").rows()).as(what).isEqualTo(expected);
            throw e;
        }
        migration.run("DELETE FROM t WHERE id = 999");
    }

    /** The rows that are there already are not read again. */
    protected void assertFollows(String... statements) {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            migration.run(statements);
            assertArrives(harness, String.join("; ", statements));
            assertThat(generation(harness)).isEqualTo(1);
            harness.restart();
            migration.run("UPDATE t SET id = 77 WHERE id = 2");
            assertArrives(harness, "restarted after " + String.join("; ", statements));
        }
    }

    protected void assertReloads(String... statements) {
        assertReloads(harness -> {}, statements);
    }

    /** Rows that have this value in the column come by loads only. */
    protected void assertReloadsOnly(String column, Object value, String... statements) {
        assertReloads(
                harness ->
                        assertThat(harness.changesOf("t"))
                                .noneMatch(change -> has(change, column, value)),
                statements);
    }

    private static boolean has(RowChange change, String column, Object value) {
        int at = change.table().indexOf(column);
        return at >= 0 && change.after() != null && value.equals(change.after().value(at));
    }

    /**
     * @param check what else is to be true when the table is loaded again
     */
    private void assertReloads(Consumer<SourceHarness> check, String... statements) {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            migration.run(statements);
            assertArrives(harness, String.join("; ", statements));
            harness.until("loaded again", () -> generation(harness) > 1);
            check.accept(harness);
            harness.restart();
            migration.run("UPDATE t SET id = 77 WHERE id = 2");
            assertArrives(harness, "restarted after " + String.join("; ", statements));
        }
    }

    /** As messages name it. */
    protected String named(String table) {
        return migration.database + "." + table;
    }

    protected void run(String... statements) {
        migration.run(statements);
    }

    /** The task fails, and says which table and which kind of statement it was. */
    protected void assertStops(String statement, String kind) {
        assertStops(List.of(statement), migration.database + ".t", kind);
    }

    protected void assertStops(List<String> statements, String... words) {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            migration.run(statements.toArray(String[]::new));
            assertSays(harness, words);
        }
    }

    /** As {@link #assertStops}, of a statement that comes while the task does not run. */
    protected void assertStopsWhenStarted(String statement, String words) {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            harness.stop();
            migration.run(statement);
            harness.start();
            assertSays(harness, named("t"), words);
        }
    }

    /** The task fails before it has read anything. */
    protected void assertDoesNotStart(String words) {
        try (SourceHarness harness = migration.start()) {
            assertSays(harness, named("t"), words);
        }
    }

    private static void assertSays(SourceHarness harness, String... words) {
        assertThatThrownBy(
                        () -> harness.until("a failure", Duration.ofSeconds(30), () -> false))
                .satisfies(
                        failure -> {
                            for (String word : words) {
                                assertThat(failure).hasStackTraceContaining(word);
                            }
                            StringWriter trace = new StringWriter();
                            failure.printStackTrace(new PrintWriter(trace));
                            assertThat(trace.toString()).doesNotContain(SECRET);
                        });
    }

    /** Who waits until the end of the log is read waits for this place. */
    @Test
    void aStatementAtTheEndOfTheLogIsPassed() {
        SourceHarness harness = migration.start();
        try {
            awaitLoad(harness);
            for (String statement :
                    List.of(
                            "CREATE DATABASE %s_other",
                            "CREATE TABLE %s_other.x (a int)",
                            "DROP DATABASE %s_other")) {
                server().execute(statement.formatted(migration.database));
                List<String> end = server().query("SHOW MASTER STATUS").get(0);
                harness.until(
                        "the end of the log",
                        () -> harness.isReadTo(end.get(0), Long.parseLong(end.get(1))));
            }
        } finally {
            harness.stop();
        }
    }

    @Test
    void theLastColumnIsRenamed() {
        assertFollows("ALTER TABLE t CHANGE c d varchar(20)");
    }

    @Test
    void severalAreRenamedAddedAndDroppedAtOnce() {
        assertFollows(
                "ALTER TABLE t CHANGE a z varchar(20), ADD COLUMN a varchar(9) FIRST, DROP c,"
                        + " ADD COLUMN (c varchar(20), d int), MODIFY b varchar(40) AFTER d");
    }

    @Test
    void twoExchangeTheirNamesInOneStatementAndByAThird() {
        assertFollows(
                "ALTER TABLE t CHANGE a b varchar(20), CHANGE b a varchar(20)",
                "ALTER TABLE t CHANGE c x varchar(20)",
                "ALTER TABLE t CHANGE a c varchar(20)",
                "ALTER TABLE t CHANGE x a varchar(20)",
                "ALTER TABLE t RENAME COLUMN b TO c, RENAME COLUMN c TO b");
    }

    @Test
    void oneIsDroppedAndAddedAgain() {
        assertFollows("ALTER TABLE t DROP COLUMN b", "ALTER TABLE t ADD COLUMN b varchar(20) AFTER a");
    }

    @Test
    void whatHappensWhileTheTaskIsStoppedIsFollowed() {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            harness.stop();
            migration.run(
                    "INSERT INTO t VALUES (3, 'a3', 'b3', 'c3')",
                    "ALTER TABLE t DROP COLUMN b, ADD COLUMN b varchar(20)",
                    "INSERT INTO t VALUES (4, 'a4', 'c4', 'b4')",
                    "ALTER TABLE t CHANGE a b varchar(20), CHANGE b a varchar(20)");
            harness.start();
            assertArrives(harness, "stopped meanwhile");
        }
    }

    /** The load knows the columns by their names, and the log by what was done to them. */
    @Test
    void aLoadBeginsWhereTheLogIsNotReadYet() {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            harness.stop();
            migration.run(
                    "ALTER TABLE t DROP COLUMN b, ADD COLUMN b varchar(20)",
                    "UPDATE t SET b = 'new' WHERE id = 1");
            migration.config.put(
                    "reload.tables",
                    "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"%s\", \"TableName\": \"t\"}]}"
                            .formatted(migration.database));
            harness.start();
            harness.until("loaded again", () -> generation(harness) > 1);
            assertArrives(harness, "the load is ahead");
            harness.restart();
            migration.run("UPDATE t SET id = 77 WHERE id = 2");
            assertArrives(harness, "restarted");
        }
    }

    /** It is the first change behind the load, and others of its shape stand in front of that. */
    @Test
    void aTruncateBehindALoadHasTheNumbersOfTheLoad() {
        migration.run("CREATE TABLE u (id int PRIMARY KEY)", "INSERT INTO u VALUES (0)");
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            harness.stop();
            List<String> statements = new ArrayList<>(List.of("BEGIN"));
            for (int i = 0; i < 3000; i++) {
                statements.add("UPDATE u SET id = id + 1");
            }
            statements.addAll(
                    List.of(
                            "COMMIT",
                            "ALTER TABLE t DROP COLUMN b, ADD COLUMN b varchar(20)",
                            "UPDATE t SET b = 'new' WHERE id = 1"));
            migration.run(statements.toArray(String[]::new));
            migration.config.put(
                    "reload.tables",
                    "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"%s\", \"TableName\": \"t\"}]}"
                            .formatted(migration.database));
            harness.start();
            harness.until("loaded again", () -> generation(harness) > 1);
            migration.run("TRUNCATE TABLE t", "INSERT INTO t (id, b) VALUES (3, 'b3')");
            harness.until("changes", () -> harness.changesOf("t").size() >= 3);
            List<RowChange> changes = harness.changesOf("t");
            assertThat(changes.get(1).operation()).isEqualTo(Operation.TRUNCATE);
            assertThat(changes.subList(1, 3))
                    .allSatisfy(
                            change ->
                                    assertThat(change.table().columns())
                                            .isEqualTo(
                                                    harness.last("t", LoadMessage.Type.BEGIN)
                                                            .orElseThrow()
                                                            .message()
                                                            .table()
                                                            .columns()));
        }
    }

    @Test
    void aWiderTypeArrivesWithItsShape() {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            migration.run(
                    "ALTER TABLE t ADD n decimal(5,2), ADD i int",
                    "INSERT INTO t VALUES (3, 'a', 'b', 'c', 1.25, 1)",
                    "ALTER TABLE t MODIFY n decimal(9,4), MODIFY i bigint, MODIFY a varchar(200)",
                    "INSERT INTO t VALUES (4, 'a', 'b', 'c', 1.2555, 5000000000)");
            harness.until("changes", () -> harness.changesOf("t").size() >= 2);
            List<RowChange> changes = harness.changesOf("t");
            assertThat(types(changes.get(0))).isEqualTo("a=20 n=5,2 i=INT4");
            assertThat(types(changes.get(1))).isEqualTo("a=200 n=9,4 i=INT8");
            assertThat(generation(harness)).isEqualTo(1);
        }
    }

    @Test
    void typesOfBothLanesAreThoseOfTheCatalogue() {
        migration.run(
                "ALTER TABLE t ADD n decimal(5,2), ADD i int unsigned, ADD dt datetime(3) NOT NULL"
                        + " DEFAULT '2020-01-01', ADD e enum('x','y y') NOT NULL DEFAULT 'x', ADD bl blob,"
                        + " ADD bi bit(5), ADD y year, ADD tx mediumtext, ADD g int AS (id + 1) STORED,"
                        + " ADD v int AS (id + 2) VIRTUAL, ADD j json, ADD vb varbinary(7), ADD s"
                        + " set('a','b'), ADD f float, ADD d double, ADD ti time(2), ADD p point");
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            migration.run("INSERT INTO t (id) VALUES (3)");
            harness.until("a change", () -> !harness.changesOf("t").isEmpty());
            assertThat(harness.changesOf("t").get(0).table().columns())
                    .isEqualTo(
                            harness.last("t", LoadMessage.Type.BEGIN)
                                    .orElseThrow()
                                    .message()
                                    .table()
                                    .columns());
        }
    }

    /** In whatever words a statement declares them. */
    @Test
    void typesInOtherWordsAreThoseOfTheCatalogue() {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            migration.run(
                    "ALTER TABLE t ADD (o1 integer, o2 dec(7), o3 numeric(8,3), o4 bool, o5 double"
                            + " precision, o6 character varying(9), o7 national varchar(9), o8 text(100),"
                            + " o9 timestamp(6) NULL, o10 char, o11 int2, o12 bigint(20) unsigned,"
                            + " o13 binary(3), o14 fixed(5,1), o15 float(30), o16 tinytext,"
                            + " o17 varchar(20) binary, o18 char(3) binary, o19 text binary,"
                            + " o20 national varchar(5) binary)",
                    "INSERT INTO t (id) VALUES (4)");
            // a parser that is not warm takes its time for so many types
            harness.until(
                    "a change",
                    Duration.ofMinutes(5),
                    () -> !harness.changesOf("t").isEmpty() || generation(harness) > 1);
            assertThat(generation(harness)).isEqualTo(1);
            assertThat(
                            harness.changesOf("t").get(0).table().columns().stream()
                                    .map(c -> c.name() + " " + c.type().declaration())
                                    .toList())
                    .isEqualTo(
                            migration
                                    .server
                                    .query(
                                            "SELECT CONCAT(COLUMN_NAME, ' ', COLUMN_TYPE) FROM"
                                                    + " information_schema.COLUMNS WHERE TABLE_SCHEMA = '"
                                                    + migration.database
                                                    + "' AND TABLE_NAME = 't' ORDER BY"
                                                    + " ORDINAL_POSITION")
                                    .stream()
                                    .map(row -> row.get(0))
                                    .toList());
            assertThat(generation(harness)).isEqualTo(1);
        }
    }

    private static String types(RowChange change) {
        var table = change.table();
        var a = table.columns().get(table.indexOf("a")).type();
        var n = table.columns().get(table.indexOf("n")).type();
        var i = table.columns().get(table.indexOf("i")).type();
        return "a=%d n=%d,%d i=%s".formatted(a.length(), n.precision(), n.scale(), i.kind());
    }

    private void inLatin1() {
        migration.run(
                "DROP TABLE t",
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(20)) CHARSET latin1",
                "INSERT INTO t VALUES (1, 'é'), (2, 'ü')");
    }

    @Test
    void columnsComeInAnotherCharacterSetOfTheTable() {
        inLatin1();
        assertFollows(
                "ALTER TABLE t DEFAULT CHARSET utf8mb4",
                "ALTER TABLE t ADD COLUMN w varchar(20)",
                "INSERT INTO t VALUES (3, 'é', '☃é')",
                "ALTER TABLE t ADD COLUMN x varchar(20), CHARACTER SET = latin1",
                "INSERT INTO t VALUES (4, 'é', '☃é', 'ö')",
                "ALTER TABLE t COLLATE utf8mb4_bin, ADD COLUMN y text",
                "ALTER TABLE t ADD COLUMN z varchar(20) COLLATE latin1_bin",
                "INSERT INTO t VALUES (5, 'é', '☃é', 'ö', '☃', 'ß')");
    }

    @Test
    void aColumnGoesOverToTheTablesCharacterSet() {
        inLatin1();
        assertFollows(
                "ALTER TABLE t CHARSET utf8mb4",
                "ALTER TABLE t MODIFY a varchar(40)",
                "INSERT INTO t VALUES (3, '☃é')");
    }

    @Test
    void columnsInCharacterSetsWithWordsOfTheirOwn() {
        assertFollows(
                "ALTER TABLE t ADD d varchar(20) ASCII, ADD e varchar(20) UNICODE, ADD f"
                        + " varchar(20) BINARY, ADD g NATIONAL VARCHAR(20), ADD h varchar(9)"
                        + " CHARACTER SET latin1 BINARY",
                "INSERT INTO t VALUES (3, '', '', '', 'x', 'é☃', 'é☃', 'é', 'é')");
    }

    @Test
    void typesInOldWordsArriveAsTheServerHasThem() {
        assertFollows(
                "ALTER TABLE t ADD d float4, ADD e float8, ADD f int1, ADD g int2 unsigned, ADD h"
                        + " int3, ADD i int4, ADD j int8, ADD k middleint, ADD l long varchar, ADD m"
                        + " long, ADD n dec(5,2), ADD o fixed(5), ADD p numeric, ADD q character"
                        + " varying(9), ADD r nchar(3), ADD s national character varying(3)",
                "INSERT INTO t VALUES (3, '', '', '', 0.5, 0.25, -1, 65535, -3, 4, 5, 6, 'l', 'm',"
                        + " 1.25, 7, 8, 'é', 'ab', 'é☃')");
    }

    /** It counts for tables that come later, not for those that are there. */
    @Test
    void databasesGetOtherCharacterSets() {
        assertFollows(
                "ALTER DATABASE COLLATE latin1_bin",
                "ALTER TABLE t ADD w varchar(20)",
                "CREATE TABLE u (id int PRIMARY KEY, t varchar(9))",
                "DROP TABLE u",
                "INSERT INTO t VALUES (3, 'é', '', '', '☃')");
    }

    @Test
    void aCharacterSetThatIsNotSaidStops() {
        assertStops("ALTER TABLE t CONVERT TO CHARACTER SET DEFAULT", "ALTER TABLE");
    }

    @Test
    void settingsOfTheSessionCount() {
        String modes = "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'";
        assertFollows(
                modes,
                "ALTER TABLE t COMMENT '\\', RENAME COLUMN a TO tmp -- '",
                "ALTER TABLE \"t\" COMMENT '\\', RENAME COLUMN \"tmp\" TO b, RENAME COLUMN b TO a",
                "INSERT INTO t VALUES (3, 'x', 'y', 'z')");
    }

    @Test
    void valuesThatOnlyTheServerKnowsAreLoaded() {
        assertReloads(
                "ALTER TABLE t ADD n int NOT NULL DEFAULT 7",
                "ALTER TABLE t MODIFY a varchar(1)");
    }

    @Test
    void itsKeyGoesAndAnotherComes() {
        assertReloads("ALTER TABLE t DROP PRIMARY KEY, ADD UNIQUE (a)");
        assertReloads(
                "ALTER TABLE t DROP KEY a, ADD PRIMARY KEY (id)",
                "INSERT INTO t VALUES (3, 'a3', 'b3', 'c3')");
        assertReloads("ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)");
    }

    @Test
    void aKeyWhoseColumnsGetOtherNamesIsTheSame() {
        assertFollows("ALTER TABLE t CHANGE id k int", "ALTER TABLE t RENAME COLUMN k TO id");
    }

    @Test
    void anotherTableComesUnderItsName() {
        assertReloads(
                "CREATE TABLE u (id int PRIMARY KEY, c varchar(20), a varchar(20))",
                "INSERT INTO u VALUES (2, 'new', 'er')",
                "RENAME TABLE t TO old, u TO t");
    }

    @Test
    void twoTablesExchangeTheirNames() {
        assertReloads(
                "CREATE TABLE u LIKE t",
                "INSERT INTO u VALUES (2, 'x', 'y', 'z')",
                "RENAME TABLE t TO tmp, u TO t, tmp TO u");
    }

    @Test
    void aCopyTakesItsPlaceAfterAnAlteration() {
        assertReloads(
                "CREATE TABLE _t_new LIKE t",
                "ALTER TABLE _t_new ADD COLUMN d varchar(20) AFTER a, DROP COLUMN b",
                "INSERT INTO _t_new (id, a, c) SELECT id, a, c FROM t",
                "ALTER TABLE t RENAME TO _t_old",
                "ALTER TABLE _t_new RENAME TO t",
                "DROP TABLE _t_old");
    }

    @Test
    void itsDatabaseIsDroppedAndMadeAnew() {
        assertReloads(
                "DROP DATABASE " + migration.database,
                "CREATE DATABASE " + migration.database,
                "CREATE TABLE " + migration.database + ".t (id int PRIMARY KEY, a varchar(20))",
                "INSERT INTO " + migration.database + ".t VALUES (2, 'x')");
    }

    private void partitioned() {
        migration.run(
                "DROP TABLE t",
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(20)) PARTITION BY RANGE (id)"
                        + " (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20),"
                        + " PARTITION p2 VALUES LESS THAN MAXVALUE)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (11, 'c'), (12, 'd'), (21, 'e')");
    }

    @Test
    void partitionsAreEmptied() {
        partitioned();
        assertReloads("ALTER TABLE t TRUNCATE PARTITION p1");
    }

    @Test
    void partitionsAreDroppedAndExchanged() {
        partitioned();
        assertReloads(
                "ALTER TABLE t DROP PARTITION p1",
                "CREATE TABLE x (id int PRIMARY KEY, a varchar(20))",
                "INSERT INTO x VALUES (3, 'exchanged'), (2, 'too')",
                "ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE x");
    }

    @Test
    void partitionsThatAreCutInAnotherWayKeepTheirRows() {
        partitioned();
        assertFollows(
                "ALTER TABLE t REORGANIZE PARTITION p0, p1 INTO"
                        + " (PARTITION q VALUES LESS THAN (20))",
                "ALTER TABLE t REMOVE PARTITIONING",
                "ALTER TABLE t ADD COLUMN c varchar(20) FIRST");
    }

    @Test
    void aLongLiteralInADefinitionIsRead() {
        assertFollows(
                "ALTER TABLE t ADD COLUMN d varchar(20) COMMENT '" + "it''s, ".repeat(140) + "'",
                "ALTER TABLE t ADD COLUMN e int, ADD CONSTRAINT chk CHECK (a <> '"
                        + "x\\\\y".repeat(3000)
                        + "')");
    }

    @Test
    void itsTextsGetAnotherCharacterSet() {
        assertReloads(
                "ALTER TABLE t MODIFY a varchar(20) CHARACTER SET latin1",
                "INSERT INTO t VALUES (5, 'é', 'ü', 'ß')",
                "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4",
                "INSERT INTO t VALUES (6, 'é', 'ü', 'ß')");
    }

    /** Nor who comes to the table after him. */
    @Test
    void whoAltersATableThatIsBeingLoadedDoesNotWait() throws SQLException {
        migration.config.put("load.batch.bytes", "4096");
        migration.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 1},"
                        + " \"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
        List<String> rows = new ArrayList<>();
        for (int i = 1000; i < 1800; i++) {
            rows.add("(%d, REPEAT('x', 15000))".formatted(i));
        }
        migration.run(
                "ALTER TABLE t MODIFY a text",
                "INSERT INTO t (id, a) VALUES " + String.join(", ", rows),
                "CREATE TABLE before_t (id int PRIMARY KEY)");
        try (SourceHarness harness = migration.start();
                Connection connection = migration.server.connect(migration.database);
                Statement statement = connection.createStatement()) {
            harness.until(
                    "rows",
                    () ->
                            harness.loads.stream()
                                    .anyMatch(
                                            load ->
                                                    !load.rows().isEmpty()
                                                            && load.message()
                                                                    .sourceTable()
                                                                    .name()
                                                                    .equals("t")));
            // nobody takes what is read: without making way it would be read for ever
            statement.execute("SET SESSION lock_wait_timeout = 20");
            statement.execute("ALTER TABLE before_t ADD COLUMN w int");
            statement.execute("ALTER TABLE t CHANGE b c varchar(20), CHANGE c b varchar(20)");
            statement.execute("UPDATE t SET b = 'later' WHERE id = 1");
            assertArrives(harness, "altered in its load");
        }
    }

    /** Statements, rows and crashes without an order. */
    @Test
    void nothingIsLostWhateverTheOrder() {
        for (int seed = 0; seed < SEEDS; seed++) {
            if (seed > 0) {
                cleanUp();
                oneTable();
            }
            Random random = new Random(seed);
            AlteredTable altered = new AlteredTable(random);
            try (SourceHarness harness = migration.start()) {
                if (random.nextBoolean()) {
                    awaitLoad(harness);
                }
                for (int round = 0; round < 4; round++) {
                    List<String> done = new ArrayList<>();
                    for (int i = 0; i < 6; i++) {
                        done.addAll(altered.next());
                    }
                    if (random.nextInt(3) == 0) {
                        harness.storeNothing();
                        migration.run(done.toArray(String[]::new));
                        for (int i = 0; i < random.nextInt(8); i++) {
                            harness.poll();
                        }
                        harness.restart();
                    } else {
                        migration.run(done.toArray(String[]::new));
                    }
                    for (int i = 0; i < random.nextInt(4); i++) {
                        harness.poll();
                    }
                }
                assertArrives(harness, "seed " + seed + ": " + altered.all());
            }
        }
    }

    /** A temporary table hides the one that has its name. */
    @Test
    void aTemporaryTableOfTheNameIsAnotherOne() {
        assertFollows(
                "SET SESSION binlog_format = 'STATEMENT'",
                "CREATE TEMPORARY TABLE t (id int, a varchar(20), b varchar(20), c varchar(20))",
                "ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a",
                "ALTER TABLE t DROP COLUMN c, ADD COLUMN d int FIRST",
                "TRUNCATE TABLE t",
                "ALTER TABLE t RENAME TO x",
                "CREATE TEMPORARY TABLE t (z int)",
                "DROP TEMPORARY TABLE t, x",
                "SET SESSION binlog_format = 'ROW'",
                "INSERT INTO t VALUES (3, 'a3', 'b3', 'c3')",
                "UPDATE t SET a = 'changed' WHERE id = 1");
    }

    /** The server gives rows that are there the current time. */
    @Test
    void aTimestampIsNotNullWhereTheSessionSaysSo() {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            run(
                    "SET SESSION explicit_defaults_for_timestamp = 0",
                    "ALTER TABLE t ADD COLUMN d timestamp NULL");
            assertArrives(harness, "NULL");
            assertThat(generation(harness)).isEqualTo(1);
            run(
                    "SET SESSION explicit_defaults_for_timestamp = 0",
                    "ALTER TABLE t ADD COLUMN e timestamp");
            harness.until("loaded again", () -> generation(harness) > 1);
        }
        assertThat(server().queryIn(migration.database, "SELECT * FROM t WHERE e IS NULL"))
                .isEmpty();
    }

    @Test
    void indexesAmongNewColumnsAndDefaultsOfOldOnes() {
        assertFollows(
                "ALTER TABLE t ADD (d int, KEY dk (d), e int, UNIQUE KEY (id, e))",
                "INSERT INTO t VALUES (3, 'a3', 'b3', 'c3', 4, 5)",
                "ALTER TABLE t ALTER d SET DEFAULT 7",
                "ALTER TABLE t ALTER COLUMN d SET DEFAULT NULL, ADD f int FIRST, ALTER e DROP DEFAULT",
                "UPDATE t SET e = 6, f = 8");
    }

    @Test
    void defaultsOfAnyFormAreNoReasonToStop() {
        assertReloads(
                "ALTER TABLE t ADD d bit(8) DEFAULT 5",
                "ALTER TABLE t DROP d, ADD f varchar(9) DEFAULT 0x41, ADD g decimal(5,2) DEFAULT ' 1.5 '",
                "CREATE TABLE v (id int PRIMARY KEY, d bit(8) DEFAULT 5)",
                "INSERT INTO v (id) VALUES (1)");
    }

    /** Waits until a change has this value in the column. */
    protected void assertChanges(String column, Object value, String... statements) {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            run(statements);
            harness.until(
                    column,
                    () ->
                            harness.changesOf("t").stream()
                                    .anyMatch(change -> has(change, column, value)));
        }
    }

    /** Waits until a table that the statements make has so many rows. */
    protected void assertAnotherArrives(String table, int rows, String... statements) {
        try (SourceHarness harness = migration.start()) {
            awaitLoad(harness);
            run(statements);
            harness.until(
                    table,
                    () -> harness.isLoaded(table) && harness.replica(table).size() == rows);
        }
    }
}
