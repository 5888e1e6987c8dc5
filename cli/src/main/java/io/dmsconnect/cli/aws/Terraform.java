// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dmsconnect.cli.aws.AwsDocument.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code terraform show -json} of a state or a plan, a state file, and a configuration in JSON
 * ({@code .tf.json}). Of expressions, references to endpoints, variables with defaults and {@code
 * file(...)} are understood; what only Terraform can compute is left to be given.
 */
final class Terraform {
    private static final String TASK = "aws_dms_replication_task";
    private static final String CONFIG = "aws_dms_replication_config";
    private static final String ENDPOINT = "aws_dms_endpoint";

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "\\$\\{\\s*(?:data\\.)?(aws_dms_\\w*endpoint\\.[\\w-]+)(\\[[^]]*])?\\.\\w+\\s*}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*var\\.([\\w-]+)\\s*}");
    private static final Pattern FILE =
            Pattern.compile(
                    "\\$\\{\\s*file\\(\"(?:\\$\\{path\\.(?:module|root)}/)?([^\"$]+)\"\\)\\s*}");

    private final JsonNode root;
    private final List<Part> tasks = new ArrayList<>();
    private final List<Part> endpoints = new ArrayList<>();

    private Terraform(JsonNode root) {
        this.root = root;
    }

    static Optional<AwsDocument> of(JsonNode root) {
        Terraform document = new Terraform(root);
        if (root.path("values").has("root_module")) {
            document.module(
                    root.path("values").path("root_module"),
                    JsonNodeFactory.instance.missingNode());
        } else if (root.path("planned_values").has("root_module")) {
            document.module(
                    root.path("planned_values").path("root_module"),
                    root.path("configuration").path("root_module"));
        } else if (root.path("resources").isArray() && root.has("terraform_version")) {
            document.state();
        } else if (root.path("resource").isObject() || root.path("resource").isArray()) {
            document.configuration();
        } else {
            return Optional.empty();
        }
        return Optional.of(new AwsDocument("Terraform", document.tasks, document.endpoints));
    }

    private void module(JsonNode module, JsonNode configuration) {
        for (JsonNode resource : module.path("resources")) {
            if (resource.path("values") instanceof ObjectNode values) {
                ObjectNode known = values.deepCopy();
                references(resource, known, configuration);
                String address = resource.path("address").asText();
                add(resource.path("type").asText(), known, resource.path("name").asText(), address);
            }
        }
        module.path("child_modules").forEach(child -> module(child, configuration));
    }

    /** A plan does not know ARNs yet, but which resource they will be of. */
    private static void references(JsonNode resource, ObjectNode values, JsonNode configuration) {
        for (JsonNode configured : configuration.path("resources")) {
            if (!configured.path("address").equals(resource.path("address"))) {
                continue;
            }
            for (String member : new String[] {"source_endpoint_arn", "target_endpoint_arn"}) {
                JsonNode of = configured.path("expressions").path(member).path("references");
                if (!values.path(member).isTextual() && !of.isEmpty()) {
                    // aws_dms_endpoint.a.endpoint_arn, then aws_dms_endpoint.a
                    values.put(member, of.get(of.size() - 1).asText());
                }
            }
        }
    }

    private void state() {
        for (JsonNode resource : root.path("resources")) {
            for (JsonNode instance : resource.path("instances")) {
                if (instance.path("attributes") instanceof ObjectNode attributes) {
                    String type = resource.path("type").asText();
                    String name = resource.path("name").asText();
                    add(type, attributes, name, type + "." + name);
                }
            }
        }
    }

    /** {@code {"resource": {"type": {"name": {...}}}}}, any of them in an array too. */
    private void configuration() {
        for (JsonNode types : listed(root.path("resource"))) {
            for (var type : types.properties()) {
                for (JsonNode named : listed(type.getValue())) {
                    for (var resource : named.properties()) {
                        for (JsonNode body : listed(resource.getValue())) {
                            if (body instanceof ObjectNode object) {
                                add(
                                        type.getKey(),
                                        resolved(object),
                                        resource.getKey(),
                                        type.getKey() + "." + resource.getKey());
                            }
                        }
                    }
                }
            }
        }
    }

    private static List<JsonNode> listed(JsonNode value) {
        List<JsonNode> list = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(list::add);
        } else {
            list.add(value);
        }
        return list;
    }

    private void add(String type, ObjectNode values, String name, String address) {
        switch (type) {
            case TASK, CONFIG -> {
                Part part = AwsDocument.task(values, List.of(name, address));
                if (part.members().path("ReplicationTaskIdentifier").isMissingNode()) {
                    part.members().put("ReplicationTaskIdentifier", name);
                }
                tasks.add(part);
            }
            case ENDPOINT -> endpoints.add(AwsDocument.endpoint(values, List.of(name, address)));
            default -> {}
        }
    }

    private ObjectNode resolved(ObjectNode body) {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        body.properties()
                .forEach(member -> resolved.set(member.getKey(), value(member.getValue())));
        return resolved;
    }

    private JsonNode value(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return resolved(object);
        }
        if (value.isArray() && value.size() == 1 && value.get(0) instanceof ObjectNode block) {
            return resolved(block);
        }
        if (!value.isTextual() || !value.textValue().contains("${")) {
            return value;
        }
        String text = value.textValue().strip();
        Matcher reference = REFERENCE.matcher(text);
        if (reference.matches()) {
            return TextNode.valueOf(reference.group(1));
        }
        Matcher variable = VARIABLE.matcher(text);
        if (variable.matches()) {
            return variable(variable.group(1), text);
        }
        Matcher file = FILE.matcher(text);
        if (file.matches()) {
            return JsonNodeFactory.instance.objectNode().put("file", file.group(1));
        }
        return Unresolved.of(text);
    }

    private JsonNode variable(String name, String written) {
        for (JsonNode variables : listed(root.path("variable"))) {
            for (JsonNode definition : listed(variables.path(name))) {
                if (definition.has("default")) {
                    return definition.get("default");
                }
            }
        }
        return Unresolved.of(written);
    }
}
