// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;

/** A rule as the document has it, whatever else is wrong with the document. */
record LintRule(
        JsonNode node,
        String path,
        BigInteger id,
        String type,
        String action,
        String target,
        Part schema,
        Part table,
        Part column) {
    /** The order in which rules are asked. */
    static final Comparator<LintRule> ORDER =
            Comparator.comparing(LintRule::id).thenComparing(LintRule::index);

    /** One name of a locator. */
    record Part(String text, PatternSet names, Wildcard wildcard) {
        static Part of(String text, boolean literal) {
            return new Part(
                    text,
                    literal ? PatternSet.literal(text) : PatternSet.of(text),
                    literal ? Wildcard.literal(text) : Wildcard.of(text));
        }
    }

    /** Empty where the rule has no number, no type or no locator: the reader tells that. */
    static Optional<LintRule> of(JsonNode rule, int index) {
        JsonNode locator = rule.path("object-locator");
        String id = rule.path("rule-id").asText().trim();
        if (!id.matches("[0-9]{1,40}") || text(locator, "schema-name").isEmpty()) {
            return Optional.empty();
        }
        String action = text(rule, "rule-action");
        boolean literal = action.equals("explicit");
        return Optional.of(
                new LintRule(
                        rule,
                        SourceLines.element("rules", index),
                        new BigInteger(id),
                        text(rule, "rule-type"),
                        action,
                        text(rule, "rule-target"),
                        Part.of(text(locator, "schema-name"), literal),
                        part(locator, "table-name", literal),
                        part(locator, "column-name", literal)));
    }

    private static Part part(JsonNode locator, String member, boolean literal) {
        String text = text(locator, member);
        return text.isEmpty() ? Part.of("%", false) : Part.of(text, literal);
    }

    static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    private int index() {
        return Integer.parseInt(path.replaceAll("[^0-9]", ""));
    }

    /** The same with names in place of patterns. */
    LintRule literal() {
        return new LintRule(
                node,
                path,
                id,
                type,
                action,
                target,
                Part.of(schema.text(), true),
                Part.of(table.text(), true),
                column);
    }

    /** Is it for columns that the source does not have? */
    boolean addsColumns() {
        return action.equals("add-column") || action.equals("add-before-image-columns");
    }

    boolean masks() {
        return action.startsWith("data-masking-");
    }

    boolean isSelection() {
        return type.equals("selection");
    }

    boolean isTransformation() {
        return type.equals("transformation");
    }

    String value() {
        return text(node, "value");
    }

    String dataType() {
        return text(node.path("object-locator"), "data-type");
    }

    /** Same for all tables, views: rules for different kinds of tables have nothing in common. */
    String tableType() {
        String kind = text(node.path("object-locator"), "table-type");
        return kind.isEmpty() ? "table" : kind;
    }

    /** Every table of the other rule is one of this. */
    boolean holdsTablesOf(LintRule other) {
        return schema.names().holdsAllOf(other.schema.names())
                && table.names().holdsAllOf(other.table.names());
    }

    boolean meetsTablesOf(LintRule other) {
        return schema.names().meets(other.schema.names())
                && table.names().meets(other.table.names());
    }

    /** Every column of the other rule is one of this. */
    boolean holdsColumnsOf(LintRule other) {
        return holdsTablesOf(other)
                && column.names().holdsAllOf(other.column.names())
                && (dataType().isEmpty() || dataType().equals(other.dataType()));
    }

    boolean meetsColumnsOf(LintRule other) {
        return meetsTablesOf(other)
                && column.names().meets(other.column.names())
                && (dataType().isEmpty()
                        || other.dataType().isEmpty()
                        || dataType().equals(other.dataType()));
    }
}
