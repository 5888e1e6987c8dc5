// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.relational.TableId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Debezium's decoder writes a table's name quoted, and its stream reads it back, which fails for
 * names with quotes at an end or twice in a row. Not thread-safe.
 */
final class TableNames {
    private final Supplier<Set<TableId>> known;
    private final Map<String, String> readable = new HashMap<>();

    /**
     * @param known all tables that the decoder can name
     */
    TableNames(Supplier<Set<TableId>> known) {
        this.known = known;
    }

    /** The same name, quoted in the way that is read back. */
    String readable(String written) {
        return readable.computeIfAbsent(
                written,
                text ->
                        known.get().stream()
                                .filter(id -> id.toDoubleQuotedString().equals(text))
                                .findFirst()
                                .map(id -> quote(id.schema()) + "." + quote(id.table()))
                                .orElse(text));
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"").replace("'", "''").replace("`", "``") + '"';
    }
}
