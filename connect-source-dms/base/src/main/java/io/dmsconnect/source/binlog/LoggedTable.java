// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.DataType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as statements in the log have made it.
 *
 * @param columns in their order
 * @param key names of the key's columns, or of a unique index that stands in for one
 */
public record LoggedTable(ColumnIds ids, List<LoggedColumnType> columns, List<String> key) {

    /** What a column's values are. */
    public record LoggedColumnType(String name, DataType type, boolean nullable) {}

    public LoggedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    boolean has(List<String> names) {
        return ids.ids().keySet().containsAll(names);
    }

    /** Are these the key's columns, in any order? */
    boolean isKey(List<String> names) {
        return names.size() == key.size()
                && key.stream()
                        .map(ids::id)
                        .collect(Collectors.toSet())
                        .equals(names.stream().map(ids::id).collect(Collectors.toSet()));
    }

    /** The names that another table's columns with these names have in this one; null for none. */
    List<String> namesOf(List<String> names, LoggedTable other) {
        if (!other.has(names)) {
            return null;
        }
        List<String> mine =
                names.stream()
                        .map(other.ids()::id)
                        .flatMap(
                                id ->
                                        ids.ids().entrySet().stream()
                                                .filter(column -> column.getValue().equals(id))
                                                .map(java.util.Map.Entry::getKey))
                        .toList();
        return mine.size() == names.size() ? mine : null;
    }
}
