// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadPosition;

/**
 * How far a table's load is.
 *
 * @param position what the current attempt has read
 * @param from changes that this position includes are not applied; the same as {@code position}, or
 *     older where rows of a former attempt could not be taken back
 * @param rows rows of this attempt
 * @param filtered rows of this attempt that were left out on the way
 * @param shape see {@link ShapeMemory}
 */
public record LoadProgress(
        long generation,
        long attempt,
        boolean complete,
        LoadPosition position,
        LoadPosition from,
        long rows,
        long filtered,
        String shape) {

    /** True where a change that waits for this generation has not to wait any longer. */
    public boolean opens(long wanted) {
        return generation > wanted || (generation == wanted && complete);
    }

    /**
     * True where the loaded rows have the change already; a later load has all of a former one's.
     */
    public boolean includes(long wanted, String change) {
        return generation > wanted || from.includes(change);
    }

    /** True where the loaded rows may be newer than the change. */
    public boolean overlaps(String change) {
        return position.includes(change);
    }
}
