// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.RowFilter;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Applies table mappings inside the load lane's messages, for a source that has applied none. Not
 * thread-safe.
 */
final class LoadMapper implements AutoCloseable {
    private static final int SHAPES = 10_000;

    private final TableMappings mappings;
    private final TopicLayout layout;
    private final BiConsumer<TableId, TableId> targets;
    private final Map<Table, Optional<TablePlan>> plans = new HashMap<>();

    /**
     * @param targets is told of each source table and its target
     */
    LoadMapper(TableMappings mappings, TopicLayout layout, BiConsumer<TableId, TableId> targets) {
        this.mappings = mappings;
        this.layout = layout;
        this.targets = targets;
    }

    /** Empty where the mappings do not select the table. */
    public <R extends ConnectRecord<R>> Optional<R> map(R record) {
        RecordOrigin origin =
                new RecordOrigin(
                        record.topic(),
                        record.kafkaPartition() == null ? -1 : record.kafkaPartition(),
                        -1);
        LoadMessage.Batch batch = LoadCodec.read(bytes(record.value()), origin);
        if (batch.piece() != null) {
            throw new ReplicationException(
                    FailureKind.RECORD,
                    "table " + batch.message().sourceTable(),
                    "a row came in pieces, to which no mappings can be applied here; give the"
                            + " mappings to the source connector, or let its load.record.max.bytes"
                            + " allow for the largest row");
        }
        Table source = batch.message().table().named(batch.message().sourceTable());
        return plan(source)
                .map(
                        plan ->
                                record.newRecord(
                                        layout.load(plan.target().id()),
                                        record.kafkaPartition(),
                                        record.keySchema(),
                                        record.key(),
                                        record.valueSchema(),
                                        mapped(batch, plan),
                                        record.timestamp(),
                                        record.headers()));
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) value;
    }

    private Optional<TablePlan> plan(Table source) {
        if (plans.size() > SHAPES) {
            close();
        }
        return plans.computeIfAbsent(
                source,
                table -> {
                    Optional<TablePlan> plan = mappings.plan(table);
                    plan.ifPresent(found -> targets.accept(table.id(), found.target().id()));
                    return plan;
                });
    }

    private byte[] mapped(LoadMessage.Batch batch, TablePlan plan) {
        LoadBatchWriter writer = new LoadBatchWriter(plan.target());
        ChangeHeader header = ChangeHeader.ofLoad(System.currentTimeMillis() * 1000);
        long filtered = 0;
        while (batch.rows().hasNext()) {
            Row row = new ArrayRow(batch.rows().next());
            if (plan.filter().isPresent() && !takes(plan.filter().get(), row, plan)) {
                filtered++;
            } else {
                writer.add(plan.values(row, header));
            }
        }
        return writer.finish(
                batch.message()
                        .mapped(plan.target(), filtered)
                        .with(mappings.planObjects(batch.message().objects(), plan)));
    }

    private static boolean takes(RowFilter filter, Row row, TablePlan plan) {
        RowFilter.Match match = filter.test(row);
        if (match == RowFilter.Match.UNKNOWN) {
            throw new ReplicationException(
                    FailureKind.RECORD,
                    "table " + plan.source().id(),
                    "a loaded row lacks a column that the table's filter reads");
        }
        return match == RowFilter.Match.YES;
    }

    @Override
    public void close() {
        plans.values().forEach(plan -> plan.ifPresent(TablePlan::close));
        plans.clear();
    }
}
