// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dmsconnect.cli.aws.AwsDocument.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template in JSON, as {@code cdk synth --json} writes it too. Names of resources, parameters
 * with defaults, Fn::Join and Fn::Sub are replaced; what only AWS knows is left to be given.
 */
final class CloudFormation {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]+)}");

    /** Secrets that AWS would look up. */
    private static final String DYNAMIC = "{{resolve:";

    private final JsonNode resources;
    private final JsonNode parameters;

    private CloudFormation(JsonNode root) {
        this.resources = root.path("Resources");
        this.parameters = root.path("Parameters");
    }

    static Optional<AwsDocument> of(JsonNode root) {
        JsonNode resources = root.path("Resources");
        boolean template =
                resources.isObject()
                        && resources.properties().stream()
                                .anyMatch(r -> r.getValue().path("Type").isTextual());
        return template ? Optional.of(new CloudFormation(root).document()) : Optional.empty();
    }

    private AwsDocument document() {
        List<Part> tasks = new ArrayList<>();
        List<Part> endpoints = new ArrayList<>();
        for (var resource : resources.properties()) {
            String name = resource.getKey();
            if (!(resource.getValue().path("Properties") instanceof ObjectNode properties)) {
                continue;
            }
            switch (resource.getValue().path("Type").asText()) {
                case "AWS::DMS::ReplicationTask", "AWS::DMS::ReplicationConfig" -> {
                    ObjectNode task = resolved(properties);
                    Part part = AwsDocument.task(task, List.of(name));
                    if (part.members().path("ReplicationTaskIdentifier").isMissingNode()) {
                        part.members().put("ReplicationTaskIdentifier", name);
                    }
                    tasks.add(part);
                }
                case "AWS::DMS::Endpoint" ->
                        endpoints.add(AwsDocument.endpoint(resolved(properties), List.of(name)));
                default -> {}
            }
        }
        return new AwsDocument("a CloudFormation template", tasks, endpoints);
    }

    private ObjectNode resolved(ObjectNode properties) {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        properties
                .properties()
                .forEach(member -> resolved.set(member.getKey(), value(member.getValue())));
        return resolved;
    }

    private JsonNode value(JsonNode value) {
        if (value.isTextual() && value.textValue().startsWith(DYNAMIC)) {
            return Unresolved.of(value.textValue());
        }
        if (value instanceof ArrayNode array) {
            ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> resolved.add(value(element)));
            return resolved;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        String function = object.size() == 1 ? object.fieldNames().next() : "";
        JsonNode argument = object.path(function);
        return switch (function) {
            case "Ref" -> known(argument.asText(), object);
            case "Fn::GetAtt" -> attribute(argument, object);
            case "Fn::Join" -> join(argument, object);
            case "Fn::Sub" -> substituted(argument, object);
            default ->
                    function.startsWith("Fn::")
                            ? Unresolved.of(object.toString())
                            : resolved(object);
        };
    }

    /** A resource is called by its name in the template, a parameter has its default. */
    private JsonNode known(String name, ObjectNode written) {
        if (resources.has(name)) {
            return TextNode.valueOf(name);
        }
        JsonNode normal = parameters.path(name).path("Default");
        return normal.isMissingNode() ? Unresolved.of(written.toString()) : value(normal);
    }

    private JsonNode attribute(JsonNode argument, ObjectNode written) {
        String path =
                argument.isArray()
                        ? argument.path(0).asText() + "." + argument.path(1).asText()
                        : argument.asText();
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        boolean ofEndpoint =
                resources.path(name).path("Type").asText().equals("AWS::DMS::Endpoint");
        return ofEndpoint ? TextNode.valueOf(name) : Unresolved.of(written.toString());
    }

    private JsonNode join(JsonNode argument, ObjectNode written) {
        List<String> parts = new ArrayList<>();
        for (JsonNode part : argument.path(1)) {
            JsonNode resolved = value(part);
            if (resolved.isContainerNode()) {
                return Unresolved.of(written.toString());
            }
            parts.add(resolved.asText());
        }
        String joined = String.join(argument.path(0).asText(), parts);
        return joined.startsWith(DYNAMIC) ? Unresolved.of(joined) : TextNode.valueOf(joined);
    }

    private JsonNode substituted(JsonNode argument, ObjectNode written) {
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        Map<String, JsonNode> variables = new HashMap<>();
        argument.path(1)
                .properties()
                .forEach(variable -> variables.put(variable.getKey(), value(variable.getValue())));
        StringBuilder replaced = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(2);
            JsonNode found =
                    !matcher.group(1).isEmpty()
                            ? TextNode.valueOf("${" + name + "}")
                            : variables.containsKey(name)
                                    ? variables.get(name)
                                    : known(name.replaceFirst("\\..*", ""), written);
            if (found.isContainerNode()) {
                return Unresolved.of(written.toString());
            }
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(found.asText()));
        }
        String result = matcher.appendTail(replaced).toString();
        return result.startsWith(DYNAMIC) ? Unresolved.of(result) : TextNode.valueOf(result);
    }
}
