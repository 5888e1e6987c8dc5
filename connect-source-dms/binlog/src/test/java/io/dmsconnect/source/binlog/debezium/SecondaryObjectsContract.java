// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.SourceEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Indexes, foreign keys and what is left over; columns' defaults have a test of their own. */
public abstract class SecondaryObjectsContract extends ObjectsHarness {
    private static final String ODD = "Größe `1` '€";

    protected final Map<String, Index> indexes(String table) {
        return read(table).indexes().stream()
                .collect(Collectors.toMap(Index::name, Function.identity()));
    }

    private Index plain(String name, boolean unique, Index.Part... parts) {
        return new Index(
                name,
                unique,
                false,
                "btree",
                false,
                List.of(parts),
                "",
                family(),
                List.of(parts).stream().map(Index.Part::column).collect(Collectors.toSet()));
    }

    private static Index.Part part(String column) {
        return new Index.Part(column, 0, false);
    }

    private static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    @Test
    void thereMayBeNothing() {
        run(
                "CREATE TABLE bare (id int PRIMARY KEY, v text, n int NOT NULL)",
                "CREATE VIEW seen AS SELECT id FROM bare");
        for (String table : List.of("bare", "seen", "gone", "Bare")) {
            assertThat(read(table)).as(table).isEqualTo(SecondaryObjects.NONE);
        }
    }

    @Test
    void whatColumnsSayNeedsNoDefinition() {
        String odd = quote(ODD);
        run(
                "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(90), c varbinary(90),"
                        + " `select` text, "
                        + odd
                        + " int, UNIQUE KEY `Two` (b, a))",
                "CREATE INDEX one ON t (a)",
                "CREATE INDEX starts ON t (b(5), `select`(7), c(9), a)",
                "CREATE INDEX down ON t (a DESC, b)",
                "CREATE INDEX " + odd + " ON t (" + odd + ")");
        assertThat(read("t").indexes())
                .containsExactlyInAnyOrder(
                        plain("Two", true, part("b"), part("a")),
                        plain("one", false, part("a")),
                        plain(
                                "starts",
                                false,
                                new Index.Part("b", 5, false),
                                new Index.Part("select", 7, false),
                                new Index.Part("c", 9, false),
                                part("a")),
                        plain("down", false, new Index.Part("a", 0, true), part("b")),
                        plain(ODD, false, part(ODD)));
        assertThat(read("t").leftovers()).isEmpty();
    }

    @Test
    void hashIndexes() {
        run("CREATE TABLE t (id int PRIMARY KEY, a int, KEY h USING HASH (a)) ENGINE=MEMORY");
        Index index = indexes("t").get("h");
        assertThat(index.method()).isEqualTo("hash");
        assertThat(index.definition()).isEmpty();
    }

    @Test
    void definitionsMakeTheSameAgain() {
        String odd = quote(ODD);
        run(
                "CREATE TABLE t (id int PRIMARY KEY, b varchar(90), `select` text,"
                        + " g geometry NOT NULL, "
                        + odd
                        + " text)",
                "CREATE FULLTEXT INDEX `ft KEY` ON t (b, `select`) COMMENT 'it''s, KEY `f`'",
                "CREATE FULLTEXT INDEX " + odd + " ON t (" + odd + ")",
                "CREATE SPATIAL INDEX sp ON t (g)");
        Map<String, Index> indexes = indexes("t");
        assertThat(indexes).hasSize(3);
        Index text = indexes.get("ft KEY");
        assertThat(text.method()).isEqualTo("fulltext");
        assertThat(text.parts()).containsExactly(part("b"), part("select"));
        assertThat(text.definition()).isEqualTo("(`b`,`select`) COMMENT 'it''s, KEY `f`'");
        assertThat(text.reads()).containsExactlyInAnyOrder("b", "select");
        assertThat(indexes.get(ODD).definition()).isEqualTo("(" + odd + ")");
        assertThat(indexes.get("sp"))
                .isEqualTo(
                        new Index(
                                "sp",
                                false,
                                false,
                                "spatial",
                                false,
                                List.of(part("g")),
                                "(`g`)",
                                family(),
                                Set.of("g")));
        indexes.values().forEach(this::makeAgain);
        assertThat(indexes("t")).isEqualTo(indexes);
    }

    protected final void makeAgain(Index index) {
        String method = index.method().matches("fulltext|spatial") ? index.method() : "";
        run(
                "ALTER TABLE t DROP INDEX " + quote(index.name()),
                "ALTER TABLE t ADD %s INDEX %s %s"
                        .formatted(
                                index.unique() ? "UNIQUE" : method,
                                quote(index.name()),
                                index.definition()));
    }

    @Test
    void foreignKeys() {
        run(
                "CREATE TABLE a (x int, y varchar(9), z int UNIQUE, PRIMARY KEY (x, y))",
                "CREATE TABLE `B c` (`Id` int PRIMARY KEY, ay varchar(9), ax int, up int, z int,"
                        + " CONSTRAINT own FOREIGN KEY (up) REFERENCES `B c` (ID)"
                        + " ON DELETE CASCADE,"
                        + " CONSTRAINT other FOREIGN KEY (z) REFERENCES a (z) ON UPDATE SET NULL,"
                        + " CONSTRAINT `two €` FOREIGN KEY (ax, ay) REFERENCES a (x, y)"
                        + " ON DELETE RESTRICT ON UPDATE CASCADE)");
        TableId a = new TableId(migration.database, "a");
        TableId b = new TableId(migration.database, "B c");
        SecondaryObjects found = read("B c");
        try (SourceEngine engine = engine()) {
            var shapes = engine.describe(List.of(a, b));
            assertThat(found.foreignKeys())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                            "onDelete", "onUpdate")
                    .containsExactlyInAnyOrder(
                            key("own", List.of("up"), shapes.get(b), List.of("Id")),
                            key("other", List.of("z"), shapes.get(a), List.of("z")),
                            key("two €", List.of("ax", "ay"), shapes.get(a), List.of("x", "y")));
        }
        Map<String, List<String>> actions =
                found.foreignKeys().stream()
                        .collect(
                                Collectors.toMap(
                                        ForeignKey::name,
                                        key -> List.of(key.onDelete(), key.onUpdate())));
        assertThat(actions.get("two €")).containsExactly("RESTRICT", "CASCADE");
        assertThat(actions.get("own").get(0)).isEqualTo("CASCADE");
        assertThat(actions.get("other").get(1)).isEqualTo("SET NULL");
        // MariaDB calls it RESTRICT, which is the same there
        assertThat(actions.get("own").get(1)).isIn("NO ACTION", "RESTRICT");
        // what a key needs is an index like any other
        assertThat(found.indexes()).extracting(Index::name).contains("own", "other", "two €");
    }

    private static ForeignKey key(
            String name,
            List<String> columns,
            io.dmsconnect.core.schema.Table references,
            List<String> referenced) {
        return new ForeignKey(name, columns, references, referenced, "", "", "");
    }

    @Test
    void aKeyToATableThatIsGone() {
        run(
                "CREATE TABLE a (x int PRIMARY KEY)",
                "CREATE TABLE t (x int, CONSTRAINT f FOREIGN KEY (x) REFERENCES a (x))",
                "SET foreign_key_checks = 0",
                "DROP TABLE a");
        assertThat(read("t").foreignKeys()).isEmpty();
        assertThat(read("t").leftovers())
                .containsExactly(
                        new Leftover(
                                "foreign key",
                                "f",
                                "the source has no table that the user may read: `"
                                        + migration.database
                                        + "`.`a`"));
    }

    @Test
    void aUserThatMayOnlyReadSeesTheSame() {
        run(
                "CREATE TABLE a (x int PRIMARY KEY)",
                "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, x int DEFAULT 1,"
                        + " v varchar(9), FULLTEXT KEY ft (v),"
                        + " CONSTRAINT f FOREIGN KEY (x) REFERENCES a (x) ON DELETE CASCADE)");
        SecondaryObjects all = read("t");
        String user = "u" + migration.database;
        run(
                "CREATE USER " + user + "@'%' IDENTIFIED BY 'secret'",
                "GRANT SELECT ON " + migration.database + ".* TO " + user + "@'%'");
        migration.config.put("database.user", user);
        migration.config.put("database.password", "secret");
        try {
            assertThat(read("t")).isEqualTo(all);
        } finally {
            run("DROP USER " + user + "@'%'");
        }
    }

    @Test
    void comments() {
        run(
                "CREATE TABLE t (id int PRIMARY KEY COMMENT 'one', a int COMMENT 'two', b int)"
                        + " COMMENT 'of all'",
                "CREATE TABLE u (id int PRIMARY KEY, b int COMMENT 'it''s')");
        assertThat(read("t").leftovers())
                .containsExactly(
                        new Leftover(
                                "comments",
                                "t",
                                "comments are not carried over: of the table and 2 columns"));
        assertThat(read("u").leftovers())
                .extracting(Leftover::reason)
                .containsExactly("comments are not carried over: of 1 columns");
    }

    @Test
    void triggersAndGeneratedColumns() {
        run(
                "CREATE TABLE t (id int PRIMARY KEY, a int, twice int AS (a * 2) VIRTUAL,"
                        + " s varchar(9) AS (concat(a, 'it''s')) STORED)",
                "CREATE TRIGGER fired BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1");
        SecondaryObjects found = read("t");
        assertThat(found.defaults()).isEmpty();
        assertThat(found.leftovers())
                .extracting(Leftover::kind, Leftover::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("generated column", "twice"),
                        org.assertj.core.groups.Tuple.tuple("generated column", "s"),
                        org.assertj.core.groups.Tuple.tuple("trigger", "fired"));
        assertThat(found.leftovers().get(0).reason())
                .startsWith("the target gets the values, but does not compute them: ")
                .contains("`a` * 2");
        assertThat(found.leftovers().get(1).reason()).matches(".*'it(''|\\\\')s'.*");
        assertThat(found.leftovers().get(2).reason())
                .isEqualTo("triggers are not carried over: BEFORE INSERT SET NEW.a = 1");
    }
}
