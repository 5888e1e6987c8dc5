// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.testing.FreePort;
import io.dmsconnect.testing.PostgreSqlServer;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What PUT .../config/validate says. */
class ValidationTest {
    private final Migration migration = new Migration("full-load-and-cdc");

    ValidationTest() {
        migration.run("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE \"T\" (id int)");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private Map<String, List<String>> errors() {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value :
                new PostgreSqlSourceConnector().validate(migration.config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    private void assertOnly(String key, String... parts) {
        Map<String, List<String>> errors = errors();
        assertThat(errors.keySet()).as("%s", errors).containsExactly(key);
        assertThat(String.join("\n", errors.get(key))).contains(parts);
    }

    @Test
    void aGoodConfigurationHasNoErrors() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void aReloadOfOtherTablesIsRefused() {
        String request =
                "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"%s\", \"TableName\": \"%s\"}]}";
        migration.config.put("reload.tables", request.formatted(migration.schema, "t"));
        assertThat(errors()).isEmpty();
        migration.config.put("reload.tables", request.formatted(migration.schema, "none"));
        assertOnly(
                "reload.tables",
                migration.schema + ".none is no table of the source that the mappings select");
        migration.config.put("reload.tables", "{\"tables\": []}");
        assertOnly("reload.tables", "has to be {\"id\": ");
    }

    @Test
    void theConnectorIsFoundAndHasAVersion() {
        assertThat(
                        // Debezium's own, behind it, is not in the zip
                        ServiceLoader.load(SourceConnector.class).stream()
                                .findFirst()
                                .map(ServiceLoader.Provider::type))
                .contains(PostgreSqlSourceConnector.class);
        assertThat(new PostgreSqlSourceConnector().version()).matches("[0-9]+\\.[0-9]+\\..*");
    }

    @Test
    void tablesNamedAsControlTablesAreLeftOutAndNamed() throws Exception {
        migration.run(
                "CREATE TABLE awsdms_mine (id int PRIMARY KEY)",
                "CREATE TABLE awsdms_connect_tables (id int PRIMARY KEY)");
        TableId mine = new TableId(migration.schema, "awsdms_mine");
        TableId ours = new TableId(migration.schema, "awsdms_connect_tables");
        try (Connection connection = migration.server.connect()) {
            assertThat(PgCatalogue.unusable(connection))
                    .containsEntry(mine, "named as a control table of DMS")
                    .doesNotContainKey(ours);
            assertThat(PgCatalogue.tables(connection))
                    .contains(new TableId(migration.schema, "t"))
                    .doesNotContain(mine, ours);
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        migration.config.remove("database.hostname");
        migration.config.remove("table.mappings");
        assertThat(errors().keySet()).containsExactly("database.hostname", "table.mappings");
    }

    @Test
    void documentsAreRead() {
        migration.config.put("table.mappings", "{\"rules\": [{\"rule-type\": \"selection\"}]}");
        migration.config.put("task.settings", "{\"FullLoadSettings\": {\"CommitRate\": 0}}");
        migration.config.put("load.records", "pages");
        Map<String, List<String>> errors = errors();
        assertThat(errors.keySet())
                .containsExactly("load.records", "table.mappings", "task.settings");
        assertThat(errors.get("load.records").get(0)).contains("batches", "rows");
    }

    @Test
    void rowsAmongTheChangesHaveNoStopPoint() {
        migration.config.put("load.records", "rows");
        assertThat(errors().keySet()).doesNotContain("load.records");
        migration.config.put(
                "task.settings",
                "{\"FullLoadSettings\": {\"StopTaskCachedChangesNotApplied\": true}}");
        assertThat(errors().get("load.records").get(0)).contains("StopTaskCachedChangesNotApplied");
    }

    @Test
    void anUnreachableServerIsTheOnlyFinding() throws Exception {
        migration.config.put("database.port", Integer.toString(FreePort.find()));
        assertOnly("database.hostname", "refused");
    }

    @Test
    void aWrongPasswordAndAWrongDatabase() {
        migration.config.put("database.password", "wrong-secret");
        assertOnly("database.user", "password authentication failed");
        assertThat(errors().toString()).doesNotContain("wrong-secret");
        migration.config.put("database.password", migration.server.password());
        migration.config.put("database.dbname", "nowhere");
        assertOnly("database.dbname", "nowhere");
    }

    @Test
    void nothingSelected() {
        String mappings = migration.config.get("table.mappings");
        migration.config.put("table.mappings", mappings.replace("\"%\"", "\"none\""));
        assertOnly("table.mappings", "no table");
        migration.config.put(
                "task.settings", "{\"ErrorBehavior\": {\"FailOnNoTablesCaptured\": false}}");
        assertThat(errors()).isEmpty();
    }

    /** A deferrable key identifies no row in the log, though the server has one. */
    @Test
    void tablesWhoseUpdatesAreNotFollowedAreNamed() {
        migration.run(
                "CREATE TABLE later (id int PRIMARY KEY DEFERRABLE)",
                "CREATE TABLE whole (id int PRIMARY KEY DEFERRABLE)",
                "ALTER TABLE whole REPLICA IDENTITY FULL");
        try (SourceEngine engine = new PostgreSqlEngine(migration.info())) {
            List<TableId> tables =
                    List.of("t", "later", "whole").stream()
                            .map(name -> new TableId(migration.schema, name))
                            .toList();
            assertThat(engine.checkTables(tables, true))
                    .singleElement()
                    .satisfies(
                            finding ->
                                    assertThat(finding.message())
                                            .startsWith(
                                                    "updates and deletes of "
                                                            + migration.schema
                                                            + ".later are not followed")
                                            .contains("deferrable")
                                            .contains("REPLICA IDENTITY FULL"));
        }
    }

    /** No key would help. */
    @Test
    void tablesWithoutColumnsAreLeftOut() {
        migration.run(
                "CREATE TABLE none()",
                "CREATE TABLE calculated(g int GENERATED ALWAYS AS (1 + 1) STORED)");
        try (PostgreSqlEngine engine = new PostgreSqlEngine(migration.info())) {
            List<TableId> tables =
                    List.of(
                            new TableId(migration.schema, "none"),
                            new TableId(migration.schema, "calculated"));
            assertThat(engine.checkTables(tables, true))
                    .singleElement()
                    .satisfies(
                            finding ->
                                    assertThat(finding.message())
                                            .contains(".none")
                                            .contains(".calculated")
                                            .contains("left out: they have no columns")
                                            .doesNotContain("Add a key"));
        }
    }

    @Test
    void columnsThatDifferByCaseOnly() {
        migration.run("CREATE TABLE twice (id int PRIMARY KEY, \"ID\" int)");
        assertOnly("table.mappings", migration.schema + ".twice", "case");
        migration.config.put("migration.type", "full-load");
        assertThat(errors()).isEmpty();
    }

    /** Debezium takes changes of the one for changes of the other. */
    @Test
    void tablesWhoseNamesAreOneTextWithADotBetween() {
        String other = migration.schema + ".x";
        String mappings = migration.config.get("table.mappings");
        migration.config.put(
                "table.mappings",
                mappings.replace("\"" + migration.schema + "\"", "\"" + migration.schema + "%\""));
        migration.run(
                "CREATE TABLE \"x.y\" (id int PRIMARY KEY)",
                "CREATE SCHEMA \"" + other + "\"",
                "CREATE TABLE \"" + other + "\".y (id int PRIMARY KEY)");
        try {
            assertOnly(
                    "table.mappings",
                    "\"%s\".\"x.y\" and \"%s\".\"y\"".formatted(migration.schema, other),
                    "exclude rule");
            migration.config.put("migration.type", "full-load");
            assertThat(errors()).isEmpty();
        } finally {
            migration.run("DROP SCHEMA \"" + other + "\" CASCADE");
        }
    }

    @Test
    void twoTablesIntoOne() {
        migration.config.put(
                "table.mappings",
                migration
                        .config
                        .get("table.mappings")
                        .replace(
                                "]}",
                                """
                                , {"rule-type": "transformation", "rule-id": "2", "rule-name": "2",
                                 "rule-target": "table", "rule-action": "convert-lowercase",
                                 "object-locator": {"schema-name": "%", "table-name": "%"}}]}
                                """));
        assertOnly("table.mappings", "would both become");
    }

    @Test
    void privilegesAreAskedForOneByOneUntilItWorks() {
        PostgreSqlServer server = migration.server;
        String role = "role_" + migration.schema;
        server.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'");
        migration.config.put("database.user", role);
        migration.config.put("database.password", "pw");
        try {
            assertOnly("database.user", "REPLICATION", "GRANT CREATE ON DATABASE");
            server.execute("ALTER ROLE " + role + " REPLICATION");
            assertOnly("database.user", "GRANT CREATE ON DATABASE");
            server.execute("GRANT CREATE ON DATABASE postgres TO " + role);
            assertOnly("database.user", "GRANT SELECT", "owner");
            server.execute(
                    "GRANT USAGE ON SCHEMA %1$s TO %2$s; GRANT SELECT ON ALL TABLES IN SCHEMA %1$s TO %2$s"
                            .formatted(migration.schema, role));
            assertOnly("database.user", "owner");
            server.execute(
                    "ALTER TABLE %1$s.t OWNER TO %2$s; ALTER TABLE %1$s.\"T\" OWNER TO %2$s"
                            .formatted(migration.schema, role));
            assertThat(errors()).isEmpty();
            try (SourceHarness harness = migration.start()) {
                harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("T"));
                migration.run("INSERT INTO t VALUES (1)");
                harness.until("change", () -> harness.changesOf("t").size() == 1);
            }
        } finally {
            migration.run("ALTER TABLE t OWNER TO postgres", "ALTER TABLE \"T\" OWNER TO postgres");
            server.query(
                            "SELECT pubname FROM pg_publication WHERE pubname LIKE 'dms_test_"
                                    + migration.schema
                                    + "\\_%'")
                    .forEach(row -> server.execute("DROP PUBLICATION " + row.get(0)));
            server.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void aPublicationOfTheUsersOwnIsUsedAndChecked() {
        migration.run("CREATE PUBLICATION given_" + migration.schema + " FOR TABLE t");
        migration.config.put("debezium.publication.name", "given_" + migration.schema);
        try (SourceHarness harness = migration.start()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> harness.until("failure", () -> false))
                    .hasMessageContaining(migration.schema + ".T")
                    .hasMessageContaining("ALTER PUBLICATION");
        }
        migration.run(
                "ALTER TABLE \"T\" REPLICA IDENTITY FULL",
                "ALTER PUBLICATION given_" + migration.schema + " ADD TABLE \"T\"");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t") && harness.isLoaded("T"));
            migration.run("INSERT INTO \"T\" VALUES (1)");
            harness.until("change", () -> harness.changesOf("T").size() == 1);
        }
        migration.run("DROP PUBLICATION given_" + migration.schema);
    }
}
