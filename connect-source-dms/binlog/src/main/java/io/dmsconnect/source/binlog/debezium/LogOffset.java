// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.util.HashMap;
import java.util.Map;

/**
 * What a source offset of the log says beside the place.
 *
 * @param prepared distributed transactions that are prepared, and where they begin
 */
public record LogOffset(String prepared) {
    static final String PREPARED = "dms.prepared";

    /** Adds what there is to say. */
    public Map<String, ?> in(Map<String, ?> offset) {
        if (prepared.isEmpty()) {
            return offset;
        }
        Map<String, Object> all = new HashMap<>(offset);
        all.put(PREPARED, prepared);
        return all;
    }
}
