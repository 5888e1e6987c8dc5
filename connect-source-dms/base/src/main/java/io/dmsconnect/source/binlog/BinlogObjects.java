// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Excerpt;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a table has beside its columns and its key. */
final class BinlogObjects {
    private static final String TABLE =
            """
            SELECT * FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            """;

    private static final String COLUMNS =
            """
            SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            ORDER BY ORDINAL_POSITION
            """;

    private static final String TRIGGERS =
            """
            SELECT * FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? ORDER BY TRIGGER_NAME
            """;

    /** MySQL's checks do not say their table. */
    private static final Map<Flavour, String> CHECKS =
            Map.of(
                    Flavour.MYSQL,
                    """
                    SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE
                    FROM information_schema.TABLE_CONSTRAINTS t
                    JOIN information_schema.CHECK_CONSTRAINTS c
                      ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA
                      AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
                    WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ? AND t.CONSTRAINT_TYPE = 'CHECK'
                    ORDER BY c.CONSTRAINT_NAME
                    """,
                    Flavour.MARIADB,
                    """
                    SELECT * FROM information_schema.CHECK_CONSTRAINTS
                    WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ? ORDER BY CONSTRAINT_NAME
                    """);

    private static final int UNKNOWN_VARIABLE = 1193;
    private static final int UNKNOWN_TABLE = 1109;
    private static final String ON_UPDATE = "on update ";

    /** Denied for the database, the table, a column; no such table; what is no sequence. */
    static final Set<Integer> UNREADABLE = Set.of(1044, 1142, 1143, 1146, 1054, 4089);

    private final Connection connection;
    private final Flavour flavour;
    private final TableId table;
    private final List<ColumnDefault> defaults = new ArrayList<>();
    private final List<Numbering> numberings = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();

    BinlogObjects(Connection connection, Flavour flavour, TableId table) {
        this.connection = connection;
        this.flavour = flavour;
        this.table = table;
    }

    SecondaryObjects read() throws SQLException {
        if (flavour == Flavour.MYSQL) {
            freshStatistics();
        }
        List<Map<String, String>> tables = InfoRows.of(connection, TABLE, table);
        if (tables.isEmpty() || !"BASE TABLE".equals(tables.get(0).get("TABLE_TYPE"))) {
            return SecondaryObjects.NONE;
        }
        List<Map<String, String>> columns = InfoRows.of(connection, COLUMNS, table);
        List<String> names = columns.stream().map(row -> row.get("COLUMN_NAME")).toList();
        BinlogIndexes indexes = new BinlogIndexes(connection, flavour, table, names);
        indexes.read();
        BinlogForeignKeys foreignKeys = new BinlogForeignKeys(connection, flavour, table);
        foreignKeys.read();
        leftovers.addAll(indexes.leftovers());
        leftovers.addAll(foreignKeys.leftovers());
        for (Map<String, String> column : columns) {
            column(column, tables.get(0).get("AUTO_INCREMENT"));
        }
        checks();
        triggers();
        comments(tables.get(0), columns);
        return new SecondaryObjects(
                indexes.indexes(), foreignKeys.foreignKeys(), defaults, numberings, leftovers);
    }

    /** MySQL 8 remembers the next number of a table for a day. */
    private void freshStatistics() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION information_schema_stats_expiry = 0");
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_VARIABLE) {
                throw e;
            }
        }
    }

    private void column(Map<String, String> row, String nextNumber) throws SQLException {
        String column = row.get("COLUMN_NAME");
        onUpdate(column, row.get("EXTRA"));
        referenceSystem(column, row.get("SRS_ID"));
        DefaultText text = DefaultText.of(flavour, row);
        if (text.isGenerated()) {
            leave(
                    "generated column",
                    column,
                    "the target gets the values, but does not compute them: ",
                    text.generation());
            return;
        }
        if (text.isAutoIncrement()) {
            BigInteger next = nextNumber == null ? BigInteger.ONE : new BigInteger(nextNumber);
            numberings.add(new Numbering(column, "", true, false, 1, next, ""));
            return;
        }
        Optional<TableId> sequence = text.sequence();
        if (sequence.isPresent()) {
            sequence(column, sequence.get());
        } else {
            Optional<ColumnDefault> found = told(column, text).columnDefault(column);
            if (found.isPresent()) {
                columnDefault(found.get(), text.isBinary());
            }
        }
    }

    /** What the server does by itself when a row is updated: its result is in the log. */
    private void onUpdate(String column, String extra) {
        int at = extra == null ? -1 : extra.toLowerCase(Locale.ROOT).indexOf(ON_UPDATE);
        if (at >= 0) {
            leave(
                    "on update",
                    column,
                    "the target gets the values, but does not set them itself: ",
                    extra.substring(at));
        }
    }

    /** Where shapes lie: a target takes any. */
    private void referenceSystem(String column, String id) {
        if (id != null && !id.isEmpty()) {
            leave("reference system", column, "SRIDs of columns are not carried over: ", id);
        }
    }

    private void comments(Map<String, String> row, List<Map<String, String>> columns) {
        long count =
                columns.stream()
                        .map(column -> column.getOrDefault("COLUMN_COMMENT", ""))
                        .filter(text -> text != null && !text.isEmpty())
                        .count();
        String ofTable = row.getOrDefault("TABLE_COMMENT", "");
        boolean tableToo = ofTable != null && !ofTable.isEmpty();
        if (count > 0 || tableToo) {
            leave(
                    "comments",
                    table.name(),
                    "comments are not carried over: ",
                    (tableToo ? "of the table and " : "of ") + count + " columns");
        }
    }

    private DefaultText told(String column, DefaultText text) throws SQLException {
        return text.isUntold()
                ? TableStatement.read(connection, table)
                        .expression(column)
                        .map(text::told)
                        .orElse(text)
                : text;
    }

    private void columnDefault(ColumnDefault found, boolean binary) throws SQLException {
        if (!DefaultCharacters.mayBeLost(found, binary)) {
            defaults.add(found);
            return;
        }
        DefaultCharacters.read(connection, table, found, binary)
                .ifPresentOrElse(
                        defaults::add,
                        () ->
                                leave(
                                        "default",
                                        found.column(),
                                        "the catalogue writes ? for characters it does not know: ",
                                        found.text()));
    }

    /** What the server has set aside for its memory is passed over. */
    private void sequence(String column, TableId sequence) throws SQLException {
        String sql = "SELECT next_not_cached_value, increment FROM " + Sql.quote(sequence);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            numberings.add(
                    new Numbering(
                            column,
                            sequence.name(),
                            false,
                            false,
                            // 0 is as AUTO_INCREMENT counts
                            row.getLong(2) == 0 ? 1 : row.getLong(2),
                            new BigInteger(row.getString(1)),
                            ""));
        } catch (SQLException e) {
            if (!UNREADABLE.contains(e.getErrorCode())) {
                throw e;
            }
            leave("numbering", column, "the user may not read the sequence: ", Sql.quote(sequence));
        }
    }

    private void checks() throws SQLException {
        List<Map<String, String>> checks;
        try {
            checks = InfoRows.of(connection, CHECKS.get(flavour), table);
        } catch (SQLException e) {
            if (e.getErrorCode() == UNKNOWN_TABLE) {
                // MySQL before 8.0.16 knows no checks
                return;
            }
            throw e;
        }
        for (Map<String, String> row : checks) {
            String clause = row.get("CHECK_CLAUSE");
            if (clause.matches("(?i)json_valid\\(`[^`]*`\\)")) {
                // is what makes a column of type JSON in MariaDB
                continue;
            }
            leave(
                    "check constraint",
                    row.get("CONSTRAINT_NAME"),
                    "check constraints are not carried over: ",
                    flavour == Flavour.MYSQL ? DefaultText.unescaped(clause) : clause);
        }
    }

    private void triggers() throws SQLException {
        for (Map<String, String> row : InfoRows.of(connection, TRIGGERS, table)) {
            leave(
                    "trigger",
                    row.get("TRIGGER_NAME"),
                    "triggers are not carried over: ",
                    row.get("ACTION_TIMING")
                            + " "
                            + row.get("EVENT_MANIPULATION")
                            + " "
                            + row.get("ACTION_STATEMENT"));
        }
    }

    private void leave(String kind, String name, String reason, String text) {
        leftovers.add(new Leftover(kind, name, reason + Excerpt.of(text)));
    }
}
