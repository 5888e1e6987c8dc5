// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import java.util.Map;

/**
 * How far the load of a table is, as it is kept in source offsets.
 *
 * @param rows rows sent by this attempt
 */
public record LoadState(long generation, long attempt, boolean complete, long rows) {
    private static final String COMPLETE = "complete";
    private static final String LOADING = "loading";

    public static LoadState of(Map<String, ?> offset) {
        return new LoadState(
                number(offset, "generation"),
                number(offset, "attempt"),
                isComplete(offset),
                number(offset, "rows"));
    }

    /** Is this the offset of a load's last record? */
    public static boolean isComplete(Map<String, ?> offset) {
        return COMPLETE.equals(offset.get("state"));
    }

    private static long number(Map<String, ?> offset, String key) {
        return offset.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** A load that somebody asked for and that nothing was done for yet. */
    public static LoadState asked(long generation) {
        return new LoadState(generation, 0, false, 0);
    }

    public Map<String, Object> offset() {
        return Map.of(
                "generation",
                generation,
                "attempt",
                attempt,
                "state",
                complete ? COMPLETE : LOADING,
                "rows",
                rows);
    }
}
