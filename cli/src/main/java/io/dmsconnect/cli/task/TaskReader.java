// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.aws.MemberNames;
import io.dmsconnect.cli.aws.Unresolved;
import io.dmsconnect.core.json.JsonText;
import io.dmsconnect.core.json.JsonTextException;
import io.dmsconnect.core.mapping.MappingException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.SettingsException;
import io.dmsconnect.core.settings.TaskSettings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a task document, and reports everything that is wrong with it at once. */
public final class TaskReader {
    private static final int LONGEST_ID = 100;
    private static final String MAPPINGS = "TableMappings";

    private final String json;
    private final Path folder;
    private final Findings findings = new Findings();

    private TaskReader(String json, Path folder) {
        this.json = json;
        this.folder = folder;
    }

    /**
     * @throws TaskException with everything that is wrong
     */
    public static TaskDocument read(Path file) {
        return read(TaskInput.of(file));
    }

    /**
     * @throws TaskException with everything that is wrong
     */
    public static TaskDocument read(TaskInput input) {
        Path file = input.file();
        Path folder = file.toAbsolutePath().getParent();
        return parse(Texts.read(file, file.toString()), file.toString(), folder, input);
    }

    /**
     * The text of table mappings, with its document's own lines: a task's, or a document that is
     * nothing else. What is no JSON is returned as it is.
     *
     * @throws TaskException where a file cannot be read, or nobody knows which task is meant
     */
    public static String mappings(TaskInput input) {
        Path file = input.file();
        String json = Texts.read(file, file.toString());
        JsonNode root;
        try {
            root = JsonText.read(json);
        } catch (JsonTextException e) {
            return json;
        }
        Optional<ObjectNode> aws = TaskImport.task(root, input);
        if (aws.isEmpty() && !(root instanceof ObjectNode)) {
            return json;
        }
        ObjectNode task = aws.orElseGet(() -> MemberNames.ofTask((ObjectNode) root, false));
        if (!task.hasNonNull(MAPPINGS)) {
            return json;
        }
        TaskReader reader = new TaskReader(json, file.toAbsolutePath().getParent());
        Optional<String> mappings =
                Unresolved.in(task.path(MAPPINGS)).isPresent()
                        ? Optional.empty()
                        : reader.embedded(new Members("", task, reader.findings), MAPPINGS);
        if (mappings.isEmpty()) {
            Unresolved.in(task.path(MAPPINGS))
                    .ifPresent(
                            written -> reader.findings.problem(MAPPINGS, open(MAPPINGS, written)));
            throw new TaskException(reader.findings.problems());
        }
        return aws.isPresent() ? mappings.get() : reader.inPlace(MAPPINGS, mappings.get());
    }

    /**
     * @param name what the document is called in messages
     * @param folder what files are relative to
     */
    static TaskDocument parse(String json, String name, Path folder) {
        return parse(json, name, folder, TaskInput.of(folder));
    }

    private static TaskDocument parse(String json, String name, Path folder, TaskInput input) {
        TaskReader reader = new TaskReader(json, folder);
        TaskImport task = new TaskImport(input, folder, reader.findings);
        return reader.document(task.document(Texts.tree(json, name)), task.unresolved());
    }

    private static String open(String path, String written) {
        return "is %s in the document, which only its own tool can tell; give it with --set %s=VALUE"
                .formatted(written, path);
    }

    private TaskDocument document(ObjectNode object, Map<String, String> unresolved) {
        Members members = new Members("", object, findings);
        Optional<String> id = id(members);
        Optional<MigrationType> type = migrationType(members);
        Optional<Endpoint> source = endpoint(members, "SourceEndpoint", "source", true);
        Optional<Endpoint> target = endpoint(members, "TargetEndpoint", "target", false);
        Optional<String> mappingsJson = embedded(members, "TableMappings");
        if (members.get("TableMappings").isEmpty()) {
            findings.problem(
                    "TableMappings",
                    "is missing; it has to be an object with rules, the same as a string, or"
                            + " {\"file\": \"path\"}");
            if (object.has("rules")) {
                findings.problem(
                        "rules",
                        "these are table mappings, which 'dms lint' takes; a task document has them"
                                + " as its member TableMappings, beside both endpoints");
            }
        }
        Optional<TableMappings> mappings =
                mappingsJson.map(text -> inPlace("TableMappings", text)).flatMap(this::mappings);
        Optional<String> settingsJson =
                members.get("ReplicationTaskSettings").isPresent()
                        ? embedded(members, "ReplicationTaskSettings")
                        : Optional.of("{}");
        Optional<TaskSettings> settings =
                settingsJson
                        .map(text -> inPlace("ReplicationTaskSettings", text))
                        .flatMap(this::settings);
        if (target.isPresent() && target.get().attributes().oneDatabase()) {
            String database = target.get().database();
            settingsJson = settingsJson.map(text -> intoOne(database, text, settings));
        }
        ConnectKeys connect = ConnectKeys.read(members, findings);
        otherMembers(members);
        findings.open(unresolved, TaskReader::open);
        if (!findings.problems().isEmpty()) {
            throw new TaskException(findings.problems(), findings.warnings());
        }
        return new TaskDocument(
                id.orElseThrow(),
                type.orElseThrow(),
                source.orElseThrow(),
                target.orElseThrow(),
                mappingsJson.orElseThrow(),
                mappings.orElseThrow(),
                settingsJson.orElseThrow(),
                TaskSettings.parse(settingsJson.orElseThrow()),
                connect,
                findings.warnings());
    }

    private Optional<Endpoint> endpoint(
            Members members, String name, String which, boolean source) {
        if (members.get(name).isEmpty() && findings.hasProblemOf(name)) {
            return Optional.empty();
        }
        return members.object(name, "an object with the %s database".formatted(which))
                .flatMap(m -> new EndpointReader(m, source, findings).read());
    }

    /** With targetDbType all tables go into the endpoint's database, unless a schema is named. */
    private static String intoOne(String database, String json, Optional<TaskSettings> settings) {
        boolean named =
                settings.isEmpty() || !settings.get().targetMetadata().targetSchema().isEmpty();
        if (named || database.isEmpty() || !(JsonText.read(json) instanceof ObjectNode root)) {
            return json;
        }
        JsonNode group = root.path("TargetMetadata");
        ObjectNode metadata = group instanceof ObjectNode object ? object : root.objectNode();
        metadata.put("TargetSchema", database);
        root.set("TargetMetadata", metadata);
        return root.toString();
    }

    /** It names topics, connectors and folders, so it is held to what all of them allow. */
    private Optional<String> id(Members members) {
        String right =
                "a letter, then letters, digits, '-' or '_', at most %d in all"
                        .formatted(LONGEST_ID);
        Optional<String> id = members.required("ReplicationTaskIdentifier", right);
        if (id.isPresent()
                && (!id.get().matches("[A-Za-z][A-Za-z0-9_-]*")
                        || id.get().length() > LONGEST_ID)) {
            findings.problem(
                    "ReplicationTaskIdentifier", "'%s' has to be %s".formatted(id.get(), right));
            return Optional.empty();
        }
        return id;
    }

    private Optional<MigrationType> migrationType(Members members) {
        Optional<String> text =
                members.required("MigrationType", "one of full-load, cdc, full-load-and-cdc");
        try {
            return text.map(MigrationType::parse);
        } catch (SettingsException e) {
            e.problems().forEach(problem -> findings.problem("", problem));
            return Optional.empty();
        }
    }

    /** An object, a string that holds JSON, or {@code {"file": "path"}}. */
    private Optional<String> embedded(Members members, String name) {
        Optional<JsonNode> value = members.get(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().isTextual()) {
            return Optional.of(value.get().textValue());
        }
        if (!(value.get() instanceof ObjectNode object)) {
            findings.problem(
                    name,
                    "has to be an object, a string that holds JSON, or {\"file\": \"path\"}, not "
                            + Members.typeOf(value.get()));
            return Optional.empty();
        }
        if (object.size() != 1 || !object.has("file")) {
            return Optional.of(object.toString());
        }
        JsonNode path = object.get("file");
        if (!path.isTextual()) {
            findings.problem(name + ".file", "has to be a string, not " + Members.typeOf(path));
            return Optional.empty();
        }
        return file(name + ".file", path.textValue());
    }

    private Optional<String> file(String member, String path) {
        try {
            return Optional.of(Texts.read(folder.resolve(path), path));
        } catch (TaskException e) {
            e.problems().forEach(problem -> findings.problem(member, problem));
        } catch (InvalidPathException e) {
            findings.problem(member, "'%s' is not a path".formatted(path));
        }
        return Optional.empty();
    }

    /**
     * An object as it stands in the document, with as many lines before it, so that messages name
     * the document's own lines; other text as it is.
     */
    private String inPlace(String member, String otherwise) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = MemberNames.ofTask(parser.currentName()).equals(member);
                JsonToken value = parser.nextToken();
                JsonLocation start = parser.currentTokenLocation();
                parser.skipChildren();
                if (wanted && value == JsonToken.START_OBJECT) {
                    int from = (int) start.getCharOffset();
                    String slice =
                            json.substring(from, (int) parser.currentLocation().getCharOffset());
                    JsonNode tree = JsonText.read(slice);
                    boolean reference = tree.has("file") && tree.size() == 1;
                    return reference ? otherwise : "\n".repeat(start.getLineNr() - 1) + slice;
                }
            }
            return otherwise;
        } catch (IOException e) {
            return otherwise; // it was read before: the only loss is the line
        }
    }

    private Optional<TableMappings> mappings(String json) {
        try {
            TableMappings parsed = TableMappings.parse(json);
            parsed.warnings().forEach(warning -> findings.warning("TableMappings", warning));
            if (!parsed.objectMappings().isEmpty()) {
                findings.warning(
                        "TableMappings",
                        "object-mapping rules have no effect: they are for streams and documents,"
                                + " and the target is a relational database");
            }
            return Optional.of(parsed);
        } catch (MappingException e) {
            e.problems().forEach(problem -> findings.problem("TableMappings", problem));
            e.warnings().forEach(warning -> findings.warning("TableMappings", warning));
            return Optional.empty();
        }
    }

    private Optional<TaskSettings> settings(String json) {
        try {
            TaskSettings parsed = TaskSettings.parse(json);
            parsed.warnings().forEach(w -> findings.warning("ReplicationTaskSettings", w));
            return Optional.of(parsed);
        } catch (SettingsException e) {
            e.problems().forEach(problem -> findings.problem("ReplicationTaskSettings", problem));
            e.warnings().forEach(warning -> findings.warning("ReplicationTaskSettings", warning));
            return Optional.empty();
        }
    }

    private void otherMembers(Members members) {
        members.refused(
                "is not supported: changes are followed from the moment the task first starts;"
                        + " leave it out",
                "CdcStartTime",
                "CdcStartPosition");
        members.refused(
                "is not supported: leave it out, and stop the task with --stop-when or Ctrl-C",
                "CdcStopPosition");
        Set<String> names = MemberNames.allOfTask();
        names.add(ConnectKeys.MEMBER);
        members.unknown(MemberNames::isDescribedOfTask, names);
    }
}
