// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedRulesTest {
    private static final List<Table> TABLES = List.of(table("u"), table("w"));

    private static final String FILTER =
            ", 'filters': [{'filter-type': 'source', 'column-name': 'v', 'filter-conditions':"
                    + " [{'filter-operator': 'gte', 'value': '%s'}]}]";

    @TempDir Path folder;

    private static Table table(String name) {
        return new Table(
                new TableId("shop", name),
                List.of(
                        new Column("id", DataType.of(DataType.Kind.INT4), false),
                        new Column("v", DataType.of(DataType.Kind.INT4), true)),
                List.of("id"));
    }

    private static String selection(String id, String action, String table, String more) {
        return "{'rule-type': 'selection', 'rule-id': '%1$s', 'rule-name': '%1$s', 'rule-action': '%2$s', 'object-locator': {'schema-name': 'shop', 'table-name': '%3$s'}%4$s}"
                .formatted(id, action, table, more);
    }

    private static String column(String id, String action, String more) {
        return "{'rule-type': 'transformation', 'rule-id': '%1$s', 'rule-name': '%1$s', 'rule-action': '%2$s', 'rule-target': 'column', 'object-locator': {'schema-name': 'shop', 'table-name': 'u', 'column-name': 'v'}%3$s}"
                .formatted(id, action, more);
    }

    private static String expression(String text) {
        return "{'rule-type': 'transformation', 'rule-id': '5', 'rule-name': '5', 'rule-action': 'add-column', 'rule-target': 'column', 'object-locator': {'schema-name': 'shop', 'table-name': 'u'}, 'value': 'sum', 'expression': '%s', 'data-type': {'type': 'int4'}}"
                .formatted(text);
    }

    private RememberedRules of(String... rules) throws IOException {
        String document =
                """
                {'ReplicationTaskIdentifier': 'shop', 'MigrationType': 'full-load-and-cdc',
                 'SourceEndpoint': {'EngineName': 'mariadb', 'ServerName': 'here', 'Port': 3306,
                   'Username': 'u', 'Password': 'p', 'DatabaseName': 'shop'},
                 'TargetEndpoint': {'EngineName': 'postgres', 'ServerName': 'there', 'Port': 5432,
                   'Username': 'v', 'Password': 'p', 'DatabaseName': 'd'},
                 'TableMappings': {'rules': [%s]}}
                """
                        .formatted(String.join(", ", rules))
                        .replace('\'', '"');
        TaskDocument task =
                TaskReader.read(Files.writeString(folder.resolve("task.json"), document));
        try (StateFolder state = StateFolder.lock(folder.resolve("state")).orElseThrow()) {
            return RememberedRules.of(task, state);
        }
    }

    private Map<TableId, List<String>> changed(List<String> before, List<String> now)
            throws IOException {
        of(before.toArray(String[]::new)).remember();
        return of(now.toArray(String[]::new)).changed(TABLES);
    }

    @Test
    void whatMakesOtherRowsIsTold() throws IOException {
        String all = selection("1", "include", "%", "");
        TableId u = new TableId("shop", "u");
        assertThat(of(all).changed(TABLES)).isEmpty(); // there was no run before
        assertThat(changed(List.of(all), List.of(all))).isEmpty();
        assertThat(
                        changed(
                                List.of(all),
                                List.of(selection("1", "include", "%", FILTER.formatted("21")))))
                .containsOnlyKeys(u, new TableId("shop", "w"));
        assertThat(
                        changed(
                                List.of(selection("1", "include", "u", FILTER.formatted("21"))),
                                List.of(selection("7", "include", "u", FILTER.formatted("21")))))
                .isEmpty();
        assertThat(changed(List.of(all, expression("$v + 1")), List.of(all, expression("$v + 2"))))
                .containsOnlyKeys(u);
        String type = ", 'data-type': {'type': 'int8'}";
        assertThat(changed(List.of(all), List.of(all, column("6", "change-data-type", type))))
                .containsOnlyKeys(u);
        assertThat(changed(List.of(all), List.of(all, column("6", "rename", ", 'value': 'x'"))))
                .isEmpty();
        assertThat(changed(List.of(all), List.of(all, column("6", "remove-column", "")))).isEmpty();
        assertThat(changed(List.of(all, column("6", "remove-column", "")), List.of(all)))
                .isEqualTo(Map.of(u, List.of("column 'v' was left out")));
        assertThat(changed(List.of(all), List.of(all, expression("$v + 1"))))
                .isEqualTo(Map.of(u, List.of("column 'sum' is new")));
        assertThat(changed(List.of(all, expression("$v + 1")), List.of(all))).isEmpty();
        assertThat(changed(List.of(all), List.of(selection("1", "include", "w", "")))).isEmpty();
    }

    @Test
    void topicsThatNoTableGoesToAnyMoreAreRememberedUntilOneDoes() throws IOException {
        String all = selection("1", "include", "%", "");
        String without = selection("2", "exclude", "u", "");
        of(all).remember();
        for (int run = 0; run < 3; run++) {
            RememberedRules rules = of(all, without);
            assertThat(rules.leftOut(TABLES)).isEqualTo(Set.of("shop.shop.u"));
            rules.remember();
        }
        RememberedRules again = of(all);
        assertThat(again.hadLeftOut()).isTrue();
        assertThat(again.changed(TABLES))
                .isEqualTo(
                        Map.of(new TableId("shop", "u"), List.of("it was left out for a while")));
        assertThat(again.leftOut(TABLES)).isEmpty();
        again.remember();
        assertThat(of(all).hadLeftOut()).isFalse();
        assertThat(of(all).changed(TABLES)).isEmpty();
    }
}
