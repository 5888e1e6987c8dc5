// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.aws.AwsDocument.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code aws dms describe-replication-tasks}, {@code describe-replication-configs}, {@code
 * describe-endpoints}, and the same from an SDK; also what is left of it with {@code --query}.
 */
final class CommandLineOutput {
    private static final List<String> TASKS =
            List.of(
                    "ReplicationTasks",
                    "ReplicationTask",
                    "ReplicationConfigs",
                    "ReplicationConfig",
                    "Replications",
                    "Replication");
    private static final List<String> ENDPOINTS = List.of("Endpoints", "Endpoint");

    private CommandLineOutput() {}

    static Optional<AwsDocument> of(JsonNode root) {
        List<Part> tasks = new ArrayList<>();
        List<Part> endpoints = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(element -> bare(element, tasks, endpoints));
        } else if (root.isObject()) {
            for (var member : root.properties()) {
                if (isOneOf(TASKS, member.getKey())) {
                    elements(member.getValue())
                            .forEach(o -> tasks.add(AwsDocument.task(o, List.of())));
                } else if (isOneOf(ENDPOINTS, member.getKey())) {
                    elements(member.getValue())
                            .forEach(o -> endpoints.add(AwsDocument.endpoint(o, List.of())));
                }
            }
            if (isEndpoint(root)) {
                bare(root, tasks, endpoints);
            }
        }
        return tasks.isEmpty() && endpoints.isEmpty()
                ? Optional.empty()
                : Optional.of(new AwsDocument("the aws command line", tasks, endpoints));
    }

    private static boolean isOneOf(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static List<ObjectNode> elements(JsonNode value) {
        List<ObjectNode> elements = new ArrayList<>();
        if (value instanceof ObjectNode object) {
            elements.add(object);
        } else if (value.isArray()) {
            value.forEach(
                    element -> {
                        if (element instanceof ObjectNode object) {
                            elements.add(object);
                        }
                    });
        }
        return elements;
    }

    private static void bare(JsonNode element, List<Part> tasks, List<Part> endpoints) {
        if (!(element instanceof ObjectNode object)) {
            return;
        }
        if (isEndpoint(element)) {
            endpoints.add(AwsDocument.endpoint(object, List.of()));
        } else if (MemberNames.ofTask(object, true).has("TableMappings")) {
            tasks.add(AwsDocument.task(object, List.of()));
        }
    }

    private static boolean isEndpoint(JsonNode node) {
        return node instanceof ObjectNode object
                && MemberNames.ofEndpoint(object, true).has("EngineName");
    }
}
