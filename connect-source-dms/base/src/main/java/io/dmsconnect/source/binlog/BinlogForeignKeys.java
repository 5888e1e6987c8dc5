// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.TableStatement.Actions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Foreign keys of a table. */
final class BinlogForeignKeys {
    private static final String COLUMNS =
            """
            SELECT * FROM information_schema.KEY_COLUMN_USAGE
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL
            ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION
            """;

    private static final String ACTIONS =
            """
            SELECT * FROM information_schema.REFERENTIAL_CONSTRAINTS
            WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?
            """;

    private final Connection connection;
    private final Flavour flavour;
    private final TableId table;
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();

    BinlogForeignKeys(Connection connection, Flavour flavour, TableId table) {
        this.connection = connection;
        this.flavour = flavour;
        this.table = table;
    }

    List<ForeignKey> foreignKeys() {
        return foreignKeys;
    }

    List<Leftover> leftovers() {
        return leftovers;
    }

    void read() throws SQLException {
        Map<String, List<Map<String, String>>> found = new TreeMap<>();
        Set<TableId> referenced = new HashSet<>();
        for (Map<String, String> row : InfoRows.of(connection, COLUMNS, table)) {
            found.computeIfAbsent(row.get("CONSTRAINT_NAME"), name -> new ArrayList<>()).add(row);
            referenced.add(references(row));
        }
        if (found.isEmpty()) {
            return;
        }
        Map<String, Actions> actions = actions();
        if (!actions.keySet().containsAll(found.keySet())) {
            // MariaDB hides them from users that may only read
            TableStatement statement = TableStatement.read(connection, table);
            for (String name : found.keySet()) {
                statement.actions(name).ifPresent(said -> actions.putIfAbsent(name, said));
            }
        }
        Map<TableId, Table> tables = BinlogCatalogue.describe(connection, flavour, referenced);
        found.forEach(
                (name, rows) ->
                        add(name, rows, actions.get(name), tables.get(references(rows.get(0)))));
    }

    private Map<String, Actions> actions() throws SQLException {
        Map<String, Actions> actions = new TreeMap<>();
        for (Map<String, String> row : InfoRows.of(connection, ACTIONS, table)) {
            actions.put(
                    row.get("CONSTRAINT_NAME"),
                    new Actions(row.get("DELETE_RULE"), row.get("UPDATE_RULE")));
        }
        return actions;
    }

    /** Both servers then refuse, each with its own word for it. */
    private String orUsual(String action) {
        return action != null ? action : flavour == Flavour.MYSQL ? "NO ACTION" : "RESTRICT";
    }

    private static TableId references(Map<String, String> row) {
        return new TableId(row.get("REFERENCED_TABLE_SCHEMA"), row.get("REFERENCED_TABLE_NAME"));
    }

    /** A server that was told not to look takes a key to a table that is not there. */
    private void add(
            String name, List<Map<String, String>> rows, Actions actions, Table references) {
        if (references == null || actions == null) {
            leftovers.add(
                    new Leftover(
                            "foreign key",
                            name,
                            "the source has no table that the user may read: "
                                    + Sql.quote(references(rows.get(0)))));
            return;
        }
        foreignKeys.add(
                new ForeignKey(
                        name,
                        rows.stream().map(row -> row.get("COLUMN_NAME")).toList(),
                        references,
                        rows.stream()
                                .map(row -> spelled(references, row.get("REFERENCED_COLUMN_NAME")))
                                .toList(),
                        orUsual(actions.onDelete()),
                        orUsual(actions.onUpdate()),
                        ""));
    }

    /** The server keeps the key's own spelling of the other table's columns. */
    private static String spelled(Table references, String column) {
        return references.columns().stream()
                .map(Column::name)
                .filter(column::equalsIgnoreCase)
                .findFirst()
                .orElse(column);
    }
}
