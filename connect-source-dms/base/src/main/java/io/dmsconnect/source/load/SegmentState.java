// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import java.util.Map;

/**
 * How far a segment is, as it is kept in source offsets.
 *
 * @param load attempt of the table's load that cut it
 * @param attempt of the segment
 * @param rows that were read, those of former attempts that stay too
 * @param position of the snapshot it was read from
 */
public record SegmentState(
        long generation, long load, long attempt, boolean complete, long rows, String position) {

    public static SegmentState of(Map<String, ?> offset) {
        return new SegmentState(
                LoadState.number(offset, "generation"),
                LoadState.number(offset, "load"),
                LoadState.number(offset, "attempt"),
                LoadState.isComplete(offset),
                LoadState.number(offset, "rows"),
                offset.get("position") instanceof String position ? position : "");
    }

    public Map<String, Object> offset() {
        return Map.of(
                "generation",
                generation,
                "load",
                load,
                "attempt",
                attempt,
                "state",
                complete ? "complete" : "loading",
                "rows",
                rows,
                "position",
                position);
    }
}
