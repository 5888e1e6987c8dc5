// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.connect.AbsentColumns;
import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.connect.LostShapeException;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Followed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A followed table loses its key or its replica identity. Its changes are left out from there on,
 * and its next load has them, whenever that comes.
 */
class LostKeysTest {
    private final Migration migration = new Migration("full-load-and-cdc");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private SourceHarness loaded() {
        SourceHarness harness = migration.start();
        harness.until("load", () -> harness.isLoaded("t"));
        return harness;
    }

    private static List<RowChange> ofFirstLoad(SourceHarness harness) {
        return harness.changesOf("t").stream().filter(change -> change.generation() == 1).toList();
    }

    @Test
    void noChangeComesWithoutTheKeyThatItWasMadeWith() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, u int NOT NULL UNIQUE, v text)",
                "INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
        try (SourceHarness harness = loaded()) {
            migration.run(
                    "UPDATE t SET id = 20 WHERE id = 2", "ALTER TABLE t DROP CONSTRAINT t_pkey");
            migration.run("INSERT INTO t VALUES (1, 3, 'one more')");
            migration.run("SELECT pg_sleep(2)");
            migration.run("ALTER TABLE t REPLICA IDENTITY FULL");
            migration.run("UPDATE t SET v = 'B' WHERE id = 20");
            harness.until("second load", () -> harness.generation("t") == 2);
            migration.run("DELETE FROM t WHERE u = 1");
            harness.until(
                    "same rows", () -> harness.rows("t").equals(List.of("1|3|one more", "20|2|B")));
            assertThat(ofFirstLoad(harness)).isEmpty();
        }
    }

    /** What else became of the table by then is not forgotten over it. */
    @Test
    void noChangeOfARewrittenTableComesThatHasLostItsIdentity() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY DEFERRABLE, v int[])",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t VALUES (1, '{1}')");
        try (SourceHarness harness = loaded()) {
            migration.run(
                    "ALTER TABLE t ALTER v TYPE bigint[]",
                    "ALTER TABLE t REPLICA IDENTITY DEFAULT");
            migration.run("INSERT INTO t VALUES (2, '{2}')");
            migration.run("SELECT pg_sleep(2)");
            migration.run("INSERT INTO t VALUES (3, '{3}')");
            migration.run("SELECT pg_sleep(1)");
            migration.run("ALTER TABLE t REPLICA IDENTITY FULL");
            migration.run("INSERT INTO t VALUES (4, '{4}')");
            harness.until("second load", () -> harness.generation("t") == 2);
            harness.until("same rows", () -> harness.rows("t").size() == 4);
            assertThat(ofFirstLoad(harness)).isEmpty();
        }
    }

    @Test
    void whoHasLostItWhileNoTaskRanIsLoadedAsTheTableItIs() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, v int)", "INSERT INTO t VALUES (1, 1), (2, 2)");
        try (SourceHarness harness = loaded()) {
            harness.stop();
            migration.run(
                    "UPDATE t SET id = 20 WHERE id = 2",
                    "ALTER TABLE t DROP CONSTRAINT t_pkey",
                    "ALTER TABLE t ALTER v TYPE text",
                    "INSERT INTO t VALUES (1, 'one more')");
            harness.start();
            harness.until("second load", () -> harness.generation("t") == 2);
            migration.run("INSERT INTO t VALUES (1, 'and one')");
            harness.until("insert", () -> harness.rows("t").size() == 4);
            assertThat(harness.rows("t")).containsExactly("1|1", "1|and one", "1|one more", "20|2");
            assertThat(ofFirstLoad(harness)).isEmpty();
        }
    }

    @Test
    void aTableThatIsGoneByThenEndsNoTask() throws InterruptedException {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY)",
                "CREATE TABLE other(id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1)");
        try (SourceHarness harness = loaded()) {
            migration.run("ALTER TABLE t DROP CONSTRAINT t_pkey");
            migration.run("SELECT pg_sleep(2)");
            migration.run("DROP TABLE t");
            long end = System.nanoTime() + 12_000_000_000L;
            harness.until("12 s", () -> System.nanoTime() > end);
            migration.run("INSERT INTO other VALUES (1)");
            harness.until("change", () -> harness.changesOf("other").size() == 1);
        }
    }

    private static UntoldChanges followedAs(Optional<TableIdentity> known, List<TableId> asked) {
        UntoldChanges untold = new UntoldChanges();
        untold.followedBy(
                new Followed() {
                    @Override
                    public Optional<String> identity(TableId table) {
                        return known.map(TableIdentity::toString);
                    }

                    @Override
                    public void replaced(TableId table, String why, Predicate<String> settled) {
                        asked.add(table);
                    }

                    @Override
                    public boolean reloads() {
                        return true;
                    }
                });
        return untold;
    }

    @Test
    void aChangeHasTheKeyThatItsTableIsFollowedBy() throws SQLException {
        migration.run("CREATE TABLE t(id int, k int, v text, PRIMARY KEY (k, id))");
        TableId id = new TableId(migration.schema, "t");
        try (Connection connection = migration.server.connect()) {
            TableIdentity followed = TableIdentities.of(connection, List.of(id)).get(id);
            migration.run("ALTER TABLE t DROP CONSTRAINT t_pkey", "INSERT INTO t VALUES (1, 1)");
            String transaction =
                    migration
                            .server
                            .query("SELECT xmin FROM " + migration.schema + ".t")
                            .get(0)
                            .get(0);
            LoggedShape shape =
                    new LoggedShape(
                            List.of("id", "k", "v"),
                            List.of(Optional.empty(), Optional.empty(), Optional.empty()),
                            "xid:" + transaction);
            List<TableId> asked = new ArrayList<>();
            LoggedTables tables = new LoggedTables(new UnloggedColumns());
            Optional<Table> of =
                    tables.at(connection, id, shape, followedAs(Optional.of(followed), asked));
            assertThat(of.orElseThrow().primaryKey()).containsExactly("k", "id");
            Optional<Table> ofNow =
                    tables.at(connection, id, shape, followedAs(Optional.empty(), asked));
            assertThat(ofNow.orElseThrow().primaryKey()).isEmpty();
            assertThat(asked).isEmpty();
            migration.run(
                    "ALTER TABLE t RENAME TO former", "CREATE TABLE t(k int, id int, v text)");
            UntoldChanges untold = followedAs(Optional.of(followed), asked);
            assertThatThrownBy(() -> tables.at(connection, id, shape, untold))
                    .isInstanceOf(LostShapeException.class);
            assertThat(asked).containsExactly(id);
        }
    }

    /** Debezium takes a unique index for the key where there is none by now. */
    @Test
    void anOldRowWithoutItsUniqueColumnIsNotAWholeOne() {
        Schema row =
                SchemaBuilder.struct()
                        .field("id", Schema.INT32_SCHEMA)
                        .field(
                                "u",
                                SchemaBuilder.int32().optional().parameter("dms.nullable", "false"))
                        .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                        .build();
        Schema key = SchemaBuilder.struct().field("u", Schema.INT32_SCHEMA).build();
        Schema envelope = SchemaBuilder.struct().field("before", row).build();
        SourceRecord record =
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "t",
                        key,
                        new Struct(key).put("u", 2),
                        envelope,
                        new Struct(envelope).put("before", new Struct(row).put("id", 1)));
        SourceRecord expected = record.newRecord("t", 0, null, null, null, null, null);
        AbsentColumns.add(expected, "before", List.of("u", "v"));
        KeyOnlyImages.mark(record);
        assertThat(record.headers()).isEqualTo(expected.headers());
    }
}
