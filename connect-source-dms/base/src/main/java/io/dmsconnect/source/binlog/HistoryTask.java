// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.source.StartRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Debezium's task, with the changes of the tables' shapes sent as records of their own. Rows that
 * come after such a change are held back until Kafka has it: a restart in between would otherwise
 * read rows by a shape they do not have.
 */
final class HistoryTask extends SourceTask {
    private static final long WAIT_MILLIS = 500;

    private final SourceTask debezium;
    private final ShapeHistory history;
    private final String topic;
    private final String name;
    private List<SourceRecord> held;

    /**
     * @param topic where heartbeats go
     */
    HistoryTask(SourceTask debezium, ShapeHistory history, String topic, String name) {
        this.debezium = debezium;
        this.history = history;
        this.topic = topic;
        this.name = name;
    }

    @Override
    public String version() {
        return debezium.version();
    }

    @Override
    public void initialize(SourceTaskContext taskContext) {
        super.initialize(taskContext);
        debezium.initialize(taskContext);
    }

    @Override
    public void start(Map<String, String> props) {
        history.load(context.offsetStorageReader());
        debezium.start(props);
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (held == null) {
            // asked after the rows: a change that any of them depends on is there by now
            held = debezium.poll();
            List<SourceRecord> changes = new ArrayList<>();
            history.takeUnsent()
                    .forEach(
                            (partition, offset) ->
                                    changes.add(StartRecord.of(topic, name, partition, offset)));
            if (!changes.isEmpty()) {
                return changes;
            }
        }
        if (!history.awaitStored(WAIT_MILLIS)) {
            return null;
        }
        List<SourceRecord> records = held;
        held = null;
        return records;
    }

    @Override
    public void commit() throws InterruptedException {
        debezium.commit();
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata)
            throws InterruptedException {
        if (ShapeHistory.isOurs(record.sourcePartition())) {
            history.stored(record.sourcePartition());
        } else {
            debezium.commitRecord(record, metadata);
        }
    }

    @Override
    public void stop() {
        debezium.stop();
    }
}
