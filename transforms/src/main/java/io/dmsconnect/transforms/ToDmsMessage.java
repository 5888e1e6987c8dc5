// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.connect.ChangePieces;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.connect.Version;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Change records of any Debezium connector as the JSON messages of AWS DMS's Kafka endpoint. */
public final class ToDmsMessage<R extends ConnectRecord<R>> implements Transformation<R> {
    public static final String OVERVIEW_DOC =
            "Turns change records in Debezium's envelope into the JSON messages that AWS DMS writes"
                    + " to Kafka. The value becomes a text (use `StringConverter`), the key DMS's"
                    + " partition key. Integers and decimals are JSON numbers with all their digits"
                    + " (what `UseLargeIntegerValue` asks for), booleans are `true` and `false`,"
                    + " binary is hexadecimal, dates and times are ISO 8601 in UTC with the fraction"
                    + " as long as it has to be; NaN, infinities and dates that ISO 8601 does not"
                    + " have are texts. A value that the source's log does not carry is left out and"
                    + " its column named in the member `unchanged-columns` of `metadata`, which DMS"
                    + " does not have. A changed key comes as `delete` and `insert`, as Debezium"
                    + " sends it. A truncated table is a control record `truncate-table`, where the"
                    + " connector sends truncations (`skipped.operations`). Schema change events"
                    + " become control records, `rename-table` with the new name. Heartbeats,"
                    + " tombstones, transaction metadata and schema changes of no table have no"
                    + " counterpart and are dropped.";

    public static final ConfigDef CONFIG_DEF = ToDmsOptions.CONFIG_DEF;

    private final ChangeCodec codec = new ChangeCodec();
    private DataMessage data;
    private ControlMessage control;

    @Override
    public void configure(Map<String, ?> properties) {
        ToDmsOptions options = ToDmsOptions.of(properties);
        data = new DataMessage(options);
        control = new ControlMessage(options);
    }

    @Override
    public R apply(R record) {
        if (record.value() == null) {
            return null;
        }
        if (LoadCodec.isLoadMessage(record.valueSchema())) {
            throw new DataException(
                    ("topic %s holds load batches of many rows each, which cannot become one message;"
                                    + " apply this transform to change topics only (a predicate on"
                                    + " the topic's name)")
                            .formatted(record.topic()));
        }
        ChangePieces.requireWhole(record);
        if (record.value() instanceof Struct event && SchemaChangeEvent.isOne(event.schema())) {
            return control.of(event)
                    .map(text -> withText(record, control.key(), text))
                    .orElse(null);
        }
        if (isTransactionMetadata(record.valueSchema())) {
            return null;
        }
        Optional<RowChange> change = read(record);
        if (change.isEmpty()) {
            return null;
        }
        RowChange row = change.get();
        Struct envelope = (Struct) record.value();
        if (row.operation() == Operation.TRUNCATE) {
            String text = control.truncate(row.table().id(), envelope, row.position());
            return withText(record, control.key(), text);
        }
        String key = data.partitionKey(row);
        boolean inLogOrder = record instanceof SourceRecord;
        return withText(
                record, key, data.text(row, codec.beforeImage(record), envelope, key, inLogOrder));
    }

    private static boolean isTransactionMetadata(Schema schema) {
        return schema != null
                && schema.name() != null
                && schema.name().endsWith("TransactionMetadataValue");
    }

    private Optional<RowChange> read(R record) {
        long offset = record instanceof SinkRecord sink ? sink.kafkaOffset() : -1;
        int partition = record.kafkaPartition() == null ? -1 : record.kafkaPartition();
        try {
            return codec.read(record, new RecordOrigin(record.topic(), partition, offset));
        } catch (ReplicationException e) {
            throw new DataException(e.getMessage(), e);
        }
    }

    private R withText(R record, String key, String text) {
        return record.newRecord(
                record.topic(),
                record instanceof SinkRecord ? record.kafkaPartition() : null,
                Schema.STRING_SCHEMA,
                key,
                Schema.STRING_SCHEMA,
                text,
                record.timestamp(),
                record.headers());
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void close() {}
}
