// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.mapping.RowFilter;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same rules give the same rows in the source's load, in the source's changes, and in the
 * transform: on changes, on rows without an envelope, on load batches.
 */
class EveryWayTest {
    private static final RecordOrigin ORIGIN = new RecordOrigin("t", 0, 0);

    private static final Table TABLE =
            new Table(
                    new TableId("app", "Things"),
                    List.of(
                            column("id", DataType.of(Kind.INT8), false),
                            column("name", DataType.string(Kind.STRING, 40), true),
                            column("notes", DataType.of(Kind.NCLOB), true),
                            column("amount", DataType.numeric(12, 2), true),
                            column("big", DataType.of(Kind.UINT8), true),
                            column("small", DataType.of(Kind.INT1), true),
                            column("real", DataType.of(Kind.REAL8), true),
                            column("flag", DataType.of(Kind.BOOLEAN), true),
                            column("day", DataType.of(Kind.DATE), true),
                            column("hour", DataType.temporal(Kind.TIME, 6), true),
                            column("moment", DataType.temporal(Kind.DATETIME, 6), true),
                            column("instant", DataType.temporal(Kind.DATETIME_TZ, 6), true),
                            column("data", DataType.of(Kind.BLOB), true)),
                    List.of("id"));

    private static final List<Object[]> ROWS =
            List.of(
                    new Object[] {
                        1L,
                        "C6BGJ566669K",
                        "Zoë 🐘 'quoted'",
                        new BigDecimal("500.00"),
                        new BigInteger("18446744073709551615"),
                        127L,
                        1.5,
                        true,
                        LocalDate.of(2024, 2, 29),
                        LocalTime.of(10, 0, 0, 123456000),
                        LocalDateTime.of(2024, 2, 29, 23, 59, 59, 999999000),
                        OffsetDateTime.parse("2024-02-29T10:00:00.5Z"),
                        new byte[] {0, -1}
                    },
                    new Object[] {
                        2L, null, null, null, null, null, null, null, null, null, null, null, null
                    },
                    new Object[] {
                        -9223372036854775808L,
                        "",
                        "12",
                        new BigDecimal("-0.01"),
                        BigInteger.ZERO,
                        -128L,
                        Double.NEGATIVE_INFINITY,
                        false,
                        LocalDate.of(1, 1, 1),
                        LocalTime.MIDNIGHT,
                        LocalDateTime.of(1970, 1, 1, 0, 0),
                        OffsetDateTime.parse("1969-12-31T23:59:59Z"),
                        new byte[0]
                    });

    private static Column column(String name, DataType type, boolean nullable) {
        return new Column(name, type, nullable);
    }

    private static final String INCLUDE =
            """
            {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "app", "table-name": "%"}FILTERS}
            """;

    private static String filtered(String column, String condition) {
        return INCLUDE.replace(
                "FILTERS",
                ", \"filters\": [{\"filter-type\": \"source\", \"column-name\": \""
                        + column
                        + "\", \"filter-conditions\": ["
                        + condition
                        + "]}]");
    }

    private static String rule(int id, String action, String column, String members) {
        return """
        {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-target": "column",
         "rule-action": "%s",
         "object-locator": {"schema-name": "app", "table-name": "Things", "column-name": "%s"}%s}
        """
                .formatted(id, id, action, column, members.isEmpty() ? "" : ", " + members);
    }

    static Stream<String> documents() {
        String include = INCLUDE.replace("FILTERS", "");
        return Stream.of(
                        List.of(include),
                        List.of(
                                include,
                                rule(2, "rename", "name", "\"value\": \"full name\""),
                                rule(3, "remove-column", "notes", ""),
                                rule(4, "add-prefix", "%", "\"value\": \"p_\"")),
                        List.of(
                                include,
                                rule(2, "include-column", "name", ""),
                                rule(3, "include-column", "id", "")),
                        List.of(
                                include,
                                rule(2, "data-masking-hash-mask", "name", ""),
                                rule(3, "data-masking-hash-mask", "notes", "")),
                        List.of(
                                include,
                                rule(2, "data-masking-digits-mask", "name", "\"value\": \"#\""),
                                rule(3, "data-masking-keyed-hash-mask", "notes", "")),
                        List.of(include, rule(2, "data-masking-digits-randomize", "small", "")),
                        List.of(
                                include,
                                rule(
                                        2,
                                        "change-data-type",
                                        "small",
                                        "\"data-type\": {\"type\": \"int8\"}"),
                                rule(
                                        3,
                                        "change-data-type",
                                        "amount",
                                        "\"data-type\": {\"type\": \"string\", \"length\": \"20\"}"),
                                rule(
                                        4,
                                        "change-data-type",
                                        "moment",
                                        "\"data-type\": {\"type\": \"date\"}"),
                                rule(
                                        5,
                                        "change-data-type",
                                        "id",
                                        "\"data-type\": {\"type\": \"numeric\", \"precision\": 20}")),
                        List.of(
                                include,
                                rule(
                                        2,
                                        "add-column",
                                        "%",
                                        "\"value\": \"size\", \"expression\": \"CASE WHEN $amount >= 500"
                                                + " THEN 'BIG' ELSE 'SMALL' END\", \"data-type\":"
                                                + " {\"type\": \"string\", \"length\": 5}"),
                                rule(
                                        3,
                                        "add-column",
                                        "%",
                                        "\"value\": \"both\", \"expression\": \"$name || '-' ||"
                                                + " $notes\", \"data-type\": {\"type\": \"string\","
                                                + " \"length\": 100}"),
                                rule(
                                        4,
                                        "add-column",
                                        "%",
                                        "\"value\": \"copy\", \"expression\": \"$big\","
                                                + " \"data-type\": {\"type\": \"uint8\"}"),
                                rule(
                                        5,
                                        "add-column",
                                        "%",
                                        "\"value\": \"op\", \"expression\":"
                                                + " \"operation_indicator('D', 'U', 'I')\","
                                                + " \"data-type\": {\"type\": \"string\","
                                                + " \"length\": 1}")),
                        List.of(
                                include,
                                rule(
                                        2,
                                        "add-before-image-columns",
                                        "%",
                                        "\"before-image-def\": {\"column-filter\": \"all\"}")),
                        List.of(
                                filtered(
                                        "amount",
                                        "{\"filter-operator\": \"gte\", \"value\": \"0\"}")),
                        List.of(
                                filtered(
                                        "name",
                                        "{\"filter-operator\": \"null\"}, {\"filter-operator\":"
                                                + " \"eq\", \"value\": \"\"}"),
                                rule(2, "remove-column", "name", "")),
                        List.of(
                                filtered(
                                        "day",
                                        "{\"filter-operator\": \"notbetween\", \"start-value\":"
                                                + " \"2000-01-01\", \"end-value\": \"2010-01-01\"}")))
                .map(rules -> "{\"rules\": [" + String.join(",", rules) + "]}");
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.value(i);
            texts.add(
                    !row.isPresent(i)
                            ? "(absent)"
                            : value == null
                                    ? null
                                    : value instanceof BigDecimal number
                                            ? number.toPlainString()
                                            : ValueText.format(value));
        }
        return texts;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void rowsAreTheSame(String document) {
        TableMappings mappings = TableMappings.parse(document).withMaskingKey("a key".getBytes());
        TablePlan plan = mappings.plan(TABLE).orElseThrow();
        List<List<String>> expected = loaded(plan);
        assertThat(loadedAsBytes(plan, PlannedRowWriter::new)).isEqualTo(expected);
        assertThat(loadedAsBytes(plan, PlannedRowWriter::of)).isEqualTo(expected);
        assertThat(changed(mappings)).isEqualTo(expected);
        assertThat(transformed(mappings)).isEqualTo(expected);
        assertThat(transformedBatch(mappings)).isEqualTo(expected);
        assertThat(transformedRows(mappings)).isEqualTo(expected);
        assertThat(transformedTwice(mappings)).isEqualTo(expected);
    }

    /** As the source's load does. */
    private static List<List<String>> loaded(TablePlan plan) {
        List<List<String>> rows = new ArrayList<>();
        for (Object[] values : ROWS) {
            Row row = new ArrayRow(values);
            if (plan.filter().map(f -> f.test(row) == RowFilter.Match.YES).orElse(true)) {
                rows.add(texts(new ArrayRow(plan.values(row, ChangeHeader.ofLoad(0)))));
            }
        }
        return rows;
    }

    private interface WriterOf {
        RowWriter writer(TablePlan plan, LoadBatchWriter batch, Supplier<ChangeHeader> header);
    }

    /** As the source's load does where no value has to become an object. */
    private static List<List<String>> loadedAsBytes(TablePlan plan, WriterOf way) {
        LoadBatchWriter batch = new LoadBatchWriter(plan.target());
        RowWriter writer = way.writer(plan, batch, () -> ChangeHeader.ofLoad(0));
        for (Object[] values : ROWS) {
            Row row = new ArrayRow(values);
            if (plan.filter().map(f -> f.test(row) == RowFilter.Match.YES).orElse(true)) {
                for (int i = 0; i < values.length; i++) {
                    writer.addValue(i, values[i]);
                }
                writer.endRow();
            }
        }
        List<List<String>> rows = new ArrayList<>();
        LoadCodec.read(batch.finish(rowsOf(plan.target())), ORIGIN)
                .rows()
                .forEachRemaining(row -> rows.add(texts(new ArrayRow(row))));
        return rows;
    }

    private static LoadMessage rowsOf(Table table) {
        return new LoadMessage(
                LoadMessage.Type.ROWS,
                table,
                TABLE.id(),
                1,
                1,
                "",
                -1,
                0,
                0,
                LoadMessage.Segment.only(1));
    }

    private static MapperOptions options(TableMappings mappings, boolean catalogue) {
        return new MapperOptions(
                mappings,
                (id, columns) -> catalogue ? Optional.of(TABLE) : Optional.empty(),
                new TopicLayout("p"),
                Absence.text(Names.DEBEZIUM_ABSENT),
                FilterMoves.APPLY);
    }

    private static SourceRecord insert(Object[] values) {
        ChangeEnvelope envelope = new ChangeEnvelope("t", TABLE);
        Row row = new ArrayRow(values);
        Struct value = envelope.value("c", null, row, 1_700_000_000_000L, "");
        return new SourceRecord(
                Map.of(),
                Map.of(),
                "p.app.Things",
                0,
                envelope.keySchema(),
                envelope.key(row),
                value.schema(),
                value);
    }

    private static List<List<String>> changed(TableMappings mappings) {
        try (RecordMapper mapper = new RecordMapper(options(mappings, true), id -> 0)) {
            return ROWS.stream()
                    .map(EveryWayTest::insert)
                    .map(mapper::map)
                    .flatMap(Optional::stream)
                    .map(EveryWayTest::read)
                    .toList();
        }
    }

    private static List<String> read(SourceRecord record) {
        RowChange change = new ChangeCodec().read(record, ORIGIN).orElseThrow();
        return texts(change.after());
    }

    private static List<List<String>> transformed(TableMappings mappings) {
        try (AnyMapper mapper = new AnyMapper(options(mappings, false))) {
            return ROWS.stream()
                    .map(EveryWayTest::insert)
                    .map(mapper::map)
                    .flatMap(Optional::stream)
                    .map(EveryWayTest::read)
                    .toList();
        }
    }

    /** A source that selects only, then the transform. */
    private static List<List<String>> transformedTwice(TableMappings mappings) {
        TableMappings selecting =
                TableMappings.parse("{\"rules\": [" + INCLUDE.replace("FILTERS", "") + "]}");
        try (RecordMapper first = new RecordMapper(options(selecting, true), id -> 7);
                AnyMapper second = new AnyMapper(options(mappings, false))) {
            List<List<String>> rows = new ArrayList<>();
            for (Object[] values : ROWS) {
                Optional<SourceRecord> mapped = first.map(insert(values)).flatMap(second::map);
                mapped.ifPresent(
                        record -> {
                            assertThat(
                                            new ChangeCodec()
                                                    .read(record, ORIGIN)
                                                    .orElseThrow()
                                                    .generation())
                                    .isEqualTo(7);
                            rows.add(read(record));
                        });
            }
            return rows;
        }
    }

    private static List<List<String>> transformedBatch(TableMappings mappings) {
        LoadBatchWriter writer = new LoadBatchWriter(TABLE);
        ROWS.forEach(writer::add);
        byte[] bytes = writer.finish(rowsOf(TABLE));
        SourceRecord record =
                new SourceRecord(
                        Map.of(), Map.of(), "p.app.Things.load", LoadCodec.VALUE_SCHEMA, bytes);
        try (AnyMapper mapper = new AnyMapper(options(mappings, false))) {
            SourceRecord mapped = mapper.map(record).orElseThrow();
            LoadMessage.Batch batch = LoadCodec.read((byte[]) mapped.value(), ORIGIN);
            List<List<String>> rows = new ArrayList<>();
            batch.rows().forEachRemaining(row -> rows.add(texts(new ArrayRow(row))));
            assertThat(batch.message().rows()).isEqualTo(rows.size());
            assertThat(batch.message().filtered()).isEqualTo(ROWS.size() - rows.size());
            return rows;
        }
    }

    /** A row that its filter leaves out becomes a deletion's marker, which is no row. */
    private static List<List<String>> transformedRows(TableMappings mappings) {
        try (AnyMapper mapper = new AnyMapper(options(mappings, false))) {
            List<List<String>> rows = new ArrayList<>();
            for (Object[] values : ROWS) {
                mapper.map(flat(values))
                        .filter(record -> record.value() != null)
                        .ifPresent(record -> rows.add(flatTexts((Struct) record.value())));
            }
            return rows;
        }
    }

    private static SourceRecord flat(Object[] values) {
        SourceRecord insert = insert(values);
        Struct after = ((Struct) insert.value()).getStruct("after");
        SchemaBuilder builder = SchemaBuilder.struct().name("flat");
        after.schema().fields().forEach(field -> builder.field(field.name(), field.schema()));
        Schema schema = builder.field("__op", Schema.STRING_SCHEMA).build();
        Struct row = new Struct(schema).put("__op", "c");
        after.schema().fields().forEach(f -> row.put(f.name(), after.getWithoutDefault(f.name())));
        return new SourceRecord(
                Map.of(),
                Map.of(),
                insert.topic(),
                0,
                insert.keySchema(),
                insert.key(),
                schema,
                row);
    }

    private static List<String> flatTexts(Struct row) {
        List<String> texts = new ArrayList<>();
        for (Field field : row.schema().fields()) {
            if (!field.name().equals("__op")) {
                Object raw = row.getWithoutDefault(field.name());
                Object value =
                        raw == null
                                ? null
                                : ValueDecoder.of(field.schema(), ChangeShape.column(field).type())
                                        .decode(raw);
                texts.addAll(texts(new ArrayRow(value)));
            }
        }
        return texts;
    }
}
