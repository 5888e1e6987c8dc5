// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * What Debezium's task sees of Connect. Where Connect has no offset yet, the task starts at the
 * given one instead of "somewhere"; where an earlier task of the same run got further than what
 * Connect has stored, it goes on from there, so that nothing is sent twice.
 */
final class ChangeContext implements SourceTaskContext {
    private final SourceTaskContext connect;
    private final Map<String, Object> partition;
    private final Map<String, Object> first;
    private final Map<String, ?> reached;
    private volatile boolean starting = true;

    /**
     * @param partition the source partition that the offsets given here belong to
     * @param reached the last offset handed to Connect in this run, or null
     */
    ChangeContext(
            SourceTaskContext connect,
            Map<String, Object> partition,
            Map<String, Object> first,
            Map<String, ?> reached) {
        this.connect = connect;
        this.partition = partition;
        this.first = first;
        this.reached = reached;
    }

    /** From now on only what Connect has stored is told: that much of the log may be let go. */
    void started() {
        starting = false;
    }

    @Override
    public Map<String, String> configs() {
        return connect.configs();
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return connect.pluginMetrics();
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        OffsetStorageReader stored = connect.offsetStorageReader();
        return new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return known(partition, stored.offset(partition));
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(
                    Collection<Map<String, T>> partitions) {
                Map<Map<String, T>, Map<String, Object>> all = new HashMap<>();
                Map<Map<String, T>, Map<String, Object>> found = stored.offsets(partitions);
                partitions.forEach(
                        partition -> all.put(partition, known(partition, found.get(partition))));
                return all;
            }
        };
    }

    private Map<String, Object> known(Map<String, ?> asked, Map<String, Object> stored) {
        if (!asked.equals(partition)) {
            return stored;
        }
        if (starting && reached != null) {
            return new HashMap<>(reached);
        }
        return stored == null ? new HashMap<>(first) : stored;
    }
}
