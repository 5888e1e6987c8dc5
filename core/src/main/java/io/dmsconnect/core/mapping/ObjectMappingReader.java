// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.core.mapping.ObjectMapping.Action;
import io.dmsconnect.core.mapping.ObjectMapping.Attribute;
import io.dmsconnect.core.mapping.ObjectMapping.PartitionKeyType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads rules of {@code rule-type} object-mapping. */
final class ObjectMappingReader {
    private static final Set<String> SUB_TYPES =
            Set.of("string", "json", "dynamodb-map", "dynamodb-list", "number", "boolean");

    private final List<ObjectMapping> rules = new ArrayList<>();

    List<ObjectMapping> rules() {
        return rules;
    }

    void read(BigInteger id, Members rule) {
        Action action = action(rule);
        Members locator =
                rule.object("object-locator", "an object with schema-name and table-name");
        Wildcard schema = Locator.ANY;
        Wildcard table = Locator.ANY;
        if (locator != null) {
            schema = Wildcard.of(locator.required("schema-name", "a schema, or a pattern"));
            table = Wildcard.of(locator.required("table-name", "a table, or a pattern"));
            locator.known("table-type");
            locator.warnOfRest(RuleMembers.OF_LOCATORS);
        }
        Optional<String> targetTable = rule.text("target-table-name");
        Optional<String> topic = rule.text("kafka-target-topic");
        Optional<String> constant = partitionKey(rule);
        Optional<Members> parameters =
                rule.optionalObject("mapping-parameters", "an object with attribute-mappings");
        rule.known("load-order");
        rule.known("filters");
        rule.warnOfRest(RuleMembers.OF_RULES);
        List<Attribute> attributes = new ArrayList<>();
        parameters.ifPresent(
                object ->
                        object.objects("attribute-mappings")
                                .forEach(element -> attributes.add(attribute(element))));
        rules.add(
                new ObjectMapping(
                        id,
                        action,
                        schema,
                        table,
                        targetTable,
                        topic,
                        constant.or(() -> parameters.flatMap(ObjectMappingReader::partitionKey)),
                        parameters.flatMap(ObjectMappingReader::keyType),
                        parameters.flatMap(object -> object.text("partition-key-name")),
                        parameters.flatMap(object -> object.text("sort-key-name")),
                        parameters.map(o -> o.texts("exclude-columns")).orElse(List.of()),
                        attributes));
        parameters.ifPresent(
                object -> {
                    object.optionalObject("condition-expression", "an object with expression")
                            .ifPresent(ObjectMappingReader::condition);
                    object.warnOfRest();
                });
    }

    private static Action action(Members rule) {
        String text =
                rule.required("rule-action", "map-record-to-record or map-record-to-document");
        return switch (text) {
            case "map-record-to-record", "" -> Action.MAP_RECORD_TO_RECORD;
            case "map-record-to-document" -> Action.MAP_RECORD_TO_DOCUMENT;
            default -> {
                rule.problem(
                        "rule-action",
                        "'%s' is neither map-record-to-record nor map-record-to-document"
                                .formatted(Members.shown(text)));
                yield Action.MAP_RECORD_TO_RECORD;
            }
        };
    }

    private static Optional<String> partitionKey(Members object) {
        return object.optionalObject("partition-key", "an object with a value")
                .map(
                        key -> {
                            String value = key.required("value", "the constant key");
                            key.warnOfRest();
                            return value;
                        });
    }

    private static Optional<PartitionKeyType> keyType(Members parameters) {
        Optional<String> text = parameters.text("partition-key-type");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get()) {
            case "attribute-name" -> {
                if (!parameters.has("partition-key-name")) {
                    parameters.problem(
                            "partition-key-name",
                            "is missing; it has to be the attribute that is the partition key");
                }
                yield Optional.of(PartitionKeyType.ATTRIBUTE_NAME);
            }
            case "primary-key" -> Optional.of(PartitionKeyType.PRIMARY_KEY);
            case "schema-table" -> Optional.of(PartitionKeyType.SCHEMA_TABLE);
            default -> {
                parameters.problem(
                        "partition-key-type",
                        "'%s' is none of attribute-name, primary-key, schema-table"
                                .formatted(Members.shown(text.get())));
                yield Optional.empty();
            }
        };
    }

    private static Attribute attribute(Members element) {
        String name =
                element.text("attribute-name")
                        .orElseGet(
                                () -> element.required("target-attribute-name", "the attribute"));
        element.known("target-attribute-name");
        String type = element.text("attribute-type").orElse("scalar");
        if (!type.equals("scalar") && !type.equals("document")) {
            element.problem(
                    "attribute-type",
                    "'%s' is neither scalar nor document".formatted(Members.shown(type)));
        }
        String subType = element.text("attribute-sub-type").orElse("");
        if (!subType.isEmpty() && !SUB_TYPES.contains(subType)) {
            element.problem(
                    "attribute-sub-type",
                    "'%s' is none of string, json, number, boolean, dynamodb-map, dynamodb-list"
                            .formatted(Members.shown(subType)));
        }
        JsonNode value = element.value("value");
        if (value.isMissingNode()) {
            element.problem("value", "is missing; it has to be a template such as ${column}");
        }
        element.warnOfRest();
        return new Attribute(
                name, type, subType, value.isValueNode() ? value.asText() : value.toString());
    }

    private static void condition(Members object) {
        object.required("expression", "a condition of DynamoDB");
        object.objects("expression-attribute-values");
        object.known("expression-attribute-names");
        object.flag("apply-during-cdc");
        object.flag("apply-during-full-load");
        object.warnOfRest();
    }
}
