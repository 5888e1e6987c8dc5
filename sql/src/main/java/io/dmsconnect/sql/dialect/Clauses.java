// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of statements that dialects share. */
public final class Clauses {
    private Clauses() {}

    public static String names(Dialect dialect, List<Column> columns) {
        return columns.stream()
                .map(column -> dialect.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    public static String quoted(Dialect dialect, List<String> names) {
        return names.stream().map(dialect::quote).collect(Collectors.joining(", "));
    }

    public static String placeholders(List<ColumnType> types) {
        return types.stream().map(ColumnType::placeholder).collect(Collectors.joining(", "));
    }

    /** {@code "a" = ?, "b" = ?} for the columns at these places. */
    public static String assignments(Dialect dialect, Table table, List<Integer> columns) {
        List<ColumnType> types = dialect.columnTypes(table);
        return columns.stream()
                .map(
                        i ->
                                dialect.quote(table.columns().get(i).name())
                                        + " = "
                                        + types.get(i).placeholder())
                .collect(Collectors.joining(", "));
    }

    public static String keyCondition(Dialect dialect, Table table) {
        List<ColumnType> types = dialect.columnTypes(table);
        return table.primaryKey().stream()
                .map(
                        name ->
                                dialect.quote(name)
                                        + " = "
                                        + types.get(table.indexOf(name)).placeholder())
                .collect(Collectors.joining(" AND "));
    }

    /** The columns of CREATE TABLE, with their key if it is wanted. */
    public static String definitions(Dialect dialect, Table table, boolean withKey) {
        List<ColumnType> types = dialect.columnTypes(table);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            boolean required = !column.nullable() || table.isKey(column.name());
            parts.add(
                    dialect.quote(column.name())
                            + " "
                            + types.get(i).ddl()
                            + (required ? " NOT NULL" : " NULL"));
        }
        if (withKey && table.hasKey()) {
            parts.add(key(dialect, table));
        }
        return String.join(", ", parts);
    }

    /** The key as CREATE TABLE and ALTER TABLE ADD take it. */
    public static String key(Dialect dialect, Table table) {
        String index = table.storage().uniqueIndex();
        String kind =
                index.isEmpty() ? "PRIMARY KEY" : "CONSTRAINT " + dialect.quote(index) + " UNIQUE";
        return kind
                + " ("
                + quoted(dialect, table.primaryKey())
                + ")"
                + dialect.indexPlace(table.storage());
    }

    /** Places of all columns. */
    public static List<Integer> all(Table table) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            all.add(i);
        }
        return all;
    }
}
