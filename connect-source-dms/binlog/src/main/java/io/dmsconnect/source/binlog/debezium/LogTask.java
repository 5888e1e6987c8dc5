// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.source.binlog.ShapeHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;

/** Debezium's task with our history of shapes, which it can find for as long as the task runs. */
public final class LogTask extends SourceTask {
    private final SourceTask debezium;
    private final ShapeHistory history;
    private String id;

    public LogTask(SourceTask debezium, ShapeHistory history) {
        this.debezium = debezium;
        this.history = history;
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
        id = Histories.add(history);
        Map<String, String> all = new HashMap<>(props);
        all.put("schema.history.internal", OffsetSchemaHistory.class.getName());
        all.put(OffsetSchemaHistory.ID, id);
        debezium.start(all);
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        return debezium.poll();
    }

    @Override
    public void commit() throws InterruptedException {
        debezium.commit();
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata)
            throws InterruptedException {
        debezium.commitRecord(record, metadata);
    }

    @Override
    public void stop() {
        try {
            debezium.stop();
        } finally {
            if (id != null) {
                Histories.remove(id);
            }
        }
    }
}
