// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.LargeRowCodec;
import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.connect.PlannedRowWriter;
import io.dmsconnect.core.connect.RowWriter;
import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.DataType;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/** Rows of a segment into batches, batches into records. Used by one thread. */
final class SegmentRows {
    private final SegmentLoad segment;
    private final TablePlan plan;
    private final BatchLane lane;
    private final String position;
    private final LoadBatchWriter writer;
    private final int[] sourceIndexes;
    private final Object[] row;
    private final RowSize size;
    private ChangeHeader header = now();
    private long sent;

    SegmentRows(SegmentLoad segment, TablePlan plan, BatchLane lane, String position) {
        this.segment = segment;
        this.plan = plan;
        this.lane = lane;
        this.position = position;
        this.writer = new LoadBatchWriter(plan.target());
        this.sourceIndexes = plan.sourceIndexes();
        this.row = new Object[sourceIndexes.length];
        this.size = new RowSize(plan.target());
    }

    private static ChangeHeader now() {
        return ChangeHeader.ofLoad(System.currentTimeMillis() * 1000);
    }

    void add(Object[] values) {
        try {
            if (plan.copiesOnly()) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = values[sourceIndexes[i]];
                }
                write(row);
            } else {
                write(plan.values(new ArrayRow(inMemory(values)), header));
            }
            if (lane.isFull(writer)) {
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the task is stopping");
        }
    }

    /** Takes rows of the columns that are copied, in their order, or of the source's columns. */
    RowWriter writer() {
        return plan.copiesOnly() ? writer : PlannedRowWriter.of(plan, writer, () -> header);
    }

    /** The writer has one row more. */
    void added() {
        try {
            if (writer.bytes() > lane.recordBytes()) {
                byte[] last = writer.takeLast();
                flush();
                if (last.length > lane.recordBytes()) {
                    header = now();
                    lane.sendPieces(segment, out -> out.write(last), ++sent, position);
                } else {
                    writer.addTaken(last);
                }
            } else if (lane.isFull(writer)) {
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the task is stopping");
        }
    }

    /** Such a row is written as a stream, whatever its size. */
    private static boolean hasLargeValue(Object[] values) {
        return Arrays.stream(values).anyMatch(LargeValue.class::isInstance);
    }

    /** What rules compute with is read whole. */
    private Object[] inMemory(Object[] values) {
        for (int i = 0; i < plan.source().columns().size(); i++) {
            if (values[i] instanceof LargeValue large) {
                values[i] =
                        large.whole(
                                plan.source().columns().get(i).type().kind() != DataType.Kind.BLOB);
            }
        }
        return values;
    }

    private void write(Object[] target) throws InterruptedException {
        long limit = lane.recordBytes();
        if (size.atMost(target) > limit - writer.bytes()) {
            long exact = size.of(target);
            if (exact > limit - writer.bytes()) {
                flush();
            }
            if (exact > limit || hasLargeValue(target)) {
                header = now();
                lane.sendPieces(
                        segment,
                        out -> LargeRowCodec.write(plan.target(), target, out),
                        ++sent,
                        position);
                return;
            }
        }
        writer.add(target);
    }

    void flush() throws InterruptedException {
        int rows = writer.rows();
        if (rows == 0) {
            return;
        }
        sent += rows;
        header = now();
        lane.send(segment, writer, sent, position);
    }

    long sent() {
        return sent;
    }
}
