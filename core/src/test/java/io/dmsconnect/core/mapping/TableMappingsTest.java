// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableMappingsTest {
    private static final String ALL = selection("include", "shop", "%");

    private static String selection(String action, String schema, String table) {
        return """
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "%s",
                 "object-locator": {"schema-name": "%s", "table-name": "%s"}}"""
                .formatted(action, schema, table);
    }

    private static String rename(String target, String table, String value) {
        return """
                {"rule-type": "transformation", "rule-id": "5", "rule-target": "%s",
                 "object-locator": {"schema-name": "shop", "table-name": "%s"},
                 "rule-action": "rename", "value": "%s"}"""
                .formatted(target, table, value);
    }

    private static TableMappings mappings(String... rules) {
        return TableMappings.parse("{\"rules\": [" + String.join(",", rules) + "]}");
    }

    private static Table table(String name) {
        Column id = new Column("id", DataType.of(DataType.Kind.INT8), false);
        return new Table(new TableId("shop", name), List.of(id), List.of("id"));
    }

    @ParameterizedTest
    @CsvSource({
        "include, shop, orders, shop, true",
        "include, sho%, orders, shop, true",
        "include, shop, orders, crm, false",
        "explicit, shop, orders, shop, true",
        "explicit, sho%, orders, shop, false",
    })
    void schemas(String action, String schema, String table, String asked, boolean expected) {
        assertThat(mappings(selection(action, schema, table)).selectsSchema(asked))
                .isEqualTo(expected);
    }

    @Test
    void schemaWithAllTablesExcludedIsNotRead() {
        TableMappings mappings =
                mappings(selection("include", "%", "%"), selection("exclude", "crm", "%"));
        assertThat(mappings.selectsSchema("crm")).isFalse();
        assertThat(mappings.selectsSchema("shop")).isTrue();
        TableMappings some =
                mappings(selection("include", "%", "%"), selection("exclude", "crm", "a%"));
        assertThat(some.selectsSchema("crm")).isTrue();
    }

    @Test
    void targetSchemaIsForTablesWithoutSchemaRule() {
        assertThat(target(mappings(ALL).withTargetSchema("app"))).isEqualTo("app.orders");
        assertThat(target(mappings(ALL).withTargetSchema(""))).isEqualTo("shop.orders");
        assertThat(target(mappings(ALL, rename("schema", "%", "dw")).withTargetSchema("app")))
                .isEqualTo("dw.orders");
    }

    private static String target(TableMappings mappings) {
        return mappings.plan(table("orders")).orElseThrow().target().id().toString();
    }

    @Test
    void aTableWithoutRulesIsCopied() {
        TablePlan plan = mappings(ALL).plan(table("orders")).orElseThrow();
        assertThat(plan.isIdentity()).isTrue();
        assertThat(plan.copiesOnly()).isTrue();
    }

    @Test
    void aRenamedTableIsCopied() {
        TablePlan plan =
                mappings(ALL, rename("table", "%", "x")).plan(table("orders")).orElseThrow();
        assertThat(plan.isIdentity()).isFalse();
        assertThat(plan.copiesOnly()).isTrue();
    }

    @Test
    void sourceIndexesAreACopy() {
        TablePlan plan = mappings(ALL).plan(table("orders")).orElseThrow();
        plan.sourceIndexes()[0] = 7;
        assertThat(plan.sourceIndexes()).containsExactly(0);
    }

    @Test
    void plansOfAllSelectedTablesInOrder() {
        TableMappings mappings = mappings(ALL, selection("exclude", "shop", "b"));
        assertThat(mappings.planAll(List.of(table("c"), table("b"), table("a"))).keySet())
                .extracting(TableId::name)
                .containsExactly("c", "a");
    }

    @Test
    void twoTablesBecomingOneAreRefused() {
        TableMappings mappings = mappings(ALL, rename("table", "o%", "all"));
        List<Table> tables = List.of(table("o1"), table("x"), table("o2"));
        assertThatThrownBy(() -> mappings.planAll(tables))
                .isInstanceOf(ReplicationException.class)
                .hasMessage(
                        "tables shop.o1 (rule-id 5) and shop.o2 (rule-id 5)"
                                + " would both become shop.all");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "null", "1", "\"\"", "[", "{", "{\"rules\":null}", "\u0000"})
    void brokenDocumentsAreProblems(String json) {
        assertThat(problemsOf(json)).isNotEmpty();
    }

    @Test
    void byteOrderMarkIsNoProblem() {
        assertThat(TableMappings.parse("\uFEFF{\"rules\": [" + ALL + "]}").warnings()).isEmpty();
    }

    @Test
    void deepNestingIsAProblem() {
        assertThat(problemsOf("{\"rules\":" + "[".repeat(100_000))).hasSize(1);
        String deep = "[".repeat(900) + "]".repeat(900);
        assertThat(problemsOf("{\"rules\":[{\"rule-type\":" + deep + "}]}")).isNotEmpty();
    }

    @Test
    void malformedDocumentNamesLineAndColumn() {
        assertThat(problemsOf("{\"rules\": [\n  }"))
                .singleElement()
                .asString()
                .contains("line 2, column 3");
    }

    /** Whatever is cut out, doubled or replaced: a result or a MappingException, nothing else. */
    @Test
    void damagedDocumentsNeverFailOtherwise() {
        String document = "{\"rules\": [" + ALL + "," + rename("table", "o%", "all") + "]}";
        Random random = new Random(42);
        String noise = "{}[]\",:0-%_nul \\\n\u00e9\uD83D";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(document);
            for (int hit = random.nextInt(4); hit >= 0; hit--) {
                int at = random.nextInt(damaged.length());
                int to = Math.min(damaged.length(), at + random.nextInt(6));
                int from = random.nextInt(noise.length());
                damaged.replace(at, to, noise.substring(from, from + 1).repeat(random.nextInt(3)));
            }
            String json = damaged.toString();
            try {
                TableMappings mappings = TableMappings.parse(json);
                mappings.plan(table("orders"));
            } catch (MappingException e) {
                assertThat(e.problems()).as(json).isNotEmpty();
            }
        }
    }

    private static List<String> problemsOf(String json) {
        MappingException e =
                catchThrowableOfType(MappingException.class, () -> TableMappings.parse(json));
        assertThat(e).as(String.valueOf(json)).isNotNull();
        assertThat(e.getMessage()).isEqualTo(String.join("\n", e.problems()));
        return e.problems();
    }

    @Test
    void viewsAreSelectedByRulesThatSpeakOfThem() {
        TableMappings mappings =
                TableMappings.parse(
                        """
                        {"rules": [
                          {"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                           "object-locator": {"schema-name": "s", "table-name": "%"},
                           "rule-action": "include"},
                          {"rule-type": "selection", "rule-id": "2", "rule-name": "2",
                           "object-locator": {"schema-name": "s", "table-name": "v%",
                             "table-type": "view"},
                           "rule-action": "include"},
                          {"rule-type": "selection", "rule-id": "3", "rule-name": "3",
                           "object-locator": {"schema-name": "s", "table-name": "%_old",
                             "table-type": "all"},
                           "rule-action": "exclude"}]}
                        """);
        assertThat(mappings.selects(new TableId("s", "t"), false)).isTrue();
        assertThat(mappings.selects(new TableId("s", "t"), true)).isFalse();
        assertThat(mappings.selects(new TableId("s", "v"), true)).isTrue();
        assertThat(mappings.selects(new TableId("s", "v_old"), true)).isFalse();
        assertThat(mappings.selects(new TableId("s", "t_old"), false)).isFalse();
    }
}
