// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.Version;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** The connector all engines share: a database's log is one stream, so there is one task. */
public abstract class DmsSourceConnector extends SourceConnector {
    private final EngineType engine;
    private final Class<? extends DmsSourceTask> task;
    private Map<String, String> properties = Map.of();

    protected DmsSourceConnector(EngineType engine, Class<? extends DmsSourceTask> task) {
        this.engine = engine;
        this.task = task;
    }

    @Override
    public final String version() {
        return Version.current();
    }

    @Override
    public final ConfigDef config() {
        return DmsSourceConfig.define(engine);
    }

    @Override
    public final Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        new SourceValidation(engine).addTo(config, connectorConfigs);
        return config;
    }

    @Override
    public final void start(Map<String, String> props) {
        new DmsSourceConfig(engine, props);
        properties = Map.copyOf(props);
    }

    @Override
    public final Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public final List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public final void stop() {
        // holds nothing
    }

    @Override
    public final ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /** Any of our offsets may be set or removed; a partition that is not ours is a mistake. */
    @Override
    public final boolean alterOffsets(
            Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        String prefix = connectorConfig.get(DmsSourceConfig.TOPIC_PREFIX);
        for (Map<String, ?> partition : offsets.keySet()) {
            Object owner =
                    partition == null
                            ? null
                            : partition.containsKey(TaskOffsets.TASK)
                                    ? partition.get(TaskOffsets.TASK)
                                    : partition.get("server");
            if (owner == null || !owner.equals(prefix)) {
                throw new ConnectException(
                        "source partition "
                                + partition
                                + " is not of this connector; GET .../offsets lists those that are");
            }
        }
        return true;
    }
}
