// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.schema.TableId;
import java.util.Map;

/** Source partitions of the loads. */
public interface LoadPartitions {
    /** Of a table's load. */
    Map<String, Object> of(TableId table);

    /** Of a segment of it. */
    Map<String, Object> of(TableId table, int segment);
}
