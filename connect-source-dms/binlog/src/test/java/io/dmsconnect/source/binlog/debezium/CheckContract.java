// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.testing.DatabaseServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a server or a user is said before anything runs, with what to do. */
public abstract class CheckContract {
    private Migration migration;

    /** The test's own server: its settings are changed. */
    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    protected abstract DmsSourceConnector connector();

    protected abstract EngineType engine();

    @BeforeEach
    void begin() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.config.put("name", "test");
        migration.config.put("connector.class", connector().getClass().getName());
        migration.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    }

    @AfterEach
    void end() {
        migration.cleanUp();
    }

    private Map<String, List<String>> errors() {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : connector().validate(migration.config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    private String errors(String key) {
        return String.join("\n", errors().getOrDefault(key, List.of()));
    }

    private void user(String... grants) {
        String user = "u" + migration.database;
        migration.run("CREATE USER " + user + "@'%' IDENTIFIED BY 'secret'");
        for (String grant : grants) {
            migration.run("GRANT " + grant + " TO " + user + "@'%'");
        }
        migration.config.put("database.user", user);
        migration.config.put("database.password", "secret");
    }

    @Test
    void allIsWell() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void aWrongPasswordIsTheUsers() {
        migration.config.put("database.password", "not it");
        assertThat(errors("database.user")).contains("cannot connect").doesNotContain("not it");
    }

    @Test
    void aTlsModeOfAnotherEngineIsNotTakenForNone() {
        migration.config.put("debezium.database.ssl.mode", "verify-all");
        assertThat(errors("database.hostname"))
                .contains("debezium.database.ssl.mode")
                .contains("'verify-all' has to be one of");
    }

    @Test
    void nobodyListens() {
        migration.config.put("database.port", "1");
        assertThat(errors("database.hostname")).isNotEmpty();
    }

    @Test
    void aLogOfStatementsWillNotDo() {
        migration.run("SET GLOBAL binlog_format = 'STATEMENT'");
        try {
            assertThat(errors("database.hostname")).contains("binlog_format").contains("'ROW'");
        } finally {
            migration.run("SET GLOBAL binlog_format = 'ROW'");
        }
    }

    @Test
    void halfOfARowWillNotDo() {
        migration.run("SET GLOBAL binlog_row_image = 'MINIMAL'");
        try {
            assertThat(errors("database.hostname")).contains("binlog_row_image").contains("'FULL'");
        } finally {
            migration.run("SET GLOBAL binlog_row_image = 'FULL'");
        }
    }

    @Test
    void aUserWhoMayNotFollowTheLog() {
        user("SELECT ON " + migration.database + ".*");
        assertThat(errors("database.user"))
                .contains("GRANT REPLICATION SLAVE")
                .contains("where the log ends");
        migration.config.put("migration.type", "full-load");
        assertThat(errors()).isEmpty();
    }

    @Test
    void aUserWithoutTheGlobalLockMigratesAllTheSame() {
        user(
                "SELECT ON " + migration.database + ".*",
                "REPLICATION SLAVE, REPLICATION CLIENT ON *.*");
        assertThat(errors()).isEmpty();
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (2)");
            harness.until("change", () -> !harness.changesOf("t").isEmpty());
            assertThat(harness.replica("t")).containsOnlyKeys(1L, 2L);
        }
    }

    /** Their actions are hidden on MariaDB from users that may only read. */
    @Test
    void keysByWhichTheServerItselfChangesRowsAreNamed() throws Exception {
        migration.run(
                "CREATE TABLE c (id int PRIMARY KEY, t int, FOREIGN KEY (t) REFERENCES t (id) ON DELETE CASCADE)",
                "CREATE TABLE s (id int PRIMARY KEY, t int, FOREIGN KEY (t) REFERENCES t (id) ON UPDATE SET NULL)",
                "CREATE TABLE r (id int PRIMARY KEY, t int, FOREIGN KEY (t) REFERENCES t (id))");
        user(
                "SELECT ON " + migration.database + ".*",
                "REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.*");
        ConnectionInfo info =
                new ConnectionInfo(
                        server().host(),
                        server().port(),
                        migration.config.get("database.user"),
                        new Password(migration.config.get("database.password")),
                        "",
                        "test",
                        TaskSettings.defaults(),
                        Map.of(),
                        schema -> true);
        try (SourceEngine source = engine().open().apply(info)) {
            List<TableId> tables =
                    Stream.of("c", "r", "s", "t")
                            .map(name -> new TableId(migration.database, name))
                            .toList();
            assertThat(source.checkTables(tables, true))
                    .singleElement()
                    .satisfies(
                            finding ->
                                    assertThat(finding.message())
                                            .contains("CASCADE or SET NULL")
                                            .endsWith(
                                                    "%1$s.c, %1$s.s"
                                                            .formatted(migration.database)));
        }
    }
}
