// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Five renames, a removal and a masked column for the table of 12 columns. */
final class FewRules {
    private static final List<String> RENAMED = List.of("c2", "c4", "c6", "c7", "c9");
    private static final String REMOVED = "c5";
    private static final String MASKED = "c3";

    private FewRules() {}

    /** The source's columns as they have to arrive. */
    static Shape read(Shape shape) {
        return with(
                shape,
                column ->
                        column.name().equals(MASKED)
                                ? new Shape.Column(column.number(), column.name(), Kind.MASKED_NAME)
                                : column);
    }

    /** The target's columns. */
    static Shape written(Shape shape) {
        return with(
                shape,
                column ->
                        RENAMED.contains(column.name())
                                ? new Shape.Column(
                                        column.number(), renamed(column.name()), column.kind())
                                : column);
    }

    private static Shape with(Shape shape, java.util.function.UnaryOperator<Shape.Column> changed) {
        return new Shape(
                shape.name(),
                shape.title(),
                shape.rows(),
                shape.columns().stream()
                        .filter(column -> !column.name().equals(REMOVED))
                        .map(changed)
                        .toList());
    }

    private static String renamed(String column) {
        return "new_" + column;
    }

    /** Adds the rules to a task's table mappings. */
    static void addTo(ArrayNode rules, String table) {
        RENAMED.forEach(
                column -> add(rules, table, "rename", column).put("value", renamed(column)));
        add(rules, table, "remove-column", REMOVED);
        add(rules, table, "data-masking-hash-mask", MASKED);
    }

    private static ObjectNode add(ArrayNode rules, String table, String action, String column) {
        String id = Integer.toString(rules.size() + 1);
        ObjectNode rule = rules.addObject();
        rule.put("rule-type", "transformation");
        rule.put("rule-id", id);
        rule.put("rule-name", id);
        rule.put("rule-target", "column");
        rule.put("rule-action", action);
        rule.putObject("object-locator")
                .put("schema-name", Shape.SCHEMA)
                .put("table-name", table)
                .put("column-name", column);
        return rule;
    }
}
