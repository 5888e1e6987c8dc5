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
        TableMappings mappings = TableMappings.parse(RULES);
        return Explanation.of(RULES, mappings, List.of(tables), views, chained);
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
