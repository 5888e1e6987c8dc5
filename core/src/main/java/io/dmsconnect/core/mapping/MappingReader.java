// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the document and sends each rule to the reader of its {@code rule-type}. */
final class MappingReader {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

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
    private final Set<BigInteger> ids = new HashSet<>();

    private MappingReader(Findings findings) {
        this.findings = findings;
        this.selections = new SelectionReader(findings);
        this.transformations = new TransformationReader(findings);
    }

    static TableMappings read(String json) {
        String text = json == null ? "" : withoutByteOrderMark(json);
        MappingReader reader = new MappingReader(new Findings(text));
        return reader.document(tree(text));
    }

    private static String withoutByteOrderMark(String json) {
        return json.startsWith("\uFEFF") ? json.substring(1) : json;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // without Jackson's remarks about itself
            String what =
                    e.getOriginalMessage().replaceAll("(?s) \\((start marker|bound as).*", "");
            String where =
                    e.getLocation() == null
                            ? ""
                            : "line %d, column %d: "
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            throw new MappingException(
                    List.of("table mappings are not valid JSON: " + where + what));
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
            case "post-processing" -> OtherRules.postProcessing(rule);
            case "validation" -> OtherRules.validation(rule);
            case "" -> {}
            default ->
                    rule.problem(
                            "rule-type",
                            "'%s' is none of %s".formatted(Members.shown(type), RULE_TYPES));
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
        if (!ids.add(id)) {
            findings.warning(
                    text, at, "another rule has this number too; of equals the first goes first");
        }
        return id;
    }
}
