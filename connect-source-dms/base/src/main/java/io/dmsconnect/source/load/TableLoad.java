// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.SourceStatistics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The load of one table, from announcement to end. Used by one thread at a time. */
final class TableLoad {
    private static final Logger LOG = LoggerFactory.getLogger(TableLoad.class);

    /** Somebody who alters a table more often than this while it is read wants it to fail. */
    private static final int ALTERATIONS = 5;

    private final TableId id;
    private final FullLoad.Plan plan;
    private final LoadOutput output;
    private final SourceStatistics statistics;
    private final long generation;
    private final long estimatedRows;
    private long attempt;
    private volatile boolean complete;
    private TablePlan lastPlan;

    /**
     * @param begun the load as it was left earlier, or null
     */
    TableLoad(
            TablePlan planned,
            FullLoad.Plan plan,
            LoadOutput output,
            SourceStatistics statistics,
            LoadState begun,
            long estimatedRows) {
        this.id = planned.source().id();
        this.lastPlan = planned;
        this.plan = plan;
        this.output = output;
        this.statistics = statistics;
        this.generation = begun == null ? 1 : begun.generation();
        this.attempt = begun == null ? 0 : begun.attempt();
        this.estimatedRows = estimatedRows;
    }

    TableId id() {
        return id;
    }

    boolean isComplete() {
        return complete;
    }

    void announce() throws InterruptedException {
        send(message(LoadMessage.Type.ANNOUNCE, "", 0), 0);
    }

    private Optional<TablePlan> currentPlan() {
        Table table = plan.engine().describe(List.of(id)).get(id);
        return table == null ? Optional.empty() : plan.mappings().plan(table);
    }

    /** Reads the table from begin to end. A table that was altered meanwhile begins anew. */
    void read(LoadSnapshot snapshot) throws InterruptedException {
        for (int alterations = 0; ; alterations++) {
            Optional<TablePlan> now = currentPlan();
            if (now.isEmpty()) {
                endGone(snapshot);
                return;
            }
            lastPlan = now.get();
            try {
                readOnce(snapshot);
                return;
            } catch (ReplicationException e) {
                if (e.kind() != FailureKind.TABLE || alterations >= ALTERATIONS) {
                    throw e;
                }
                LOG.warn("Full load of {} begins anew: {}", id, e.getMessage());
            }
        }
    }

    private void endGone(LoadSnapshot snapshot) throws InterruptedException {
        LOG.warn("Table {} is no longer there and ends without rows", id);
        nextAttempt();
        send(message(LoadMessage.Type.BEGIN, snapshot.position(), 0), 0);
        finish(snapshot, 0);
    }

    private void nextAttempt() {
        attempt = Math.max(System.currentTimeMillis(), attempt + 1);
    }

    private void readOnce(LoadSnapshot snapshot) throws InterruptedException {
        nextAttempt();
        LOG.info("Full load of {} begins", id);
        statistics.rowsRead(id, 0);
        send(message(LoadMessage.Type.BEGIN, snapshot.position(), 0), 0);
        Batches batches = new Batches(snapshot.position());
        snapshot.read(lastPlan.source(), RowCondition.of(lastPlan), batches::add);
        batches.flush();
        finish(snapshot, batches.rows);
        LOG.info("Full load of {} ends after {} rows", id, batches.rows);
    }

    private void finish(LoadSnapshot snapshot, long rows) throws InterruptedException {
        byte[] end = LoadCodec.write(message(LoadMessage.Type.END, snapshot.position(), rows));
        output.put(record(end, new LoadState(generation, attempt, true, rows)));
        complete = true;
    }

    private LoadMessage message(LoadMessage.Type type, String position, long rows) {
        return new LoadMessage(
                type, lastPlan.target(), id, generation, attempt, position, estimatedRows, rows);
    }

    private void send(LoadMessage message, long rows) throws InterruptedException {
        output.put(
                record(LoadCodec.write(message), new LoadState(generation, attempt, false, rows)));
    }

    private SourceRecord record(byte[] value, LoadState state) {
        return new SourceRecord(
                plan.partition().apply(id),
                state.offset(),
                plan.layout().load(lastPlan.target().id()),
                null,
                null,
                null,
                LoadCodec.VALUE_SCHEMA,
                value);
    }

    private static ChangeHeader now() {
        return ChangeHeader.ofLoad(System.currentTimeMillis() * 1000);
    }

    /** Rows into batches, batches into records. */
    private final class Batches {
        private final LoadBatchWriter writer = new LoadBatchWriter(lastPlan.target());
        private final int[] sourceIndexes = lastPlan.sourceIndexes();
        private final Object[] row = new Object[sourceIndexes.length];
        private final boolean copiesOnly = lastPlan.copiesOnly();
        private final String position;
        private ChangeHeader header = now();
        private long rows;

        Batches(String position) {
            this.position = position;
        }

        void add(Object[] values) {
            if (copiesOnly) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = values[sourceIndexes[i]];
                }
                writer.add(row);
            } else {
                writer.add(lastPlan.values(new ArrayRow(values), header));
            }
            if (writer.rows() >= plan.batchRows() || writer.bytes() >= plan.batchBytes()) {
                try {
                    flush();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("the task is stopping");
                }
            }
        }

        void flush() throws InterruptedException {
            if (writer.rows() == 0) {
                return;
            }
            rows += writer.rows();
            header = now();
            byte[] batch = writer.finish(message(LoadMessage.Type.ROWS, position, 0));
            output.put(record(batch, new LoadState(generation, attempt, false, rows)));
            statistics.rowsRead(id, rows);
        }
    }
}
