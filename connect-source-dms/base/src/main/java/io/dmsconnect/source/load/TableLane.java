// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.LoadSnapshot;
import java.util.Optional;

/** How one table's load travels. Methods of segments are called by several threads. */
interface TableLane {
    /** Makes a table's lane. */
    interface Maker {
        /**
         * @param progress told of rows that are on their way
         */
        TableLane of(TableId table, long estimatedRows, Progress progress);
    }

    /** Takes numbers of rows. */
    interface Progress {
        void read(long rows);
    }

    /** The load will begin. */
    void announce(TablePlan plan, LoadState state) throws InterruptedException;

    /** May this lane go on with a load that was left unfinished? */
    boolean continues(LoadState begun);

    /** What {@link LoadState#from} is to say of a load that begins with this snapshot. */
    Optional<String> from(LoadSnapshot snapshot);

    /** The table is cut; what has come of its load so far is void. */
    void begin(TablePlan plan, LoadState state, String position) throws InterruptedException;

    /**
     * Reads a segment from begin to end.
     *
     * @param own plan for this thread alone
     * @return rows that were sent
     */
    long read(SegmentLoad segment, TablePlan own, LoadSnapshot snapshot)
            throws InterruptedException;

    /**
     * A segment has been read.
     *
     * @param sent rows
     */
    void ended(SegmentLoad segment, SegmentState done, long sent) throws InterruptedException;

    /**
     * All segments have.
     *
     * @param state before the end
     */
    void end(TablePlan plan, LoadState state, String position, long rows)
            throws InterruptedException;
}
