// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.Absence;
import io.dmsconnect.core.connect.FilterMoves;
import io.dmsconnect.core.connect.MapperOptions;
import io.dmsconnect.core.connect.RowMapper;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.SourceStatistics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A table's load as change records of operation {@code r}, each a row, in the topic of the table's
 * changes, which come behind them.
 *
 * <p>A load that begins anew says first that the table is empty: what an earlier try has sent, or
 * the load before, is void then, as it is for {@link BatchLane}'s consumers.
 */
final class RowLane implements TableLane {
    private final TableId id;
    private final FullLoad.Plan plan;
    private final RowOutput output;
    private final SourceStatistics statistics;
    private final Progress progress;
    private final Set<Map<String, Object>> ends = ConcurrentHashMap.newKeySet();
    private boolean voids;

    RowLane(
            TableId id,
            FullLoad.Plan plan,
            RowOutput output,
            SourceStatistics statistics,
            Progress progress) {
        this.id = id;
        this.plan = plan;
        this.output = output;
        this.statistics = statistics;
        this.progress = progress;
        this.voids = output.mayHaveRows(id);
    }

    /** Was stored before, for all tables at once. */
    @Override
    public void announce(TablePlan table, LoadState state) {}

    @Override
    public boolean continues(LoadState begun) {
        return begun.from().isPresent();
    }

    @Override
    public Optional<String> from(LoadSnapshot snapshot) {
        return Optional.of(snapshot.position());
    }

    @Override
    public void begin(TablePlan table, LoadState state, String position)
            throws InterruptedException {
        Map<String, Object> partition = plan.partition().of(id);
        Optional<ChangeForm> form =
                voids ? plan.engine().changeForm(table.source(), position) : Optional.empty();
        if (form.isPresent()) {
            Optional<RowMapper> mapper = mapper(table.source(), form.get());
            if (mapper.isPresent()) {
                try (RowMapper open = mapper.get()) {
                    SourceRecord truncation =
                            record(
                                    partition,
                                    state.offset(),
                                    form.get(),
                                    null,
                                    form.get().truncation(Instant.now()));
                    output.put(open.map(truncation).map(List::of).orElse(List.of()));
                }
            }
        }
        output.mark(partition, state.offset());
        voids = true;
    }

    @Override
    public long read(SegmentLoad segment, TablePlan own, LoadSnapshot snapshot)
            throws InterruptedException {
        Table table = own.source();
        ChangeForm form =
                plan.engine()
                        .changeForm(table, snapshot.position())
                        .orElseThrow(
                                () ->
                                        new ReplicationException(
                                                FailureKind.TABLE, "" + id, "is no longer there"));
        Optional<RowMapper> mapper = mapper(table, form);
        if (mapper.isEmpty()) {
            return end(segment, List.of(), 0, snapshot.position());
        }
        try (RowMapper open = mapper.get()) {
            Map<String, Object> partition = partition(segment);
            Map<String, Object> offset = segment.state(false, 0, snapshot.position()).offset();
            RowRecords rows =
                    new RowRecords(
                            form,
                            (key, value) -> open.map(record(partition, offset, form, key, value)),
                            plan.batchBytes(),
                            this::send);
            snapshot.readLogged(table, segment.slice(), RowCondition.of(own), rows::add);
            List<SourceRecord> last = rows.rest();
            return end(segment, last, rows.count(), snapshot.position());
        }
    }

    private void send(List<SourceRecord> rows, long bytes) throws InterruptedException {
        output.put(rows);
        statistics.bytesSent(bytes);
        progress.read(rows.size());
    }

    /** The last row says that the segment is complete. */
    private long end(SegmentLoad segment, List<SourceRecord> last, long rows, String position)
            throws InterruptedException {
        Map<String, Object> partition = partition(segment);
        Map<String, Object> offset = segment.state(true, rows, position).offset();
        output.expect(partition);
        ends.add(partition);
        if (last.isEmpty()) {
            output.mark(partition, offset);
        } else {
            SourceRecord row = last.get(last.size() - 1);
            last.set(last.size() - 1, at(partition, offset, row));
            output.put(last);
            progress.read(last.size());
        }
        return rows;
    }

    private static SourceRecord at(
            Map<String, Object> partition, Map<String, Object> offset, SourceRecord row) {
        return new SourceRecord(
                partition,
                offset,
                row.topic(),
                row.kafkaPartition(),
                row.keySchema(),
                row.key(),
                row.valueSchema(),
                row.value(),
                row.timestamp(),
                row.headers());
    }

    private Map<String, Object> partition(SegmentLoad segment) {
        return plan.partition().of(id, segment.segment().number());
    }

    private static SourceRecord record(
            Map<String, Object> partition,
            Map<String, Object> offset,
            ChangeForm form,
            Object key,
            Object value) {
        return new SourceRecord(
                partition,
                offset,
                // the mapper says where it goes
                "",
                null,
                form.keySchema(),
                key,
                form.envelope(),
                value);
    }

    private Optional<RowMapper> mapper(Table table, ChangeForm form) {
        return RowMapper.of(
                id,
                form.keySchema(),
                form.envelope(),
                new MapperOptions(
                        plan.mappings(),
                        (asked, shape) -> Optional.of(table),
                        plan.layout(),
                        Absence.MARKED,
                        // a row that is read does not move
                        FilterMoves.APPLY));
    }

    /** Told by the last row. */
    @Override
    public void ended(SegmentLoad segment, SegmentState done, long sent) {}

    /** Kafka has all rows before it hears that they are complete: a crash cannot part the two. */
    @Override
    public void end(TablePlan table, LoadState state, String position, long rows)
            throws InterruptedException {
        for (Map<String, Object> segment : ends) {
            output.await(segment);
        }
        ends.clear();
        output.mark(plan.partition().of(id), state.completed(rows).offset());
    }
}
