// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Failures;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SourceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which of the table's columns a change speaks of, whatever has been done to the table since. */
class ColumnIdentityTest {
    private static List<String> shape(RowChange change) {
        return change.table().columns().stream()
                .map(column -> column.id() + " " + column.name())
                .toList();
    }

    private static String types(RowChange change) {
        return change.table().columns().stream()
                .map(Column::type)
                .map(type -> type.declaration())
                .collect(Collectors.joining(", "));
    }

    @Test
    void changesThatWaitWhileTheTableIsAlteredKeepTheirColumns() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a text, b numeric(10,2), c text)",
                "INSERT INTO t VALUES (1, 'a', 1.5, 'c')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            assertThat(harness.rowsOf("t").get(0).message().table().columns())
                    .extracting(Column::id)
                    .containsExactly(1, 2, 3, 4);
            harness.stop();
            String[] steps = {
                "UPDATE t SET a = 'a1' WHERE id = 1",
                "ALTER TABLE t RENAME COLUMN a TO x",
                "ALTER TABLE t RENAME COLUMN c TO a",
                "ALTER TABLE t RENAME COLUMN x TO c",
                "UPDATE t SET a = 'was c' WHERE id = 1",
                "ALTER TABLE t DROP COLUMN b",
                "ALTER TABLE t ADD COLUMN b numeric(12,4)",
                "UPDATE t SET b = 2.25 WHERE id = 1",
                "ALTER TABLE t RENAME COLUMN id TO key",
                "ALTER TABLE t ADD COLUMN d int, DROP COLUMN c",
                "INSERT INTO t(key, a, b, d) VALUES (2, 'x', 3, 4)",
                "ALTER TABLE t ALTER COLUMN d TYPE bigint",
                "UPDATE t SET d = 5 WHERE key = 2"
            };
            for (String step : steps) {
                migration.run(step);
            }
            harness.start();
            harness.until("changes", () -> harness.changesOf("t").size() == 5);
            List<RowChange> changes = harness.changesOf("t");
            assertThat(shape(changes.get(0))).containsExactly("1 id", "2 a", "3 b", "4 c");
            assertThat(types(changes.get(0))).isEqualTo("integer, text, numeric(10,2), text");
            assertThat(changes.get(0).table().primaryKey()).containsExactly("id");
            assertThat(shape(changes.get(1))).containsExactly("1 id", "2 c", "3 b", "4 a");
            assertThat(shape(changes.get(2))).containsExactly("1 id", "2 c", "4 a", "5 b");
            assertThat(types(changes.get(2))).isEqualTo("integer, text, text, numeric(12,4)");
            assertThat(shape(changes.get(3))).containsExactly("1 key", "4 a", "5 b", "6 d");
            assertThat(types(changes.get(3))).isEqualTo("integer, text, numeric(12,4), integer");
            assertThat(changes.get(3).table().primaryKey()).containsExactly("key");
            assertThat(types(changes.get(4))).isEqualTo("integer, text, numeric(12,4), bigint");
        }
        migration.cleanUp();
    }

    /** A value is read by the type it was written with, not by that of its name's column of now. */
    @Test
    void valuesOfColumnsThatHaveExchangedTheirNamesSinceStayWhatTheyWere() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a bytea, b text NOT NULL, c boolean NOT NULL,"
                        + " d text[], e integer, f real)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            harness.stop();
            migration.run("INSERT INTO t VALUES (1, '\\x00ff', '\\x41', true, '{x,y}', 7, 0.5)");
            for (String pair : List.of("a b", "c d", "e f")) {
                String[] names = pair.split(" ");
                migration.run("ALTER TABLE t RENAME COLUMN " + names[0] + " TO tmp");
                migration.run("ALTER TABLE t RENAME COLUMN " + names[1] + " TO " + names[0]);
                migration.run("ALTER TABLE t RENAME COLUMN tmp TO " + names[1]);
            }
            harness.start();
            harness.until("change", () -> !harness.changesOf("t").isEmpty());
            RowChange change = harness.changesOf("t").get(0);
            assertThat(shape(change))
                    .containsExactly("1 id", "2 a", "3 b", "4 c", "5 d", "6 e", "7 f");
            assertThat(change.after().value(1)).isEqualTo(new byte[] {0, (byte) 0xff});
            assertThat(change.after().value(2)).isEqualTo("\\x41");
            assertThat(change.after().value(3)).isEqualTo(true);
            assertThat(change.after().value(4)).isEqualTo("{x,y}");
            assertThat(change.after().value(5)).hasToString("7");
            assertThat(change.after().value(6)).hasToString("0.5");
        }
        migration.cleanUp();
    }

    @Test
    void statementsOfOneTransactionAreToldApart() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run("CREATE TABLE t (id int PRIMARY KEY, a text, b text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            // one transaction
            migration.run(
                    "INSERT INTO t VALUES (1, 'a', 'b')",
                    "ALTER TABLE t DROP COLUMN a",
                    "UPDATE t SET b = 'c'");
            harness.until("changes", () -> harness.changesOf("t").size() == 2);
            assertThat(shape(harness.changesOf("t").get(0))).containsExactly("1 id", "2 a", "3 b");
            assertThat(shape(harness.changesOf("t").get(1))).containsExactly("1 id", "3 b");
        }
        migration.cleanUp();
    }

    /** Was it the column that the transaction drops, or the one that it adds? */
    @Test
    void whatTheCatalogueDoesNotTellIsLoaded() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run("CREATE TABLE t (id int PRIMARY KEY, a text, b text)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run(
                    "INSERT INTO t VALUES (1, 'a', 'b')",
                    "INSERT INTO t VALUES (2, 'a', 'b')",
                    "ALTER TABLE t DROP COLUMN b, ADD COLUMN b text",
                    "INSERT INTO t VALUES (3, 'a', 'b')");
            migration.run("INSERT INTO t VALUES (4, 'a', 'b')");
            harness.until("rows", () -> harness.rows("t").size() == 4);
            assertThat(harness.rows("t")).containsExactly("1|a|null", "2|a|null", "3|a|b", "4|a|b");
            assertThat(harness.changesOf("t")).allMatch(change -> change.generation() >= 2);
        }
        migration.cleanUp();
    }

    /** What the log tells of a type is what the catalogue says of it. */
    @Test
    void typesOfTheLogAreThoseOfTheCatalogue() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, n1 numeric, n2 numeric(10,2), n3 numeric(3,-2),"
                        + " n4 numeric(2,5), v1 varchar, v2 varchar(7), c1 char, c2 char(9), x text,"
                        + " d date, t1 time, t2 time(3), s1 timestamp, s2 timestamp(0), z1"
                        + " timestamptz, z2 timestamptz(4), b1 bit, b2 bit(12), b3 varbit, b4"
                        + " varbit(5), y bytea, j json, k jsonb, u uuid, f real, g double precision,"
                        + " o boolean, i smallint, l bigint, a1 integer[], a2 text[], a3 boolean[],"
                        + " a4 double precision[], a5 uuid[], r1 int4range, r2 tstzrange, h1"
                        + " inet, h2 cidr, h3 macaddr)");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            harness.stop();
            migration.run("INSERT INTO t(id) VALUES (1)");
            // every row of the catalogue is younger than the change now
            migration.run(
                    "DO $$ DECLARE n text; BEGIN FOR n IN SELECT attname FROM pg_attribute WHERE"
                            + " attrelid = 't'::regclass AND attnum > 0 LOOP EXECUTE format('ALTER"
                            + " TABLE t ALTER COLUMN %I SET STATISTICS 50', n); END LOOP; END $$");
            harness.start();
            harness.until("change", () -> !harness.changesOf("t").isEmpty());
            assertThat(harness.changesOf("t").get(0).table().columns())
                    .isEqualTo(
                            harness.loads.stream()
                                    .filter(load -> load.message().sourceTable().name().equals("t"))
                                    .findFirst()
                                    .orElseThrow()
                                    .message()
                                    .table()
                                    .columns());
        }
        migration.cleanUp();
    }

    /** A snapshot has old rows and new names. */
    @Test
    void aLoadDoesNotReadByNamesThatHaveBeenExchangedSince() {
        Migration migration = new Migration("full-load");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a text, b text)",
                "INSERT INTO t VALUES (1, 'of a', 'of b')");
        TableId id = new TableId(migration.schema, "t");
        List<Object[]> rows = new ArrayList<>();
        SourceEngine engine = new PostgreSqlEngine(migration.info());
        try (LoadSnapshot snapshot = engine.snapshot(1)) {
            Table before = engine.describe(List.of(id)).get(id);
            migration.run(
                    "ALTER TABLE t RENAME COLUMN a TO tmp",
                    "ALTER TABLE t RENAME COLUMN b TO a",
                    "ALTER TABLE t RENAME COLUMN tmp TO b");
            assertThatThrownBy(
                            () -> snapshot.read(before, Slice.WHOLE, RowCondition.ALL, rows::add))
                    .hasMessageContaining("columns were altered")
                    .satisfies(e -> assertThat(Failures.isRecoverable(e)).isTrue());
            assertThat(rows).isEmpty();
            Table now = engine.describe(List.of(id)).get(id);
            snapshot.read(now, Slice.WHOLE, RowCondition.ALL, rows::add);
        }
        engine.close();
        assertThat(rows).singleElement().satisfies(row -> assertThat(row[1]).isEqualTo("of a"));
        migration.cleanUp();
    }

    @Test
    void aLoadDoesNotSayOfOldRowsThatAColumnIsNeverNull() {
        Migration migration = new Migration("full-load");
        migration.run("CREATE TABLE t (id int PRIMARY KEY, a text)", "INSERT INTO t VALUES (1)");
        TableId id = new TableId(migration.schema, "t");
        SourceEngine engine = new PostgreSqlEngine(migration.info());
        try (LoadSnapshot snapshot = engine.snapshot(1)) {
            migration.run("UPDATE t SET a = ''", "ALTER TABLE t ALTER COLUMN a SET NOT NULL");
            Table now = engine.describe(List.of(id)).get(id);
            assertThatThrownBy(() -> snapshot.read(now, Slice.WHOLE, RowCondition.ALL, row -> {}))
                    .satisfies(e -> assertThat(Failures.isRecoverable(e)).isTrue());
        }
        engine.close();
        migration.cleanUp();
    }
}
