// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;

/** A change from Debezium's task through mapping, JSON and headers to the sink's event. */
class ChangeLaneTest {
    private static final TableId SOURCE = new TableId("shop", "Orders");
    private static final RecordOrigin ORIGIN = new RecordOrigin("t", 0, 1);
    private static final String ABSENT = "\uE000absent";

    private static final Schema ROW =
            SchemaBuilder.struct()
                    .name("p.shop.Orders.Value")
                    .optional()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("price", SchemaBuilder.string().optional().defaultValue("9.99").build())
                    .field("rate", Schema.OPTIONAL_FLOAT64_SCHEMA)
                    .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                    .field(
                            "day",
                            SchemaBuilder.int32().name("io.debezium.time.Date").optional().build())
                    .field(
                            "at",
                            SchemaBuilder.int64()
                                    .name("io.debezium.time.MicroTimestamp")
                                    .optional()
                                    .build())
                    .field("secret", Schema.OPTIONAL_STRING_SCHEMA)
                    .build();
    private static final Schema KEY =
            SchemaBuilder.struct()
                    .name("p.shop.Orders.Key")
                    .field("id", Schema.INT64_SCHEMA)
                    .build();
    private static final Schema SOURCE_BLOCK =
            SchemaBuilder.struct()
                    .name("io.debezium.connector.mysql.Source")
                    .field("connector", Schema.STRING_SCHEMA)
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .field("db", Schema.STRING_SCHEMA)
                    .field("table", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("file", Schema.STRING_SCHEMA)
                    .field("pos", Schema.INT64_SCHEMA)
                    .field("row", Schema.INT32_SCHEMA)
                    .build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct()
                    .name("p.shop.Orders.Envelope")
                    .version(2)
                    .field("before", ROW)
                    .field("after", ROW)
                    .field("source", SOURCE_BLOCK)
                    .field("op", Schema.STRING_SCHEMA)
                    .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                    .build();

    private static final Table TABLE =
            new Table(
                    SOURCE,
                    List.of(
                            new Column("id", DataType.of(Kind.INT8), false),
                            new Column("price", DataType.numeric(20, 4), true),
                            new Column("rate", DataType.of(Kind.REAL8), true),
                            new Column("note", DataType.of(Kind.NCLOB), true),
                            new Column("day", DataType.of(Kind.DATE), true),
                            new Column("at", DataType.temporal(Kind.DATETIME, 6), true),
                            new Column("secret", DataType.of(Kind.NCLOB), true)),
                    List.of("id"));

    private static final String MAPPINGS =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "shop", "table-name": "%"}},
              {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-action": "convert-lowercase",
               "rule-target": "table", "object-locator": {"schema-name": "shop", "table-name": "%"}},
              {"rule-type": "transformation", "rule-id": "3", "rule-name": "3", "rule-action": "remove-column",
               "rule-target": "column",
               "object-locator": {"schema-name": "shop", "table-name": "%", "column-name": "secret"}},
              {"rule-type": "transformation", "rule-id": "4", "rule-name": "4", "rule-action": "rename",
               "rule-target": "column", "value": "order id",
               "object-locator": {"schema-name": "shop", "table-name": "%", "column-name": "id"}}
            ]}
            """;

    private final RecordMapper mapper =
            new RecordMapper(
                    new MapperOptions(
                            TableMappings.parse(MAPPINGS),
                            (id, columns) -> Optional.of(TABLE),
                            new TopicLayout("p"),
                            Absence.text(ABSENT),
                            FilterMoves.APPLY),
                    id -> 1);
    private final ChangeCodec codec = new ChangeCodec();

    private static Struct row(Object... values) {
        Struct row = new Struct(ROW);
        for (int i = 0; i < values.length; i++) {
            row.put(ROW.fields().get(i), values[i]);
        }
        return row;
    }

    private static SourceRecord record(String op, Struct before, Struct after, long key) {
        Struct source =
                new Struct(SOURCE_BLOCK)
                        .put("connector", "mysql")
                        .put("ts_ms", 1000L)
                        .put("db", "shop")
                        .put("table", "Orders")
                        .put("file", "bin.000003")
                        .put("pos", 77L)
                        .put("row", 0);
        Struct envelope =
                new Struct(ENVELOPE)
                        .put("before", before)
                        .put("after", after)
                        .put("source", source)
                        .put("op", op)
                        .put("ts_ms", 2000L);
        return new SourceRecord(
                Map.of("server", "p"),
                Map.of("pos", 78L),
                "p.shop.Orders",
                null,
                KEY,
                new Struct(KEY).put("id", key),
                ENVELOPE,
                envelope,
                5L,
                new ConnectHeaders());
    }

    /** Through the converters a worker has by default. */
    private static SinkRecord throughJson(SourceRecord record) {
        JsonConverter keys = new JsonConverter();
        JsonConverter values = new JsonConverter();
        keys.configure(Map.of("schemas.enable", "true"), true);
        values.configure(Map.of("schemas.enable", "true"), false);
        SchemaAndValue key =
                keys.toConnectData(
                        "t", keys.fromConnectData("t", record.keySchema(), record.key()));
        SchemaAndValue value =
                values.toConnectData(
                        "t", values.fromConnectData("t", record.valueSchema(), record.value()));
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        RecordHeaders raw = new RecordHeaders();
        for (Header header : record.headers()) {
            raw.add(
                    header.key(),
                    converter.fromConnectHeader(
                            "t", header.key(), header.schema(), header.value()));
        }
        ConnectHeaders headers = new ConnectHeaders();
        raw.forEach(
                header ->
                        headers.add(
                                header.key(),
                                converter.toConnectHeader("t", header.key(), header.value())));
        return new SinkRecord(
                record.topic(),
                0,
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                1,
                null,
                null,
                headers);
    }

    private RowChange change(SourceRecord record) {
        return codec.read(throughJson(mapper.map(record).orElseThrow()), ORIGIN).orElseThrow();
    }

    @Test
    void anInsertArrivesWithTheTargetsNamesAndExactValues() {
        RowChange change =
                change(
                        record(
                                "c",
                                null,
                                row(7L, "12.3400", 0.1, "é🐘", 19000, 1_000_001L, "s"),
                                7));
        assertThat(change.operation()).isEqualTo(Operation.INSERT);
        assertThat(change.table().id()).isEqualTo(new TableId("shop", "orders"));
        assertThat(change.sourceTable()).isEqualTo(SOURCE);
        assertThat(change.table().columns().stream().map(Column::name))
                .containsExactly("order id", "price", "rate", "note", "day", "at");
        assertThat(change.table().primaryKey()).containsExactly("order id");
        assertThat(change.table().columns().get(1).type()).isEqualTo(DataType.numeric(20, 4));
        assertThat(change.after().value(0)).isEqualTo(7L);
        assertThat(change.after().value(1)).isEqualTo(new BigDecimal("12.3400"));
        assertThat(change.after().value(4)).isEqualTo(LocalDate.ofEpochDay(19000));
        assertThat(change.after().value(5)).isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 1, 1000));
        assertThat(change.generation()).isEqualTo(1);
        assertThat(change.position()).isEqualTo("binlog:bin.000003:77:0");
        assertThat(change.sourceMillis()).isEqualTo(1000);
    }

    @Test
    void nullIsNotTheColumnsDefault() {
        RowChange change =
                change(record("c", null, row(7L, null, null, null, null, null, null), 7));
        for (int i = 1; i < change.after().size(); i++) {
            assertThat(change.after().value(i)).isNull();
            assertThat(change.after().isPresent(i)).isTrue();
        }
    }

    @Test
    void anUnchangedToastIsAbsent() {
        RowChange change = change(record("u", null, row(7L, "1", 1.0, ABSENT, 1, 1L, ABSENT), 7));
        assertThat(change.after().isPresent(3)).isFalse();
        assertThat(change.after().isPresent(1)).isTrue();
        assertThat(change.after().isComplete()).isFalse();
    }

    @Test
    void jsonDoesNotTurnNanIntoZero() {
        for (double value :
                new double[] {
                    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0
                }) {
            RowChange change = change(record("c", null, row(7L, "NaN", value, "", 1, 1L, ""), 7));
            assertThat(change.after().value(2)).isEqualTo(value);
            assertThat(change.after().value(1)).isEqualTo(new SpecialValue("NaN"));
        }
    }

    /** Such a row was deleted as the one of key 0, which is another row. */
    @Test
    void jsonDoesNotTurnAKeyOfNanIntoZero() {
        for (Number value :
                List.<Number>of(
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        -0.0,
                        Float.NaN,
                        -0f)) {
            SourceRecord delete = ofRealKey(value);
            delete.headers()
                    .add(
                            "__debezium.newkey",
                            new Struct(delete.keySchema())
                                    .put("rate", value instanceof Float ? (Object) 7f : 7.0),
                            delete.keySchema());
            SinkRecord sent = throughJson(realKeys(value).map(delete).orElseThrow());
            // where the table mappings are applied once more, before the sink
            SinkRecord again = throughJson(realKeys(value).map(asSource(sent)).orElseThrow());
            for (SinkRecord record : List.of(sent, again)) {
                RowChange change = codec.read(record, ORIGIN).orElseThrow();
                assertThat(((Number) change.before().value(1)).doubleValue())
                        .isEqualTo(Double.valueOf(value.doubleValue()));
                assertThat(((Number) change.movedKey()[0]).doubleValue()).isEqualTo(7.0);
            }
        }
    }

    private static SourceRecord asSource(SinkRecord sent) {
        return new SourceRecord(
                Map.of(),
                Map.of(),
                sent.topic(),
                null,
                sent.keySchema(),
                sent.key(),
                sent.valueSchema(),
                sent.value(),
                5L,
                sent.headers());
    }

    /** Debezium's deletion of a row: its old row has the key's value and nothing else. */
    private static SourceRecord ofRealKey(Number value) {
        Schema real = value instanceof Float ? Schema.FLOAT32_SCHEMA : Schema.FLOAT64_SCHEMA;
        Schema key = SchemaBuilder.struct().name("p.shop.Orders.Key").field("rate", real).build();
        Schema row =
                SchemaBuilder.struct()
                        .name("p.shop.Orders.Value")
                        .optional()
                        .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("rate", real)
                        .build();
        SchemaBuilder envelope = SchemaBuilder.struct().name("p.shop.Orders.Envelope").version(2);
        for (Field field : ENVELOPE.fields()) {
            envelope.field(
                    field.name(),
                    List.of("before", "after").contains(field.name()) ? row : field.schema());
        }
        Schema schema = envelope.build();
        SourceRecord plain = record("d", null, null, 7);
        Struct from = (Struct) plain.value();
        Struct to = new Struct(schema).put("before", new Struct(row).put("rate", value));
        for (String name : List.of("source", "op", "ts_ms")) {
            to.put(name, from.get(name));
        }
        return plain.newRecord(
                plain.topic(), null, key, new Struct(key).put("rate", value), schema, to, 5L);
    }

    private static RecordMapper realKeys(Number value) {
        Table table =
                new Table(
                        SOURCE,
                        List.of(
                                new Column("note", DataType.of(Kind.NCLOB), true),
                                new Column(
                                        "rate",
                                        DataType.of(
                                                value instanceof Float ? Kind.REAL4 : Kind.REAL8),
                                        false)),
                        List.of("rate"));
        return new RecordMapper(
                new MapperOptions(
                        TableMappings.parse(
                                MAPPINGS.split(",\n *\\{\"rule-type\": \"transf")[0] + "]}"),
                        (id, columns) -> Optional.of(table),
                        new TopicLayout("p"),
                        Absence.text(ABSENT),
                        FilterMoves.APPLY),
                id -> 1);
    }

    @Test
    void aDeleteIsFoundByItsKeyOnly() {
        RowChange change =
                change(record("d", row(7L, null, null, null, null, null, null), null, 7));
        assertThat(change.operation()).isEqualTo(Operation.DELETE);
        assertThat(change.before().value(0)).isEqualTo(7L);
        assertThat(change.before().isPresent(1)).isFalse();
    }

    @Test
    void bothHalvesOfAKeyChangeKnowTheOther() {
        SourceRecord delete = record("d", row(7L, null, null, null, null, null, null), null, 7);
        delete.headers().add("__debezium.newkey", new Struct(KEY).put("id", 8L), KEY);
        SourceRecord insert = record("c", null, row(8L, "1", 1.0, ABSENT, 1, 1L, "s"), 8);
        insert.headers().add("__debezium.oldkey", new Struct(KEY).put("id", 7L), KEY);
        assertThat(change(delete).movedKey()).containsExactly(8L);
        assertThat(change(insert).movedKey()).containsExactly(7L);
    }

    @Test
    void offsetsStayDebeziums() {
        SourceRecord record = record("c", null, row(7L, "1", 1.0, "", 1, 1L, ""), 7);
        SourceRecord mapped = mapper.map(record).orElseThrow();
        assertThat(mapped.sourcePartition()).isEqualTo(record.sourcePartition());
        assertThat(mapped.sourceOffset()).isEqualTo(record.sourceOffset());
        assertThat(mapped.topic()).isEqualTo("p.shop.orders");
    }

    @Test
    void rowsOfOneShapeShareOneTable() {
        RowChange one = change(record("c", null, row(7L, "1", 1.0, "", 1, 1L, ""), 7));
        RowChange two = change(record("c", null, row(8L, "1", 1.0, "", 1, 1L, ""), 8));
        assertThat(one.table()).isSameAs(two.table());
    }

    @Test
    void aRecordThatIsNoEnvelopeIsNamedByItsPlace() {
        SinkRecord record = new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "x", 1);
        assertThatThrownBy(() -> codec.read(record, ORIGIN))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("t-0@1")
                .hasMessageContaining("envelope");
        assertThat(codec.read(new SinkRecord("t", 0, null, null, null, null, 1), ORIGIN)).isEmpty();
    }
}
