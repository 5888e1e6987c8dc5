// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.mapping.ParallelLoad;
import java.util.Optional;

/**
 * How somebody wants a table to be cut.
 *
 * @param bytes what a slice should have at most, about
 * @param readers that should all have something to do
 * @param most slices there should be, where nobody asked for certain ones
 * @param keyHidden the table's key may not be told, not even as the place of a cut: places are kept
 *     in Kafka
 * @param rule what a rule of the table mappings asks for
 */
public record SliceWish(
        long bytes, int readers, int most, boolean keyHidden, Optional<ParallelLoad> rule) {
    /** Less is not worth a reader of its own. */
    private static final long WORTHWHILE = 4 << 20;

    /** What a slice of a table of this size should have, about. */
    public long sliceBytes(long all) {
        long each = Math.max(WORTHWHILE, all / readers);
        return Math.max(Math.min(bytes, each), all / most);
    }
}
