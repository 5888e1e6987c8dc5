// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;

/** The definitions of tables: given, from control records, or inferred. */
final class TableBook {
    private final FromDmsOptions options;
    private final Map<TableId, Table> defined;
    private final Map<TableId, Map<String, Kind>> inferred = new HashMap<>();
    private final Map<TableId, List<String>> foundKeys = new HashMap<>();

    TableBook(FromDmsOptions options) {
        this.options = options;
        this.defined = new HashMap<>(options.definitions());
    }

    void define(TableId id, Table table) {
        defined.put(id, table);
        forgetInferred(id);
    }

    /** A table changed and nobody says how, or it is gone. */
    void forget(TableId id) {
        defined.remove(id);
        forgetInferred(id);
    }

    private void forgetInferred(TableId id) {
        inferred.remove(id);
        foundKeys.remove(id);
    }

    /**
     * @param values of the message, in all its images
     * @param keyValue the message's partition key where that is of the primary key, or null
     */
    Table table(TableId id, Map<String, Object> values, String keyValue) {
        Table table = defined.get(id);
        if (table == null && !options.infer()) {
            throw new DataException(
                    ("no definition of table %s is known (DMS sends it in control records with"
                                    + " IncludeControlDetails=true); give it in %s, or set %s=infer")
                            .formatted(id, FromDmsOptions.DEFINITIONS, FromDmsOptions.UNKNOWN));
        }
        if (table == null) {
            table = infer(id, values);
        }
        Set<String> names = new HashSet<>();
        table.columns().forEach(column -> names.add(column.name()));
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new DataException(
                        "column '%s' is not in the definition of table %s".formatted(name, id));
            }
        }
        List<String> key = options.keys().get(id);
        if (key == null && table.hasKey()) {
            return table;
        }
        if (key == null && keyValue != null) {
            Table keyless = table;
            key = foundKeys.computeIfAbsent(id, i -> keyOf(keyless, values, keyValue));
        }
        if (key != null && !names.containsAll(key)) {
            throw new DataException(
                    "%s names a column that table %s does not have"
                            .formatted(FromDmsOptions.KEYS, id));
        }
        return key == null ? table : new Table(id, table.columns(), key);
    }

    /** The one column that holds the key's value. A key of several columns has points in it. */
    private static List<String> keyOf(Table table, Map<String, Object> values, String keyValue) {
        List<String> found =
                table.columns().stream()
                        .map(Column::name)
                        .filter(name -> keyValue.equals(scalar(values.get(name))))
                        .toList();
        if (found.size() != 1 || keyValue.contains(".")) {
            throw new DataException(
                    "the primary key of table %s cannot be told from its value; name its columns in %s"
                            .formatted(table.id(), FromDmsOptions.KEYS));
        }
        return found;
    }

    private static String scalar(Object value) {
        return value instanceof JsonTree.Number number
                ? number.text()
                : value == null ? null : value.toString();
    }

    private Table infer(TableId id, Map<String, Object> values) {
        Map<String, Kind> kinds = inferred.computeIfAbsent(id, i -> new LinkedHashMap<>());
        values.forEach(
                (name, value) -> {
                    if (value != null || !kinds.containsKey(name)) {
                        Kind now = kind(value);
                        Kind before = kinds.put(name, now);
                        if (before != null && now != null && before != now) {
                            throw new DataException(
                                    "column '%s' of table %s was inferred to be %s and is %s here; give the table's definition in %s"
                                            .formatted(
                                                    name,
                                                    id,
                                                    before,
                                                    now,
                                                    FromDmsOptions.DEFINITIONS));
                        }
                    }
                });
        return new Table(
                id,
                kinds.entrySet().stream()
                        .map(
                                column ->
                                        new Column(
                                                column.getKey(),
                                                DataType.of(
                                                        column.getValue() == null
                                                                ? Kind.NCLOB
                                                                : column.getValue()),
                                                true))
                        .toList(),
                List.of());
    }

    /** Null for a null, of which nothing is known. */
    private static Kind kind(Object value) {
        if (value instanceof JsonTree.Number) {
            return Kind.NUMERIC;
        }
        return value == null ? null : value instanceof Boolean ? Kind.BOOLEAN : Kind.NCLOB;
    }
}
