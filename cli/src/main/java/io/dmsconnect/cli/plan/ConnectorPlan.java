// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One connector, as the Connect REST API takes it. */
public record ConnectorPlan(String name, Map<String, String> config) {
    public ConnectorPlan {
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    /** The same connector with one more key. */
    public ConnectorPlan with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(config);
        more.put(key, value);
        return new ConnectorPlan(name, more);
    }

    public String connectorClass() {
        return config.get("connector.class");
    }

    /** {@code {"name": ..., "config": {...}}}, indented. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode().put("name", name);
        ObjectNode values = root.putObject("config");
        config.forEach(values::put);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // text in a map always can be written
        }
    }

    /** Without the configuration, which may hold a password. */
    @Override
    public String toString() {
        return name;
    }
}
