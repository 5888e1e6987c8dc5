// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real sources; the target is only named. */
class ExplainCommandTest {
    private static final String RULES =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "expl", "table-name": "o%"}},
              {"rule-type": "selection", "rule-id": "2", "rule-name": "2", "rule-action": "include",
               "object-locator": {"schema-name": "expl", "table-name": "Twin[12]"}},
              {"rule-type": "selection", "rule-id": "3", "rule-name": "3", "rule-action": "exclude",
               "object-locator": {"schema-name": "expl", "table-name": "old%"}},
              {"rule-type": "transformation", "rule-id": "4", "rule-name": "4", "rule-action": "rename",
               "rule-target": "schema", "value": "shop", "object-locator": {"schema-name": "expl"}},
              {"rule-type": "transformation", "rule-id": "5", "rule-name": "5", "rule-action": "rename",
               "rule-target": "table", "value": "twin",
               "object-locator": {"schema-name": "expl", "table-name": "Twin%"}},
              {"rule-type": "transformation", "rule-id": "6", "rule-name": "6",
               "rule-action": "remove-column", "rule-target": "column",
               "object-locator": {"schema-name": "expl", "table-name": "o%", "column-name": "secret"}},
              {"rule-type": "transformation", "rule-id": "7", "rule-name": "7",
               "rule-action": "convert-uppercase", "rule-target": "column",
               "object-locator": {"schema-name": "expl", "table-name": "o%", "column-name": "%"}}
            ]}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder;
    private String type = "full-load";
    private String connect = "";

    private int explain(String engine, DatabaseServer server, String rules, String... options)
            throws Exception {
        String task =
                """
                {"ReplicationTaskIdentifier": "t", "MigrationType": "%s",
                 "SourceEndpoint": {"EngineName": "%s", "ServerName": "%s", "Port": %d,
                   "Username": "%s", "Password": "%s", "DatabaseName": "%s"},
                 "TargetEndpoint": {"EngineName": "postgres", "ServerName": "nowhere.invalid",
                   "Port": 5432, "Username": "u", "Password": "${env:NOT_SET}", "DatabaseName": "d"},
                 "TableMappings": %s%s}
                """
                        .formatted(
                                type,
                                engine,
                                server.host(),
                                server.port(),
                                server.user(),
                                server.password(),
                                server.jdbcUrl().replaceFirst(".*/", ""),
                                rules,
                                connect);
        Path file = Files.writeString(folder.resolve("task.json"), task);
        CommandLine command = Dms.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return options.length == 0
                ? command.execute("explain", file.toString())
                : command.execute("explain", file.toString(), options[0]);
    }

    @Test
    void tablesOfMariaDb() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        server.execute(
                "DROP DATABASE IF EXISTS expl",
                "CREATE DATABASE expl",
                "CREATE TABLE expl.orders (a INT, id BIGINT UNSIGNED, total DECIMAL(10,2),"
                        + " secret VARCHAR(20), at TIMESTAMP(3) NULL, PRIMARY KEY (id, a))",
                "CREATE TABLE expl.Orders (id INT PRIMARY KEY)",
                "CREATE TABLE expl.old1 (id INT PRIMARY KEY)",
                "CREATE TABLE expl.users (id INT PRIMARY KEY)",
                "CREATE TABLE expl.Twin1 (id INT PRIMARY KEY)",
                "CREATE TABLE expl.Twin2 (id INT PRIMARY KEY)",
                "CREATE VIEW expl.oview AS SELECT id FROM expl.users");
        assertThat(explain("mariadb", server, RULES)).isEqualTo(2);
        assertThat(out.toString().lines().filter(line -> !line.matches("(cmp|demo|shop)\\..*")))
                .containsSubsequence(
                        "expl.Twin1 -> shop.twin [rule-id 2 include]  [rule-id 4 rename schema,"
                                + " rule-id 5 rename table]",
                        "expl.orders -> shop.orders [rule-id 1 include]  [rule-id 4 rename schema]",
                        "  a       int(11)             -> A integer key  [rule-id 7 convert-uppercase"
                                + " column]",
                        "  id      bigint(20) unsigned -> ID numeric(20,0) key  [rule-id 7"
                                + " convert-uppercase column]",
                        "  total   decimal(10,2)       -> TOTAL numeric(10,2)  [rule-id 7"
                                + " convert-uppercase column]",
                        "  secret  varchar(20)         -> (removed)  [rule-id 6 remove-column"
                                + " column, rule-id 7 convert-uppercase column (not applied)]",
                        "  at      timestamp(3)        -> AT timestamp(3) with time zone  [rule-id 7"
                                + " convert-uppercase column]",
                        "expl.Orders: not selected: 'Orders' does not match 'o%' of rule-id 1: names"
                                + " are case-sensitive",
                        "expl.old1: not selected: excluded by rule-id 3",
                        "expl.oview: not selected: is a view, and rule-id 1 takes tables: say"
                                + " \"table-type\": \"view\" or \"all\"",
                        "expl.users: not selected: the schema matches rule-id 1, but 'users' does"
                                + " not match its table-name 'o%'",
                        "error: tables expl.Twin1 and expl.Twin2 would both become shop.twin");
    }

    @Test
    void tablesOfPostgreSqlAsJson() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute(
                "DROP SCHEMA IF EXISTS expl CASCADE",
                "DROP SCHEMA IF EXISTS \"Expl\" CASCADE",
                "CREATE SCHEMA expl",
                "CREATE SCHEMA \"Expl\"",
                "CREATE DOMAIN expl.price AS numeric(8,3)",
                "CREATE TABLE expl.orders (id bigint, part int, p expl.price, secret text,"
                        + " at timestamptz(3), v varchar(7), PRIMARY KEY (part, id))",
                "CREATE TABLE \"Expl\".orders (id int PRIMARY KEY)");
        assertThat(explain("postgres", server, RULES, "--json")).isZero();
        JsonNode tables = new JsonMapper().readTree(out.toString()).path("tables");
        JsonNode orders = table(tables, "expl");
        assertThat(orders.path("selected").asBoolean()).isTrue();
        assertThat(orders.path("reason").asText()).isEqualTo("rule-id 1 include");
        assertThat(orders.path("target").toString())
                .isEqualTo("{\"schema\":\"shop\",\"table\":\"orders\"}");
        assertThat(orders.path("primary-key").toString()).isEqualTo("[\"PART\",\"ID\"]");
        assertThat(orders.path("columns").get(2).path("source-type").asText())
                .isEqualTo("numeric(8,3)");
        assertThat(orders.path("columns").get(2).path("dms-type").asText())
                .isEqualTo("NUMERIC(8,3)");
        assertThat(orders.path("columns").get(3).has("target")).isFalse();
        assertThat(orders.path("columns").get(3).path("rules").get(0).path("rule-id").asText())
                .isEqualTo("6");
        assertThat(orders.path("columns").get(4).path("target-type").asText())
                .isEqualTo("timestamp(3) with time zone");
        assertThat(orders.path("columns").get(5).path("dms-type").asText()).isEqualTo("WSTRING(7)");
        JsonNode other = table(tables, "Expl");
        assertThat(other.path("selected").asBoolean()).isFalse();
        assertThat(other.path("reason").asText())
                .isEqualTo("'Expl' does not match 'expl' of rule-id 1: names are case-sensitive");
    }

    @Test
    void whatRulesMakeOfValuesIsWhereItGoes() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute(
                "DROP SCHEMA IF EXISTS expl CASCADE",
                "CREATE SCHEMA expl",
                "CREATE TABLE expl.orders (id int PRIMARY KEY, secret varchar(20), n int)",
                "CREATE VIEW expl.oview AS SELECT id FROM expl.orders");
        String rules =
                """
                {"rules": [
                  {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                   "object-locator": {"schema-name": "expl", "table-name": "%", "table-type": "all"},
                   "filters": [{"filter-type": "source", "column-name": "id", "filter-conditions": [
                     {"filter-operator": "gte", "value": "1"}]}]},
                  {"rule-type": "transformation", "rule-id": "2", "rule-name": "2",
                   "rule-target": "column", "rule-action": "data-masking-keyed-hash-mask",
                   "object-locator": {"schema-name": "expl", "table-name": "o%", "column-name": "s%"}},
                  {"rule-type": "transformation", "rule-id": "3", "rule-name": "3",
                   "rule-target": "column", "rule-action": "convert-uppercase",
                   "object-locator": {"schema-name": "expl", "table-name": "o%", "column-name": "s%"}},
                  {"rule-type": "transformation", "rule-id": "4", "rule-name": "4",
                   "rule-target": "column", "rule-action": "add-prefix", "value": "x_",
                   "object-locator": {"schema-name": "expl", "table-name": "o%", "column-name": "s%"}},
                  {"rule-type": "transformation", "rule-id": "5", "rule-name": "5",
                   "rule-target": "column", "rule-action": "add-column", "value": "twice",
                   "expression": "$n * 2", "data-type": {"type": "int8"},
                   "object-locator": {"schema-name": "expl", "table-name": "orders"}},
                  {"rule-type": "transformation", "rule-id": "6", "rule-name": "6",
                   "rule-target": "table-tablespace", "rule-action": "rename", "value": "fast",
                   "object-locator": {"schema-name": "expl", "table-tablespace-name": "pg_d%"}}
                ]}""";
        connect = ", \"Connect\": {\"mapping.chained\": true, \"mapping.masking.key\": \"k\"}";
        type = "full-load-and-cdc";
        assertThat(explain("postgres", server, rules)).isZero();
        assertThat(out.toString().lines())
                .containsSubsequence(
                        "expl.orders -> expl.orders [rule-id 1 include]  [rule-id 6 rename"
                                + " table-tablespace]",
                        "  rows with id >= 1",
                        "  in tablespace fast",
                        "  id       integer               -> id integer key",
                        "  secret   character varying(20) -> x_SECRET character varying(64)"
                                + "  [rule-id 2 data-masking-keyed-hash-mask column, rule-id 3"
                                + " convert-uppercase column, rule-id 4 add-prefix column]",
                        "  n        integer               -> n integer",
                        "  (added)                        -> twice bigint  [rule-id 5 add-column"
                                + " column]",
                        "expl.oview: not selected: is a view, of which no log has changes: only a"
                                + " full-load task takes it");
    }

    private static JsonNode table(JsonNode tables, String schema) {
        for (JsonNode table : tables) {
            JsonNode source = table.path("source");
            if (source.path("schema").asText().equals(schema)
                    && source.path("table").asText().equals("orders")) {
                return table;
            }
        }
        throw new AssertionError("no table " + schema + ".orders");
    }

    @Test
    void aRuleThatCannotBeAppliedEndsWith2() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        server.execute(
                "DROP DATABASE IF EXISTS expl",
                "CREATE DATABASE expl",
                "CREATE TABLE expl.orders (secret INT PRIMARY KEY)");
        assertThat(explain("mariadb", server, RULES)).isEqualTo(2);
        assertThat(out.toString())
                .contains("expl.orders: error: ")
                .contains("primary key")
                .contains("rule-id 6");
    }

    @Test
    void nothingSelectedEndsWith2AndSaysWhyForEachSchema() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        server.execute(
                "DROP DATABASE IF EXISTS expl",
                "CREATE DATABASE expl",
                "CREATE TABLE expl.orders (id INT PRIMARY KEY)",
                "CREATE TABLE expl.users (id INT PRIMARY KEY)");
        assertThat(explain("mariadb", server, RULES.replace("\"expl\"", "\"exlp\""))).isEqualTo(2);
        assertThat(err.toString().lines())
                .contains("error: no table is selected")
                .contains("error: rule-id 1: the source has no schema 'exlp'; do you mean expl?")
                .anyMatch(line -> line.startsWith("error: schema expl, 2 tables: "));
        assertThat(out.toString()).contains("expl.users: not selected: ");
    }

    @Test
    void aSystemVersionedTableIsNamed() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        server.execute(
                "DROP DATABASE IF EXISTS expl",
                "CREATE DATABASE expl",
                "CREATE TABLE expl.orders (id INT PRIMARY KEY)",
                "CREATE TABLE expl.oold (id INT PRIMARY KEY) WITH SYSTEM VERSIONING");
        assertThat(explain("mariadb", server, RULES)).isZero();
        assertThat(out.toString().lines())
                .anyMatch(
                        line ->
                                line.startsWith("expl.oold: not selected: ")
                                        && line.contains("system-versioned"));
    }

    @Test
    void aSourceThatDoesNotAnswer() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        Path file = folder.resolve("task.json");
        explain("mariadb", server, RULES);
        String wrong = Files.readString(file).replace("\"Port\": " + server.port(), "\"Port\": 1");
        Files.writeString(file, wrong);
        CommandLine command = Dms.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(command.execute("explain", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("error: SourceEndpoint.Port: nothing listens at ");
    }
}
