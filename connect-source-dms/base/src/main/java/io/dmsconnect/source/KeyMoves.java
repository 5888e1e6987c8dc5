// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Keeps the two halves of a change of a key together: Debezium makes a deletion under the old key
 * and an insert under the new one of it, both with the same source offset. A task that was started
 * anew from the offset of the deletion would pass over the insert, and the row would keep the
 * values it had. Not thread-safe.
 */
final class KeyMoves {
    /** Of the deletion; documented with Debezium's change events. */
    private static final String NEW_KEY = "__debezium.newkey";

    private SourceRecord half;

    /**
     * What may be handed over now.
     *
     * @param polled records of Debezium's in their order, at least one
     * @return with the half that waited before them, and without one at their end
     */
    List<SourceRecord> whole(List<SourceRecord> polled) {
        List<SourceRecord> all = new ArrayList<>(polled.size() + 1);
        if (half != null) {
            all.add(half);
            half = null;
        }
        all.addAll(polled);
        SourceRecord last = all.get(all.size() - 1);
        if (last.headers().lastWithName(NEW_KEY) != null) {
            half = last;
            all.remove(all.size() - 1);
        }
        return all;
    }
}
