// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Table mappings that change between two runs of one task: the target has what the new ones make of
 * the source, or the run says what to do. And a table whose changes cannot be applied any more,
 * which {@code --reload} loads anew.
 */
class RulesBetweenRunsTest {
    private static final String FILTER =
            ", 'filters': [{'filter-type': 'source', 'column-name': 'v', 'filter-conditions':"
                    + " [{'filter-operator': 'gte', 'value': '21'}]}]";

    @TempDir Path folder;

    private final MariaDbServer source = MariaDbServer.shared();
    private final PostgreSqlServer target = PostgreSqlServer.shared();
    private String database;

    private static String selection(String table, String action, String more) {
        return "{'rule-type': 'selection', 'rule-id': '%1$s', 'rule-name': '%1$s', 'rule-action': '%2$s', 'object-locator': {'schema-name': 'DB', 'table-name': '%3$s'}%4$s}"
                .formatted(
                        action.equals("exclude") ? 3 : table.equals("u") ? 1 : 2,
                        action,
                        table,
                        more);
    }

    private static String rename(String table, String to) {
        return "{'rule-type': 'transformation', 'rule-id': '9', 'rule-name': '9', 'rule-action': 'rename', 'rule-target': 'table', 'object-locator': {'schema-name': 'DB', 'table-name': '%s'}, 'value': '%s'}"
                .formatted(table, to);
    }

    private static String rules(String... rules) {
        return "{'rules': [" + String.join(", ", rules) + "]}";
    }

    private DmsProcess run(String rules, String mode, String... more) throws Exception {
        Path document = folder.resolve("rules.json");
        Files.writeString(
                document, rules.replace('\'', '"').replace("DB", database), StandardCharsets.UTF_8);
        String file =
                new TaskFile(database, "full-load-and-cdc", source, database, target, database)
                        .fullLoad("TargetTablePrepMode", mode)
                        .mappings(document.toUri().toURL())
                        .write(folder)
                        .toString();
        List<String> command =
                new java.util.ArrayList<>(
                        List.of("run", file, "--state", folder.resolve("state").toString()));
        command.addAll(List.of("--stop-when", "in-sync"));
        command.addAll(List.of(more));
        return DmsProcess.run(folder, command.toArray(String[]::new));
    }

    private DmsProcess inSync(String rules, String... more) throws Exception {
        DmsProcess dms = run(rules, "DROP_AND_CREATE", more);
        assertThat(dms.exitCode()).as(dms.tail()).isZero();
        return dms;
    }

    private void prepare(String name) {
        database = name;
        source.execute("CREATE DATABASE " + name);
        target.execute("CREATE DATABASE " + name);
        source.executeIn(
                name,
                "CREATE TABLE u (id int PRIMARY KEY, v int, s varchar(10))",
                "INSERT INTO u VALUES (1, 1, 'a'), (2, 20, 'b'), (3, 30, 'c')",
                "CREATE TABLE w (id int PRIMARY KEY, v int)",
                "INSERT INTO w VALUES (1, 1), (2, 2)");
    }

    private void same(String sourceTable, String where, String targetTable) {
        String query = "SELECT * FROM %s %s ORDER BY id";
        assertThat(target.queryIn(database, query.formatted(database + "." + targetTable, "")))
                .isEqualTo(source.queryIn(database, query.formatted(sourceTable, where)));
    }

    @Test
    void theTargetIsWhatTheNewRulesMake() throws Exception {
        prepare("rules");
        String w = selection("w", "include", "");
        String all = rules(selection("u", "include", ""), w);
        inSync(all);

        source.executeIn(database, "INSERT INTO u VALUES (9, 1, 'no'), (10, 100, 'yes')");
        String filtered = rules(selection("u", "include", FILTER), w);
        DmsProcess refused = run(filtered, "DO_NOTHING");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains(
                        "table rules.u: the table mappings have changed since the last run: its filter is")
                .contains("run again with --reload rules.u");
        Path log = folder.resolve("state/log/dms.log");
        int before = Files.readString(log).length();
        DmsProcess added = inSync(filtered);
        // by the rules of before, what the new ones leave out would get into Kafka
        assertThat(Files.readString(log).substring(before))
                .containsOnlyOnce("Creating task rules-source-0");
        assertThat(added.output())
                .contains("Table rules.u is loaded anew: the table mappings have changed")
                .doesNotContain("Table rules.w");
        same("u", "WHERE v >= 21", "u");

        source.executeIn(database, "INSERT INTO u VALUES (11, 1, 'x')");
        inSync(all);
        same("u", "", "u");

        source.executeIn(
                database, "UPDATE u SET s = 'r' WHERE id = 2", "INSERT INTO u VALUES (12, 1, 'n')");
        String renamed = rules(selection("u", "include", ""), w, rename("u", "u2"));
        assertThat(inSync(renamed).output())
                .contains(
                        "it goes to rules.u2, and went to rules.u, which stays on the target as it is");
        same("u", "", "u2");

        source.executeIn(
                database,
                "UPDATE u SET v = v + 1",
                "DELETE FROM u WHERE id = 1",
                "INSERT INTO w VALUES (7, 7)");
        assertThat(inSync(renamed).output()).doesNotContain("loaded anew");
        same("u", "", "u2");
        same("w", "", "w");
    }

    @Test
    void aTableThatWasLeftOutForAWhileIsLoadedAnew() throws Exception {
        prepare("leftout");
        String w = selection("w", "include", "");
        String all = rules(selection("u", "include", ""), w);
        inSync(all);
        String without = rules(selection("u", "include", ""), w, selection("w", "exclude", ""));
        source.executeIn(database, "UPDATE w SET v = 100", "DELETE FROM w WHERE id = 2");
        inSync(without);
        source.executeIn(database, "INSERT INTO w VALUES (8, 8)");
        assertThat(inSync(all).output())
                .contains("Table leftout.w is loaded anew: ")
                .contains("it was left out for a while");
        same("u", "", "u");
        same("w", "", "w");
    }

    @Test
    void whatCannotBeAppliedIsPassedOver() throws Exception {
        prepare("stuck");
        String w = selection("w", "include", "");
        String all = rules(selection("u", "include", ""), w);
        inSync(all);
        // what the sink cannot tell the rows of; and what is no text of the target's
        target.executeIn(database, "ALTER TABLE stuck.u ADD CHECK (v < 1000)");
        source.executeIn(
                database,
                "UPDATE u SET v = 1000 WHERE id = 2",
                "INSERT INTO u VALUES (4, 4, 'd')",
                "INSERT INTO w VALUES (4, 4)");
        DmsProcess stops = run(all, "DROP_AND_CREATE");
        assertThat(stops.exitCode()).isEqualTo(1);

        String without = rules(selection("u", "include", ""), w, selection("u", "exclude", ""));
        inSync(without);
        same("w", "", "w");
        DmsProcess again = run(all, "DROP_AND_CREATE", "--reload", "stuck.u");
        assertThat(again.exitCode()).as(again.tail()).isZero();
        same("u", "", "u");
        source.executeIn(database, "UPDATE u SET v = 2000 WHERE id = 3");
        inSync(all);
        same("u", "", "u");
    }
}
