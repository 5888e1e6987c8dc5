// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Takes loads whose rows travel in the topics of their tables' changes. */
public interface RowOutput {
    /** Takes rows, in their order; waits where there is no room. */
    void put(List<SourceRecord> rows) throws InterruptedException;

    /** Takes a source offset that comes with no row; waits where there is no room. */
    void mark(Map<String, Object> partition, Map<String, Object> offset)
            throws InterruptedException;

    /** From now on {@link #await} waits for the end of a segment. */
    void expect(Map<String, Object> segment);

    /** Returns when Kafka has the end of a segment, and so all of its rows. */
    void await(Map<String, Object> segment) throws InterruptedException;

    /** May there be rows of the table in its topic, from before this run? */
    boolean mayHaveRows(TableId table);
}
