// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.json.Spelling;
import io.dmsconnect.core.schema.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rules of {@code rule-type} table-settings. */
final class TableSettingsReader {
    private final Map<TableId, TableSettings> settings = new LinkedHashMap<>();

    Map<TableId, TableSettings> settings() {
        return settings;
    }

    void read(Members rule) {
        rule.known("rule-action");
        rule.known("load-order");
        rule.known("filters");
        Members locator =
                rule.object("object-locator", "an object with schema-name and table-name");
        Optional<ParallelLoad> load =
                rule.optionalObject("parallel-load", "an object with a type")
                        .map(ParallelLoadReader::read);
        Optional<LobSettings> lobs =
                rule.optionalObject("lob-settings", "an object with a mode")
                        .map(TableSettingsReader::lobSettings);
        if (load.isEmpty() && lobs.isEmpty()) {
            rule.warning(
                    "rule-type", "the rule has neither parallel-load nor lob-settings: no effect");
        }
        if (locator != null) {
            String schema = exact(locator, "schema-name", "a schema", rule);
            String table = exact(locator, "table-name", "a table", rule);
            locator.known("table-type");
            locator.warnOfRest(RuleMembers.OF_LOCATORS);
            TableId id = new TableId(schema, table);
            if (settings.putIfAbsent(id, new TableSettings(rule.id(), load, lobs)) != null) {
                locator.warning(
                        "table-name",
                        "the rule has no effect: rule-id %s is for the same table"
                                .formatted(settings.get(id).ruleId()));
            }
        }
        rule.warnOfRest(RuleMembers.OF_RULES);
    }

    private static String exact(Members locator, String member, String meaning, Members rule) {
        String name = locator.required(member, meaning + ", by its exact name");
        if (name.contains("%")) {
            locator.problem(
                    member,
                    ("Error in mapping rules. Rule with ruleId = %s failed validation. Exact schema"
                                    + " and table names are required: '%s' has a wildcard")
                            .formatted(rule.id(), Members.shown(name)));
        }
        return name;
    }

    private static LobSettings lobSettings(Members object) {
        String mode = object.text("mode").orElse("limited");
        Optional<Integer> size = object.number("bulk-max-size", 0, Integer.MAX_VALUE);
        object.warnOfRest();
        return switch (mode) {
            case "limited" -> {
                if (!object.has("bulk-max-size")) {
                    object.warning(
                            "bulk-max-size",
                            "is missing, so this rule cuts nothing: the task's own settings say"
                                    + " what becomes of the table's large objects");
                    yield new LobSettings(LobSettings.Mode.NONE, 0);
                }
                if (size.orElse(0) == 0) {
                    object.problem(
                            "bulk-max-size",
                            "has to be more than 0 in mode limited: kilobytes of a large object"
                                    + " that are kept");
                }
                yield new LobSettings(LobSettings.Mode.LIMITED, size.orElse(0));
            }
            case "unlimited" -> new LobSettings(LobSettings.Mode.UNLIMITED, size.orElse(0));
            case "none" -> new LobSettings(LobSettings.Mode.NONE, size.orElse(0));
            default -> {
                object.problem(
                        "mode",
                        "'%s' is none of limited, unlimited, none%s"
                                .formatted(
                                        Members.shown(mode),
                                        Spelling.hint(
                                                mode, List.of("limited", "unlimited", "none"))));
                yield new LobSettings(LobSettings.Mode.NONE, 0);
            }
        };
    }
}
