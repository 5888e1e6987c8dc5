// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State folders and a real target, without Kafka. */
class RunGuardTest {
    @TempDir Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private TaskDocument task;

    private void target(String engine, DatabaseServer server, String database) throws Exception {
        target(engine, server, database, server.user(), server.password());
    }

    private void target(
            String engine, DatabaseServer server, String database, String user, String password)
            throws Exception {
        server.execute("CREATE DATABASE " + database);
        String document =
                """
                {"ReplicationTaskIdentifier": "guarded", "MigrationType": "full-load",
                 "SourceEndpoint": {"EngineName": "mariadb", "ServerName": "nowhere.invalid",
                   "Port": 1, "Username": "u", "Password": "p", "DatabaseName": "d"},
                 "TargetEndpoint": {"EngineName": "%s", "ServerName": "%s", "Port": %d,
                   "Username": "%s", "Password": "%s", "DatabaseName": "%s"},
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1",
                   "rule-name": "1", "rule-action": "include",
                   "object-locator": {"schema-name": "s", "table-name": "%%"}}]},
                 "ReplicationTaskSettings": {"ControlTablesSettings": {"ControlSchema": "%s"}}}
                """
                        .formatted(
                                engine,
                                server.host(),
                                server.port(),
                                user,
                                password,
                                database,
                                "control_" + database);
        task = TaskReader.read(Files.writeString(folder.resolve("task.json"), document));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    private RunGuard enter(String name, boolean startOver) throws InterruptedException {
        StateFolder state = StateFolder.lock(folder.resolve(name)).orElseThrow();
        try (state) {
            RunGuard guard = RunGuard.enter(task, state, startOver, text -> {});
            opened.add(guard);
            return guard;
        }
    }

    private void oneFolderAtATime() throws Exception {
        enter("a", false).close();
        enter("a", false).close();
        assertThatThrownBy(() -> enter("b", false))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("task guarded has been run into this target before, from ")
                .hasMessageContaining(":" + folder.resolve("a").toRealPath())
                .hasMessageContaining("does not know of it")
                .hasMessageContaining("--start-over");
        RunGuard before = enter("a", false);
        before.check();
        enter("b", true);
        Eventually.holds(
                Duration.ofSeconds(60),
                () ->
                        assertThatThrownBy(before::check)
                                .hasMessageContaining("has been started from ")
                                .hasMessageContaining(":" + folder.resolve("b").toRealPath())
                                .hasMessageContaining("must not run twice"));
        assertThatThrownBy(() -> enter("a", false))
                .hasMessageContaining("is another one, or an older copy");
    }

    @Test
    void postgreSql() throws Exception {
        target("postgres", PostgreSqlServer.shared(), "guarded");
        oneFolderAtATime();
    }

    @Test
    void mariaDb() throws Exception {
        target("mariadb", MariaDbServer.shared(), "guarded");
        oneFolderAtATime();
    }

    @Test
    void aFolderThatWasUsedForAnotherTarget() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        target("postgres", server, "guarded_one");
        enter("a", false).close();
        // a run that ended before Kafka began has left nothing
        target("postgres", server, "guarded_two");
        enter("a", false).close();
        Files.createDirectories(folder.resolve("a/kafka"));
        Files.createFile(folder.resolve("a/kafka/meta.properties"));
        target("postgres", server, "guarded_three");
        assertThatThrownBy(() -> enter("a", false))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("was used for task guarded and the target 127.0.0.1:")
                .hasMessageContaining("/guarded_three, where nothing is known")
                .hasMessageContaining("--start-over");
        enter("a", true).close();
        enter("a", false).close();
    }

    /** One task has loaded s.t, another would load it too. */
    @Test
    void anotherTaskAtTheSameTables() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        target("postgres", server, "guarded_shared");
        server.executeIn(
                "guarded_shared",
                "CREATE SCHEMA s",
                "CREATE TABLE s.t (id int PRIMARY KEY)",
                "CREATE TABLE s.own (id int PRIMARY KEY)");
        task = task.withEndpoints(task.target(), task.target());
        RunGuard first = enter("a", false);
        server.executeIn(
                "guarded_shared",
                "CREATE TABLE control_guarded_shared.awsdms_connect_tables AS SELECT text 'guarded' AS"
                        + " task_name, text 's' AS target_schema, text 't' AS target_table, text 'c' AS scope, 1 AS full_load_rows, 0 AS inserts, 0 AS updates, 0 AS deletes, now() AS last_applied_time, now() AS load_end, now() AS load_start");
        Path file = folder.resolve("task.json");
        Files.writeString(file, Files.readString(file).replace("\"guarded\"", "\"copycat\""));
        TaskDocument copycat = TaskReader.read(file);
        task = copycat.withEndpoints(task.source(), task.target());
        assertThatThrownBy(() -> enter("b", false))
                .hasMessageContaining("task guarded is being run just now, from ")
                .hasMessageContaining("writes to the same tables of the target: s.t. ");
        first.close();
        List<String> said = new ArrayList<>();
        try (StateFolder state = StateFolder.lock(folder.resolve("b")).orElseThrow()) {
            opened.add(RunGuard.enter(task, state, false, said::add));
        }
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith(
                        "warning: Task guarded has written to the same tables of the target: s.t.");
    }

    @Test
    void aUserWhoMayNotMakeControlTables() throws Exception {
        PostgreSqlServer.shared().execute("CREATE ROLE looker LOGIN PASSWORD 'looks'");
        target("postgres", PostgreSqlServer.shared(), "guarded_looker", "looker", "looks");
        assertThatThrownBy(() -> enter("a", false))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("TargetEndpoint.Username: user 'looker' may not make")
                .hasMessageContaining("'control_guarded_looker'");
    }

    /** The same token in both: only their heartbeats tell them apart. */
    @Test
    void aCopyOfARunThatIsAlive() throws Exception {
        target("postgres", PostgreSqlServer.shared(), "guarded_copy");
        enter("a", false);
        Files.createDirectories(folder.resolve("copy"));
        for (String file : List.of("run.properties", "kafka.properties")) {
            Files.copy(folder.resolve("a/" + file), folder.resolve("copy/" + file));
        }
        assertThatThrownBy(() -> enter("copy", false))
                .hasMessageContaining("is being run just now, from ")
                .hasMessageContaining(":" + folder.resolve("a").toRealPath());
        close();
        enter("copy", false).check();
    }
}
