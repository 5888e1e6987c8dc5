// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.transforms.Debezium.Col;
import java.math.BigDecimal;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ToDmsMessageTest {
    private static final List<Col> COLUMNS =
            List.of(
                    new Col("id", Schema.INT64_SCHEMA, Types.BIGINT, "BIGINT", 20, -1),
                    new Col(
                            "price",
                            Decimal.builder(2).optional().build(),
                            Types.DECIMAL,
                            "DECIMAL",
                            10,
                            2),
                    new Col(
                            "at",
                            SchemaBuilder.int64()
                                    .name("io.debezium.time.Timestamp")
                                    .optional()
                                    .build(),
                            Types.TIMESTAMP,
                            "DATETIME",
                            3,
                            -1),
                    new Col("raw", Schema.OPTIONAL_BYTES_SCHEMA, Types.BLOB, "BLOB", -1, -1),
                    new Col("note", Schema.OPTIONAL_STRING_SCHEMA, Types.VARCHAR, "TEXT", -1, -1));
    private static final Schema ROW = Debezium.row(COLUMNS);

    private static Struct row() {
        return new Struct(ROW)
                .put("id", 9_007_199_254_740_993L)
                .put("price", new BigDecimal("1.50"))
                .put("at", 1_600_000_000_500L)
                .put("raw", new byte[] {(byte) 0xCA, (byte) 0xFE})
                .put("note", "");
    }

    private static ToDmsMessage<SourceRecord> transform(String... options) {
        Map<String, String> config = new HashMap<>(Map.of("message.format", "json-unformatted"));
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        ToDmsMessage<SourceRecord> transform = new ToDmsMessage<>();
        transform.configure(config);
        return transform;
    }

    private static final String DATA =
            "{\"data\":{\"id\":9007199254740993,\"price\":1.50,\"at\":\"2020-09-13T12:26:40.500Z\","
                    + "\"raw\":\"0xcafe\",\"note\":\"\"},\"metadata\":{"
                    + "\"timestamp\":\"2020-09-13T12:26:40.456000Z\",\"record-type\":\"data\",";

    @Test
    void anInsertIsDmssMessage() {
        SourceRecord message = transform().apply(Debezium.change("c", null, row(), ROW, true));
        assertThat(message.value())
                .isEqualTo(
                        DATA.replace(".500Z", ".5Z")
                                + "\"operation\":\"insert\",\"partition-key-type\":\"primary-key\","
                                + "\"schema-name\":\"app\",\"table-name\":\"t\"}}");
        assertThat(message.valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(message.key()).isEqualTo("9007199254740993");
        assertThat(message.topic()).isEqualTo("p.app.t");
    }

    @Test
    void transactionDetailsOfALog() {
        ToDmsMessage<SourceRecord> transform =
                transform(
                        "include.transaction.details", "true",
                        "include.partition.value", "true",
                        "partition.include.schema.table", "true");
        SourceRecord change = Debezium.change("u", null, row(), ROW, true);
        String first = (String) transform.apply(change).value();
        assertThat(first)
                .contains(
                        "\"operation\":\"update\"",
                        "\"partition-key-value\":\"app.t.9007199254740993\"",
                        "\"transaction-id\":77,\"transaction-record-id\":3,",
                        "\"commit-timestamp\":\"2020-09-13T12:26:40.123000Z\"",
                        "\"stream-position\":\"xid:77:4711\"")
                .doesNotContain("prev-");
        ((Struct) change.value()).getStruct("source").put("txId", 78L);
        assertThat((String) transform.apply(change).value())
                .contains("\"prev-transaction-id\":77,\"prev-transaction-record-id\":3");
    }

    @Test
    void nullsAreOmittedUnlessAskedFor() {
        SourceRecord change = Debezium.change("r", null, row().put("note", null), ROW, true);
        assertThat((String) transform().apply(change).value())
                .contains("\"operation\":\"load\"")
                .doesNotContain("note");
        assertThat((String) transform("include.null.and.empty", "true").apply(change).value())
                .contains("\"note\":null");
    }

    @Test
    void theBeforeImageHasTheColumnsAskedFor() {
        SourceRecord change = Debezium.change("u", row().put("note", "old"), row(), ROW, true);
        assertThat((String) transform("before.image.field.name", "b").apply(change).value())
                .contains("\"b\":{\"id\":9007199254740993},");
        assertThat(
                        (String)
                                transform(
                                                "before.image.field.name", "b",
                                                "before.image.column.filter", "non-lob",
                                                "no.hex.prefix", "true")
                                        .apply(change)
                                        .value())
                .contains("\"raw\":\"cafe\"")
                .contains("\"at\":\"2020-09-13T12:26:40.5Z\"},\"metadata\"");
        assertThat(
                        (String)
                                transform(
                                                "before.image.field.name", "b",
                                                "before.image.column.filter", "all")
                                        .apply(change)
                                        .value())
                .contains("\"note\":\"old\"");
    }

    @Test
    void aDeleteHasTheKeyOrTheWholeRow() {
        SourceRecord change = Debezium.change("d", row().put("note", "x"), null, ROW, true);
        SourceRecord message = transform().apply(change);
        assertThat((String) message.value())
                .startsWith("{\"data\":{\"id\":9007199254740993},")
                .contains("\"operation\":\"delete\"");
        assertThat(message.key()).isEqualTo("9007199254740993");
        assertThat((String) transform("delete.columns", "all").apply(change).value())
                .contains("\"note\":\"x\"");
    }

    @Test
    void anUnchangedValueIsLeftOutAndNamed() {
        SourceRecord change =
                Debezium.change("u", null, row().put("note", Debezium.ABSENT), ROW, true);
        assertThat((String) transform("include.null.and.empty", "true").apply(change).value())
                .contains("\"unchanged-columns\":[\"note\"]")
                .doesNotContain(Debezium.ABSENT, "\"note\":");
    }

    @Test
    void aTableWithoutKeyIsPartitionedByItsName() {
        SourceRecord message = transform().apply(Debezium.change("c", null, row(), ROW, false));
        assertThat(message.key()).isEqualTo("app.t");
        assertThat((String) message.value()).contains("\"partition-key-type\":\"schema-table\"");
    }

    @Test
    void aSchemaChangeIsAControlRecord() {
        ToDmsMessage<SourceRecord> transform =
                transform("include.control.details", "true", "task.id", "T1");
        SourceRecord message = transform.apply(Debezium.schemaChange("CREATE", COLUMNS, true));
        assertThat(message.key()).isEqualTo("T1.app.t");
        assertThat(message.value())
                .isEqualTo(
                        "{\"control\":{\"table-def\":{\"columns\":{"
                                + "\"id\":{\"type\":\"INT8\",\"nullable\":false},"
                                + "\"price\":{\"type\":\"NUMERIC\",\"precision\":10,\"scale\":2,"
                                + "\"nullable\":true},"
                                + "\"at\":{\"type\":\"DATETIME\",\"scale\":3,\"nullable\":true},"
                                + "\"raw\":{\"type\":\"BLOB\",\"nullable\":true},"
                                + "\"note\":{\"type\":\"NCLOB\",\"nullable\":true}},"
                                + "\"primary-key\":[\"id\"],\"collation-name\":\"utf8mb4\"}},"
                                + "\"metadata\":{\"timestamp\":\"2020-09-13T12:26:40.000000Z\","
                                + "\"record-type\":\"control\",\"operation\":\"create-table\","
                                + "\"partition-key-type\":\"task-id\",\"schema-name\":\"app\","
                                + "\"table-name\":\"t\"}}");
        assertThat(transform.apply(Debezium.schemaChange("DROP", COLUMNS, true))).isNull();
    }

    @Test
    void alterationsHaveDmssWords() {
        ToDmsMessage<SourceRecord> transform = transform("include.table.alter.operations", "true");
        transform.apply(Debezium.schemaChange("CREATE", COLUMNS.subList(0, 3), true));
        assertThat(operation(transform, "ALTER", COLUMNS.subList(0, 4))).isEqualTo("add-column");
        assertThat(operation(transform, "ALTER", COLUMNS.subList(0, 2))).isEqualTo("drop-column");
        assertThat(operation(transform, "DROP", List.of())).isEqualTo("drop-table");
        assertThat(operation(transform, "ALTER", COLUMNS)).isEqualTo("change-columns");
        operation(transform, "DROP", List.of());
        SourceRecord renamed = Debezium.schemaChange("ALTER", COLUMNS, true);
        ((Struct) renamed.value()).put("ddl", "RENAME TABLE `app`.`old` TO `app`.`t`");
        assertThat((String) transform.apply(renamed).value())
                .contains("\"operation\":\"rename-table\"");
    }

    private static String operation(
            ToDmsMessage<SourceRecord> transform, String type, List<Col> columns) {
        String text = (String) transform.apply(Debezium.schemaChange(type, columns, true)).value();
        return text.replaceAll(".*\"operation\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void whatHasNoCounterpartIsDroppedOrRefused() {
        SourceRecord tombstone = new SourceRecord(Map.of(), Map.of(), "t", null, null);
        assertThat(transform().apply(tombstone)).isNull();
        for (String name : List.of("TransactionMetadataValue", "Heartbeat")) {
            Schema schema =
                    SchemaBuilder.struct()
                            .name("io.debezium.connector.common." + name)
                            .field("ts_ms", Schema.INT64_SCHEMA)
                            .build();
            Struct value = new Struct(schema).put("ts_ms", 1L);
            assertThat(transform().apply(new SourceRecord(Map.of(), Map.of(), "p", schema, value)))
                    .isNull();
        }
        SourceRecord load =
                new SourceRecord(Map.of(), Map.of(), "p.t", LoadCodec.VALUE_SCHEMA, new byte[0]);
        assertThatThrownBy(() -> transform().apply(load))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("p.t");
        SourceRecord text = new SourceRecord(Map.of(), Map.of(), "p.t", null, "{}");
        assertThatThrownBy(() -> transform().apply(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("p.t")
                .hasMessageContaining("envelope");
    }

    @Test
    void theFormatJsonIsIndented() {
        SourceRecord message =
                transform("message.format", "json")
                        .apply(Debezium.change("c", null, row(), ROW, true));
        assertThat((String) message.value()).startsWith("{\n\t\"data\"").contains("\n\t\t\"id\"");
    }
}
