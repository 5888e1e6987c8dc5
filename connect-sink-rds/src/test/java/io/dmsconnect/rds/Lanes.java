// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.Absence;
import io.dmsconnect.core.connect.ChangeCutter;
import io.dmsconnect.core.connect.FilterMoves;
import io.dmsconnect.core.connect.LargeRowCodec;
import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.connect.MapperOptions;
import io.dmsconnect.core.connect.RecordMapper;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * A source made by hand: what a table's load and changes look like in Kafka, mapped by our
 * RecordMapper, with every record sent through JSON and back.
 */
final class Lanes {
    private static final Schema SOURCE =
            SchemaBuilder.struct()
                    .name("io.debezium.connector.postgresql.Source")
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .field("schema", Schema.STRING_SCHEMA)
                    .field("table", Schema.STRING_SCHEMA)
                    .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
                    .build();

    private final SinkHarness.Topics topics;
    private final TopicLayout layout = new TopicLayout("p");
    private final Map<Table, Schema> envelopes = new HashMap<>();
    private final Map<TableId, Table> catalogue = new HashMap<>();
    private final JsonConverter keys = converter(true);
    private final JsonConverter values = converter(false);
    private final SimpleHeaderConverter headers = new SimpleHeaderConverter();
    private ChangeCutter cutter = cutter(Integer.MAX_VALUE, 1);
    private long generation;
    private RecordMapper mapper;

    /** How many records of a change are sent. */
    long most = Long.MAX_VALUE;

    /** Source time of the next change. */
    long millis = 1_700_000_000_000L;

    /** When the next change is written to Kafka, if Kafka says so. */
    Long written;

    /** Transaction of the next change. */
    long transaction = 1000;

    /** The next change is of the same transaction, until somebody sets another. */
    boolean oneTransaction;

    Lanes(SinkHarness.Topics topics, long generation) {
        this.topics = topics;
        this.generation = generation;
        headers.configure(Map.of());
    }

    private static JsonConverter converter(boolean isKey) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "true"), isKey);
        return converter;
    }

    private static ChangeCutter cutter(long value, int piece) {
        return new ChangeCutter(new ChangeCutter.Limits(value, Long.MAX_VALUE, piece), Map.of());
    }

    /** Changes with a value that is larger as JSON come in pieces of this size. */
    void cutChanges(int value, int piece) {
        cutter = cutter(value, piece);
    }

    void generation(long now) {
        generation = now;
    }

    String changeTopic(Table table) {
        return layout.changes(table.id());
    }

    String loadTopic(Table table) {
        return layout.load(table.id());
    }

    // the load lane

    void announce(Table table) {
        send(message(LoadMessage.Type.ANNOUNCE, table, 0, "", 0));
    }

    /** The source has found that the table is no longer there. */
    void gone(Table table, long attempt, String position) {
        Table unknown = new Table(table.id(), List.of(), List.of());
        LoadMessage end = message(LoadMessage.Type.END, unknown, attempt, position, 0);
        send(
                new LoadMessage(
                        end.type(),
                        unknown,
                        table.id(),
                        end.generation(),
                        attempt,
                        position,
                        0,
                        0,
                        0,
                        LoadMessage.Segment.all(0)));
    }

    void begin(Table table, long attempt, String position) {
        send(message(LoadMessage.Type.BEGIN, table, attempt, position, 0));
    }

    void rows(Table table, long attempt, String position, Object[]... rows) {
        LoadBatchWriter writer = new LoadBatchWriter(table);
        for (Object[] row : rows) {
            writer.add(row);
        }
        LoadMessage message = message(LoadMessage.Type.ROWS, table, attempt, position, 0);
        sendBytes(table, writer.finish(message));
    }

    /** One row, in pieces of this size. */
    void pieces(Table table, long attempt, String position, int size, Object... row) {
        pieces(table, attempt, position, size, Integer.MAX_VALUE, 1, row);
    }

    /**
     * @param most pieces that are sent
     * @param number of the row in its segment
     */
    void pieces(
            Table table,
            long attempt,
            String position,
            int size,
            int most,
            long number,
            Object... row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            LargeRowCodec.write(table, row, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = out.toByteArray();
        LoadMessage message = message(LoadMessage.Type.PIECE, table, attempt, position, 1);
        for (int at = 0, sent = 0; at < bytes.length && sent < most; at += size, sent++) {
            int length = Math.min(size, bytes.length - at);
            LoadMessage.Piece piece =
                    new LoadMessage.Piece(
                            number,
                            at,
                            at + length == bytes.length,
                            ByteBuffer.wrap(bytes, at, length));
            sendBytes(table, LargeRowCodec.write(message, piece));
        }
    }

    void end(Table table, long attempt, String position, long rows) {
        send(message(LoadMessage.Type.SEGMENT_END, table, attempt, position, rows));
        send(message(LoadMessage.Type.END, table, attempt, position, rows));
    }

    /** Rows of one segment, in a partition of its own, and its end. */
    void segment(
            Table table,
            long load,
            String position,
            LoadMessage.Segment segment,
            Object[]... rows) {
        segmentRows(table, load, position, segment, rows);
        endOfSegment(table, load, position, segment, segment.kept() + rows.length);
    }

    void endOfSegment(
            Table table, long load, String position, LoadMessage.Segment segment, long rows) {
        LoadMessage end =
                message(LoadMessage.Type.SEGMENT_END, table, load, position, rows, segment);
        sendBytes(table, segment.number(), LoadCodec.write(end));
    }

    void segmentRows(
            Table table,
            long load,
            String position,
            LoadMessage.Segment segment,
            Object[]... rows) {
        LoadBatchWriter writer = new LoadBatchWriter(table);
        for (Object[] row : rows) {
            writer.add(row);
        }
        LoadMessage message = message(LoadMessage.Type.ROWS, table, load, position, 0, segment);
        sendBytes(table, segment.number(), writer.finish(message));
    }

    /** Of a load of several segments. */
    void endOf(Table table, long load, String position, int segments, long rows) {
        send(
                message(
                        LoadMessage.Type.END,
                        table,
                        load,
                        position,
                        rows,
                        LoadMessage.Segment.all(segments)));
    }

    /** Of a load of one segment. */
    void end(Table table, long attempt, String position, SecondaryObjects objects, long rows) {
        send(message(LoadMessage.Type.END, table, attempt, position, rows).with(objects));
    }

    /** A whole load. */
    void load(Table table, long attempt, String position, Object[]... rows) {
        begin(table, attempt, position);
        rows(table, attempt, position, rows);
        end(table, attempt, position, rows.length);
    }

    /** A whole load of a table that has more than its rows. */
    void load(
            Table table,
            long attempt,
            String position,
            SecondaryObjects objects,
            Object[]... rows) {
        send(message(LoadMessage.Type.BEGIN, table, attempt, position, 0).with(objects));
        rows(table, attempt, position, rows);
        send(message(LoadMessage.Type.SEGMENT_END, table, attempt, position, rows.length));
        end(table, attempt, position, objects, rows.length);
    }

    private LoadMessage message(
            LoadMessage.Type type, Table table, long attempt, String position, long rows) {
        boolean ofSegment =
                switch (type) {
                    case ROWS, PIECE, SEGMENT_END -> true;
                    default -> false;
                };
        return message(
                type,
                table,
                attempt,
                position,
                rows,
                ofSegment ? LoadMessage.Segment.only(attempt) : LoadMessage.Segment.all(1));
    }

    private LoadMessage message(
            LoadMessage.Type type,
            Table table,
            long attempt,
            String position,
            long rows,
            LoadMessage.Segment segment) {
        return new LoadMessage(
                type,
                table,
                table.id(),
                Math.max(1, generation),
                attempt,
                position,
                10,
                rows,
                0,
                segment);
    }

    private void send(LoadMessage message) {
        sendBytes(message.table(), LoadCodec.write(message));
    }

    private void sendBytes(Table table, byte[] bytes) {
        sendBytes(table, 0, bytes);
    }

    private void sendBytes(Table table, int partition, byte[] bytes) {
        String topic = loadTopic(table);
        SchemaAndValue value =
                values.toConnectData(
                        topic, values.fromConnectData(topic, LoadCodec.VALUE_SCHEMA, bytes));
        topics.add(new SinkRecord(topic, partition, null, null, value.schema(), value.value(), 0));
    }

    // the change lane

    void insert(Table table, Object... after) {
        change(table, "c", null, after, after, Map.of());
    }

    /** A row that a load has read. */
    void read(Table table, Object... after) {
        change(table, "r", null, after, after, Map.of());
    }

    void update(Table table, Object... after) {
        change(table, "u", null, after, after, Map.of());
    }

    /** With the whole old row, as a table without a key needs it. */
    void updateFrom(Table table, Object[] before, Object[] after) {
        change(table, "u", before, after, after, Map.of());
    }

    void delete(Table table, Object... before) {
        change(table, "d", before, null, before, Map.of());
    }

    void truncate(Table table) {
        change(table, "t", null, null, null, Map.of());
    }

    /** Two events, as Debezium sends them of a log that has the old row's key only. */
    void move(Table table, Object[] before, Object[] after) {
        Object[] known = new Object[before.length];
        java.util.Arrays.fill(known, ArrayRow.ABSENT);
        for (int index : table.keyIndexes()) {
            known[index] = before[index];
        }
        moveWhole(table, known, after);
    }

    /** The same of a log that has the whole old row. */
    void moveWhole(Table table, Object[] before, Object[] after) {
        change(table, "d", before, null, before, Map.of("__debezium.newkey", after));
        if (!oneTransaction) {
            transaction--;
        }
        change(table, "c", null, after, after, Map.of("__debezium.oldkey", before));
    }

    /** A tombstone. */
    void nothing(Table table) {
        topics.add(new SinkRecord(changeTopic(table), 0, null, null, null, null, 0));
    }

    private void change(
            Table table,
            String op,
            Object[] before,
            Object[] after,
            Object[] keyRow,
            Map<String, Object[]> moved) {
        if (!table.equals(catalogue.put(table.id(), table))) {
            mapper =
                    new RecordMapper(
                            new MapperOptions(
                                    TableMappings.parse(
                                            """
                                    {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                                      "rule-action": "include",
                                      "object-locator": {"schema-name": "%", "table-name": "%"}}]}
                                    """),
                                    (id, columns) -> Optional.ofNullable(catalogue.get(id)),
                                    layout,
                                    Absence.MARKED,
                                    FilterMoves.APPLY),
                            id -> generation);
        }
        Schema envelope = envelopes.computeIfAbsent(table, Lanes::envelope);
        Struct value =
                new Struct(envelope)
                        .put("before", row(envelope, table, before))
                        .put("after", row(envelope, table, after))
                        .put(
                                "source",
                                new Struct(SOURCE)
                                        .put("ts_ms", millis)
                                        .put("schema", table.id().schema())
                                        .put("table", table.id().name())
                                        .put("txId", transaction)
                                        .put("lsn", 1L))
                        .put("op", op);
        ConnectHeaders recordHeaders = new ConnectHeaders();
        Schema keySchema = table.hasKey() ? key(table) : null;
        moved.forEach(
                (name, row) ->
                        recordHeaders.add(name, keyStruct(keySchema, table, row), keySchema));
        Struct key =
                keySchema == null || keyRow == null ? null : keyStruct(keySchema, table, keyRow);
        SourceRecord record =
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "d",
                        0,
                        keySchema,
                        key,
                        envelope,
                        value,
                        0L,
                        recordHeaders);
        cutter.cut(List.of(mapper.map(record).orElseThrow())).stream()
                .limit(most)
                .map(this::overTheWire)
                .forEach(topics::add);
        if (!oneTransaction) {
            transaction++;
        }
    }

    private SinkRecord overTheWire(SourceRecord record) {
        String topic = record.topic();
        SchemaAndValue key =
                record.keySchema() == null
                        ? SchemaAndValue.NULL
                        : keys.toConnectData(
                                topic,
                                keys.fromConnectData(topic, record.keySchema(), record.key()));
        SchemaAndValue value =
                values.toConnectData(
                        topic, values.fromConnectData(topic, record.valueSchema(), record.value()));
        ConnectHeaders received = new ConnectHeaders();
        for (Header header : record.headers()) {
            SchemaAndValue read =
                    headers.toConnectHeader(
                            topic,
                            header.key(),
                            headers.fromConnectHeader(
                                    topic, header.key(), header.schema(), header.value()));
            received.add(header.key(), read);
        }
        return new SinkRecord(
                topic,
                0,
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                0,
                written,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                received);
    }

    private static Schema envelope(Table table) {
        SchemaBuilder row = SchemaBuilder.struct().name("Value").optional();
        table.columns().forEach(column -> row.field(column.name(), fieldSchema(column, true)));
        Schema image = row.build();
        return SchemaBuilder.struct()
                .name("Envelope")
                .field("before", image)
                .field("after", image)
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .build();
    }

    private static Schema key(Table table) {
        SchemaBuilder builder = SchemaBuilder.struct().name("Key");
        for (String name : table.primaryKey()) {
            builder.field(name, fieldSchema(table.columns().get(table.indexOf(name)), false));
        }
        return builder.build();
    }

    private static Schema fieldSchema(Column column, boolean optional) {
        SchemaBuilder builder =
                switch (column.type().kind()) {
                    case BOOLEAN -> SchemaBuilder.bool();
                    case BYTES, BLOB -> SchemaBuilder.bytes();
                    case REAL4 -> SchemaBuilder.float32();
                    case REAL8 -> SchemaBuilder.float64();
                    default -> SchemaBuilder.string();
                };
        return optional ? builder.optional().build() : builder.build();
    }

    private static Struct row(Schema envelope, Table table, Object[] row) {
        if (row == null) {
            return null;
        }
        Struct struct = new Struct(envelope.field("after").schema());
        for (int i = 0; i < row.length; i++) {
            Column column = table.columns().get(i);
            struct.put(column.name(), wire(column, row[i]));
        }
        return struct;
    }

    private static Struct keyStruct(Schema schema, Table table, Object[] row) {
        Struct struct = new Struct(schema);
        for (String name : table.primaryKey()) {
            int index = table.indexOf(name);
            struct.put(name, wire(table.columns().get(index), row[index]));
        }
        return struct;
    }

    private static Object wire(Column column, Object value) {
        if (value == null) {
            return null;
        }
        if (value == ArrayRow.ABSENT) {
            return column.type().kind() == DataType.Kind.BLOB ? Absence.BYTES : Absence.TEXT;
        }
        return switch (column.type().kind()) {
            case BOOLEAN, BYTES, BLOB, REAL4, REAL8 -> value;
            default -> ValueText.format(value);
        };
    }

    static Table table(String schema, String name, List<String> key, Column... columns) {
        return new Table(new TableId(schema, name), List.of(columns), key);
    }

    static Column column(String name, DataType type) {
        return new Column(name, type, true);
    }
}
