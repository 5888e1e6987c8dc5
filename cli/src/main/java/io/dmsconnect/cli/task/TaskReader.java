// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.mapping.MappingException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.SettingsException;
import io.dmsconnect.core.settings.TaskSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a task document, and reports everything that is wrong with it at once. */
public final class TaskReader {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
    private static final int LONGEST_ID = 100;

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
        Path folder = file.toAbsolutePath().getParent();
        return parse(text(file, file.toString()), file.toString(), folder);
    }

    /**
     * The text of table mappings, with its document's own lines: a task document's, or a document
     * that is nothing else. What is no JSON is returned as it is.
     *
     * @throws TaskException where a file cannot be read
     */
    public static String mappings(Path file) {
        String json = text(file, file.toString());
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return json;
        }
        if (!(root instanceof ObjectNode object) || !object.has("TableMappings")) {
            return json;
        }
        TaskReader reader = new TaskReader(json, file.toAbsolutePath().getParent());
        Optional<String> mappings =
                reader.embedded(new Members("", object, reader.findings), "TableMappings");
        if (mappings.isEmpty()) {
            throw new TaskException(reader.findings.problems());
        }
        return reader.inPlace("TableMappings", mappings.get());
    }

    /**
     * @param name what the document is called in messages
     * @param folder what files are relative to
     */
    static TaskDocument parse(String json, String name, Path folder) {
        return new TaskReader(json, folder).document(tree(json, name));
    }

    private TaskDocument document(JsonNode root) {
        if (!(root instanceof ObjectNode object)) {
            throw new TaskException(
                    List.of(
                            "the task document has to be a JSON object, not "
                                    + Members.typeOf(root)));
        }
        Members members = new Members("", object, findings);
        Optional<String> id = id(members);
        Optional<MigrationType> type = migrationType(members);
        Optional<Endpoint> source =
                members.object("SourceEndpoint", "an object with the source database")
                        .flatMap(m -> new EndpointReader(m, true, findings).read());
        Optional<Endpoint> target =
                members.object("TargetEndpoint", "an object with the target database")
                        .flatMap(m -> new EndpointReader(m, false, findings).read());
        Optional<String> mappingsJson = embedded(members, "TableMappings");
        if (members.get("TableMappings").isEmpty()) {
            findings.problem(
                    "TableMappings",
                    "is missing; it has to be an object with rules, the same as a string, or"
                            + " {\"file\": \"path\"}");
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
        ConnectKeys connect = ConnectKeys.read(members, findings);
        otherMembers(members);
        if (!findings.problems().isEmpty()) {
            throw new TaskException(findings.problems());
        }
        return new TaskDocument(
                id.orElseThrow(),
                type.orElseThrow(),
                source.orElseThrow(),
                target.orElseThrow(),
                mappingsJson.orElseThrow(),
                mappings.orElseThrow(),
                settingsJson.orElseThrow(),
                settings.orElseThrow(),
                connect,
                findings.warnings());
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
            return Optional.of(text(folder.resolve(path), path));
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
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(member);
                JsonToken value = parser.nextToken();
                JsonLocation start = parser.currentTokenLocation();
                parser.skipChildren();
                if (wanted && value == JsonToken.START_OBJECT) {
                    int from = (int) start.getCharOffset();
                    String slice =
                            json.substring(from, (int) parser.currentLocation().getCharOffset());
                    boolean reference =
                            tree(slice, member).has("file") && tree(slice, member).size() == 1;
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
            return Optional.of(parsed);
        } catch (MappingException e) {
            e.problems().forEach(problem -> findings.problem("TableMappings", problem));
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
        members.noEffect(
                "has no effect outside AWS",
                "ReplicationInstanceArn",
                "SourceEndpointArn",
                "TargetEndpointArn",
                "ReplicationTaskArn",
                "ResourceIdentifier",
                "Tags");
        members.noEffect("has no effect", "TaskData");
        members.warnOfUnknown();
    }

    private static JsonNode tree(String json, String name) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isMissingNode()) {
                throw new TaskException(List.of(name + " is empty; it has to be a task document"));
            }
            return root;
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
            String where =
                    e.getLocation() == null
                            ? ""
                            : "line %d, column %d: "
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            throw new TaskException(List.of(name + " is not valid JSON: " + where + what));
        }
    }

    private static String text(Path file, String name) {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new TaskException(List.of("there is no file " + name));
        } catch (MalformedInputException e) {
            throw new TaskException(List.of(name + " is not UTF-8 text"));
        } catch (IOException e) {
            String why =
                    Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
            throw new TaskException(List.of(name + " cannot be read: " + why));
        }
    }
}
