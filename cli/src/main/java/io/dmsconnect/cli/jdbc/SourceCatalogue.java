// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which tables of the source the mappings select. */
public final class SourceCatalogue {
    private static final String MYSQL =
            """
            SELECT table_schema, table_name, table_type = 'VIEW', COALESCE(data_length, 0) FROM information_schema.tables
            WHERE table_type IN ('BASE TABLE', 'VIEW')
              AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema', 'awsdms_control')
              AND table_name NOT LIKE 'awsdms\\_%'
            """;
    private static final String POSTGRESQL =
            """
            SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'),
              %s
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition AND c.relpersistence = 'p'
              AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'
              AND c.relname NOT LIKE 'awsdms\\_%%'
              AND EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid
                AND a.attnum > 0 AND NOT a.attisdropped AND (a.attgenerated = '' OR %s))
            """;
    private static final String SIZE =
            "COALESCE((SELECT sum(pg_table_size(relid)) FROM pg_partition_tree(c.oid)),"
                    + " pg_table_size(c.oid))";

    /** As of the last VACUUM, which asks for no lock of the table. */
    private static final String LAST_SIZE =
            "c.relpages::bigint * current_setting('block_size')::bigint";

    private static final String LOCKED = "55P03";

    private SourceCatalogue() {}

    /** As {@code schema.table}. */
    public static SortedSet<String> selected(TaskDocument task) throws SQLException {
        SortedSet<String> selected = new TreeSet<>();
        tables(task).forEach(table -> selected.add(table.toString()));
        return selected;
    }

    /** Views only where the task only loads, in batches, as the source does. */
    public static SortedSet<TableId> tables(TaskDocument task) throws SQLException {
        return new TreeSet<>(sizes(task).keySet());
    }

    private static boolean takesViews(TaskDocument task) {
        return !task.migrationType().followsChanges() && !task.connect().loadsRows();
    }

    /** The same with their sizes in bytes, as far as the server knows. */
    public static SortedMap<TableId, Long> sizes(TaskDocument task) throws SQLException {
        Endpoint source = task.source();
        try (Connection connection = Databases.open(source);
                Statement statement = connection.createStatement()) {
            return switch (source.engine().family()) {
                case MYSQL -> sizes(task, statement, MYSQL);
                case POSTGRESQL -> {
                    // an ALTER TABLE that is not committed holds nobody up here
                    statement.execute("SET lock_timeout = '1s'");
                    // the log has no values of generated columns
                    String generated = Boolean.toString(!task.migrationType().followsChanges());
                    try {
                        yield sizes(task, statement, POSTGRESQL.formatted(SIZE, generated));
                    } catch (SQLException e) {
                        if (!LOCKED.equals(e.getSQLState())) {
                            throw e;
                        }
                        yield sizes(task, statement, POSTGRESQL.formatted(LAST_SIZE, generated));
                    }
                }
            };
        }
    }

    private static SortedMap<TableId, Long> sizes(
            TaskDocument task, Statement statement, String query) throws SQLException {
        SortedMap<TableId, Long> selected = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                TableId id = new TableId(rows.getString(1), rows.getString(2));
                boolean view = rows.getBoolean(3);
                if (task.mappings().selects(id, view) && (!view || takesViews(task))) {
                    selected.put(id, rows.getLong(4));
                }
            }
        }
        return selected;
    }
}
