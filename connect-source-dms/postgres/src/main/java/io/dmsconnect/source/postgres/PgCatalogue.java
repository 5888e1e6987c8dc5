// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pg_catalog says of tables and views. A partitioned table is one table, its partitions are
 * none.
 */
final class PgCatalogue {
    private static final String TABLES =
            """
            SELECT n.nspname, c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = ANY (?::"char"[]) AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND (c.relname ~ '^awsdms_') = ? AND c.relname !~ '^awsdms_connect_'
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                AND d.objid = c.oid AND d.deptype = 'e')
            """;

    private static final String WANTED =
            """
            WITH wanted AS (
              SELECT w.s, w.t, c.oid, c.relreplident
              FROM unnest(?::text[], ?::text[]) AS w(s, t)
              JOIN pg_namespace n ON n.nspname = w.s
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
                AND c.relkind IN ('r', 'p', 'v', 'm'))
            """;

    /** A domain is what it is a domain of. */
    private static final String COLUMNS =
            WANTED
                    + """
            SELECT w.s, w.t, a.attname, NOT a.attnotnull, b.oid, b.modifier, t.typname,
              n.nspname = 'pg_catalog', t.typtype, t.typcategory = 'A' AND t.typelem <> 0,
              format_type(b.oid, b.modifier), a.attnum, a.attgenerated <> ''
            FROM wanted w
            LEFT JOIN pg_attribute a
              ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN LATERAL (
              WITH RECURSIVE d AS (
                SELECT p.oid, p.typtype, p.typbasetype, a.atttypmod AS modifier, p.typtypmod AS within
                FROM pg_type p WHERE p.oid = a.atttypid
                UNION ALL
                SELECT p.oid, p.typtype, p.typbasetype,
                  CASE WHEN d.within <> -1 THEN d.within ELSE d.modifier END, p.typtypmod
                FROM d JOIN pg_type p ON p.oid = d.typbasetype WHERE d.typtype = 'd')
              SELECT d.oid, d.modifier FROM d WHERE d.typtype <> 'd') b ON true
            LEFT JOIN pg_type t ON t.oid = b.oid
            LEFT JOIN pg_namespace n ON n.oid = t.typnamespace
            ORDER BY w.s, w.t, a.attnum
            """;

    /**
     * The key is what the log identifies rows by: an index chosen for that, else the primary key.
     */
    private static final String KEYS =
            WANTED
                    + """
            SELECT w.s, w.t, a.attname
            FROM wanted w
            JOIN pg_index i ON i.indrelid = w.oid
              AND CASE WHEN w.relreplident = 'i' THEN i.indisreplident ELSE i.indisprimary END
            JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
              ON k.place <= i.indnkeyatts
            JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum = k.attnum
            ORDER BY w.s, w.t, k.place
            """;

    /** A tablespace of number 0 is the database's. */
    private static final String STORAGE =
            WANTED
                    + """
            SELECT w.s, w.t, t.spcname, coalesce(x.spcname, t.spcname)
            FROM wanted w
            JOIN pg_class c ON c.oid = w.oid
            JOIN pg_database d ON d.datname = current_database()
            JOIN pg_tablespace t ON t.oid = coalesce(nullif(c.reltablespace, 0), d.dattablespace)
            LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            LEFT JOIN pg_class k ON k.oid = i.indexrelid
            LEFT JOIN pg_tablespace x ON x.oid = coalesce(nullif(k.reltablespace, 0), d.dattablespace)
              AND k.oid IS NOT NULL
            """;

    private static final String ESTIMATES =
            WANTED
                    + """
            SELECT w.s, w.t, sum(CASE WHEN c.reltuples > 0 OR
                  (c.reltuples = 0 AND c.relpages > 0) THEN c.reltuples
                ELSE nullif(pg_stat_get_live_tuples(c.oid), 0) END)::bigint
            FROM wanted w
            JOIN pg_class c ON c.relkind <> 'p' AND (c.oid = w.oid
              OR c.oid IN (SELECT p.relid FROM pg_partition_tree(w.oid) p))
            GROUP BY w.s, w.t
            """;

    private PgCatalogue() {}

    /** The whole id that the next transaction will have, at least. */
    static long nextTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    static List<TableId> tables(Connection connection) throws SQLException {
        return ofKinds(connection, "{r,p}");
    }

    static List<TableId> views(Connection connection) throws SQLException {
        return ofKinds(connection, "{v,m}");
    }

    /** Tables that are named as a control table, and are none of ours. */
    static Map<TableId, String> unusable(Connection connection) throws SQLException {
        Map<TableId, String> unusable = new HashMap<>();
        for (TableId table : ofKinds(connection, "{r,p}", true)) {
            unusable.put(table, "named as a control table of DMS");
        }
        return unusable;
    }

    private static List<TableId> ofKinds(Connection connection, String kinds) throws SQLException {
        return ofKinds(connection, kinds, false);
    }

    private static List<TableId> ofKinds(Connection connection, String kinds, boolean control)
            throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, kinds);
            statement.setBoolean(2, control);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableId(rows.getString(1), rows.getString(2)));
                }
            }
        }
        // the database's own collation may order otherwise
        tables.sort(null);
        return tables;
    }

    static Map<TableId, Table> describe(Connection connection, Collection<TableId> ids)
            throws SQLException {
        return describe(connection, ids, true);
    }

    /**
     * @param generated also columns that the server computes, which the log does not have
     */
    static Map<TableId, Table> describe(
            Connection connection, Collection<TableId> ids, boolean generated) throws SQLException {
        Map<TableId, List<Column>> columns = columns(connection, ids, generated);
        Map<TableId, List<String>> keys = keys(connection, ids);
        Map<TableId, Storage> storage = storage(connection, ids);
        Map<TableId, Table> tables = new LinkedHashMap<>();
        columns.forEach(
                (id, ofTable) ->
                        tables.put(
                                id,
                                new Table(
                                        id,
                                        ofTable,
                                        key(keys.getOrDefault(id, List.of()), ofTable),
                                        storage.getOrDefault(id, Storage.NONE))));
        return tables;
    }

    /**
     * Of the tables that are there, by number.
     *
     * @param generated also columns that the server computes, which the log does not have
     */
    static Map<TableId, List<Column>> columns(
            Connection connection, Collection<TableId> ids, boolean generated) throws SQLException {
        Map<TableId, List<Column>> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = prepare(connection, COLUMNS, ids);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<Column> ofTable =
                        columns.computeIfAbsent(
                                new TableId(rows.getString(1), rows.getString(2)),
                                id -> new ArrayList<>());
                if (rows.getString(3) != null && (generated || !rows.getBoolean(13))) {
                    ofTable.add(
                            new Column(
                                    rows.getString(3),
                                    type(rows),
                                    rows.getBoolean(4),
                                    rows.getInt(12)));
                }
            }
        }
        return columns;
    }

    /** None where a column of it is left out. */
    private static List<String> key(List<String> key, List<Column> columns) {
        return columns.stream().map(Column::name).toList().containsAll(key) ? key : List.of();
    }

    private static Map<TableId, Storage> storage(Connection connection, Collection<TableId> ids)
            throws SQLException {
        Map<TableId, Storage> storage = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, STORAGE, ids);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                storage.put(
                        new TableId(rows.getString(1), rows.getString(2)),
                        new Storage(rows.getString(3), rows.getString(4), ""));
            }
        }
        return storage;
    }

    private static DataType type(ResultSet rows) throws SQLException {
        return PgTypes.of(
                (int) rows.getLong(5),
                rows.getInt(6),
                rows.getString(7),
                rows.getBoolean(8),
                rows.getString(9).charAt(0),
                rows.getBoolean(10),
                rows.getString(11));
    }

    private static Map<TableId, List<String>> keys(Connection connection, Collection<TableId> ids)
            throws SQLException {
        Map<TableId, List<String>> keys = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, KEYS, ids);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                keys.computeIfAbsent(
                                new TableId(rows.getString(1), rows.getString(2)),
                                id -> new ArrayList<>())
                        .add(rows.getString(3));
            }
        }
        return keys;
    }

    static Map<TableId, Long> estimatedRows(Connection connection, Collection<TableId> ids)
            throws SQLException {
        Map<TableId, Long> estimates = new HashMap<>();
        ids.forEach(id -> estimates.put(id, -1L));
        try (PreparedStatement statement = prepare(connection, ESTIMATES, ids);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long estimate = rows.getLong(3);
                if (!rows.wasNull()) {
                    estimates.put(new TableId(rows.getString(1), rows.getString(2)), estimate);
                }
            }
        }
        return estimates;
    }

    /** The statement with the tables' names as its first two parameters. */
    static PreparedStatement prepare(Connection connection, String sql, Collection<TableId> ids)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        Object[] schemas = ids.stream().map(TableId::schema).toArray();
        Object[] names = ids.stream().map(TableId::name).toArray();
        statement.setArray(1, connection.createArrayOf("text", schemas));
        statement.setArray(2, connection.createArrayOf("text", names));
        return statement;
    }
}
