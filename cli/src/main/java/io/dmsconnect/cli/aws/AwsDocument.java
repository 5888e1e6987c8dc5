// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tasks and endpoints that a tool of AWS has printed, or that a template defines.
 *
 * @param origin what has written it, such as "Terraform"
 */
public record AwsDocument(String origin, List<Part> tasks, List<Part> endpoints) {
    /**
     * A task or an endpoint.
     *
     * @param names by which other parts and the user call it: identifier, ARN, name in a template
     * @param members with the API's names; what a task says of its endpoints is one of their names
     */
    public record Part(List<String> names, ObjectNode members) {
        public Part {
            names = names.stream().filter(name -> !name.isBlank()).distinct().toList();
        }

        /** The name to show: an identifier before an ARN. */
        public String name() {
            return names.isEmpty() ? "without a name" : names.get(0);
        }

        boolean isCalled(String name) {
            return names.contains(name);
        }
    }

    public AwsDocument {
        tasks = List.copyOf(tasks);
        endpoints = List.copyOf(endpoints);
    }

    /** Empty where none of AWS's tools has written it. */
    public static Optional<AwsDocument> of(JsonNode root) {
        return CommandLineOutput.of(root)
                .or(() -> Terraform.of(root))
                .or(() -> CloudFormation.of(root));
    }

    /** The endpoint with one of these names. */
    public static Optional<Part> endpoint(List<Part> endpoints, String name) {
        return endpoints.stream().filter(part -> part.isCalled(name)).findFirst();
    }

    /** The tasks that somebody may mean by this name. */
    public List<Part> tasksCalled(String name) {
        return tasks.stream().filter(part -> part.isCalled(name)).toList();
    }

    /** Only what is asked for is kept of what tools print beside. */
    static Part task(ObjectNode members, List<String> otherNames) {
        ObjectNode task = MemberNames.ofTask(members, true);
        return new Part(
                names(task, otherNames, "ReplicationTaskIdentifier", "ReplicationTaskArn"), task);
    }

    static Part endpoint(ObjectNode members, List<String> otherNames) {
        ObjectNode endpoint = MemberNames.ofEndpoint(members, true);
        return new Part(names(endpoint, otherNames, "EndpointIdentifier", "EndpointArn"), endpoint);
    }

    private static List<String> names(ObjectNode part, List<String> others, String... members) {
        List<String> names = new ArrayList<>();
        for (String member : members) {
            names.add(part.path(member).asText(""));
        }
        names.addAll(others);
        return names;
    }
}
