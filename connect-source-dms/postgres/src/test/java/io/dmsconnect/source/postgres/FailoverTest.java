// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A standby takes over, with the task's slot: it is the same server by its number, on another
 * timeline. What the task has read must be in its log, or else there are other changes in the
 * places that the task believes to have read.
 */
class FailoverTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final PostgreSqlServer primary = PostgreSqlServer.temporary();
    private final Migration migration = new Migration(primary, "full-load-and-cdc");
    private PostgreSqlServer standby;
    private SourceHarness harness;

    @BeforeEach
    void follow() {
        migration.run(
                "CREATE TABLE t(id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        harness = migration.start();
        harness.until("load", () -> harness.isLoaded("t"));
        untilFollowed(2);
    }

    @AfterEach
    void end() {
        harness.stop();
        if (standby != null) {
            standby.close();
        }
        primary.close();
    }

    private void untilFollowed(int id) {
        migration.run("INSERT INTO t VALUES (%d, 'followed')".formatted(id));
        untilRead(id);
    }

    private void untilRead(long id) {
        harness.until(
                "change " + id,
                SOON,
                () ->
                        harness.changesOf("t").stream()
                                .anyMatch(
                                        change ->
                                                change.after() != null
                                                        && change.after().value(0).equals(id)));
    }

    /** The primary is gone; its standby has what the copy has. */
    private void takeOver(Path copy) {
        standby = PostgreSqlServer.standby(copy, primary.port());
        standby.execute("SELECT pg_promote()");
    }

    private Path copy() {
        primary.kill();
        Path copy = primary.copy();
        primary.startAgain();
        return copy;
    }

    private void assertRefused() {
        assertThat(catchThrowable(() -> harness.until("an error", SOON, () -> false)))
                .hasMessageContaining("timeline 00000002")
                .hasMessageContaining("--start-over");
    }

    @Test
    void nothingIsMissingOnAStandbyThatHasAll() {
        harness.stop();
        migration.run("INSERT INTO t VALUES (3, 'while stopped')");
        primary.kill();
        takeOver(primary.copy());
        migration.run("INSERT INTO t VALUES (4, 'on the new timeline')");
        harness.start();
        untilFollowed(5);
        // from now on its place is one of the new timeline, behind the fork
        harness.restart();
        untilFollowed(6);
        assertThat(harness.changesOf("t"))
                .extracting(change -> change.after().value(0))
                .containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    /** It answers before it is promoted, and only takes over then. */
    @Test
    void aTaskThatRunsGoesOn() throws Exception {
        primary.kill();
        standby = PostgreSqlServer.standby(primary.copy(), primary.port());
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 3_000_000_000L) {
            harness.poll();
        }
        standby.execute("SELECT pg_promote()");
        untilFollowed(3);
        harness.restart();
        untilFollowed(4);
        assertThat(harness.changesOf("t"))
                .extracting(change -> change.after().value(0))
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void aStandbyThatLacksTheLastChangesIsRefused() {
        Path copy = copy();
        untilFollowed(3);
        harness.stop();
        primary.kill();
        takeOver(copy);
        // in the places of those that were lost, and behind them
        migration.run("INSERT INTO t SELECT g, 'other' FROM generate_series(100, 1100) g");
        harness.start();
        assertRefused();
    }

    @Test
    void soIsOneThatATaskMeetsWhileItRuns() {
        Path copy = copy();
        untilFollowed(3);
        primary.kill();
        takeOver(copy);
        migration.run("INSERT INTO t SELECT g, 'other' FROM generate_series(100, 1100) g");
        assertRefused();
    }

    /** The changes were few; the rows of a load were more. */
    @Test
    void soIsOneThatLacksLoadedRows() {
        harness.stop();
        Path copy = copy();
        primary.execute(
                "INSERT INTO "
                        + migration.schema
                        + ".t SELECT g, 'loaded' FROM generate_series(10, 20) g");
        migration.config.put(
                "reload.tables",
                "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"%s\", \"TableName\": \"t\"}]}"
                        .formatted(migration.schema));
        harness.start();
        harness.until("reload", () -> harness.generation("t") == 2);
        harness.stop();
        primary.kill();
        takeOver(copy);
        harness.start();
        assertRefused();
    }

    /** A disk that was put back to an earlier state has no other timeline, but an earlier end. */
    @Test
    void soIsALogThatEndsBeforeTheTask() {
        Path copy = copy();
        // more than what a server writes when it starts
        migration.run("INSERT INTO t SELECT g, repeat('x', 1000) FROM generate_series(3, 999) g");
        untilFollowed(1000);
        harness.stop();
        primary.kill();
        standby = PostgreSqlServer.start(copy, primary.port());
        harness.start();
        assertThat(catchThrowable(() -> harness.until("an error", SOON, () -> false)))
                .hasMessageContaining("ends before")
                .hasMessageContaining("--start-over");
    }

    /** Its commit was among what the standby lacks, but not its first rows. */
    @Test
    void soIsOneThatLacksTheEndOfATransactionThatIsHandedOverInPart() throws SQLException {
        migration.config.put("debezium.max.batch.size", "1");
        migration.config.put("debezium.max.queue.size", "2");
        harness.restart();
        untilFollowed(3);
        Path copy;
        try (Connection connection = primary.connect("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO "
                            + migration.schema
                            + ".t SELECT g, 'in part' FROM generate_series(10, 500) g");
            untilFollowed(4);
            // all of it is on the disk, and nobody writes
            primary.execute("CHECKPOINT");
            copy = primary.copy();
            connection.commit();
        }
        untilRead(10);
        harness.stop();
        primary.kill();
        takeOver(copy);
        migration.run("INSERT INTO t VALUES (600, 'other')");
        harness.start();
        assertThat(catchThrowable(() -> harness.until("an error", SOON, () -> false)))
                .hasMessageContaining("of which a part is in the target already")
                .hasMessageContaining("--start-over");
    }
}
