// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.task.TaskDocument;
import java.util.Map;
import java.util.Set;

/** Puts the rules into the source connector, or into a transform that it runs. */
final class MappingPlace {
    private static final String TRANSFORM = "transforms.mappings.";

    /** What the reader of the source has to know: which tables, which rows, how to load them. */
    private static final Set<String> OF_THE_SOURCE = Set.of("selection", "table-settings");

    private MappingPlace() {}

    static void put(TaskDocument task, Map<String, String> config) {
        Map<String, String> keys = task.connect().ofMappings();
        if (!task.connect().mapsInTransform()) {
            config.put("table.mappings", task.mappingsJson());
            config.putAll(keys);
            return;
        }
        config.put("table.mappings", selectionOnly(task.mappingsJson()));
        config.putAll(keys);
        // the transform takes no rows in pieces; as JSON, this is still less than a message may be
        config.put("load.record.max.bytes", "67108864");
        config.put("change.value.max.bytes", "0");
        config.put("transforms", "mappings");
        config.put(TRANSFORM + "type", "io.dmsconnect.transforms.ApplyTableMappings");
        config.put(TRANSFORM + "topic.prefix", Planner.topicPrefix(task));
        config.put(TRANSFORM + "table.mappings", task.mappingsJson());
        String schema = task.settings().targetMetadata().targetSchema();
        if (!schema.isEmpty()) {
            config.put(TRANSFORM + "target.schema", schema);
        }
        keys.forEach((key, value) -> config.put(TRANSFORM + key, value));
    }

    /** Task settings as the source connector takes them. */
    static String settings(TaskDocument task) {
        if (!task.connect().mapsInTransform()
                || task.settings().targetMetadata().targetSchema().isEmpty()) {
            return task.settingsJson();
        }
        // with it the source would see one table in those that rules of the transform keep apart
        JsonNode settings = tree(task.settingsJson());
        if (settings.path("TargetMetadata") instanceof ObjectNode target) {
            target.remove("TargetSchema");
        }
        return settings.toString();
    }

    private static JsonNode tree(String json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a document that was read before", e);
        }
    }

    private static String selectionOnly(String mappings) {
        ObjectNode document = (ObjectNode) tree(mappings);
        JsonNode all = document.path("rules");
        ArrayNode kept = document.putArray("rules");
        for (JsonNode rule : all) {
            if (OF_THE_SOURCE.contains(rule.path("rule-type").asText())) {
                kept.add(rule);
            }
        }
        return document.toString();
    }
}
