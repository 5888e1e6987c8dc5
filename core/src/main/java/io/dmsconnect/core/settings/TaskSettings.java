// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.json.JsonText;
import io.dmsconnect.core.json.JsonTextException;
import java.util.ArrayList;
import java.util.List;

/**
 * AWS DMS task settings ({@code ReplicationTaskSettings}), what is not given filled with AWS's
 * defaults.
 *
 * @param warnings keys that are unknown, and settings that would matter but are not honoured
 */
public record TaskSettings(
        TargetMetadata targetMetadata,
        FullLoadSettings fullLoad,
        ErrorBehavior errorBehavior,
        ChangeProcessingTuning changeProcessing,
        ChangeProcessingDdlHandlingPolicy ddlHandling,
        ControlTablesSettings controlTables,
        List<String> warnings) {

    public TaskSettings {
        warnings = List.copyOf(warnings);
    }

    /** What AWS takes where nothing is given. */
    public static TaskSettings defaults() {
        return parse("{}");
    }

    /**
     * @param json an object, of which every part may be missing or null; null or blank for defaults
     * @throws SettingsException with everything that is wrong
     */
    public static TaskSettings parse(String json) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Group document = new Group("", object(json), problems, warnings);
        TargetMetadata targetMetadata = TargetMetadata.read(document.group("TargetMetadata"));
        FullLoadSettings fullLoad = FullLoadSettings.read(document.group("FullLoadSettings"));
        ErrorBehavior errors = ErrorBehavior.read(document.group("ErrorBehavior"));
        ChangeProcessingTuning tuning =
                ChangeProcessingTuning.read(document.group("ChangeProcessingTuning"));
        ChangeProcessingDdlHandlingPolicy ddl =
                ChangeProcessingDdlHandlingPolicy.read(
                        document.group("ChangeProcessingDdlHandlingPolicy"));
        ControlTablesSettings controlTables =
                ControlTablesSettings.read(document.group("ControlTablesSettings"));
        OtherGroups.check(document);
        document.warnOfUnknown();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems, warnings);
        }
        return new TaskSettings(
                targetMetadata, fullLoad, errors, tuning, ddl, controlTables, warnings);
    }

    private static ObjectNode object(String json) {
        if (json == null || json.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode root = tree(json);
        if (root.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw new SettingsException(
                List.of("task settings have to be a JSON object, not " + Group.nameOf(root)));
    }

    private static JsonNode tree(String json) {
        try {
            return JsonText.read(json);
        } catch (JsonTextException e) {
            throw new SettingsException(
                    List.of("task settings are not valid JSON: " + e.getMessage()));
        }
    }

    /** Of the warnings those of settings that are accepted and work in another way here. */
    public List<String> differences() {
        return warnings.stream().filter(text -> text.contains(Group.NOT_HONOURED)).toList();
    }
}
