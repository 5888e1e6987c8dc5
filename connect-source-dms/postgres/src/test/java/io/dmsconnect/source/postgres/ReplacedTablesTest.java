// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the log does not tell of a table that is followed: it gets or changes its key, another table
 * takes its name, its rows are put elsewhere. The table is loaded anew by itself.
 */
class ReplacedTablesTest {
    private final Migration migration = new Migration("full-load-and-cdc");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    /** Source and target hold the same rows, before long. */
    private void assertSame(SourceHarness harness, String... tables) {
        for (String table : tables) {
            harness.until(
                    "same rows of "
                            + table
                            + ": "
                            + source(table)
                            + " but "
                            + (harness.isLoaded(table) ? target(harness, table) : "nothing"),
                    () ->
                            harness.isLoaded(table)
                                    && target(harness, table).equals(source(table).toString()));
        }
    }

    private static String target(SourceHarness harness, String table) {
        try {
            return harness.rows(table).toString();
        } catch (AssertionError early) {
            return early.getMessage();
        }
    }

    private List<String> source(String table) {
        return migration.server.query("SELECT * FROM " + migration.schema + "." + table).stream()
                .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
                .sorted()
                .toList();
    }

    private SourceHarness loaded(String... tables) {
        SourceHarness harness = migration.start();
        harness.until("load", () -> Arrays.stream(tables).allMatch(harness::isLoaded));
        return harness;
    }

    @Test
    void aColumnThatIsAddedWithADefaultIsInTheRowsThatWereThere() {
        migration.run(
                "CREATE TABLE plain(id int PRIMARY KEY, v text)",
                "INSERT INTO plain VALUES (1, 'a'), (2, 'b')",
                "CREATE TABLE parts(id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                "CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0) TO (10)",
                "INSERT INTO parts VALUES (1, 'a')",
                "CREATE TABLE stopped(id int PRIMARY KEY)",
                "INSERT INTO stopped VALUES (1)",
                "CREATE TABLE compacted(id int PRIMARY KEY)",
                "INSERT INTO compacted VALUES (1)");
        try (SourceHarness harness = loaded("plain", "parts", "stopped", "compacted")) {
            migration.run("ALTER TABLE plain ADD COLUMN n int NOT NULL DEFAULT 7");
            migration.run("INSERT INTO plain VALUES (3, 'c', 8)");
            migration.run("ALTER TABLE parts ADD COLUMN n text DEFAULT 'x'");
            assertSame(harness, "plain", "parts");
            harness.stop();
            migration.run("ALTER TABLE stopped ADD COLUMN n text DEFAULT current_user");
            migration.run("ALTER TABLE compacted ADD COLUMN n int DEFAULT 5");
            migration.run("CLUSTER compacted USING compacted_pkey");
            harness.start();
            assertSame(harness, "stopped", "compacted");
        }
    }

    /** The catalogue tells no more of the column then. */
    @Test
    void changesThatWereLeftOutForALoadThatNobodyHasAskedForYetAreLoadedAfterARestart()
            throws Exception {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1)",
                "CREATE TABLE others(id int PRIMARY KEY)");
        try (SourceHarness harness = loaded("t", "others");
                Connection open = migration.server.connect();
                Statement statement = open.createStatement()) {
            migration.run("CREATE TABLE fresh(id int PRIMARY KEY)");
            open.setAutoCommit(false);
            // whoever asks for loads waits for this transaction
            statement.execute("INSERT INTO " + migration.schema + ".fresh VALUES (1)");
            harness.until("published", () -> !publications("fresh").isEmpty());
            migration.run(
                    "ALTER TABLE t ADD COLUMN n int DEFAULT 7",
                    "INSERT INTO t VALUES (2, 8)",
                    "INSERT INTO others VALUES (1)");
            harness.until("left out", () -> !harness.changesOf("others").isEmpty());
            migration.run("ALTER TABLE t DROP COLUMN n");
            harness.restart();
            open.commit();
            assertSame(harness, "t", "others", "fresh");
            migration.run("INSERT INTO t VALUES (3)");
            assertSame(harness, "t");
            assertThat(harness.generation("t")).isEqualTo(2);
            harness.restart();
            migration.run("INSERT INTO t VALUES (4)");
            assertSame(harness, "t");
            assertThat(harness.generation("t")).isEqualTo(2);
        }
    }

    @Test
    void whatAlterTypeAndDropExpressionDoToRowsIsLoaded() {
        migration.run(
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TABLE moods(id int PRIMARY KEY, m mood, ms mood[])",
                "INSERT INTO moods VALUES (1, 'sad', '{sad,glad}')",
                "CREATE TYPE moody AS (m mood, x int)",
                "CREATE TYPE moods_between AS RANGE (subtype = mood)",
                "CREATE DOMAIN mood_of_all AS moods_between",
                "CREATE TABLE inside(id int PRIMARY KEY, c moody[])",
                "INSERT INTO inside VALUES (1, ARRAY[ROW('sad', 1)::moody])",
                "CREATE TABLE between_(id int PRIMARY KEY, r mood_of_all)",
                "INSERT INTO between_ VALUES (1, '[sad,glad]')",
                "CREATE TABLE pairs(id int PRIMARY KEY, p pair)",
                "INSERT INTO pairs VALUES (1, ROW(1, 'x'))",
                "CREATE TABLE computed(id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED)",
                "INSERT INTO computed VALUES (1), (2)");
        try (SourceHarness harness = loaded("moods", "inside", "between_", "pairs", "computed")) {
            migration.run("ALTER TYPE mood ADD VALUE 'bored'");
            migration.run("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'");
            migration.run("ALTER TYPE pair ADD ATTRIBUTE z int");
            migration.run("ALTER TABLE computed ALTER g DROP EXPRESSION");
            migration.run("INSERT INTO computed VALUES (3, 7)");
            assertSame(harness, "moods", "inside", "between_", "pairs", "computed");
        }
    }

    @Test
    void identitiesAndKeysThatComeOrChangeAreFollowed() {
        migration.run(
                "CREATE TABLE later(a int, v text)",
                "INSERT INTO later VALUES (1, 'a'), (2, 'b')",
                "CREATE TABLE keyed(a int NOT NULL, v text)",
                "INSERT INTO keyed VALUES (1, 'a'), (2, 'b')",
                "CREATE TABLE other(id int PRIMARY KEY, k int NOT NULL, v text)",
                "CREATE UNIQUE INDEX other_k ON other(k)",
                "INSERT INTO other VALUES (1, 1, 'a'), (2, 2, 'b')",
                "CREATE TABLE wider(a int, b int, v text, PRIMARY KEY (a))",
                "INSERT INTO wider VALUES (1, 1, 'a')");
        try (SourceHarness harness = loaded("later", "keyed", "other", "wider")) {
            migration.run(
                    "ALTER TABLE later REPLICA IDENTITY FULL",
                    "UPDATE later SET v = 'A' WHERE a = 1",
                    "DELETE FROM later WHERE a = 2",
                    "INSERT INTO later VALUES (3, 'c')",
                    "ALTER TABLE keyed ADD PRIMARY KEY (a)",
                    "UPDATE keyed SET v = 'A' WHERE a = 1",
                    "DELETE FROM keyed WHERE a = 2",
                    "INSERT INTO keyed VALUES (3, 'c')",
                    "ALTER TABLE other REPLICA IDENTITY USING INDEX other_k",
                    "UPDATE other SET id = 20 WHERE id = 2",
                    "DELETE FROM other WHERE id = 1",
                    "BEGIN",
                    "ALTER TABLE wider DROP CONSTRAINT wider_pkey",
                    "ALTER TABLE wider ADD PRIMARY KEY (a, b)",
                    "COMMIT",
                    "INSERT INTO wider VALUES (1, 2, 'b')");
            assertSame(harness, "later", "keyed", "other", "wider");
            migration.run(
                    "UPDATE later SET v = 'again'",
                    "UPDATE keyed SET a = a + 10",
                    "UPDATE other SET v = 'again'",
                    "UPDATE wider SET v = 'again' WHERE b = 2");
            assertSame(harness, "later", "keyed", "other", "wider");
            assertThat(harness.generation("later")).isEqualTo(2);
            assertThat(harness.last("keyed", io.dmsconnect.core.event.LoadMessage.Type.END))
                    .hasValueSatisfying(
                            end -> assertThat(end.message().table().primaryKey()).contains("a"));
        }
    }

    @Test
    void tablesThatAreExchangedByRenameAreLoadedUnderTheirNewNames() {
        migration.run(
                "CREATE TABLE a(id int PRIMARY KEY, v text)",
                "CREATE TABLE b(id int PRIMARY KEY, v text)",
                "INSERT INTO a VALUES (1, 'of a')",
                "INSERT INTO b VALUES (1, 'of b'), (2, 'of b')");
        try (SourceHarness harness = loaded("a", "b")) {
            String exchange =
                    "ALTER TABLE a RENAME TO tmp; ALTER TABLE b RENAME TO a; ALTER TABLE tmp RENAME TO"
                            + " b";
            migration.run(
                    "UPDATE a SET v = 'before'",
                    exchange,
                    "UPDATE a SET v = 'now a' WHERE id = 2",
                    "INSERT INTO b VALUES (3, 'now b')");
            assertSame(harness, "a", "b");
            harness.stop();
            migration.run(exchange, "DELETE FROM a WHERE id = 1");
            harness.start();
            assertSame(harness, "a", "b");
            // there and back at once: the rows that were changed meanwhile are not left out
            migration.run(
                    exchange,
                    "UPDATE a SET v = 'meanwhile'",
                    exchange,
                    "UPDATE b SET v = v || '!'");
            assertSame(harness, "a", "b");
        }
    }

    @Test
    void changesOfATableUnderItsNextNameAreNotReadAsThoseOfItsFormerOne() {
        migration.run(
                "CREATE TABLE a(id int PRIMARY KEY, v text)", "INSERT INTO a VALUES (1, 'of a')");
        try (SourceHarness harness = loaded("a")) {
            migration.run(
                    "UPDATE a SET v = 'before'",
                    "ALTER TABLE a RENAME TO b",
                    "ALTER TABLE b ADD COLUMN w int",
                    "INSERT INTO b VALUES (2, 'of b', 3)",
                    "CREATE TABLE a(id int PRIMARY KEY, v text)",
                    "INSERT INTO a VALUES (7, 'new')",
                    "UPDATE b SET w = 4");
            assertSame(harness, "a", "b");
        }
    }

    @Test
    void lastChangesOfATableThatIsGoneAreLeftOut() {
        migration.run(
                "CREATE TABLE a(id int PRIMARY KEY, v text, w text)",
                "INSERT INTO a VALUES (1, 'v', 'w')",
                "CREATE TABLE b(id int PRIMARY KEY)");
        try (SourceHarness harness = loaded("a", "b")) {
            harness.stop();
            migration.run(
                    "ALTER TABLE a DROP COLUMN v",
                    "ALTER TABLE a RENAME COLUMN w TO v",
                    "UPDATE a SET v = 'last'",
                    "DROP TABLE a",
                    "INSERT INTO b VALUES (1)");
            harness.start();
            assertSame(harness, "b");
            assertThat(harness.rows("a")).containsExactly("1|v|w");
        }
    }

    @Test
    void whoeverAltersThePublicationsLosesNoChange() {
        migration.run(
                "CREATE TABLE a(id int PRIMARY KEY, v text)",
                "CREATE TABLE b(id int PRIMARY KEY, v text)",
                "INSERT INTO a VALUES (1, 'old')",
                "INSERT INTO b VALUES (1, 'old')");
        try (SourceHarness harness = loaded("a", "b")) {
            migration.run("UPDATE a SET v = 'followed'");
            assertSame(harness, "a");
            for (String publication : publications("a")) {
                migration.run("ALTER PUBLICATION " + publication + " SET (publish = 'insert')");
            }
            migration.run("UPDATE a SET v = 'not published'");
            assertSame(harness, "a", "b");
            harness.stop();
            for (String publication : publications("b")) {
                migration.run(
                        "ALTER PUBLICATION " + publication + " DROP TABLE b",
                        "ALTER PUBLICATION " + publication + " ADD TABLE b WHERE (id < 3)");
            }
            migration.run("INSERT INTO b VALUES (5, 'filtered')");
            harness.start();
            assertSame(harness, "b");
            migration.run("INSERT INTO b VALUES (6, 'followed')", "DELETE FROM a");
            assertSame(harness, "a", "b");
        }
    }

    private List<String> publications(String table) {
        return migration
                .server
                .query(
                        "SELECT quote_ident(pubname) FROM pg_publication_tables WHERE schemaname = '%s' AND tablename = '%s'"
                                .formatted(migration.schema, table))
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Test
    void rowsThatTravelAsChangesAreVoidedAndComeAgain() {
        migration.config.put("load.records", "rows");
        migration.run(
                "CREATE TABLE a(id int PRIMARY KEY, v text)",
                "CREATE TABLE b(id int PRIMARY KEY, v text)",
                "INSERT INTO a VALUES (1, 'of a')",
                "INSERT INTO b VALUES (1, 'of b'), (2, 'of b')");
        try (SourceHarness harness = migration.start()) {
            harness.until("rows", () -> harness.isRead("a") && harness.isRead("b"));
            migration.run(
                    "ALTER TABLE a RENAME TO tmp",
                    "ALTER TABLE b RENAME TO a",
                    "ALTER TABLE tmp RENAME TO b",
                    "UPDATE a SET v = 'now a' WHERE id = 2",
                    "INSERT INTO b VALUES (3, 'now b')");
            harness.until(
                    "the rows of the other",
                    () ->
                            replayed(harness, "a").equals(source("a"))
                                    && replayed(harness, "b").equals(source("b")));
        }
    }

    private static List<String> replayed(SourceHarness harness, String table) {
        return harness.replayed(table).values().stream()
                .map(row -> String.join("|", Arrays.stream(row).map(String::valueOf).toList()))
                .sorted()
                .toList();
    }

    @Test
    void aTableThatAlterRewritesIsLoadedAnew() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                "CREATE TABLE kept(id int PRIMARY KEY, v text)",
                "INSERT INTO kept VALUES (1, 'a'), (2, 'b')");
        try (SourceHarness harness = loaded("t", "kept")) {
            migration.run("ALTER TABLE t ALTER v TYPE text USING upper(v)");
            migration.server.execute("VACUUM FULL " + migration.schema + ".kept");
            assertSame(harness, "t");
            migration.run("TRUNCATE kept", "INSERT INTO kept VALUES (3, 'c')");
            assertSame(harness, "kept");
            assertThat(harness.generation("kept")).isEqualTo(1);
        }
    }

    @Test
    void whatComesAndGoesWithPartitionsIsLoadedAnew() {
        migration.run(
                "CREATE TABLE p(id int, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                "INSERT INTO p SELECT i, 'v' FROM generate_series(1, 19) i");
        try (SourceHarness harness = loaded("p")) {
            migration.run(
                    "CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (20) TO (30)",
                    "INSERT INTO p VALUES (20, 'new')",
                    "UPDATE p SET v = 'changed' WHERE id IN (5, 20)");
            assertSame(harness, "p");
            assertThat(harness.generation("p")).isEqualTo(1);
            migration.run("TRUNCATE p1");
            assertSame(harness, "p");
            migration.run("DROP TABLE p2");
            assertSame(harness, "p");
            migration.run(
                    "CREATE TABLE filled(id int PRIMARY KEY, v text)",
                    "INSERT INTO filled VALUES (35, 'filled')",
                    "ALTER TABLE p ATTACH PARTITION filled FOR VALUES FROM (30) TO (40)");
            assertSame(harness, "p");
            migration.run("ALTER TABLE p DETACH PARTITION p3");
            assertSame(harness, "p", "p3");
            migration.run("UPDATE p SET v = 'end'", "UPDATE p3 SET v = 'own'");
            assertSame(harness, "p", "p3");
        }
    }

    /**
     * Whoever may read the table may read its partitions' rows, and yet no partition by its name.
     */
    @Test
    void partitionsOfAnotherOwnerAreFollowed() {
        String user = "owner_" + migration.schema;
        migration.server.execute(
                "CREATE ROLE " + user + " LOGIN REPLICATION PASSWORD 'secret'",
                "GRANT CREATE ON DATABASE postgres TO " + user,
                "GRANT ALL ON SCHEMA " + migration.schema + " TO " + user);
        migration.run(
                "CREATE TABLE p(id int, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "ALTER TABLE p OWNER TO " + user,
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "INSERT INTO p SELECT i, 'v' FROM generate_series(1, 9) i");
        migration.config.put("database.user", user);
        migration.config.put("database.password", "secret");
        try (SourceHarness harness = loaded("p")) {
            migration.run(
                    "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                    "INSERT INTO p VALUES (15, 'new')");
            assertSame(harness, "p");
            assertThat(harness.generation("p")).isEqualTo(1);
            migration.run(
                    "CREATE TABLE filled(id int PRIMARY KEY, v text)",
                    "INSERT INTO filled VALUES (35, 'filled')",
                    "ALTER TABLE p ATTACH PARTITION filled FOR VALUES FROM (30) TO (40)");
            assertSame(harness, "p");
            migration.run("TRUNCATE p2");
            assertSame(harness, "p");
        }
    }

    @Test
    void generatedColumnsAreInNoLane() {
        migration.run(
                "CREATE TABLE g(id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2)"
                        + " STORED)",
                "INSERT INTO g(id, a) VALUES (1, 1)",
                "CREATE TABLE only_generated(x int GENERATED ALWAYS AS (1) STORED)",
                "CREATE TABLE nothing()",
                "INSERT INTO nothing DEFAULT VALUES");
        try (SourceHarness harness = loaded("g")) {
            migration.run("INSERT INTO g(id, a) VALUES (2, 2)", "UPDATE g SET a = 7 WHERE id = 1");
            harness.until("changes", () -> harness.changesOf("g").size() == 2);
            assertThat(harness.rows("g")).containsExactly("1|7", "2|2");
            assertThat(harness.changesOf("g"))
                    .allSatisfy(change -> assertThat(change.table().columns()).hasSize(2));
            assertThat(harness.isLoaded("nothing")).isFalse();
            assertThat(harness.isLoaded("only_generated")).isFalse();
        }
    }

    /** Whose rows the user may not read all holds nobody else up once it is excluded. */
    @Test
    void aTableThatMayNotBeReadAnyMoreIsNamedAndCanBeExcluded() {
        String user = "owner_" + migration.schema;
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE TABLE u (id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                "CREATE ROLE " + user + " LOGIN REPLICATION PASSWORD 'owner'",
                "GRANT ALL ON DATABASE postgres TO " + user,
                "GRANT ALL ON SCHEMA " + migration.schema + " TO " + user,
                "ALTER TABLE t OWNER TO " + user,
                "ALTER TABLE u OWNER TO " + user);
        migration.config.put("database.user", user);
        migration.config.put("database.password", "owner");
        try (SourceHarness harness = loaded("t", "u")) {
            migration.run(
                    "ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
                    "ALTER TABLE t ALTER COLUMN v TYPE varchar(50) USING v || '!'",
                    "INSERT INTO u VALUES (1)");
            assertThatThrownBy(() -> harness.until("stops", () -> false))
                    .hasMessageContaining(migration.schema + ".t")
                    .hasMessageContaining("row-level security");
            migration.config.put(
                    "table.mappings",
                    migration.config.get("table.mappings").replace("\"%\"}", "\"u\"}"));
            harness.restart();
            harness.until("the others", () -> harness.changesOf("u").size() == 1);
        } finally {
            migration.run("DROP OWNED BY " + user, "DROP ROLE " + user);
        }
    }
}
