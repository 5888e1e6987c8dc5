// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Indexes, foreign keys and what is left over; columns' defaults have a test of their own. */
class SecondaryObjectsTest {
    private static final String ODD = "Größe \"1\" 😀";

    private final Migration migration = new Migration("full-load");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private SecondaryObjects read(String table) {
        try (SourceEngine engine = new PostgreSqlEngine(migration.info())) {
            return engine.secondaryObjects(new TableId(migration.schema, table));
        }
    }

    private Map<String, Index> indexes(String table) {
        return read(table).indexes().stream()
                .collect(Collectors.toMap(Index::name, Function.identity()));
    }

    private static Index plain(String name, boolean unique, boolean constraint, String... columns) {
        return new Index(
                name,
                unique,
                constraint,
                "btree",
                false,
                List.of(columns).stream().map(SecondaryObjectsTest::part).toList(),
                "",
                "postgres",
                Set.of(columns));
    }

    private static Index.Part part(String column) {
        return new Index.Part(column, 0, false);
    }

    @Test
    void thereMayBeNothing() {
        migration.run(
                "CREATE TABLE bare (id int PRIMARY KEY, v text)",
                "CREATE VIEW seen AS SELECT id FROM bare",
                "CREATE MATERIALIZED VIEW kept AS SELECT id FROM bare",
                "CREATE INDEX ON kept (id)");
        for (String table : List.of("bare", "seen", "kept", "gone")) {
            assertThat(read(table)).as(table).isEqualTo(SecondaryObjects.NONE);
        }
    }

    @Test
    void whatColumnsSayNeedsNoDefinition() {
        String odd = Sql.quote(ODD);
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(9), \"select\" text, "
                        + odd
                        + " text, CONSTRAINT only_one UNIQUE (b, a))",
                "CREATE INDEX one ON t (a)",
                "CREATE UNIQUE INDEX \"Two\" ON t (\"select\", a DESC)",
                "CREATE INDEX " + odd + " ON t (" + odd + ")");
        assertThat(read("t").indexes())
                .containsExactlyInAnyOrder(
                        plain("one", false, false, "a"),
                        plain(ODD, false, false, ODD),
                        plain("only_one", true, true, "b", "a"),
                        new Index(
                                "Two",
                                true,
                                false,
                                "btree",
                                false,
                                List.of(part("select"), new Index.Part("a", 0, true)),
                                "",
                                "postgres",
                                Set.of("a", "select")));
        assertThat(read("t").leftovers()).isEmpty();
    }

    @Test
    void allElseNeedsOne() {
        migration.run(
                "CREATE TABLE \"USING t\" (id int PRIMARY KEY, a int, b text, c jsonb, d int4range,"
                        + " CONSTRAINT x EXCLUDE USING gist (d WITH &&) WHERE (a > 0),"
                        + " CONSTRAINT u1 UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED,"
                        + " CONSTRAINT u2 UNIQUE (b) WITH (fillfactor = 70) DEFERRABLE,"
                        + " CONSTRAINT u3 UNIQUE (b) INCLUDE (c),"
                        + " CONSTRAINT u4 UNIQUE NULLS NOT DISTINCT (d))",
                "CREATE INDEX \"i USING\" ON \"USING t\" (lower(b), a DESC NULLS LAST)",
                "CREATE INDEX i2 ON \"USING t\" (b text_pattern_ops)",
                "CREATE INDEX i3 ON \"USING t\" (b COLLATE \"C\")",
                "CREATE INDEX i4 ON \"USING t\" (a) INCLUDE (b) WHERE c IS NOT NULL",
                "CREATE INDEX i5 ON \"USING t\" (a) WITH (fillfactor = 50)",
                "CREATE INDEX i6 ON \"USING t\" USING gin (c jsonb_path_ops)",
                "CREATE INDEX i7 ON \"USING t\" USING hash (b)",
                "CREATE UNIQUE INDEX i8 ON \"USING t\" (a) NULLS NOT DISTINCT",
                "CREATE INDEX i9 ON \"USING t\" (a NULLS FIRST)");
        Map<String, Index> indexes = indexes("USING t");
        assertThat(
                        indexes.values().stream()
                                .collect(Collectors.toMap(Index::name, Index::definition)))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("x", "EXCLUDE USING gist (d WITH &&) WHERE ((a > 0))"),
                                Map.entry("u1", "UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED"),
                                Map.entry("u2", "UNIQUE (b) WITH (fillfactor=70) DEFERRABLE"),
                                Map.entry("u3", "UNIQUE (b) INCLUDE (c)"),
                                Map.entry("u4", "UNIQUE NULLS NOT DISTINCT (d)"),
                                Map.entry("i USING", "USING btree (lower(b), a DESC NULLS LAST)"),
                                Map.entry("i2", "USING btree (b text_pattern_ops)"),
                                Map.entry("i3", "USING btree (b COLLATE \"C\")"),
                                Map.entry(
                                        "i4", "USING btree (a) INCLUDE (b) WHERE (c IS NOT NULL)"),
                                Map.entry("i5", "USING btree (a) WITH (fillfactor='50')"),
                                Map.entry("i6", "USING gin (c jsonb_path_ops)"),
                                Map.entry("i7", "USING hash (b)"),
                                Map.entry("i8", "USING btree (a) NULLS NOT DISTINCT"),
                                Map.entry("i9", "USING btree (a NULLS FIRST)")));
        Index first = indexes.get("i USING");
        assertThat(first.parts()).containsExactly(part(""), new Index.Part("a", 0, true));
        assertThat(first.reads()).containsExactlyInAnyOrder("a", "b");
        assertThat(indexes.get("i4").reads()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(indexes.get("i4").parts()).containsExactly(part("a"));
        assertThat(indexes.get("i4").partial()).isTrue();
        assertThat(indexes.get("x"))
                .isEqualTo(
                        new Index(
                                "x",
                                false,
                                true,
                                "gist",
                                true,
                                List.of(part("d")),
                                "EXCLUDE USING gist (d WITH &&) WHERE ((a > 0))",
                                "postgres",
                                Set.of("a", "d")));
        assertThat(indexes.get("i6").method()).isEqualTo("gin");
        // what was read makes the same again
        indexes.values().forEach(this::makeAgain);
        assertThat(indexes("USING t")).isEqualTo(indexes);
    }

    private void makeAgain(Index index) {
        String name = Sql.quote(index.name());
        if (index.constraint()) {
            migration.run(
                    "ALTER TABLE \"USING t\" DROP CONSTRAINT " + name,
                    "ALTER TABLE \"USING t\" ADD CONSTRAINT " + name + " " + index.definition());
        } else {
            migration.run(
                    "DROP INDEX " + name,
                    "CREATE "
                            + (index.unique() ? "UNIQUE " : "")
                            + "INDEX "
                            + name
                            + " ON \"USING t\" "
                            + index.definition());
        }
    }

    @Test
    void whatTheLogIdentifiesRowsByIsTheKey() {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int)",
                "CREATE UNIQUE INDEX chosen ON t (a)",
                "CREATE INDEX other ON t (b)",
                "ALTER TABLE t REPLICA IDENTITY USING INDEX chosen");
        SecondaryObjects found = read("t");
        assertThat(found.indexes()).containsExactly(plain("other", false, false, "b"));
        assertThat(found.leftovers())
                .containsExactly(
                        new Leftover(
                                "primary key",
                                "t_pkey",
                                "the target's key is the index that the log identifies rows by:"
                                        + " USING btree (id)"));
    }

    @Test
    void anInvalidIndexIsLeftOver() {
        migration.run("CREATE TABLE p (a int, b int) PARTITION BY RANGE (a)");
        migration.run("CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)");
        migration.run(
                "CREATE INDEX whole ON p (lower(b::text))", "CREATE INDEX part ON ONLY p (b)");
        SecondaryObjects found = read("p");
        assertThat(found.indexes())
                .extracting(Index::name, Index::definition)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "whole", "USING btree (lower((b)::text))"));
        assertThat(found.leftovers())
                .containsExactly(
                        new Leftover(
                                "index", "part", "it is not valid at the source: USING btree (b)"));
    }

    @Test
    void foreignKeys() {
        migration.run(
                "CREATE TABLE a (x int, y text, z int UNIQUE, PRIMARY KEY (x, y))",
                "CREATE TABLE \"B c\" (\"Id\" int PRIMARY KEY, ay text, ax int,"
                        + " up int CONSTRAINT own REFERENCES \"B c\" ON DELETE CASCADE,"
                        + " z int CONSTRAINT later REFERENCES a (z) ON UPDATE SET NULL"
                        + " DEFERRABLE INITIALLY DEFERRED,"
                        + " w int CONSTRAINT sooner REFERENCES a (z) ON DELETE SET DEFAULT"
                        + " ON UPDATE RESTRICT DEFERRABLE,"
                        + " CONSTRAINT \"two😀\" FOREIGN KEY (ay, ax) REFERENCES a (y, x))");
        TableId a = new TableId(migration.schema, "a");
        TableId b = new TableId(migration.schema, "B c");
        List<ForeignKey> found = read("B c").foreignKeys();
        try (SourceEngine engine = new PostgreSqlEngine(migration.info())) {
            var shapes = engine.describe(List.of(a, b));
            assertThat(found)
                    .containsExactlyInAnyOrder(
                            new ForeignKey(
                                    "own",
                                    List.of("up"),
                                    shapes.get(b),
                                    List.of("Id"),
                                    "CASCADE",
                                    "NO ACTION",
                                    ""),
                            new ForeignKey(
                                    "later",
                                    List.of("z"),
                                    shapes.get(a),
                                    List.of("z"),
                                    "NO ACTION",
                                    "SET NULL",
                                    "DEFERRABLE INITIALLY DEFERRED"),
                            new ForeignKey(
                                    "sooner",
                                    List.of("w"),
                                    shapes.get(a),
                                    List.of("z"),
                                    "SET DEFAULT",
                                    "RESTRICT",
                                    "DEFERRABLE"),
                            new ForeignKey(
                                    "two😀",
                                    List.of("ay", "ax"),
                                    shapes.get(a),
                                    List.of("y", "x"),
                                    "NO ACTION",
                                    "NO ACTION",
                                    ""));
        }
    }

    @Test
    void foreignKeysThatCannotBeSaid() {
        migration.run(
                "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y))",
                "CREATE TABLE t (x int, y int,"
                        + " CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES a MATCH FULL,"
                        + " CONSTRAINT f2 FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (y))",
                "ALTER TABLE t ADD CONSTRAINT f3 FOREIGN KEY (y, x) REFERENCES a (x, y) NOT VALID");
        SecondaryObjects found = read("t");
        assertThat(found.foreignKeys()).isEmpty();
        assertThat(found.leftovers()).extracting(Leftover::name).containsExactly("f1", "f2", "f3");
        assertThat(found.leftovers().get(2).reason())
                .startsWith("its rows are not validated at the source: FOREIGN KEY (y, x)");
    }

    @Test
    void keysOfAndToPartitionedTablesAreOne() {
        migration.run(
                "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY RANGE (a)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (99)",
                "CREATE TABLE q (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES p)"
                        + " PARTITION BY RANGE (a)",
                "CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (9)");
        assertThat(read("q").foreignKeys()).extracting(ForeignKey::name).containsExactly("f");
        assertThat(read("q").foreignKeys().get(0).references().id().name()).isEqualTo("p");
        assertThat(read("p").foreignKeys()).isEmpty();
    }

    /**
     * The log does not have its values: the target's column would be wrong with the first change.
     */
    @Test
    void aGeneratedColumnThatIsNotFollowedIsListed() {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a int,"
                        + " twice int GENERATED ALWAYS AS (a * 2) STORED)");
        TableId id = new TableId(migration.schema, "t");
        try (SourceEngine engine = new PostgreSqlEngine(migration.info())) {
            engine.checkTables(List.of(id), true);
            assertThat(engine.secondaryObjects(id).leftovers())
                    .containsExactly(
                            new Leftover(
                                    "generated column",
                                    "twice",
                                    "left out, since the log does not have its values: (a * 2)"));
        }
    }

    @Test
    void leftovers() {
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, amount int CONSTRAINT ok CHECK (amount > 0),"
                        + " twice int GENERATED ALWAYS AS (amount * 2) STORED)",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER fired BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE RULE silent AS ON DELETE TO t DO INSTEAD NOTHING",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY mine ON t USING (amount > 1) WITH CHECK (amount > 2)");
        String t = migration.schema + ".t";
        assertThat(read("t").leftovers())
                .containsExactlyInAnyOrder(
                        new Leftover(
                                "check constraint",
                                "ok",
                                "check constraints are not carried over: CHECK ((amount > 0))"),
                        new Leftover(
                                "generated column",
                                "twice",
                                "the target gets the values, but does not compute them:"
                                        + " (amount * 2)"),
                        new Leftover(
                                "trigger",
                                "fired",
                                "triggers are not carried over: CREATE TRIGGER fired BEFORE INSERT"
                                        + (" ON " + t + " FOR EACH ROW EXECUTE FUNCTION ")
                                        + (migration.schema + ".f()")),
                        new Leftover(
                                "rule",
                                "silent",
                                "rules are not carried over: CREATE RULE silent AS ON DELETE TO "
                                        + (t + " DO INSTEAD NOTHING;")),
                        new Leftover(
                                "row-level security policy",
                                "mine",
                                "policies of row-level security are not carried over: USING"
                                        + " ((amount > 1)) WITH CHECK ((amount > 2))"));
        assertThat(read("t").defaults()).isEmpty();
    }
}
