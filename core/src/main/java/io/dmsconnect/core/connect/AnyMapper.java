// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Applies table mappings to whatever a topic of Debezium's or of ours holds: envelopes, rows
 * without one, deletion markers, load batches. Nothing passes without its rules. Not thread-safe.
 */
public final class AnyMapper implements AutoCloseable {
    private final RecordMapper changes;
    private final FlatMapper rows;
    private final LoadMapper loads;

    public AnyMapper(MapperOptions options) {
        TakenTargets targets = new TakenTargets();
        this.changes = new RecordMapper(options, table -> 0, targets::take);
        this.rows = new FlatMapper(options, targets::take);
        this.loads = new LoadMapper(options.mappings(), options.layout(), targets::take);
    }

    /**
     * @return the mapped record; empty for what the rules leave out, and for what tells of the
     *     source's tables but holds no rows (schema changes, transaction marks)
     * @throws DataException for what cannot be mapped
     */
    public <R extends ConnectRecord<R>> Optional<R> map(R record) {
        if (LoadCodec.isLoadMessage(record.valueSchema())) {
            return loads.map(record);
        }
        ChangePieces.requireWhole(record);
        if (record.value() == null) {
            return record.key() == null ? Optional.empty() : tombstone(record);
        }
        if (!(record.value() instanceof Struct value)) {
            throw new DataException(
                    ("topic %s: table mappings need records with schemas; use a converter that keeps"
                                    + " them (JsonConverter with schemas.enable=true, AvroConverter)")
                            .formatted(record.topic()));
        }
        Schema schema = value.schema();
        if (ChangeCodec.isHeartbeat(schema) || RecordMapper.isEnvelope(schema)) {
            return changes.map(record);
        }
        return holdsNoRow(schema) ? Optional.empty() : rows.map(record);
    }

    private <R extends ConnectRecord<R>> Optional<R> tombstone(R record) {
        return changes.knows(record.topic())
                ? changes.mapTombstone(record)
                : rows.mapTombstone(record);
    }

    /** Debezium's schema changes, its marks of transactions, messages written to the log. */
    private static boolean holdsNoRow(Schema schema) {
        return has(schema, "ddl", "tableChanges")
                || has(schema, "event_count", "data_collections")
                || has(schema, "op", "source", "message");
    }

    private static boolean has(Schema schema, String... fields) {
        return Arrays.stream(fields).allMatch(field -> schema.field(field) != null);
    }

    @Override
    public void close() {
        changes.close();
        rows.close();
        loads.close();
    }
}
