// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.LargeRowCodec;
import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.SourceStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/** A table's load as messages with thousands of rows, in a topic of its own. */
final class BatchLane implements TableLane {
    /** Messages of the table itself are in order with those of its first segment. */
    static final int TABLE_KEY = 0;

    private final TableId id;
    private final FullLoad.Plan plan;
    private final LoadOutput output;
    private final SourceStatistics statistics;
    private final long estimatedRows;
    private final Progress progress;
    private final ReentrantLock sending = new ReentrantLock();

    BatchLane(
            TableId id,
            FullLoad.Plan plan,
            LoadOutput output,
            SourceStatistics statistics,
            long estimatedRows,
            Progress progress) {
        this.id = id;
        this.plan = plan;
        this.output = output;
        this.statistics = statistics;
        this.estimatedRows = estimatedRows;
        this.progress = progress;
    }

    @Override
    public void announce(TablePlan table, LoadState state) throws InterruptedException {
        put(message(table, state, LoadMessage.Type.ANNOUNCE, "", 0), state);
    }

    @Override
    public boolean continues(LoadState begun) {
        return begun.from().isEmpty();
    }

    /** The sink drops changes, which {@code BEGIN} tells the position for. */
    @Override
    public Optional<String> from(LoadSnapshot snapshot) {
        return Optional.empty();
    }

    @Override
    public void begin(TablePlan table, LoadState state, String position)
            throws InterruptedException {
        put(
                message(table, state, LoadMessage.Type.BEGIN, position, 0)
                        .with(plan.objects().of(table)),
                state);
    }

    @Override
    public long read(SegmentLoad segment, TablePlan own, LoadSnapshot snapshot)
            throws InterruptedException {
        SegmentRows rows = new SegmentRows(segment, own, this, snapshot.position());
        RowCondition condition = RowCondition.of(own);
        int[] columns =
                own.copiesOnly()
                        ? own.sourceIndexes()
                        : IntStream.range(0, own.source().columns().size()).toArray();
        boolean isRead =
                snapshot.readInto(
                        own.source(),
                        columns,
                        segment.slice(),
                        condition,
                        rows.writer(),
                        rows::added,
                        rows::add);
        if (!isRead) {
            snapshot.read(own.source(), segment.slice(), condition, rows::add);
        }
        rows.flush();
        return rows.sent();
    }

    @Override
    public void ended(SegmentLoad segment, SegmentState done, long sent)
            throws InterruptedException {
        LoadMessage end =
                message(segment, LoadMessage.Type.SEGMENT_END, done.position(), done.rows());
        put(segment, LoadCodec.write(end), done);
    }

    @Override
    public void end(TablePlan table, LoadState state, String position, long rows)
            throws InterruptedException {
        put(
                message(table, state, LoadMessage.Type.END, position, rows)
                        .with(plan.objects().of(table)),
                state.completed(rows));
    }

    boolean isFull(LoadBatchWriter writer) {
        return writer.rows() >= plan.batchRows()
                || writer.bytes() >= Math.min(plan.batchBytes(), plan.recordBytes());
    }

    /**
     * @param sent rows of this try, with those in the writer
     */
    void send(SegmentLoad segment, LoadBatchWriter writer, long sent, String position)
            throws InterruptedException {
        int rows = writer.rows();
        byte[] batch = writer.finish(message(segment, LoadMessage.Type.ROWS, position, 0));
        put(segment, batch, segment.state(false, sent, position));
        statistics.bytesSent(batch.length);
        progress.read(rows);
    }

    int recordBytes() {
        return plan.recordBytes();
    }

    /**
     * A row that is too large for one message. Nobody else sends meanwhile: what comes between the
     * pieces would void them.
     *
     * @param sent rows of this try, with this one
     */
    void sendPieces(SegmentLoad segment, RowPieces.Source row, long sent, String position)
            throws InterruptedException {
        LoadMessage message = message(segment, LoadMessage.Type.PIECE, position, 1);
        sending.lockInterruptibly();
        try {
            RowPieces pieces =
                    new RowPieces(
                            sent,
                            plan.recordBytes(),
                            piece ->
                                    put(
                                            segment,
                                            LargeRowCodec.write(message, piece),
                                            segment.state(false, sent, position)));
            row.writeTo(pieces);
            pieces.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sending.unlock();
        }
        progress.read(1);
    }

    private LoadMessage message(
            TablePlan table, LoadState load, LoadMessage.Type type, String position, long rows) {
        return message(
                table.target(),
                load,
                type,
                position,
                rows,
                LoadMessage.Segment.all(load.slices().size()));
    }

    private LoadMessage message(
            SegmentLoad segment, LoadMessage.Type type, String position, long rows) {
        return message(
                segment.plan().target(), segment.load(), type, position, rows, segment.segment());
    }

    private LoadMessage message(
            Table target,
            LoadState load,
            LoadMessage.Type type,
            String position,
            long rows,
            LoadMessage.Segment segment) {
        return new LoadMessage(
                type,
                target,
                id,
                load.generation(),
                load.attempt(),
                position,
                estimatedRows,
                rows,
                0,
                segment);
    }

    private void put(LoadMessage message, LoadState offset) throws InterruptedException {
        put(
                plan.partition().of(id),
                offset.offset(),
                message.table().id(),
                TABLE_KEY,
                LoadCodec.write(message));
    }

    private void put(SegmentLoad segment, byte[] value, SegmentState offset)
            throws InterruptedException {
        int number = segment.segment().number();
        put(
                plan.partition().of(id, number),
                offset.offset(),
                segment.plan().target().id(),
                number,
                value);
    }

    private void put(
            Map<String, Object> partition,
            Map<String, Object> offset,
            TableId target,
            int key,
            byte[] value)
            throws InterruptedException {
        SourceRecord record =
                new SourceRecord(
                        partition,
                        offset,
                        plan.layout().load(target),
                        null,
                        Schema.STRING_SCHEMA,
                        Integer.toString(key),
                        LoadCodec.VALUE_SCHEMA,
                        value);
        sending.lockInterruptibly();
        try {
            output.put(record);
        } finally {
            sending.unlock();
        }
    }
}
