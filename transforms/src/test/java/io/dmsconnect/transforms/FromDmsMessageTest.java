// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages in the form AWS writes them. */
class FromDmsMessageTest {
    private static final String DEFINITIONS =
            """
            {"shop": {"orders": {"columns": {
                "id": {"type": "INT4", "nullable": false},
                "total": {"type": "NUMERIC", "precision": 10, "scale": 2, "nullable": true},
                "big": {"type": "INT8"},
                "created": {"type": "DATETIME", "scale": 6},
                "file": {"type": "BLOB"},
                "note": {"type": "WSTRING", "length": 50}},
              "primary-key": ["id"]}}}
            """;

    private static FromDmsMessage<SinkRecord> transform(String... options) {
        Map<String, String> config = new java.util.HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        FromDmsMessage<SinkRecord> transform = new FromDmsMessage<>();
        transform.configure(config);
        return transform;
    }

    private static SinkRecord record(Object value) {
        return new SinkRecord("dms", 3, null, null, null, value, 42, 5L, TimestampType.CREATE_TIME);
    }

    private static String message(String operation, String data, String metadata) {
        return """
        {
        	"data":	%s,
        	"metadata":	{
        		"timestamp":	"2019-10-31T22:53:59.721201Z",
        		"record-type":	"data",
        		"operation":	"%s",
        		"schema-name":	"shop",
        		"table-name":	"orders"%s
        	}
        }"""
                .formatted(data, operation, metadata);
    }

    private static RowChange read(SinkRecord record) {
        return new ChangeCodec().read(record, new RecordOrigin("dms", 3, 42)).orElseThrow();
    }

    private static final FromDmsMessage<SinkRecord> DEFINED =
            transform("table.definitions", DEFINITIONS);

    @Test
    void anInsertIsReadWithTheDefinitionsTypes() {
        String text =
                message(
                        "insert",
                        """
                        {"id": 7, "total": 1.50, "big": 9007199254740993,
                         "created": "2020-01-09T04:13:38Z", "file": "0xCAFE"}""",
                        ", \"commit-timestamp\": \"2019-10-31T22:53:55.000000Z\"");
        for (Object value : new Object[] {text, text.getBytes(StandardCharsets.UTF_8)}) {
            SinkRecord record = DEFINED.apply(record(value));
            RowChange change = read(record);
            assertThat(change.operation()).isEqualTo(Operation.INSERT);
            assertThat(change.table().id()).hasToString("shop.orders");
            assertThat(change.table().primaryKey()).containsExactly("id");
            assertThat(change.after().value(0)).isEqualTo(7L);
            assertThat(change.after().value(1)).isEqualTo(new BigDecimal("1.50"));
            assertThat(change.after().value(2)).isEqualTo(9_007_199_254_740_993L);
            assertThat(change.after().value(3)).hasToString("2020-01-09T04:13:38");
            assertThat(change.after().value(4)).isEqualTo(new byte[] {(byte) 0xCA, (byte) 0xFE});
            assertThat(change.after().isPresent(5)).isTrue();
            assertThat(change.after().value(5)).isNull();
            assertThat(change.sourceMillis()).isEqualTo(1_572_562_435_000L);
            assertThat(record.kafkaPartition()).isEqualTo(3);
        }
    }

    @Test
    void aMissingColumnIsUnknownWhereNullsAreWritten() {
        SinkRecord record =
                transform("table.definitions", DEFINITIONS, "include.null.and.empty", "true")
                        .apply(record(message("update", "{\"id\": 7, \"note\": null}", "")));
        RowChange change = read(record);
        assertThat(change.after().isPresent(2)).isFalse();
        assertThat(change.after().isPresent(4)).isFalse();
        assertThat(change.after().isPresent(5)).isTrue();
        assertThat(change.after().value(5)).isNull();
    }

    @Test
    void controlRecordsDefineTablesAndAreConsumed() {
        FromDmsMessage<SinkRecord> transform = transform();
        String control =
                """
                {"control": {"table-def": {"columns": {"id": {"type": "WSTRING", "length": 512,
                    "nullable": false}}, "primary-key": ["id"], "collation-name": "latin1"}},
                 "metadata": {"timestamp": "2021-02-18T23:09:09.509179Z", "record-type": "control",
                   "operation": "create-table", "partition-key-type": "task-id",
                   "schema-name": "shop", "table-name": "orders"}}""";
        assertThat(transform.apply(record(control))).isNull();
        RowChange change = read(transform.apply(record(message("delete", "{\"id\": \"a\"}", ""))));
        assertThat(change.operation()).isEqualTo(Operation.DELETE);
        assertThat(change.before().value(0)).isEqualTo("a");
        String gone =
                control.replaceFirst("(?s)\"control\": .*\"metadata\"", "\"metadata\"")
                        .replace("create-table", "add-column");
        assertThat(transform.apply(record(gone))).isNull();
        assertThatThrownBy(() -> transform.apply(record(message("load", "{\"id\": \"a\"}", ""))))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "dms-3@42: no definition of table shop.orders is known (DMS sends it in"
                                + " control records with IncludeControlDetails=true); give it in"
                                + " table.definitions, or set unknown.tables=infer");
    }

    @Test
    void typesAreInferredWhereAskedFor() {
        FromDmsMessage<SinkRecord> transform = transform("unknown.tables", "infer");
        String key = ", \"partition-key-type\": \"primary-key\", \"partition-key-value\": \"7\"";
        String text = "{\"id\": 7, \"ok\": true, \"s\": \"x\", \"later\": null}";
        RowChange first = read(transform.apply(record(message("load", text, key))));
        assertThat(first.table().primaryKey()).containsExactly("id");
        assertThat(first.table().columns())
                .extracting(column -> column.name() + " " + column.type().kind())
                .containsExactly("id NUMERIC", "ok BOOLEAN", "s NCLOB", "later NCLOB");
        RowChange second =
                read(transform.apply(record(message("update", "{\"id\": 7, \"later\": 1}", key))));
        assertThat(second.after().value(3)).isEqualTo(BigDecimal.ONE);
        assertThat(second.after().isPresent(2)).isTrue();
        assertThat(second.after().value(2)).isNull();
        assertThatThrownBy(() -> transform.apply(record(message("load", "{\"id\": \"7\"}", key))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("inferred to be NUMERIC");
    }

    @Test
    void aKeyThatIsNotCertainIsRefused() {
        FromDmsMessage<SinkRecord> transform = transform("unknown.tables", "infer");
        String key = ", \"partition-key-type\": \"primary-key\", \"partition-key-value\": \"7\"";
        String text = message("load", "{\"id\": 7, \"n\": 7}", key);
        assertThatThrownBy(() -> transform.apply(record(text)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("key.columns");
        FromDmsMessage<SinkRecord> named =
                transform("unknown.tables", "infer", "key.columns", "shop.orders:n, id");
        assertThat(read(named.apply(record(text))).table().primaryKey()).containsExactly("n", "id");
    }

    @Test
    void anUpdateOfTheKeyIsRefusedWhereItIsSeen() {
        FromDmsMessage<SinkRecord> transform =
                transform("table.definitions", DEFINITIONS, "before.image.field.name", "old");
        String text = message("update", "{\"id\": 7}", "");
        String moved = text.replaceFirst("\\{", "{\"old\": {\"id\": 6},");
        assertThat(transform.apply(record(text))).isNotNull();
        assertThatThrownBy(() -> transform.apply(record(moved)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("changes its key column 'id'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": 7.5} | column 'id': the value is no INT4",
                "{\"id\": 3000000000} | column 'id' of shop.orders is an INT4",
                "{\"id\": 7, \"big\": 9.007199254740993e+15} | UseLargeIntegerValue",
                "{\"id\": 7, \"file\": \"0xZZ\"} | column 'file': the value is no BLOB",
                "{\"id\": 7, \"note\": {}} | column 'note': a JSON object",
                "{\"id\": 7, \"created\": 5} | column 'created': a date or time",
                "{\"id\": 7, \"other\": 5} | column 'other' is not in the definition",
                "{\"id\": 7, \"id\": 8} | not JSON, line 2",
                "{\"id\": null} | 'id'",
                "[] | message.data: a JSON object is expected"
            })
    void whatCannotBeReadIsAnErrorWithItsPlace(String data, String problem) {
        assertThatThrownBy(() -> DEFINED.apply(record(message("insert", data, ""))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("dms-3@42: ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("ZZ");
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertThatThrownBy(() -> DEFINED.apply(record("{} {}")))
                .hasMessageContaining("something follows");
        assertThatThrownBy(() -> DEFINED.apply(record("")))
                .hasMessageContaining("a JSON object is expected");
        assertThatThrownBy(() -> DEFINED.apply(record("{}"))).hasMessageContaining("metadata");
        assertThatThrownBy(() -> DEFINED.apply(record(Map.of())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("StringConverter");
        assertThatThrownBy(() -> DEFINED.apply(record(new byte[] {(byte) 0xC3})))
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> DEFINED.apply(record(message("upsert", "{}", ""))))
                .hasMessageContaining("'upsert' is unknown");
        assertThat(DEFINED.apply(record(null))).isNull();
    }

    @Test
    void badSettingsAreRefusedByName() {
        assertThatThrownBy(() -> transform("key.columns", "orders:id"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("key.columns");
        assertThatThrownBy(() -> transform("table.definitions", "{\"a\": {\"b\": {}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("table.definitions.a.b");
        assertThat(DEFINED.apply(record(message("load", "{\"id\": 1}", ""))).valueSchema().type())
                .isEqualTo(Schema.Type.STRUCT);
    }
}
