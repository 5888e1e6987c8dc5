// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.UnreplacedReferences;
import io.dmsconnect.core.connect.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes full loads and changes to PostgreSQL, MySQL and MariaDB. */
public final class RdsSinkConnector extends SinkConnector {
    public static final String OVERVIEW_DOC =
            "Writes full loads and changes of DMS Connect's sources, or of any Debezium connector, to"
                    + " PostgreSQL, MySQL and MariaDB, RDS and Aurora included. Kafka offsets are stored in"
                    + " the target in the transaction of the rows.";

    private static final ConfigDef CONFIG = RdsSinkConfig.define();

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> config) {
        properties = Map.copyOf(config);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return RdsSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int i = 0; i < maxTasks; i++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(RdsSinkConfig.NUMBER, Integer.toString(i));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public Config validate(Map<String, String> config) {
        Config result = super.validate(config);
        UnreplacedReferences.addTo(result, config, List.of("connection."));
        boolean formsAreRight =
                result.configValues().stream().allMatch(value -> value.errorMessages().isEmpty());
        if (formsAreRight) {
            TargetCheck.problems(RdsSinkConfig.from(config))
                    .forEach((key, problem) -> value(result, key).addErrorMessage(problem));
        }
        return result;
    }

    private static ConfigValue value(Config config, String key) {
        return config.configValues().stream()
                .filter(value -> value.name().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String version() {
        return Version.current();
    }
}
