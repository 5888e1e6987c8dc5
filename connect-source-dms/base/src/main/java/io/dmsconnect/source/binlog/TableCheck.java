// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.DmsSourceConfig;
import io.dmsconnect.source.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Looks at the tables that are to be migrated. */
final class TableCheck {
    private static final int TABLE_DENIED = 1142;
    private static final int COLUMN_DENIED = 1143;
    private static final int GONE = 1146;
    private static final int VIEW_INVALID = 1356;

    /** What the storage engine does to child rows by itself is not in the log. */
    private static final String CASCADES =
            """
            SELECT CONSTRAINT_SCHEMA, TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS
            WHERE DELETE_RULE IN ('CASCADE', 'SET NULL') OR UPDATE_RULE IN ('CASCADE', 'SET NULL')
            """;

    /** MariaDB hides what their keys do from users that may only read. */
    private static final String WITH_HIDDEN_KEYS =
            """
            SELECT k.TABLE_SCHEMA, k.TABLE_NAME FROM information_schema.KEY_COLUMN_USAGE k
            LEFT JOIN information_schema.REFERENTIAL_CONSTRAINTS r
            ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME
            AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
            WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND r.CONSTRAINT_NAME IS NULL
            """;

    private static final String WITHOUT_SNAPSHOT =
            """
            SELECT t.TABLE_SCHEMA, t.TABLE_NAME FROM information_schema.TABLES t
            JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
            WHERE t.TABLE_TYPE = 'BASE TABLE' AND e.TRANSACTIONS <> 'YES'
            """;

    private final Connection connection;
    private final Collection<TableId> selected;
    private final List<Finding> findings = new ArrayList<>();

    TableCheck(Connection connection, Collection<TableId> selected) {
        this.connection = connection;
        this.selected = selected;
    }

    /** Asks the server for no rows. */
    List<Finding> findings(Flavour flavour, boolean changes) throws SQLException {
        readable();
        if (changes) {
            Collection<Table> tables =
                    BinlogCatalogue.describe(connection, flavour, selected).values();
            warn(
                    "updates and deletes find rows by all their values, for want of a primary key: ",
                    those(tables, table -> !table.hasKey()));
            warn(LostChanges.OF_CASCADES, cascades());
            warn(
                    "their storage engine has no snapshots, so that rows that are written while they are loaded"
                            + " may be in the load and in the changes, which only a primary key makes good: ",
                    found(WITHOUT_SNAPSHOT));
        }
        return findings;
    }

    private List<TableId> cascades() throws SQLException {
        TreeSet<TableId> cascades = new TreeSet<>(found(CASCADES));
        for (TableId table : found(WITH_HIDDEN_KEYS)) {
            if (TableStatement.read(connection, table).cascades()) {
                cascades.add(table);
            }
        }
        return List.copyOf(cascades);
    }

    private static List<TableId> those(Collection<Table> tables, Predicate<Table> test) {
        return tables.stream().filter(test).map(Table::id).sorted().toList();
    }

    private List<TableId> found(String sql) throws SQLException {
        TreeSet<TableId> found = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                TableId table = new TableId(rows.getString(1), rows.getString(2));
                if (selected.contains(table)) {
                    found.add(table);
                }
            }
        }
        return List.copyOf(found);
    }

    private void readable() throws SQLException {
        TreeSet<TableId> denied = new TreeSet<>();
        TreeSet<TableId> invalid = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            for (TableId table : selected) {
                try {
                    statement
                            .executeQuery("SELECT * FROM " + Sql.quote(table) + " LIMIT 0")
                            .close();
                } catch (SQLException e) {
                    switch (e.getErrorCode()) {
                        case TABLE_DENIED, COLUMN_DENIED -> denied.add(table);
                        case VIEW_INVALID -> invalid.add(table);
                        case GONE -> {
                            // between two statements
                        }
                        default -> throw e;
                    }
                }
            }
        }
        if (!invalid.isEmpty()) {
            error(
                    DmsSourceConfig.TABLE_MAPPINGS,
                    "these views refer to what is not there, or to what their definer may not read;"
                            + " exclude or repair them: ",
                    invalid);
        }
        if (!denied.isEmpty()) {
            error(
                    DmsSourceConfig.USER,
                    "the user may not read these tables; GRANT SELECT on them: ",
                    denied);
        }
    }

    private void error(String key, String what, Collection<TableId> tables) {
        findings.add(Finding.error(key, what + Finding.named(tables)));
    }

    private void warn(String what, Collection<TableId> tables) {
        if (!tables.isEmpty()) {
            findings.add(
                    Finding.warning(DmsSourceConfig.TABLE_MAPPINGS, what + Finding.named(tables)));
        }
    }
}
