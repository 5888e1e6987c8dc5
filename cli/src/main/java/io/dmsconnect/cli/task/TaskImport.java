// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.aws.AwsDocument;
import io.dmsconnect.cli.aws.AwsDocument.Part;
import io.dmsconnect.cli.aws.MemberNames;
import io.dmsconnect.cli.aws.Unresolved;
import io.dmsconnect.core.json.Spelling;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes one task document of what was given: chooses the task, puts its endpoints in, and the
 * values from the command line.
 */
final class TaskImport {
    private static final String SOURCE = "SourceEndpoint";
    private static final String TARGET = "TargetEndpoint";

    private static final List<String> GROUPS = List.of("PostgreSQLSettings", "MySQLSettings");
    private static final Set<String> OF_CONNECTIONS =
            Set.of(
                    "ServerName",
                    "Port",
                    "Username",
                    "Password",
                    "DatabaseName",
                    "SecretsManagerSecretId",
                    "SecretsManagerAccessRoleArn");

    private final TaskInput input;
    private final Path folder;
    private final Findings findings;
    private final List<Part> endpoints = new ArrayList<>();
    private final Map<String, String> unresolved = new LinkedHashMap<>();

    TaskImport(TaskInput input, Path folder, Findings findings) {
        this.input = input;
        this.folder = folder;
        this.findings = findings;
    }

    /** The task that is meant; the document itself where none of AWS's tools has written it. */
    static Optional<ObjectNode> task(JsonNode root, TaskInput input) {
        Optional<AwsDocument> document = AwsDocument.of(root);
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(chosen(document.get(), input.task()).members());
    }

    /** The whole document, with the API's names. */
    ObjectNode document(JsonNode root) {
        Optional<AwsDocument> aws = AwsDocument.of(root);
        aws.ifPresent(document -> endpoints.addAll(document.endpoints()));
        for (Path file : input.endpoints()) {
            endpoints.addAll(endpointsOf(file, file.toString()));
        }
        ObjectNode task;
        if (aws.isPresent()) {
            task = chosen(aws.get(), input.task()).members().deepCopy();
        } else if (root instanceof ObjectNode object) {
            task = MemberNames.ofTask(object, false);
        } else {
            throw new TaskException(
                    List.of(
                            "the task document has to be a JSON object, not "
                                    + Members.typeOf(root)));
        }
        Map<String, String> values = new TreeMap<>(input.values());
        // of the task itself first: which endpoints it names may be among them
        values.forEach((path, value) -> set(task, path, value, false));
        endpoint(task, SOURCE, "SourceEndpointArn");
        endpoint(task, TARGET, "TargetEndpointArn");
        values.forEach((path, value) -> set(task, path, value, true));
        for (String member : new String[] {SOURCE, TARGET}) {
            secrets(task.path(member), member, aws.isPresent() || !endpoints.isEmpty());
        }
        unresolved(task, "");
        return task;
    }

    /** What a template leaves open, and where; to be told in place of "is missing". */
    Map<String, String> unresolved() {
        return unresolved;
    }

    private static Part chosen(AwsDocument document, String wanted) {
        List<Part> tasks = document.tasks();
        String names = tasks.stream().map(Part::name).collect(Collectors.joining(", "));
        if (tasks.isEmpty()) {
            throw new TaskException(
                    List.of(
                            document.endpoints().isEmpty()
                                    ? "there is no task of AWS DMS in what %s has written"
                                            .formatted(document.origin())
                                    : "there are endpoints in this file, and no task: give the task"
                                            + " (aws dms describe-replication-tasks) as TASK.json and"
                                            + " this file with --endpoints"));
        }
        if (wanted.isEmpty() && tasks.size() == 1) {
            return tasks.get(0);
        }
        if (wanted.isEmpty()) {
            throw new TaskException(
                    List.of(
                            "there are %d tasks in this file, %s: say which with --task NAME"
                                    .formatted(tasks.size(), names)));
        }
        List<Part> called = document.tasksCalled(wanted);
        if (called.size() != 1) {
            throw new TaskException(
                    List.of(
                            "--task: %s is called '%s'; there are %s"
                                    .formatted(
                                            called.isEmpty() ? "no task" : "more than one task",
                                            wanted,
                                            names)));
        }
        return called.get(0);
    }

    private static List<Part> endpointsOf(Path file, String name) {
        JsonNode root = Texts.tree(Texts.read(file, name), name);
        List<Part> found = AwsDocument.of(root).map(AwsDocument::endpoints).orElse(List.<Part>of());
        if (found.isEmpty()) {
            throw new TaskException(
                    List.of(
                            name
                                    + " has no endpoints; it has to be what 'aws dms"
                                    + " describe-endpoints' prints, or one endpoint"));
        }
        return found;
    }

    private void endpoint(ObjectNode task, String member, String arnMember) {
        String arn = task.path(arnMember).isTextual() ? task.path(arnMember).textValue() : "";
        JsonNode given = task.path(member);
        if (given instanceof ObjectNode object) {
            task.set(member, given(object, member, arn));
            return;
        }
        if (!given.isMissingNode() && !given.isNull()) {
            return; // told by the reader
        }
        Optional<Part> found = found(endpoints, member, arn);
        if (found.isPresent()) {
            task.set(member, usable(lifted(found.get().members().deepCopy(), member), member));
        } else if (!arn.isEmpty()) {
            findings.problem(
                    member,
                    endpoints.isEmpty()
                            ? ("is missing: the document has its ARN only (%s); give what 'aws dms"
                                            + " describe-endpoints' prints with --endpoints FILE")
                                    .formatted(arn)
                            : "there is no endpoint '%s'; there are %s"
                                    .formatted(
                                            arn,
                                            endpoints.stream()
                                                    .map(Part::name)
                                                    .collect(Collectors.joining(", "))));
        }
    }

    /** An endpoint in the document itself, or {@code {"file": "path"}} with what goes before it. */
    private ObjectNode given(ObjectNode object, String member, String arn) {
        ObjectNode endpoint = MemberNames.ofEndpoint(object, false);
        JsonNode path = endpoint.path("file");
        lifted(endpoint, member);
        if (!path.isTextual()) {
            return endpoint;
        }
        endpoint.remove("file");
        List<Part> parts;
        try {
            parts = endpointsOf(folder.resolve(path.textValue()), path.textValue());
        } catch (TaskException e) {
            e.problems().forEach(problem -> findings.problem(member + ".file", problem));
            return endpoint;
        } catch (InvalidPathException e) {
            findings.problem(member + ".file", "'%s' is not a path".formatted(path.textValue()));
            return endpoint;
        }
        Optional<Part> found = found(parts, member, arn);
        if (found.isEmpty()) {
            findings.problem(
                    member + ".file",
                    "%s has %d endpoints (%s), and nothing says which is meant: give its ARN as %sArn"
                            .formatted(
                                    path.textValue(),
                                    parts.size(),
                                    parts.stream()
                                            .map(Part::name)
                                            .collect(Collectors.joining(", ")),
                                    member));
            return endpoint;
        }
        ObjectNode whole = lifted(found.get().members().deepCopy(), member);
        endpoint.properties().forEach(m -> whole.set(m.getKey(), m.getValue()));
        return usable(whole, member);
    }

    /** The one with this name, or without a name the only one of its kind. */
    private static Optional<Part> found(List<Part> parts, String member, String arn) {
        if (!arn.isEmpty()) {
            Optional<Part> called = AwsDocument.endpoint(parts, arn);
            if (called.isPresent()) {
                return called;
            }
            // a plan of Terraform says aws_dms_endpoint.a, or its attribute
            return AwsDocument.endpoint(parts, arn.replaceFirst("\\.\\w+$", ""));
        }
        String type = member.equals(SOURCE) ? "source" : "target";
        List<Part> ofType =
                parts.stream()
                        .filter(
                                part ->
                                        part.members()
                                                .path("EndpointType")
                                                .asText(type)
                                                .equalsIgnoreCase(type))
                        .toList();
        return ofType.size() == 1 ? Optional.of(ofType.get(0)) : Optional.empty();
    }

    /** Members of the connection that are in the engine's own group only. */
    private ObjectNode lifted(ObjectNode endpoint, String member) {
        for (String group : GROUPS) {
            if (!(endpoint.path(group) instanceof ObjectNode settings)) {
                continue;
            }
            for (Map.Entry<String, JsonNode> setting : settings.properties()) {
                String name = MemberNames.ofEndpoint(setting.getKey());
                JsonNode value = setting.getValue();
                if (!OF_CONNECTIONS.contains(name) || value.isNull()) {
                    continue;
                }
                JsonNode own = endpoint.path(name);
                if (own.isMissingNode()
                        || own.isNull()
                        || own.isTextual() && own.textValue().isEmpty()) {
                    endpoint.set(name, value);
                } else if (!own.asText().equals(value.asText())) {
                    findings.warning(
                            member + "." + group + "." + name,
                            "is not the endpoint's own %s, which is used".formatted(name));
                }
            }
        }
        return endpoint;
    }

    /** No tool of AWS prints a password, so it comes from the environment. */
    private ObjectNode usable(ObjectNode endpoint, String member) {
        JsonNode password = endpoint.path("Password");
        boolean none =
                password.isMissingNode()
                        || password.isNull()
                        || password.asText("").isEmpty() && password.isValueNode()
                        || Unresolved.in(password).isPresent();
        if (none) {
            endpoint.put("Password", "${env:" + References.passwordOf(member) + "}");
        }
        return endpoint;
    }

    /** An endpoint of AWS whose user is in its Secrets Manager, and has been given to us. */
    private void secrets(JsonNode endpoint, String member, boolean ofAws) {
        if (!ofAws || !(endpoint instanceof ObjectNode object)) {
            return;
        }
        JsonNode secret = object.remove("SecretsManagerSecretId");
        object.remove("SecretsManagerAccessRoleArn");
        if (secret != null && !secret.asText("").isEmpty() && !object.hasNonNull("Username")) {
            findings.problem(
                    member,
                    "its user and password are in AWS Secrets Manager, which is not asked here: give"
                            + " what is missing below as --set %s.Username=..., and the password as"
                                    .formatted(member)
                            + " environment variable "
                            + References.passwordOf(member));
        }
    }

    private void set(ObjectNode task, String path, String value, boolean nested) {
        int dot = path.indexOf('.');
        if (nested == dot < 0) {
            return;
        }
        String first = MemberNames.ofTask(dot < 0 ? path : path.substring(0, dot));
        String rest = dot < 0 ? "" : path.substring(dot + 1);
        if (!MemberNames.allOfTask().contains(first) && !first.equals(ConnectKeys.MEMBER)) {
            findings.problem(
                    "--set " + path,
                    "a task document has no member "
                            + first
                            + Spelling.hint(first, MemberNames.allOfTask()));
            return;
        }
        if (rest.isEmpty()) {
            task.put(first, value);
            return;
        }
        JsonNode into = task.path(first);
        if (into.isTextual() && !into.textValue().isBlank()) {
            into = Texts.tree(into.textValue(), first);
        }
        ObjectNode object = into instanceof ObjectNode existing ? existing : task.objectNode();
        task.set(first, object);
        if (first.equals(ConnectKeys.MEMBER)) {
            object.put(rest, value);
            return;
        }
        boolean endpoint = first.equals(SOURCE) || first.equals(TARGET);
        String[] names = rest.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            String name = endpoint ? MemberNames.ofEndpoint(names[i]) : names[i];
            object = object.withObjectProperty(name);
        }
        String last = names[names.length - 1];
        object.put(endpoint ? MemberNames.ofEndpoint(last) : last, value);
    }

    /** Takes out what has no value, and remembers it. */
    private void unresolved(ObjectNode object, String path) {
        for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
            String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            Optional<String> written = Unresolved.in(member.getValue());
            if (written.isPresent()) {
                if (!at.endsWith("EndpointArn")) {
                    unresolved.put(at, written.get());
                }
                object.remove(member.getKey());
            } else if (member.getValue() instanceof ObjectNode nested) {
                unresolved(nested, at);
            }
        }
    }
}
