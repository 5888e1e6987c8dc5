// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;

/**
 * How far a table's load is.
 *
 * @param begun false while the target's table is being prepared for this attempt
 * @param endMillis when the load of this attempt was complete, or of an earlier one where this has
 *     not begun, in milliseconds since the epoch; -1 where it is not
 * @param position the newest state of the source that rows of this attempt were read from
 * @param from changes that this position includes are not applied; the same as {@code position}, or
 *     older where some of the rows are
 * @param resumed attempt of the segments that {@code position} is of
 * @param segments of which the load consists; 0 where its end has not come yet
 * @param endRows rows that were read, as the end says
 * @param shape see {@link ShapeMemory}
 * @param announced the newest load that the source has announced; 0 for none but the first
 */
public record LoadProgress(
        long generation,
        long attempt,
        boolean begun,
        long endMillis,
        LoadPosition position,
        LoadPosition from,
        long resumed,
        int segments,
        long endRows,
        String shape,
        long announced) {

    /**
     * A change so much later is not in a load, whatever its position says: positions are counted in
     * circles (PostgreSQL's 32 bits of a transaction's id), or anew (another server's binlog). Less
     * than the quickest server needs for half a circle, and more than clocks differ.
     */
    private static final long LATER_MILLIS = 6 * 3_600_000L;

    public boolean ended() {
        return endMillis >= 0;
    }

    public boolean complete() {
        return begun && ended();
    }

    /** The end of this attempt's load has come, and nobody has called the table complete. */
    public boolean isToBeCompleted() {
        return begun && !ended() && segments > 0;
    }

    private boolean isLater(long sourceMillis) {
        return ended() && sourceMillis > endMillis + LATER_MILLIS;
    }

    /** True where a change that waits for this generation has not to wait any longer. */
    public boolean opens(long wanted) {
        return generation > wanted || (generation == wanted && complete());
    }

    /** True where rows of this attempt, or of an older one, have not to wait any longer. */
    public boolean takesRows(long wanted, long ofAttempt) {
        return generation > wanted || attempt > ofAttempt || (attempt == ofAttempt && begun);
    }

    /**
     * Of an older attempt, or of one that is complete already, or that a later load takes the place
     * of which somebody has asked for and which has not begun. Of another attempt generations are
     * not asked: a source that has lost its offsets counts them from the beginning.
     */
    boolean voids(LoadMessage message) {
        return attempt > message.attempt()
                || (attempt == message.attempt()
                        && (complete() || (!begun && generation > message.generation())));
    }

    /**
     * True where the loaded rows have the change already: a later load has all of a former one's. A
     * change that waits for no load (0), or for one that the source has forgotten, is judged by its
     * position.
     *
     * @param sourceMillis when it was made on the source; 0 where that is not known
     */
    public boolean has(long wanted, String change, long sourceMillis) {
        if (wanted > 0 && generation > wanted) {
            return true;
        }
        return (wanted == 0 || complete()) && !isLater(sourceMillis) && from.includes(change);
    }

    /** True where the loaded rows may be newer than the change. */
    public boolean overlaps(String change, long sourceMillis) {
        return !isLater(sourceMillis) && position.includes(change);
    }
}
