// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.mapping.Explanation.OfTable;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private static final String RULES =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "app", "table-name": "or%"}},
              {"rule-type": "selection", "rule-id": 2, "rule-name": "2", "rule-action": "exclude",
               "object-locator": {"schema-name": "app", "table-name": "or_old"}},
              {"rule-type": "selection", "rule-id": 3, "rule-name": "3", "rule-action": "explicit",
               "object-locator": {"schema-name": "App", "table-name": "x%"}},
              {"rule-type": "transformation", "rule-id": 9, "rule-name": "9",
               "rule-action": "convert-uppercase", "rule-target": "column", "object-locator":
                 {"schema-name": "%", "table-name": "%", "column-name": "%", "data-type": "string"}},
              {"rule-type": "transformation", "rule-id": 4, "rule-name": "4",
               "rule-action": "rename", "rule-target": "column", "value": "z", "object-locator":
                 {"schema-name": "app", "table-name": "orders", "column-name": "s"}}
            ]}""";

    private static Table table(String schema, String name) {
        return new Table(
                new TableId(schema, name),
                List.of(
                        new Column("id", DataType.of(Kind.INT4), false),
                        new Column("s", DataType.string(Kind.STRING, 9), true)),
                List.of("id"));
    }

    private static Explanation explain(boolean chained, Set<TableId> views, Table... tables) {
        TableMappings mappings = TableMappings.parse(RULES).withChained(chained);
        return Explanation.of(RULES, mappings, List.of(tables), views, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app | or_old | excluded by rule-id 2",
                "app | Orders | 'Orders' does not match 'or%' of rule-id 1: names are case-sensitive",
                "APP | orders | 'APP' does not match 'app' of rule-id 1: names are case-sensitive",
                "app | users | the schema matches rule-id 1, but 'users' does not match its table-name 'or%'",
                "App | xy | 'x%' of rule-id 3 is taken literally: an explicit rule has no wildcards",
                "shop | orders | the table matches rule-id 1, but 'shop' does not match its schema-name 'app'",
                "shop | users | no selection rule is for its schema"
            })
    void theNearestReason(String schema, String name, String reason) {
        OfTable table = explain(false, Set.of(), table(schema, name)).tables().get(0);
        assertThat(table.isSelected()).isFalse();
        assertThat(table.reason()).isEqualTo(reason);
    }

    @Test
    void aViewIsNoTable() {
        Table view = table("app", "orders");
        assertThat(explain(false, Set.of(view.id()), view).tables().get(0).reason())
                .startsWith("is a view, and rule-id 1 takes tables");
    }

    @Test
    void whichRuleDidEachThing() {
        OfTable table = explain(false, Set.of(), table("app", "orders")).tables().get(0);
        assertThat(table.plan().target().columns()).extracting(Column::name).contains("z");
        assertThat(table.reason()).isEqualTo("rule-id 1 include");
        assertThat(table.stepsOf("s"))
                .hasToString(
                        "[rule-id 4 rename column, rule-id 9 convert-uppercase column (not"
                                + " applied)]");
        assertThat(table.stepsOf("id")).isEmpty();
        OfTable chained = explain(true, Set.of(), table("app", "orders")).tables().get(0);
        assertThat(chained.stepsOf("s")).allSatisfy(step -> assertThat(step.applied()).isTrue());
    }

    @Test
    void aTaskThatFollowsChangesTakesNoView() {
        String all = RULES.replace("\"or%\"}", "\"or%\", \"table-type\": \"all\"}");
        Table view = table("app", "orders");
        TableMappings mappings = TableMappings.parse(all);
        Set<TableId> views = Set.of(view.id());
        assertThat(Explanation.of(all, mappings, List.of(view), views, true).tables().get(0))
                .satisfies(t -> assertThat(t.isSelected()).isFalse())
                .satisfies(t -> assertThat(t.reason()).contains("full-load task"));
        assertThat(Explanation.of(all, mappings, List.of(view), views, false).tables().get(0))
                .satisfies(t -> assertThat(t.isSelected()).isTrue());
        assertThat(
                        Explanation.of(
                                        all,
                                        mappings,
                                        List.of(view),
                                        Set.of(),
                                        Map.of(view.id(), "is of another kind"),
                                        false)
                                .tables()
                                .get(0)
                                .reason())
                .isEqualTo("is of another kind");
    }

    private static final String SHAPES =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "app", "table-name": "%"}},
              {"rule-type": "transformation", "rule-id": 2, "rule-name": "2", "rule-target": "column",
               "rule-action": "add-column", "value": "twice", "expression": "$id * 2",
               "data-type": {"type": "int8"},
               "object-locator": {"schema-name": "app", "table-name": "%"}},
              {"rule-type": "transformation", "rule-id": 3, "rule-name": "3", "rule-target": "column",
               "rule-action": "data-masking-hash-mask",
               "object-locator": {"schema-name": "app", "table-name": "%", "column-name": "s"}},
              {"rule-type": "transformation", "rule-id": 4, "rule-name": "4", "rule-target": "column",
               "rule-action": "add-before-image-columns",
               "object-locator": {"schema-name": "app", "table-name": "%", "column-name": "%"}},
              {"rule-type": "transformation", "rule-id": 5, "rule-name": "5", "rule-target": "column",
               "rule-action": "include-column",
               "object-locator": {"schema-name": "app", "table-name": "o%", "column-name": "id"}},
              {"rule-type": "transformation", "rule-id": 6, "rule-name": "6",
               "rule-target": "table-tablespace", "rule-action": "rename", "value": "x",
               "object-locator": {"schema-name": "app", "table-tablespace-name": "other"}}
            ]}""";

    @Test
    void columnsAreWhereRulesPutThem() {
        TableMappings mappings = TableMappings.parse(SHAPES);
        List<Table> tables = List.of(table("app", "t"), table("app", "o"));
        Explanation explained = Explanation.of(SHAPES, mappings, tables, Set.of(), false);
        OfTable whole = explained.tables().get(0);
        assertThat(whole.stepsOf("")).isEmpty();
        assertThat(whole.stepsOf("id")).isEmpty();
        assertThat(whole.stepsOf("s")).hasToString("[rule-id 3 data-masking-hash-mask column]");
        assertThat(whole.plan().targetColumn(1)).isEqualTo(1);
        assertThat(whole.plan().addedBy(1)).isEmpty();
        assertThat(whole.plan().addedBy(2)).isEqualTo("2");
        assertThat(whole.stepsOfAdded("twice")).hasToString("[rule-id 2 add-column column]");
        assertThat(whole.stepsOfAdded("BI_id"))
                .hasToString("[rule-id 4 add-before-image-columns column]");
        OfTable some = explained.tables().get(1);
        assertThat(some.stepsOf("id")).hasToString("[rule-id 5 include-column column]");
        assertThat(some.stepsOf("s"))
                .hasToString(
                        "[rule-id 3 data-masking-hash-mask column (not applied), rule-id 5"
                                + " include-column column]");
        assertThat(some.plan().targetColumn(1)).isEqualTo(-1);
    }

    @Test
    void collisionsOfRealTables() {
        Explanation same = explain(false, Set.of(), table("app", "orders"), table("app", "orDers"));
        assertThat(same.collisions())
                .containsExactly(
                        new Explanation.Collision(
                                "tables app.orders and app.orDers would become app.orders and"
                                        + " app.orDers, which are one on a target that does not"
                                        + " tell upper from lower case",
                                false));
        assertThat(same.isUsable()).isTrue();
    }
}
