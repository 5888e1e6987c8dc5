// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What information_schema says of tables and views. */
final class BinlogCatalogue {
    private static final String TABLES =
            """
            SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES
            WHERE TABLE_TYPE = ? AND TABLE_SCHEMA NOT IN
              ('mysql', 'information_schema', 'performance_schema', 'sys', 'awsdms_control')
              AND TABLE_NAME %s LIKE 'awsdms\\_%%' AND TABLE_NAME NOT LIKE 'awsdms\\_connect\\_%%'
            """;

    /** Of reading tables that are altered while they are read. */
    private static final int ATTEMPTS = 20;

    private static final String COLUMNS =
            """
            SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE,
              c.CHARACTER_MAXIMUM_LENGTH, c.NUMERIC_PRECISION, c.NUMERIC_SCALE,
              c.DATETIME_PRECISION, c.IS_NULLABLE, c.EXTRA
            FROM information_schema.COLUMNS c
            WHERE %s ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION
            """;

    private static final String KEYS =
            """
            SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME
            FROM information_schema.STATISTICS c
            WHERE c.INDEX_NAME = 'PRIMARY' AND %s
            ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.SEQ_IN_INDEX
            """;

    private static final String ESTIMATES =
            """
            SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.TABLE_ROWS FROM information_schema.TABLES c
            WHERE %s
            """;

    private static final int NO_SUCH_TABLE = 1146;

    private BinlogCatalogue() {}

    static List<TableId> tables(Connection connection) throws SQLException {
        return ofType(connection, "BASE TABLE");
    }

    static List<TableId> views(Connection connection) throws SQLException {
        return ofType(connection, "VIEW");
    }

    /** What only MariaDB has, and what is named as a control table. */
    static Map<TableId, String> unusable(Connection connection) throws SQLException {
        Map<TableId, String> unusable = new TreeMap<>();
        for (TableId table : ofType(connection, "SYSTEM VERSIONED")) {
            unusable.put(table, "system-versioned, its rows of the past are in the log too");
        }
        for (TableId table : ofType(connection, "SEQUENCE")) {
            unusable.put(table, "a sequence, which is no table");
        }
        for (TableId table : ofType(connection, "BASE TABLE", "")) {
            unusable.put(table, "named as a control table of DMS");
        }
        return unusable;
    }

    static Map<TableId, String> unfollowable(Connection connection) throws SQLException {
        Map<TableId, String> unfollowable = new TreeMap<>();
        for (TableId table : ofType(connection, "SYSTEM VERSIONED")) {
            unfollowable.put(table, LostChanges.OF_VERSIONING);
        }
        return unfollowable;
    }

    private static List<TableId> ofType(Connection connection, String type) throws SQLException {
        return ofType(connection, type, "NOT");
    }

    /**
     * @param named NOT for tables that are named otherwise than a control table; empty for those
     *     that are named as one, and are none of ours
     */
    private static List<TableId> ofType(Connection connection, String type, String named)
            throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES.formatted(named))) {
            statement.setString(1, type);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableId(rows.getString(1), rows.getString(2)));
                }
            }
        }
        tables.sort(null);
        return tables;
    }

    static Map<TableId, Table> describe(
            Connection connection, Flavour flavour, Collection<TableId> ids) throws SQLException {
        Map<TableId, List<Column>> columns = columns(connection, flavour, ids);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<TableId, List<String>> keys = new HashMap<>();
            query(
                    connection,
                    KEYS,
                    ids,
                    (id, row) ->
                            keys.computeIfAbsent(id, none -> new ArrayList<>())
                                    .add(row.getString(3)));
            // a table that takes another's name in between must not get the other's key
            Map<TableId, List<Column>> still = columns(connection, flavour, ids);
            if (still.equals(columns)) {
                Map<TableId, Table> tables = new LinkedHashMap<>();
                columns.forEach(
                        (id, ofTable) ->
                                tables.put(
                                        id,
                                        new Table(id, ofTable, keys.getOrDefault(id, List.of()))));
                return tables;
            }
            columns = still;
        }
        throw new ReplicationException(
                FailureKind.RECOVERABLE, "reading the catalogue", "tables are altered meanwhile");
    }

    private static Map<TableId, List<Column>> columns(
            Connection connection, Flavour flavour, Collection<TableId> ids) throws SQLException {
        Map<TableId, List<Column>> columns = new LinkedHashMap<>();
        query(
                connection,
                COLUMNS,
                ids,
                (id, row) ->
                        columns.computeIfAbsent(id, none -> new ArrayList<>())
                                .add(column(flavour, row)));
        return columns;
    }

    private static Column column(Flavour flavour, ResultSet row) throws SQLException {
        return new Column(
                row.getString(3),
                BinlogTypes.of(
                        flavour,
                        row.getString(4).toLowerCase(Locale.ROOT),
                        row.getString(5),
                        row.getLong(6),
                        row.getInt(7),
                        row.getInt(8),
                        row.getInt(9)),
                row.getString(10).equals("YES"));
    }

    static Map<TableId, Long> estimatedRows(Connection connection, Collection<TableId> ids)
            throws SQLException {
        Map<TableId, Long> estimates = new HashMap<>();
        ids.forEach(id -> estimates.put(id, -1L));
        query(
                connection,
                ESTIMATES,
                ids,
                (id, row) -> {
                    long estimate = row.getLong(3);
                    if (!row.wasNull()) {
                        estimates.put(id, estimate);
                    }
                });
        return estimates;
    }

    /** The statement that makes the table as it is; null where it is gone. */
    static String definition(Connection connection, TableId table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + Sql.quote(table))) {
            return row.next() ? row.getString(2) : null;
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return null;
            }
            throw e;
        }
    }

    private interface RowReader {
        void row(TableId id, ResultSet row) throws SQLException;
    }

    /** One statement for all tables; the names themselves are compared here, case and all. */
    private static void query(
            Connection connection, String sql, Collection<TableId> ids, RowReader reader)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        Set<TableId> wanted = new HashSet<>(ids);
        String places = String.join(", ", Collections.nCopies(ids.size(), "(?, ?)"));
        String where = "(c.TABLE_SCHEMA, c.TABLE_NAME) IN (" + places + ")";
        Predicate<TableId> isWanted = wanted::contains;
        try (PreparedStatement statement = connection.prepareStatement(sql.replace("%s", where))) {
            int at = 1;
            for (TableId id : ids) {
                statement.setString(at++, id.schema());
                statement.setString(at++, id.name());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableId id = new TableId(rows.getString(1), rows.getString(2));
                    if (isWanted.test(id)) {
                        reader.row(id, rows);
                    }
                }
            }
        }
    }

    /** Is the name a view's, or a table's with triggers, as far as the user may see them? */
    static boolean writesOthers(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM information_schema.VIEWS"
                                + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? UNION ALL"
                                + " SELECT 1 FROM information_schema.TRIGGERS"
                                + " WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            statement.setString(3, table.schema());
            statement.setString(4, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** How many unique indexes has the table whose values the server keeps as hashes? */
    static int hashes(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT COUNT(DISTINCT INDEX_NAME) FROM information_schema.STATISTICS"
                                + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                                + " AND INDEX_TYPE = 'HASH' AND NON_UNIQUE = 0")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
