// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.connect.LoadCodec;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ApplyTableMappingsTest {
    private static final String MAPPINGS =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "app", "table-name": "o%"}},
              {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-action": "rename",
               "rule-target": "schema", "value": "shop", "object-locator": {"schema-name": "app"}},
              {"rule-type": "transformation", "rule-id": "3", "rule-name": "3", "rule-action": "remove-column",
               "rule-target": "column",
               "object-locator": {"schema-name": "app", "table-name": "%", "column-name": "secret"}}
            ]}
            """;

    private static ApplyTableMappings<SourceRecord> transform() {
        ApplyTableMappings<SourceRecord> transform = new ApplyTableMappings<>();
        transform.configure(Map.of("table.mappings", MAPPINGS, "topic.prefix", "p"));
        return transform;
    }

    private static SourceRecord change(String table) {
        Schema row =
                SchemaBuilder.struct()
                        .optional()
                        .field("id", Schema.INT32_SCHEMA)
                        .field("secret", Schema.OPTIONAL_STRING_SCHEMA)
                        .build();
        Schema source =
                SchemaBuilder.struct()
                        .field("db", Schema.STRING_SCHEMA)
                        .field("schema", Schema.STRING_SCHEMA)
                        .field("table", Schema.STRING_SCHEMA)
                        .build();
        Schema envelope =
                SchemaBuilder.struct()
                        .field("before", row)
                        .field("after", row)
                        .field("source", source)
                        .field("op", Schema.STRING_SCHEMA)
                        .build();
        Schema key = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        return new SourceRecord(
                Map.of(),
                Map.of(),
                "any.app." + table,
                0,
                key,
                new Struct(key).put("id", 1),
                envelope,
                new Struct(envelope)
                        .put("after", new Struct(row).put("id", 1).put("secret", "x"))
                        .put(
                                "source",
                                new Struct(source)
                                        .put("db", "d")
                                        .put("schema", "app")
                                        .put("table", table))
                        .put("op", "c"));
    }

    @Test
    void aSelectedTableGetsItsTargetsNameAndColumns() {
        SourceRecord mapped = transform().apply(change("orders"));
        assertThat(mapped.topic()).isEqualTo("p.shop.orders");
        Struct after = ((Struct) mapped.value()).getStruct("after");
        assertThat(after.schema().fields()).extracting("name").containsExactly("id");
        assertThat(mapped.valueSchema().field("before").schema().field("secret")).isNull();
        assertThat(((Struct) mapped.key()).get("id")).isEqualTo(1);
    }

    @Test
    void theTargetSchemaIsOfTablesWhoseSchemaNoRuleChanges() {
        ApplyTableMappings<SourceRecord> transform = new ApplyTableMappings<>();
        transform.configure(
                Map.of(
                        "table.mappings", MAPPINGS.replace("\"app\"}}", "\"other\"}}"),
                        "topic.prefix", "p",
                        "target.schema", "dw"));
        assertThat(transform.apply(change("orders")).topic()).isEqualTo("p.dw.orders");
        ApplyTableMappings<SourceRecord> renaming = new ApplyTableMappings<>();
        renaming.configure(
                Map.of("table.mappings", MAPPINGS, "topic.prefix", "p", "target.schema", "dw"));
        assertThat(renaming.apply(change("orders")).topic()).isEqualTo("p.shop.orders");
    }

    @Test
    void aTableThatIsNotSelectedIsDropped() {
        assertThat(transform().apply(change("users"))).isNull();
    }

    @Test
    void aLoadBatchNeverPassesUntouched() {
        SourceRecord batch =
                new SourceRecord(
                        Map.of(), Map.of(), "p.s.t.load", LoadCodec.VALUE_SCHEMA, new byte[0]);
        assertThatThrownBy(() -> transform().apply(batch))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("p.s.t.load");
    }

    /** A column that says it holds numbers, and holds a text. */
    @Test
    void aValueThatCannotBeReadIsNotInTheMessage() {
        Schema number = SchemaBuilder.string().parameter("dms.type", "INT8,-1,-1,-1||").build();
        Schema row =
                SchemaBuilder.struct()
                        .field("id", number)
                        .field("__op", Schema.STRING_SCHEMA)
                        .build();
        String mask =
                MAPPINGS.replace("remove-column", "data-masking-digits-randomize")
                        .replace("\"secret\"", "\"id\"");
        ApplyTableMappings<SourceRecord> transform = new ApplyTableMappings<>();
        transform.configure(
                Map.of("table.mappings", mask, "topic.prefix", "p", "mapping.masking.key", "k"));
        SourceRecord record =
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "any.app.orders",
                        row,
                        new Struct(row).put("id", "clear text").put("__op", "c"));
        assertThatThrownBy(() -> transform.apply(record))
                .isInstanceOf(DataException.class)
                .hasNoCause()
                .hasMessageContaining("any.app.orders")
                .hasMessageNotContaining("clear");
    }

    @Test
    void schemaChangesSpeakOfTheTarget() {
        String mappings =
                """
                {"rules": [
                  {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                   "object-locator": {"schema-name": "app", "table-name": "t"},
                   "filters": [{"filter-type": "source", "column-name": "id", "filter-conditions": [
                     {"filter-operator": "gte", "value": "1"}]}]},
                  {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-target": "table",
                   "rule-action": "rename", "object-locator": {"schema-name": "app", "table-name": "t"},
                   "value": "things"},
                  {"rule-type": "transformation", "rule-id": "3", "rule-name": "3", "rule-target": "column",
                   "rule-action": "remove-column",
                   "object-locator": {"schema-name": "app", "table-name": "t", "column-name": "secret"}},
                  {"rule-type": "transformation", "rule-id": "4", "rule-name": "4", "rule-target": "column",
                   "rule-action": "add-prefix", "value": "k_",
                   "object-locator": {"schema-name": "app", "table-name": "t", "column-name": "id"}},
                  {"rule-type": "transformation", "rule-id": "5", "rule-name": "5", "rule-target": "column",
                   "rule-action": "add-column", "value": "twice", "expression": "$id * 2",
                   "data-type": {"type": "int8"},
                   "object-locator": {"schema-name": "app", "table-name": "t"}}]}
                """;
        ApplyTableMappings<SourceRecord> transform = new ApplyTableMappings<>();
        transform.configure(Map.of("table.mappings", mappings, "topic.prefix", "p"));
        List<Debezium.Col> columns =
                List.of(
                        new Debezium.Col("id", Schema.INT64_SCHEMA, Types.BIGINT, "BIGINT", 20, -1),
                        new Debezium.Col(
                                "secret",
                                Schema.OPTIONAL_STRING_SCHEMA,
                                Types.VARCHAR,
                                "VARCHAR",
                                20,
                                -1));
        SourceRecord mapped = transform.apply(Debezium.schemaChange("CREATE", columns, true));
        assertThat(mapped.topic()).isEqualTo("p");
        Struct event = (Struct) mapped.value();
        assertThat(event.getString("ddl")).isEmpty();
        Struct change = (Struct) event.getArray("tableChanges").get(0);
        assertThat(change.getString("id")).isEqualTo("\"app\".\"things\"");
        List<Struct> made = change.getStruct("table").getArray("columns");
        assertThat(made)
                .extracting(column -> column.getString("name"))
                .containsExactly("k_id", "twice");
        assertThat(made.get(1).get("jdbcType")).isEqualTo(Types.BIGINT);
        assertThat(change.getStruct("table").getArray("primaryKeyColumnNames"))
                .isEqualTo(List.of("k_id"));
        Struct dropped =
                (Struct) transform.apply(Debezium.schemaChange("DROP", columns, true)).value();
        assertThat(((Struct) dropped.getArray("tableChanges").get(0)).getString("id"))
                .isEqualTo("\"app\".\"things\"");
        assertThat(transform().apply(Debezium.schemaChange("CREATE", columns, true))).isNull();
    }

    @Test
    void aBadDocumentIsRefusedAtItsKey() {
        assertThatThrownBy(
                        () ->
                                new ApplyTableMappings<SourceRecord>()
                                        .configure(
                                                Map.of(
                                                        "table.mappings",
                                                        "{\"rules\": [",
                                                        "topic.prefix",
                                                        "p")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("table.mappings");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(transform().version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
