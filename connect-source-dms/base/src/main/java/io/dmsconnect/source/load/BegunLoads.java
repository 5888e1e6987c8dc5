// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.schema.TableId;
import java.util.Map;

/** Finds how far the segments of loads are that were begun earlier. */
@FunctionalInterface
public interface BegunLoads {
    /**
     * @param loads that are cut
     * @return by table and number of the segment; those of which nothing is known are left out
     */
    Map<TableId, Map<Integer, SegmentState>> segments(Map<TableId, LoadState> loads);
}
