// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tables whose names are one text where schema and table are put together with a dot: {@code
 * "a.b"."c"} and {@code "a"."b.c"}. Debezium tells tables apart by that text (its {@code
 * TableId.equals}), and would take changes of the one for changes of the other.
 */
final class AlikeNames {
    private AlikeNames() {}

    /** Of a task that follows changes; empty where all tables can be told apart. */
    static Optional<Finding> among(Collection<TableId> tables) {
        Map<String, List<TableId>> byText = new LinkedHashMap<>();
        tables.forEach(
                table ->
                        byText.computeIfAbsent(table.toString(), t -> new ArrayList<>())
                                .add(table));
        return byText.values().stream()
                .filter(alike -> alike.size() > 1)
                .findFirst()
                .map(
                        alike ->
                                Finding.error(
                                        DmsSourceConfig.TABLE_MAPPINGS,
                                        "changes of these tables cannot be told apart in the log, since"
                                                + " their names are the same with a dot between schema"
                                                + " and table: "
                                                + alike.stream()
                                                        .map(AlikeNames::quoted)
                                                        .collect(Collectors.joining(" and "))
                                                + "; leave out all but one with an exclude rule, and"
                                                + " migrate the others with tasks of their own"));
    }

    private static String quoted(TableId table) {
        return "\"%s\".\"%s\"".formatted(table.schema(), table.name());
    }
}
