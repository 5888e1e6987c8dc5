// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import java.util.stream.IntStream;

/** One try of one segment of a table. Used by one thread. */
final class SegmentLoad {
    private final TableLoad table;
    private final TablePlan plan;
    private final LoadState load;
    private final Slice slice;
    private final LoadMessage.Segment segment;

    /**
     * @param plan as it was when the table was cut
     * @param load the try of the table's load that this is a part of
     */
    SegmentLoad(
            TableLoad table,
            TablePlan plan,
            LoadState load,
            Slice slice,
            LoadMessage.Segment segment) {
        this.table = table;
        this.plan = plan;
        this.load = load;
        this.slice = slice;
        this.segment = segment;
    }

    TableLoad table() {
        return table;
    }

    TablePlan plan() {
        return plan;
    }

    LoadState load() {
        return load;
    }

    LoadMessage.Segment segment() {
        return segment;
    }

    /**
     * @param rows read by this try so far
     */
    SegmentState state(boolean complete, long rows, String position) {
        return new SegmentState(
                load.generation(),
                load.attempt(),
                segment.attempt(),
                complete,
                segment.kept() + rows,
                position);
    }

    /** Reads the segment from begin to end. */
    void read(LoadSnapshot snapshot) throws InterruptedException {
        try (TablePlan own = table.ownPlan(plan)) {
            SegmentRows rows = new SegmentRows(this, own, table, snapshot.position());
            RowCondition condition = RowCondition.of(own);
            int[] columns =
                    own.copiesOnly()
                            ? own.sourceIndexes()
                            : IntStream.range(0, own.source().columns().size()).toArray();
            boolean isRead =
                    snapshot.readInto(
                            own.source(),
                            columns,
                            slice,
                            condition,
                            rows.writer(),
                            rows::added,
                            rows::add);
            if (!isRead) {
                snapshot.read(own.source(), slice, condition, rows::add);
            }
            rows.flush();
            table.ended(this, rows.sent(), snapshot.position());
        }
    }
}
