// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics of Debezium as others have made them: nothing shows what the rules hide. */
class AnyMapperTest {
    private static final String SECRET = "4711-secret";
    private static final Schema KEY =
            SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA).build();
    private static final Schema ROW =
            SchemaBuilder.struct()
                    .optional()
                    .field("email", Schema.STRING_SCHEMA)
                    .field("n", Schema.OPTIONAL_INT32_SCHEMA)
                    .build();
    private static final Schema SOURCE =
            SchemaBuilder.struct()
                    .field("db", Schema.STRING_SCHEMA)
                    .field("table", Schema.STRING_SCHEMA)
                    .field("query", Schema.OPTIONAL_STRING_SCHEMA)
                    .build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct()
                    .field("before", ROW)
                    .field("after", ROW)
                    .field("source", SOURCE)
                    .field("op", Schema.STRING_SCHEMA)
                    .build();

    private static final String INCLUDE =
            """
            {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "app", "table-name": "%"}}
            """;
    private static final String FILTER =
            INCLUDE.replaceFirst(
                    "}$",
                    ", \"filters\": [{\"filter-type\": \"source\", \"column-name\": \"n\","
                            + " \"filter-conditions\": [{\"filter-operator\": \"gte\", \"value\":"
                            + " \"0\"}]}]}");
    private static final String MASK = rule("column", "data-masking-hash-mask", "email", "");
    private static final String SOFT =
            rule(
                    "column",
                    "add-column",
                    "%",
                    ", \"value\": \"op\", \"expression\": \"operation_indicator('D', 'U', 'I')\","
                            + " \"data-type\": {\"type\": \"string\", \"length\": 1}");

    private AnyMapper mapper;

    private static String rule(String target, String action, String column, String members) {
        return """
        {"rule-type": "transformation", "rule-id": "9", "rule-name": "9", "rule-target": "%s",
         "rule-action": "%s", "object-locator": {"schema-name": "app", "table-name": "%%"%s}%s}
        """
                .formatted(
                        target,
                        action,
                        target.equals("column") ? ", \"column-name\": \"" + column + "\"" : "",
                        members);
    }

    private AnyMapper mapper(String... rules) {
        mapper =
                new AnyMapper(
                        new MapperOptions(
                                TableMappings.parse(
                                        "{\"rules\": [" + String.join(",", rules) + "]}"),
                                (id, columns) -> Optional.empty(),
                                new TopicLayout("p"),
                                Absence.text(Names.DEBEZIUM_ABSENT),
                                FilterMoves.APPLY));
        return mapper;
    }

    @AfterEach
    void close() {
        mapper.close();
    }

    private static Struct key() {
        return new Struct(KEY).put("email", SECRET);
    }

    private static Struct row() {
        return new Struct(ROW).put("email", SECRET).put("n", 1);
    }

    private static SourceRecord record(String table, Schema schema, Struct value) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.add(Names.DEBEZIUM_NEW_KEY, key(), KEY);
        headers.addString("mine", "stays");
        return new SourceRecord(
                        Map.of(), Map.of(), "any.app." + table, 0, KEY, key(), schema, value)
                .newRecord("any.app." + table, 0, KEY, key(), schema, value, null, headers);
    }

    private static SourceRecord change(String table, String op) {
        boolean delete = op.equals("d");
        return record(
                table,
                ENVELOPE,
                new Struct(ENVELOPE)
                        .put("before", delete ? row() : null)
                        .put("after", delete ? null : row())
                        .put(
                                "source",
                                new Struct(SOURCE)
                                        .put("db", "app")
                                        .put("table", table)
                                        .put("query", "UPDATE t SET email = '" + SECRET + "'"))
                        .put("op", op));
    }

    private static SourceRecord flat(String... metadata) {
        SchemaBuilder builder = SchemaBuilder.struct();
        ROW.fields().forEach(field -> builder.field(field.name(), field.schema()));
        for (String name : metadata) {
            builder.field(name, Schema.OPTIONAL_STRING_SCHEMA);
        }
        Schema schema = builder.build();
        Struct row = new Struct(schema).put("email", SECRET).put("n", 1);
        for (String name : metadata) {
            row.put(name, name.equals("__deleted") ? "false" : SECRET);
        }
        return record("t", schema, row);
    }

    private static void hides(SourceRecord record) {
        assertThat(record.key().toString()).doesNotContain(SECRET);
        assertThat(String.valueOf(record.value())).doesNotContain(SECRET);
        record.headers()
                .forEach(
                        header ->
                                assertThat(String.valueOf(header.value())).doesNotContain(SECRET));
        assertThat(record.headers().lastWithName("mine").value()).isEqualTo("stays");
    }

    @Test
    void noHeaderStatementOrMarkerShowsAMaskedKey() {
        AnyMapper masking = mapper(INCLUDE, MASK);
        for (String op : new String[] {"c", "u", "d"}) {
            hides(masking.map(change("t", op)).orElseThrow());
        }
        SourceRecord marker = masking.map(record("t", null, null)).orElseThrow();
        hides(marker);
        assertThat(
                        ((Struct) marker.headers().lastWithName(Names.DEBEZIUM_NEW_KEY).value())
                                .getString("email"))
                .isEqualTo(((Struct) marker.key()).getString("email"));
    }

    @Test
    void aTableThatIsOnlyCopiedHasNoStatementEither() {
        SourceRecord copied = mapper(INCLUDE).map(change("t", "c")).orElseThrow();
        assertThat(((Struct) copied.value()).getStruct("source").getString("query")).isNull();
        assertThat(((Struct) copied.value()).getStruct("source").getString("table")).isEqualTo("t");
    }

    @Test
    void rowsWithoutAnEnvelopeShowNothingEither() {
        AnyMapper masking = mapper(INCLUDE, MASK);
        hides(
                masking.map(flat("__op", "__source_query"))
                        .map(AnyMapperTest::withoutOp)
                        .orElseThrow());
        hides(masking.map(record("t", null, null)).orElseThrow());
    }

    /** The letter is whatever the test says. */
    private static SourceRecord withoutOp(SourceRecord record) {
        ((Struct) record.value()).put("__op", null);
        return record;
    }

    @Test
    void aColumnIsNoMetadataHoweverItIsCalled() {
        String mask = rule("column", "data-masking-hash-mask", "%", "");
        String texts = mask.replace("\"%\"}", "\"%\", \"data-type\": \"nclob\"}");
        hides(mapper(INCLUDE, texts).map(flat("__ssn")).orElseThrow());
    }

    @Test
    void aMarkerThatComesFirstNeedsTheKeyOnly() {
        hides(mapper(FILTER, MASK).map(record("t", null, null)).orElseThrow());
    }

    @Test
    void aMarkerOfAnotherKeyIsLeftOut() {
        String key =
                rule(
                        "table",
                        "define-primary-key",
                        "",
                        ", \"primary-key-def\": {\"name\": \"k\", \"columns\": [\"n\"]}");
        AnyMapper defining =
                mapper(INCLUDE, key.replace("\"table-name\": \"%\"", "\"table-name\": \"t\""));
        assertThat(defining.map(record("t", null, null))).isEmpty();
        assertThat(defining.map(change("t", "c"))).isPresent();
        assertThat(defining.map(record("t", null, null))).isEmpty();
    }

    @Test
    void aRowThatIsKeptHasNoMarker() {
        AnyMapper soft = mapper(INCLUDE, SOFT);
        assertThat(soft.map(record("t", null, null))).isEmpty();
        assertThat(soft.map(change("t", "d"))).isPresent();
        assertThat(soft.map(record("t", null, null))).isEmpty();
        soft = mapper(INCLUDE, SOFT);
        soft.map(flat("__deleted"));
        assertThat(soft.map(record("t", null, null))).isEmpty();
        soft = mapper(INCLUDE, SOFT);
        soft.map(flat());
        AnyMapper rowsOnly = soft;
        assertThatThrownBy(() -> rowsOnly.map(record("t", null, null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("rewrite");
    }

    @Test
    void twoTablesNeverBecomeOne() {
        AnyMapper renaming = mapper(INCLUDE, rule("table", "rename", "", ", \"value\": \"one\""));
        assertThat(renaming.map(change("a", "c"))).isPresent();
        assertThat(renaming.map(change("a", "d"))).isPresent();
        assertThatThrownBy(() -> renaming.map(change("b", "c")))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("app.a")
                .hasMessageContaining("app.b")
                .hasMessageContaining("app.one");
    }

    @Test
    void whatHoldsNoRowIsLeftOut() {
        Schema message =
                SchemaBuilder.struct()
                        .field("op", Schema.STRING_SCHEMA)
                        .field("source", SOURCE)
                        .field("message", Schema.OPTIONAL_STRING_SCHEMA)
                        .build();
        assertThat(mapper(INCLUDE).map(record("message", message, new Struct(message)))).isEmpty();
        Schema heartbeat =
                SchemaBuilder.struct()
                        .name("x.Heartbeat")
                        .field("ts_ms", Schema.INT64_SCHEMA)
                        .build();
        SourceRecord beat = record("t", heartbeat, new Struct(heartbeat).put("ts_ms", 1L));
        assertThat(mapper(INCLUDE).map(beat)).containsSame(beat);
    }
}
