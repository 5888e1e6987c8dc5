// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Writes a task document as AWS's tools, SDKs and shells would write the same task. */
final class JsonVariants {
    private static final List<String> OF_RULES =
            List.of(
                    "value",
                    "old-value",
                    "load-order",
                    "rule-target",
                    "before-image-def",
                    "tag-set",
                    "parallel-load",
                    "lob-settings",
                    "expression",
                    "data-type",
                    "primary-key-def",
                    "isAutoSegmentationChecked",
                    "a-member-of-next-year");
    private static final List<String> OF_TASKS =
            List.of(
                    "CdcStartPosition",
                    "CdcStartTime",
                    "CdcStopPosition",
                    "TaskData",
                    "LastFailureMessage",
                    "AMemberOfNextYear");
    private static final List<String> OF_SETTINGS =
            List.of(
                    "LoopbackPreventionSettings",
                    "CharacterSetSettings",
                    "BeforeImageSettings",
                    "ResyncSettings",
                    "TTSettings",
                    "PostProcessingRules",
                    "AGroupOfNextYear");

    private final Random random;

    JsonVariants(Random random) {
        this.random = random;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** The text of the whole document. */
    String of(ObjectNode task) {
        ObjectNode variant = JsonNodeFactory.instance.objectNode();
        int spelling = random.nextInt(3);
        for (Map.Entry<String, JsonNode> member : shuffled(task)) {
            variant.set(spelled(member.getKey(), spelling), member(member));
        }
        nulls(variant, OF_TASKS);
        if (chance(50)) {
            variant.put("Status", "stopped").put("ReplicationTaskArn", "arn:aws:dms:x:1:task:A");
            variant.putArray("Tags").addObject().put("Key", "k").put("Value", "v");
            variant.putObject("ReplicationTaskStats").put("TablesLoaded", 5);
        }
        return text(variant);
    }

    private JsonNode member(Map.Entry<String, JsonNode> member) {
        return switch (member.getKey()) {
            case "SourceEndpoint", "TargetEndpoint" -> endpoint((ObjectNode) member.getValue());
            case "TableMappings" -> perhapsText(mappings(parsed(member.getValue())));
            case "ReplicationTaskSettings" -> perhapsText(settings(parsed(member.getValue())));
            default -> member.getValue();
        };
    }

    /** PascalCase of the API, camelCase of SDKs, snake_case of Terraform. */
    private static String spelled(String name, int spelling) {
        return switch (spelling) {
            case 0 -> name;
            case 1 -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
            default ->
                    name.replaceAll("([a-z])([A-Z])", "$1_$2")
                            .toLowerCase(Locale.ROOT)
                            .replace("my_sqlsettings", "mysql_settings")
                            .replace("postgre_sqlsettings", "postgres_settings");
        };
    }

    private static JsonNode parsed(JsonNode value) {
        return value.isTextual() ? Texts.tree(value.textValue(), "embedded") : value.deepCopy();
    }

    private JsonNode perhapsText(JsonNode value) {
        return chance(50) ? JsonNodeFactory.instance.textNode(text(value)) : value;
    }

    private ObjectNode endpoint(ObjectNode endpoint) {
        ObjectNode variant = JsonNodeFactory.instance.objectNode();
        int spelling = random.nextInt(3);
        String engine = endpoint.path("EngineName").asText();
        String group = engine.contains("postgres") ? "PostgreSQLSettings" : "MySQLSettings";
        boolean inGroup = !endpoint.has(group) && chance(30);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : shuffled(endpoint)) {
            boolean ofGroup =
                    List.of("ServerName", "Port", "Username", "DatabaseName")
                            .contains(member.getKey());
            JsonNode value =
                    member.getKey().equals("Port") ? loose(member.getValue()) : member.getValue();
            if (inGroup && ofGroup) {
                settings.set(spelled(member.getKey(), spelling), value);
            } else {
                variant.set(spelled(member.getKey(), spelling), value);
            }
        }
        if (inGroup) {
            variant.set(spelled(group, spelling), settings);
        }
        nulls(variant, List.of("CertificateArn", "ExternalId", "KafkaSettings", "S3Settings"));
        if (chance(50)) {
            variant.put("EngineDisplayName", "an engine").put("Status", "active");
        }
        return variant;
    }

    private JsonNode mappings(JsonNode mappings) {
        for (JsonNode rule : mappings.path("rules")) {
            nulls((ObjectNode) rule, OF_RULES);
            if (rule.path("object-locator") instanceof ObjectNode locator) {
                nulls(locator, List.of("column-name", "table-type", "data-type"));
            }
            if (!rule.has("filters") && chance(40)) {
                ((ObjectNode) rule).putArray("filters");
            }
            if (rule.path("rule-type").asText().equals("selection") && chance(30)) {
                ((ObjectNode) rule).put("isAutoSegmentationChecked", false);
                ((ObjectNode) rule).putNull("parallel-load");
            }
        }
        return loosened(mappings);
    }

    private JsonNode settings(JsonNode settings) {
        ObjectNode variant = JsonNodeFactory.instance.objectNode();
        boolean lower = chance(30);
        for (Map.Entry<String, JsonNode> group : shuffled((ObjectNode) settings)) {
            JsonNode value = loosened(group.getValue());
            if (value instanceof ObjectNode object && lower) {
                ObjectNode keys = object.objectNode();
                object.properties()
                        .forEach(key -> keys.set(spelled(key.getKey(), 1), key.getValue()));
                value = keys;
            }
            variant.set(spelled(group.getKey(), lower ? 1 : 0), value);
        }
        for (String group : OF_SETTINGS) {
            if (!variant.has(group) && !variant.has(spelled(group, 1)) && chance(20)) {
                boolean known = !group.startsWith("A");
                variant.set(
                        group,
                        known && !group.startsWith("Post") && chance(50)
                                ? variant.objectNode()
                                : NullNode.getInstance());
            }
        }
        return variant;
    }

    /** Null where the member is not there. */
    private void nulls(ObjectNode object, List<String> names) {
        for (String name : names) {
            if (!object.has(name) && chance(25)) {
                object.putNull(name);
            }
        }
    }

    /** Members in another order, numbers and booleans as texts, numbers out of texts. */
    private JsonNode loosened(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode loosened = object.objectNode();
            shuffled(object).forEach(m -> loosened.set(m.getKey(), loosened(m.getValue())));
            return loosened;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode loosened = array.arrayNode();
            array.forEach(element -> loosened.add(loosened(element)));
            return loosened;
        }
        return loose(value);
    }

    private JsonNode loose(JsonNode value) {
        if (!chance(30)) {
            return value;
        }
        if (value.isNumber() || value.isBoolean()) {
            return JsonNodeFactory.instance.textNode(value.asText());
        }
        return value.isTextual() && value.textValue().matches("[1-9][0-9]{0,8}")
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(value.textValue()))
                : value;
    }

    private List<Map.Entry<String, JsonNode>> shuffled(ObjectNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        if (chance(50)) {
            Collections.shuffle(members, random);
        }
        return members;
    }

    /** With blanks and line ends of any system, and members given twice with one value. */
    private String text(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text, List.of("", " ", "\n  ", "\r\n\t").get(random.nextInt(4)));
        return text + List.of("", "\n", "\r\n", "  \n\n").get(random.nextInt(4));
    }

    private void write(JsonNode value, StringBuilder text, String blank) {
        if (value instanceof ObjectNode object) {
            text.append('{').append(blank);
            String separator = "";
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                int times = chance(4) ? 2 : 1;
                for (int i = 0; i < times; i++) {
                    text.append(separator)
                            .append(JsonNodeFactory.instance.textNode(member.getKey()))
                            .append(':')
                            .append(blank);
                    write(i == 0 ? member.getValue() : again(member.getValue()), text, blank);
                    separator = "," + blank;
                }
            }
            text.append(blank).append('}');
        } else if (value instanceof ArrayNode array) {
            text.append('[');
            String separator = "";
            for (JsonNode element : array) {
                text.append(separator).append(blank);
                write(element, text, blank);
                separator = ",";
            }
            text.append(blank).append(']');
        } else {
            text.append(value);
        }
    }

    /** The same once more, a number perhaps as a text, or null. */
    private JsonNode again(JsonNode value) {
        if (chance(30)) {
            return NullNode.getInstance();
        }
        return value.isNumber() ? JsonNodeFactory.instance.textNode(value.asText()) : value;
    }
}
