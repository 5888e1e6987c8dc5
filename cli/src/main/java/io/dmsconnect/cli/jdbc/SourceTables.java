// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All tables and views of a source.
 *
 * @param tables sorted by name, views among them
 */
public record SourceTables(List<Table> tables, Set<TableId> views, Set<TableId> versioned) {
    /** What is said of a table that is system-versioned. */
    public static final String VERSIONED =
            "is system-versioned: its rows of the past are in the log too, so that no task takes it";

    /**
     * Schema, table, is it a view?, column, declaration, characters, nullable, place in the key, is
     * it an enum?, tablespace, that of the key's index, is it system-versioned? The catalogue's own
     * comparison takes upper and lower case for one.
     */
    private static final String MYSQL =
            """
            SELECT c.TABLE_SCHEMA, c.TABLE_NAME, t.TABLE_TYPE LIKE '%VIEW', c.COLUMN_NAME,
              c.COLUMN_TYPE, COALESCE(c.CHARACTER_MAXIMUM_LENGTH, 0), c.IS_NULLABLE = 'YES',
              COALESCE(k.SEQ_IN_INDEX, 0), FALSE, '', '', t.TABLE_TYPE = 'SYSTEM VERSIONED'
            FROM information_schema.TABLES t
            JOIN information_schema.COLUMNS c
              ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
                AND BINARY c.TABLE_SCHEMA = BINARY t.TABLE_SCHEMA
                AND BINARY c.TABLE_NAME = BINARY t.TABLE_NAME
            LEFT JOIN information_schema.STATISTICS k
              ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND k.TABLE_NAME = c.TABLE_NAME
                AND BINARY k.TABLE_SCHEMA = BINARY c.TABLE_SCHEMA
                AND BINARY k.TABLE_NAME = BINARY c.TABLE_NAME
                AND k.COLUMN_NAME = c.COLUMN_NAME AND k.INDEX_NAME = 'PRIMARY'
            WHERE t.TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND t.TABLE_SCHEMA NOT IN
                ('mysql', 'information_schema', 'performance_schema', 'sys', 'awsdms_control')
              AND t.TABLE_NAME NOT LIKE 'awsdms\\_%'
            ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION
            """;

    private static final String POSTGRESQL =
            """
            SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'), a.attname,
              CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod)
                ELSE format_type(a.atttypid, a.atttypmod) END,
              0, NOT a.attnotnull, COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0),
              t.typtype = 'e', ts.spcname, COALESCE(xs.spcname, ts.spcname), FALSE
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a
              ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
            LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            JOIN pg_catalog.pg_database d ON d.datname = current_database()
            JOIN pg_catalog.pg_tablespace ts
              ON ts.oid = COALESCE(NULLIF(c.reltablespace, 0), d.dattablespace)
            LEFT JOIN pg_catalog.pg_tablespace xs
              ON x.oid IS NOT NULL
                AND xs.oid = COALESCE(NULLIF(x.reltablespace, 0), d.dattablespace)
            WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
              AND c.relpersistence = 'p' AND n.nspname <> 'information_schema'
              AND n.nspname !~ '^pg_' AND c.relname !~ '^awsdms_'
            ORDER BY n.nspname, c.relname, a.attnum
            """;

    public SourceTables {
        tables = List.copyOf(tables);
        views = Set.copyOf(views);
        versioned = Set.copyOf(versioned);
    }

    public static SourceTables read(Endpoint source) throws SQLException {
        Family family = source.engine().family();
        String query =
                switch (family) {
                    case MYSQL -> MYSQL;
                    case POSTGRESQL -> POSTGRESQL;
                };
        Map<TableId, List<Column>> columns = new TreeMap<>();
        Map<TableId, Map<Integer, String>> keys = new TreeMap<>();
        Map<TableId, Storage> storage = new TreeMap<>();
        Set<TableId> views = new TreeSet<>();
        Set<TableId> versioned = new TreeSet<>();
        try (Connection connection = Databases.open(source);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                TableId id = new TableId(rows.getString(1), rows.getString(2));
                columns.computeIfAbsent(id, i -> new ArrayList<>()).add(column(family, rows));
                storage.put(id, new Storage(rows.getString(10), rows.getString(11), ""));
                if (rows.getBoolean(12)) {
                    versioned.add(id);
                }
                if (rows.getBoolean(3)) {
                    views.add(id);
                }
                if (rows.getInt(8) > 0) {
                    keys.computeIfAbsent(id, i -> new TreeMap<>())
                            .put(rows.getInt(8), rows.getString(4));
                }
            }
        }
        List<Table> tables = new ArrayList<>();
        columns.forEach(
                (id, of) ->
                        tables.add(
                                new Table(
                                        id,
                                        of,
                                        List.copyOf(keys.getOrDefault(id, Map.of()).values()),
                                        storage.get(id))));
        return new SourceTables(tables, views, versioned);
    }

    private static Column column(Family family, ResultSet rows) throws SQLException {
        String declaration = rows.getString(5);
        String engine =
                switch (family) {
                    case MYSQL -> "mysql";
                    case POSTGRESQL -> "postgres";
                };
        return new Column(
                rows.getString(4),
                DeclaredType.of(family, declaration, rows.getLong(6), rows.getBoolean(9))
                        .declared(engine, declaration),
                rows.getBoolean(7));
    }
}
