// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.json.JsonText;
import io.dmsconnect.core.json.JsonTextException;
import io.dmsconnect.core.json.Spelling;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the document and sends each rule to the reader of its {@code rule-type}. */
final class MappingReader {
    private static final String RULE_TYPES =
            "selection, transformation, table-settings, object-mapping, post-processing, validation";

    private static final String EXAMPLE =
            "such as {\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\","
                    + " \"rule-name\": \"1\", \"object-locator\": {\"schema-name\": \"shop\","
                    + " \"table-name\": \"%\"}, \"rule-action\": \"include\"}]}";

    private final Findings findings;
    private final SelectionReader selections;
    private final TransformationReader transformations;
    private final TableSettingsReader tableSettings = new TableSettingsReader();
    private final ObjectMappingReader objectMappings = new ObjectMappingReader();

    /** The place of the first rule with each number. */
    private final Map<BigInteger, String> ids = new HashMap<>();

    /** Numbers of rules that are read and do nothing, by their type. */
    private final Map<String, List<String>> notExecuted = new TreeMap<>();

    private MappingReader(Findings findings) {
        this.findings = findings;
        this.selections = new SelectionReader(findings);
        this.transformations = new TransformationReader(findings);
    }

    static TableMappings read(String json) {
        String text = json == null ? "" : JsonText.withoutByteOrderMark(json);
        MappingReader reader = new MappingReader(new Findings(text));
        return reader.document(tree(text));
    }

    private static JsonNode tree(String json) {
        try {
            return JsonText.read(json);
        } catch (JsonTextException e) {
            throw new MappingException(
                    List.of("table mappings are not valid JSON: " + e.getMessage()));
        }
    }

    private TableMappings document(JsonNode root) {
        if (!(root instanceof ObjectNode document)) {
            throw new MappingException(
                    List.of(
                            "table mappings have to be a JSON object, not %s; %s"
                                    .formatted(Members.nameOf(root), EXAMPLE)));
        }
        Members members = new Members(document, "", "", findings);
        JsonNode rules = document.path("rules");
        members.value("rules");
        if (!rules.isArray()) {
            throw new MappingException(
                    List.of(
                            "rules: %s; %s"
                                    .formatted(
                                            rules.isMissingNode()
                                                    ? "is missing; it has to be an array"
                                                    : "has to be an array, not "
                                                            + Members.nameOf(rules),
                                            EXAMPLE)));
        }
        members.warnOfRest(Set.of());
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), SourceLines.element("rules", i));
        }
        selections.finish();
        transformations.finish();
        notExecuted.forEach(
                (type, of) ->
                        findings.warning(
                                "",
                                "rules",
                                "%s rules are not executed here (rule-id %s)"
                                        .formatted(type, String.join(", ", of))));
        List<String> warnings = findings.warningsOrThrow();
        return new TableMappings(
                selections.rules(),
                transformations.rules(),
                tableSettings.settings(),
                objectMappings.rules(),
                warnings);
    }

    private void rule(JsonNode node, String path) {
        if (!(node instanceof ObjectNode object)) {
            findings.problem("", path, "has to be an object, not " + Members.nameOf(node));
            return;
        }
        BigInteger id = id(object, path);
        Members rule = new Members(object, id == null ? "" : id.toString(), path, findings);
        rule.value("rule-id");
        rule.value("rule-name");
        String type = rule.required("rule-type", "one of " + RULE_TYPES);
        // a rule without a number is read all the same, so that all its problems are told together
        BigInteger number = id == null ? BigInteger.ZERO : id;
        switch (type) {
            case "selection" -> selections.read(number, rule);
            case "transformation" -> transformations.read(number, rule);
            case "table-settings" -> tableSettings.read(rule);
            case "object-mapping" -> objectMappings.read(number, rule);
            case "post-processing" -> {
                OtherRules.postProcessing(rule);
                notExecuted.computeIfAbsent(type, t -> new ArrayList<>()).add(rule.id());
            }
            case "validation" -> {
                OtherRules.validation(rule);
                notExecuted.computeIfAbsent(type, t -> new ArrayList<>()).add(rule.id());
            }
            case "" -> {}
            default ->
                    rule.problem(
                            "rule-type",
                            "'%s' is none of %s%s"
                                    .formatted(
                                            Members.shown(type),
                                            RULE_TYPES,
                                            Spelling.hint(type, List.of(RULE_TYPES.split(", ")))));
        }
    }

    private BigInteger id(ObjectNode object, String path) {
        JsonNode value = new Members(object, "", path, findings).value("rule-id");
        String at = SourceLines.child(path, "rule-id");
        if (value.isMissingNode()) {
            findings.problem("", at, "is missing; it has to be a number of its own, such as \"1\"");
            return null;
        }
        String text = value.isContainerNode() ? "" : value.asText().trim();
        if (!text.matches("[0-9]{1,40}")) {
            findings.problem(
                    "",
                    at,
                    "has to be a whole number, such as \"1\", not "
                            + (text.isEmpty()
                                    ? Members.nameOf(value)
                                    : "'" + Members.shown(text) + "'"));
            return null;
        }
        BigInteger id = new BigInteger(text);
        String other = ids.putIfAbsent(id, path);
        if (other != null) {
            findings.warning(
                    text,
                    at,
                    "%s has this number too, which AWS DMS may refuse; of two rules for the same objects the first goes first"
                            .formatted(other));
        }
        return id;
    }
}
