// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;

/**
 * Reads the change lane: Debezium's envelope, ours or anybody's. What ours says beyond Debezium's
 * is in schema parameters and headers ({@link Names}). Not thread-safe.
 */
public final class ChangeCodec {
    private static final int SHAPES = 4096;

    private final Map<String, ChangeShape> byFingerprint = bounded();
    private final Map<Schema, ChangeShape> bySchema = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new java.util.LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > SHAPES;
            }
        };
    }

    /**
     * @return the change, or empty for what is no change of a row: tombstones, heartbeats, messages
     * @throws ReplicationException (RECORD) for anything that is not a Debezium envelope
     */
    public Optional<RowChange> read(ConnectRecord<?> record, RecordOrigin origin) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            if (!(record.value() instanceof Struct envelope)) {
                throw new DataException(
                        "the value is no Debezium envelope with a schema; use a converter that keeps"
                                + " schemas (JsonConverter with schemas.enable=true, AvroConverter)");
            }
            return read(record, envelope, origin);
        } catch (DataException | IllegalArgumentException e) {
            throw new ReplicationException(
                    FailureKind.RECORD, origin.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<RowChange> read(
            ConnectRecord<?> record, Struct envelope, RecordOrigin origin) {
        if (isHeartbeat(envelope.schema())) {
            return Optional.empty();
        }
        if (envelope.schema().field("op") == null || envelope.schema().field("source") == null) {
            throw new DataException(
                    "the value has no fields 'op' and 'source' of a Debezium envelope");
        }
        String op = envelope.getString("op");
        if (op.equals("m")) {
            return Optional.empty();
        }
        Struct source = envelope.getStruct("source");
        ChangeShape shape = shape(record, envelope.schema(), source);
        Map<String, Map<String, String>> nonFinite = Inbound.nonFinite(record);
        Map<String, Set<String>> absent = Inbound.absentColumns(record);
        Row before =
                shape.row(
                        envelope.getStruct("before"),
                        nonFinite.getOrDefault("before", Map.of()),
                        absent.getOrDefault("before", Set.of()));
        Row after =
                shape.row(
                        envelope.getStruct("after"),
                        nonFinite.getOrDefault("after", Map.of()),
                        absent.getOrDefault("after", Set.of()));
        Operation operation =
                switch (op) {
                    case "c", "r" -> Operation.INSERT;
                    case "u" -> Operation.UPDATE;
                    case "d" -> Operation.DELETE;
                    case "t" -> Operation.TRUNCATE;
                    default -> throw new DataException("unknown operation '" + op + "'");
                };
        if (shape.table.hasKey() && !isTrueImage(envelope, before)) {
            // found by its key
            before =
                    operation == Operation.DELETE && record.key() instanceof Struct key
                            ? shape.keyRow(key, nonFinite.getOrDefault(NonFinite.KEY, Map.of()))
                            : operation == Operation.DELETE ? before : null;
        }
        return Optional.of(
                new RowChange(
                        shape.table,
                        shape.source,
                        operation,
                        before,
                        operation == Operation.DELETE || operation == Operation.TRUNCATE
                                ? null
                                : after,
                        movedKey(record, shape),
                        SourcePosition.of(source),
                        sourceMillis(source),
                        generation(record),
                        origin));
    }

    /**
     * Is this the whole old row? Only a record of our sources says so: stock Debezium sends nulls
     * and zeros beside the key where the log has nothing else.
     */
    private static boolean isTrueImage(Struct envelope, Row before) {
        return before != null
                && before.isComplete()
                && RecordSchemas.hasExactImages(envelope.schema());
    }

    /**
     * The row before the change as the record has it, of which {@link #read} keeps what a target
     * needs to find the row. Null where there is none.
     */
    public Row beforeImage(ConnectRecord<?> record) {
        Struct envelope = (Struct) record.value();
        return shape(record, envelope.schema(), envelope.getStruct("source"))
                .row(
                        envelope.getStruct("before"),
                        Inbound.nonFinite(record).getOrDefault("before", Map.of()),
                        Inbound.absentColumns(record).getOrDefault("before", Set.of()));
    }

    static boolean isHeartbeat(Schema schema) {
        return schema.name() != null
                && schema.name().endsWith(".Heartbeat")
                && schema.fields().stream().allMatch(field -> field.name().equals("ts_ms"));
    }

    private ChangeShape shape(ConnectRecord<?> record, Schema envelope, Struct source) {
        String fingerprint = ChangeShape.fingerprint(envelope);
        if (fingerprint != null) {
            ChangeShape known = byFingerprint.get(fingerprint);
            if (known == null) {
                known = ChangeShape.of(envelope, record.keySchema(), SourcePosition.table(source));
                byFingerprint.put(fingerprint, known);
            }
            return known;
        }
        ChangeShape known = bySchema.get(envelope);
        TableId table = SourcePosition.table(source);
        if (known == null || !known.source.equals(table)) {
            known = ChangeShape.of(envelope, record.keySchema(), table);
            bySchema.put(envelope, known);
        }
        return known;
    }

    private static Object[] movedKey(ConnectRecord<?> record, ChangeShape shape) {
        Header header = record.headers().lastWithName(Names.MOVED_KEY);
        if (header == null || header.value() == null) {
            return null;
        }
        List<String> texts = HeaderText.texts(header.value());
        int[] indexes = shape.table.keyIndexes();
        Object[] key = new Object[indexes.length];
        for (int i = 0; i < key.length; i++) {
            DataType type = shape.table.columns().get(indexes[i]).type();
            key[i] = texts.get(i) == null ? null : ValueText.parse(type.kind(), texts.get(i));
        }
        return key;
    }

    private static long generation(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName(Names.GENERATION);
        return header == null || header.value() == null
                ? 0
                : Long.parseLong(header.value().toString());
    }

    private static long sourceMillis(Struct source) {
        Field field = source.schema().field("ts_ms");
        return field == null || source.get(field) == null ? 0 : source.getInt64("ts_ms");
    }
}
