// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.json.Spelling;
import io.dmsconnect.core.mapping.Explanation.OfTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why rules take no table at all: a line for each rule that finds nothing, one for each schema. */
final class NothingSelected {
    private NothingSelected() {}

    static List<String> lines(List<OfTable> tables, List<LintRule> rules) {
        if (tables.isEmpty()) {
            return List.of(
                    "no table is selected: the source has none that its user may see; check the"
                            + " database's name and the user's privileges");
        }
        List<String> lines = new ArrayList<>(List.of("no table is selected"));
        Map<String, List<OfTable>> schemas = new TreeMap<>();
        for (OfTable table : tables) {
            schemas.computeIfAbsent(table.source().id().schema(), s -> new ArrayList<>())
                    .add(table);
        }
        for (LintRule rule : rules) {
            boolean takes = rule.isSelection() && !rule.action().equals("exclude");
            if (takes && schemas.keySet().stream().noneMatch(rule.schema().wildcard()::matches)) {
                lines.add(
                        "rule-id %s: the source has no schema '%s'%s"
                                .formatted(
                                        rule.id(),
                                        Members.shown(rule.schema().text()),
                                        Spelling.hint(rule.schema().text(), schemas.keySet())));
            }
        }
        schemas.forEach((schema, of) -> lines.add(ofSchema(schema, of)));
        return lines;
    }

    /** With the reason of most of its tables. */
    private static String ofSchema(String schema, List<OfTable> tables) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        tables.forEach(table -> reasons.merge(table.reason(), 1, Integer::sum));
        Map.Entry<String, Integer> most =
                reasons.entrySet().stream()
                        .max(Comparator.comparingInt(Map.Entry::getValue))
                        .orElseThrow();
        return "schema %s, %d %s: %s%s"
                .formatted(
                        schema,
                        tables.size(),
                        tables.size() == 1 ? "table" : "tables",
                        most.getKey(),
                        most.getValue() == tables.size() ? "" : "; others for other reasons");
    }
}
