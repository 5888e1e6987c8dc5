// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Tells that the load of a table is over which was announced, and whose table is no longer there:
 * an {@code END} without a {@code BEGIN}. Nobody knows the table's columns any more.
 */
public final class GoneLoad {
    private GoneLoad() {}

    /**
     * @param state of the load, as it is stored with the message
     * @param position of a snapshot that does not have the table
     */
    public static SourceRecord end(
            TableId source,
            TableId target,
            LoadState state,
            String position,
            Map<String, Object> partition,
            TopicLayout layout) {
        LoadMessage message =
                new LoadMessage(
                        LoadMessage.Type.END,
                        new Table(target, List.of(), List.of()),
                        source,
                        state.generation(),
                        state.attempt(),
                        position,
                        0,
                        0,
                        0,
                        LoadMessage.Segment.all(0));
        return new SourceRecord(
                partition,
                state.offset(),
                layout.load(target),
                null,
                Schema.STRING_SCHEMA,
                Integer.toString(BatchLane.TABLE_KEY),
                LoadCodec.VALUE_SCHEMA,
                LoadCodec.write(message));
    }
}
