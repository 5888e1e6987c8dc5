// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Changes of a JSON document that leave it JSON: each takes, doubles, swaps or replaces a value.
 */
final class JsonMutation {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> STRANGE =
            List.of(
                    "null",
                    "\"\"",
                    "[]",
                    "{}",
                    "[[]]",
                    "[{}]",
                    "-1",
                    "0",
                    "1e308",
                    "-1.5e-300",
                    "99999999999999999999999999999999999999999999999999",
                    "\"-99999999999999999999\"",
                    "\"1e999999999\"",
                    "true",
                    "\"%\"",
                    "\"[\"",
                    "\"[a-\"",
                    "\"[%]_[z-a]%%%%\"",
                    "\"\\u0000\\uD800\"",
                    "\"$id || $\"",
                    "\"'\"",
                    "\"$total / 0 + abs(-9223372036854775808)\"",
                    "\"explicit\"",
                    "\"column\"",
                    "\"data-masking-hash-mask\"",
                    "\"add-column\"",
                    "\"datetime\"",
                    "\"between\"",
                    "[\"id\", null, 5, [\"id\"]]",
                    "{\"type\": \"numeric\", \"precision\": \"1000\", \"scale\": -1}",
                    "[".repeat(300) + "]".repeat(300));

    private JsonMutation() {}

    static String mutate(String json, List<Long> choices) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // a seed that is broken on purpose
            return json;
        }
        for (long choice : choices) {
            mutate(root, new Random(choice));
        }
        return root.toString();
    }

    private static void mutate(JsonNode root, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        if (containers.isEmpty()) {
            return;
        }
        JsonNode at = containers.get(random.nextInt(containers.size()));
        JsonNode other = containers.get(random.nextInt(containers.size())).deepCopy();
        JsonNode strange = random.nextBoolean() ? strange(random) : scalar(containers, random);
        int place = random.nextInt(at.size());
        if (at instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(place);
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
                case 2 -> object.set(name + "x", object.remove(name));
                case 3 -> object.set(name, other);
                default -> object.set(name, strange);
            }
        } else if (at instanceof ArrayNode array) {
            switch (random.nextInt(4)) {
                case 0 -> array.remove(place);
                case 1 -> array.add(array.get(place).deepCopy());
                case 2 -> array.set(place, other);
                default -> array.set(place, strange);
            }
        }
    }

    /** A value that stands elsewhere in the document, which is likelier to be taken. */
    private static JsonNode scalar(List<JsonNode> containers, Random random) {
        List<JsonNode> values = new ArrayList<>();
        containers.forEach(
                container ->
                        container.forEach(
                                child -> {
                                    if (child.isValueNode()) {
                                        values.add(child);
                                    }
                                }));
        return values.isEmpty() ? strange(random) : values.get(random.nextInt(values.size()));
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
        }
        node.forEach(child -> collect(child, containers));
    }

    private static JsonNode strange(Random random) {
        try {
            return JSON.readTree(STRANGE.get(random.nextInt(STRANGE.size())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
