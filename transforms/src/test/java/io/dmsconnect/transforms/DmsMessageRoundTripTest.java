// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.transforms.Debezium.Col;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envelope, DMS message, envelope: the sink reads the same row from both ends. */
class DmsMessageRoundTripTest {
    private static Schema optional(Schema.Type type, String name, String dmsType) {
        SchemaBuilder builder = SchemaBuilder.type(type).optional().name(name);
        return dmsType == null ? builder.build() : builder.parameter("dms.type", dmsType).build();
    }

    private static final List<Col> COLUMNS =
            List.of(
                    new Col("id", Schema.INT64_SCHEMA, Types.BIGINT, "BIGINT", -1, -1),
                    new Col("b", Schema.OPTIONAL_BOOLEAN_SCHEMA, Types.BOOLEAN, "BOOLEAN", -1, -1),
                    new Col(
                            "i1",
                            optional(Schema.Type.INT16, null, "INT1,-1,-1,-1||"),
                            Types.SMALLINT,
                            "TINYINT",
                            -1,
                            -1),
                    new Col("i4", Schema.OPTIONAL_INT32_SCHEMA, Types.INTEGER, "INT", -1, -1),
                    new Col(
                            "u8",
                            optional(Schema.Type.STRING, null, "UINT8,-1,-1,-1||"),
                            Types.BIGINT,
                            "BIGINT UNSIGNED",
                            -1,
                            -1),
                    new Col(
                            "n",
                            Decimal.builder(2)
                                    .optional()
                                    .parameter("connect.decimal.precision", "40")
                                    .build(),
                            Types.DECIMAL,
                            "DECIMAL",
                            40,
                            2),
                    new Col(
                            "free",
                            optional(Schema.Type.STRING, null, "NUMERIC,-1,-1,-1||"),
                            Types.NUMERIC,
                            "NUMERIC",
                            -1,
                            -1),
                    new Col("f4", Schema.OPTIONAL_FLOAT32_SCHEMA, Types.REAL, "REAL", -1, -1),
                    new Col("f8", Schema.OPTIONAL_FLOAT64_SCHEMA, Types.DOUBLE, "DOUBLE", -1, -1),
                    new Col(
                            "d",
                            optional(Schema.Type.INT32, "io.debezium.time.Date", null),
                            Types.DATE,
                            "DATE",
                            -1,
                            -1),
                    new Col(
                            "ti",
                            optional(Schema.Type.INT64, "io.debezium.time.MicroTime", null),
                            Types.TIME,
                            "TIME",
                            6,
                            -1),
                    new Col(
                            "dt",
                            optional(Schema.Type.INT64, "io.debezium.time.MicroTimestamp", null),
                            Types.TIMESTAMP,
                            "DATETIME",
                            6,
                            -1),
                    new Col(
                            "tz",
                            optional(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp", null),
                            Types.TIMESTAMP_WITH_TIMEZONE,
                            "TIMESTAMP",
                            6,
                            -1),
                    new Col("s", Schema.OPTIONAL_STRING_SCHEMA, Types.VARCHAR, "VARCHAR", 200, -1),
                    new Col("c", Schema.OPTIONAL_STRING_SCHEMA, Types.CLOB, "TEXT", -1, -1),
                    new Col("x", Schema.OPTIONAL_BYTES_SCHEMA, Types.BLOB, "BLOB", -1, -1));
    private static final Schema ROW = Debezium.row(COLUMNS);
    private static final int LAST = COLUMNS.size() - 1;

    private static Struct full(long id) {
        return new Struct(ROW)
                .put("id", id)
                .put("b", true)
                .put("i1", (short) -128)
                .put("i4", Integer.MIN_VALUE)
                .put("u8", "18446744073709551615")
                .put("n", new BigDecimal("-12345678901234567890123456789012345678.10"))
                .put("free", "0.1000000000000000000000000000000000000000000001")
                .put("f4", 0.1f)
                .put("f8", -0.0)
                .put("d", -800_000)
                .put("ti", 86_399_999_999L)
                .put("dt", -62_000_000_000_000_001L)
                .put("tz", "2024-02-29T23:59:59.000001Z")
                .put("s", "\"quoted\"\n\u0000 \uD83D\uDE00")
                .put("c", "")
                .put("x", new byte[] {0, -1, 'a'});
    }

    private static Struct special(long id) {
        return full(id).put("u8", "9007199254740993")
                .put("free", "NaN")
                .put("f4", Float.NaN)
                .put("f8", Double.NEGATIVE_INFINITY)
                .put("d", -1_000_000_000)
                .put("dt", Long.MAX_VALUE / 1000)
                .put("tz", "0044-03-15T10:00:00 BC")
                .put("s", "0xff")
                .put("x", new byte[0]);
    }

    private static Struct nulls(long id) {
        return new Struct(ROW).put("id", id);
    }

    private static Struct absent(long id) {
        return full(id).put("c", Debezium.ABSENT)
                .put("x", Debezium.ABSENT.getBytes(StandardCharsets.UTF_8))
                .put("s", null);
    }

    private final ToDmsMessage<SourceRecord> to = new ToDmsMessage<>();
    private final FromDmsMessage<SourceRecord> from = new FromDmsMessage<>();

    private void configure(boolean nulls, boolean keyed, String format) {
        String include = Boolean.toString(nulls);
        to.configure(
                Map.of(
                        "include.null.and.empty",
                        include,
                        "include.control.details",
                        "true",
                        "include.transaction.details",
                        "true",
                        "include.table.alter.operations",
                        "true",
                        "message.format",
                        format,
                        "no.hex.prefix",
                        include,
                        "before.image.field.name",
                        "old",
                        "before.image.column.filter",
                        "all"));
        from.configure(Map.of("include.null.and.empty", include, "before.image.field.name", "old"));
        SourceRecord control = to.apply(Debezium.schemaChange("CREATE", COLUMNS, keyed));
        assertThat(from.apply(control)).isNull();
    }

    private static Optional<RowChange> read(SourceRecord record) {
        return new ChangeCodec().read(record, new RecordOrigin(record.topic(), 0, 1));
    }

    /** As if the transform were a source connector's. */
    private static SourceRecord throughJson(SourceRecord record) {
        JsonConverter key = new JsonConverter();
        key.configure(Map.of(), true);
        JsonConverter value = new JsonConverter();
        value.configure(Map.of(), false);
        String topic = record.topic();
        SchemaAndValue keyBack =
                key.toConnectData(
                        topic, key.fromConnectData(topic, record.keySchema(), record.key()));
        SchemaAndValue valueBack =
                value.toConnectData(
                        topic, value.fromConnectData(topic, record.valueSchema(), record.value()));
        return record.newRecord(
                topic,
                null,
                keyBack.schema(),
                keyBack.value(),
                valueBack.schema(),
                valueBack.value(),
                record.timestamp());
    }

    private RowChange checked(SourceRecord original) {
        SourceRecord message = to.apply(original);
        assertThat(message.value()).isInstanceOf(String.class);
        RowChange back = read(throughJson(from.apply(message))).orElseThrow();
        RowChange expected = read(original).orElseThrow();
        assertThat(back.operation()).isEqualTo(expected.operation());
        assertThat(back.before()).isEqualTo(expected.before());
        assertThat(back.after()).isEqualTo(expected.after());
        assertThat(back.position()).isEqualTo(expected.position());
        assertThat(back.sourceMillis()).isEqualTo(expected.sourceMillis());
        assertThat(back.table().id()).isEqualTo(expected.table().id());
        if (expected.operation() != Operation.TRUNCATE) { // has no key to tell it by
            assertThat(back.table().primaryKey()).isEqualTo(expected.table().primaryKey());
        }
        assertThat(back.table().columns())
                .extracting(column -> column.name() + " " + column.nullable())
                .isEqualTo(
                        expected.table().columns().stream()
                                .map(column -> column.name() + " " + column.nullable())
                                .toList());
        return back;
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void everyOperationGivesTheSameRow(boolean nulls, boolean keyed) {
        configure(nulls, keyed, "json");
        for (String op : List.of("r", "c", "u")) {
            for (Struct row : List.of(full(1), special(2), nulls(3), absent(Long.MAX_VALUE))) {
                Struct before = op.equals("u") ? special(row.getInt64("id")) : null;
                checked(Debezium.change(op, before, row, ROW, keyed));
            }
        }
        checked(Debezium.change("d", full(4), null, ROW, keyed));
        checked(Debezium.change("d", nulls(5), null, ROW, keyed));
        checked(Debezium.change("t", null, null, ROW, keyed));
    }

    @Test
    void theValuesAreTheRightOnes() {
        configure(false, true, "json-unformatted");
        Row after = checked(Debezium.change("c", null, special(2), ROW, true)).after();
        assertThat(after.value(4)).isEqualTo(new BigInteger("9007199254740993"));
        assertThat(after.value(6)).isEqualTo(new SpecialValue("NaN"));
        assertThat(after.value(7)).isEqualTo(Float.NaN);
        assertThat(after.value(13)).isEqualTo("0xff");
        assertThat(after.value(LAST)).isEqualTo(new byte[0]);
        Row toasted = checked(Debezium.change("u", null, absent(9), ROW, true)).after();
        assertThat(toasted.isPresent(LAST)).isFalse();
        assertThat(toasted.isPresent(13)).isTrue();
        assertThat(toasted.value(13)).isNull();
    }

    @Test
    void aTableWithoutKeyIsDeletedByItsWholeRow() {
        configure(false, false, "json");
        Row before = checked(Debezium.change("d", nulls(5), null, ROW, false)).before();
        assertThat(before.isComplete()).isTrue();
        assertThat(before).isNotEqualTo(new ArrayRow(5L));
    }

    @Test
    void anAlteredTableHasItsNewColumns() {
        configure(true, true, "json");
        List<Col> fewer = COLUMNS.subList(0, 3);
        SourceRecord control = to.apply(Debezium.schemaChange("ALTER", fewer, true));
        assertThat(control.value().toString()).contains("\"drop-column\"");
        assertThat(from.apply(control)).isNull();
        Schema row = Debezium.row(fewer);
        checked(Debezium.change("c", null, new Struct(row).put("id", 1L), row, true));
        assertThatThrownBy(() -> checked(Debezium.change("c", null, full(1), ROW, true)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not in the definition of table app.t");
        assertThat(from.apply(to.apply(Debezium.schemaChange("DROP", List.of(), true)))).isNull();
        assertThatThrownBy(() -> checked(Debezium.change("c", null, full(1), ROW, true)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no definition of table app.t");
    }
}
