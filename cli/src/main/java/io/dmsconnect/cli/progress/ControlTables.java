// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import io.dmsconnect.cli.jdbc.Databases;
import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the sink keeps in the target about one task. Keeps one connection, and opens another
 * when that is lost.
 */
public final class ControlTables implements AutoCloseable {
    private static final String NO_TABLE_POSTGRESQL = "42P01";
    private static final String NO_TABLE_MYSQL = "42S02";
    private static final String NO_DATABASE_MYSQL = "42000";
    private static final int NO_DATABASE_CODE = 1049;

    private static final String RELOADING = "Table is being reloaded";

    private final TaskDocument task;
    private final String scope;
    private Connection connection;

    /** A topic with a partition. */
    public record Partition(String topic, int partition) {}

    /**
     * @param task references resolved
     * @param scope the Kafka cluster the sink reads from
     */
    public ControlTables(TaskDocument task, String scope) {
        this.task = task;
        this.scope = scope;
    }

    /** Sorted by source table; empty where the sink has not begun. */
    public List<TableStatistics> tables() throws SQLException {
        String query =
                """
                SELECT source_schema, source_table, t.target_schema, t.target_table, table_state,
                  generation, load_segments, COALESCE(s.done, 0),
                  estimated_rows, full_load_rows + COALESCE(s.loaded, 0),
                  inserts, updates, deletes, ddls, latency_ms, error
                FROM %s t LEFT JOIN (
                  SELECT target_schema, target_table, SUM(complete) AS done,
                    SUM(segment_rows) AS loaded
                  FROM %s WHERE task_name = ? AND scope = ? GROUP BY target_schema, target_table) s
                ON s.target_schema = t.target_schema AND s.target_table = t.target_table
                WHERE task_name = ? AND scope = ?
                ORDER BY source_schema, source_table
                """
                        .formatted(
                                table("awsdms_connect_tables"), table("awsdms_connect_segments"));
        List<TableStatistics> tables = new ArrayList<>();
        select(
                query,
                row ->
                        tables.add(
                                new TableStatistics(
                                        text(row, 1) + "." + text(row, 2),
                                        text(row, 3) + "." + text(row, 4),
                                        text(row, 5),
                                        number(row, 6),
                                        row.getInt(7),
                                        row.getInt(8),
                                        number(row, 9),
                                        Math.max(0, number(row, 10)),
                                        Math.max(0, number(row, 11)),
                                        Math.max(0, number(row, 12)),
                                        Math.max(0, number(row, 13)),
                                        Math.max(0, number(row, 14)),
                                        number(row, 15),
                                        text(row, 16))));
        return tables;
    }

    /** What of the tables' secondary objects is not made, or not as it was, by table. */
    public List<ObjectNote> objectNotes() throws SQLException {
        String query =
                """
                SELECT target_schema, target_table, kind, object_name, state, remark FROM %s
                WHERE task_name = ? AND scope = ? AND (state <> 'created' OR remark <> '')
                ORDER BY target_schema, target_table, place
                """
                        .formatted(table("awsdms_connect_objects"));
        List<ObjectNote> notes = new ArrayList<>();
        select(
                query,
                row ->
                        notes.add(
                                new ObjectNote(
                                        text(row, 1) + "." + text(row, 2),
                                        text(row, 3),
                                        text(row, 4),
                                        text(row, 5),
                                        text(row, 6))));
        return notes;
    }

    /** The offset after the last record whose effect is in the target. */
    public Map<Partition, Long> nextOffsets() throws SQLException {
        String query =
                """
                SELECT topic, kafka_partition, next_offset FROM %s
                WHERE task_name = ? AND scope = ?
                """
                        .formatted(table("awsdms_connect_offsets"));
        Map<Partition, Long> offsets = new HashMap<>();
        select(
                query,
                row -> offsets.put(new Partition(row.getString(1), row.getInt(2)), row.getLong(3)));
        return offsets;
    }

    /** Is the task allowed to go on after its stop point? */
    public boolean isResumed() throws SQLException {
        boolean[] found = new boolean[1];
        select(
                "SELECT 1 FROM %s WHERE task_name = ? AND scope = ?"
                        .formatted(table("awsdms_connect_resumed")),
                row -> found[0] = true);
        return found[0];
    }

    /**
     * The task may go on after its stop point.
     *
     * @return false where the sink has not begun
     */
    public boolean resume() throws SQLException {
        if (isResumed()) {
            return true;
        }
        String insert =
                "INSERT INTO %s (task_name, scope) VALUES (?, ?)"
                        .formatted(table("awsdms_connect_resumed"));
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, task.id());
            statement.setString(2, scope);
            statement.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (isMissing(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Says to the sink that the table is to be loaded anew: changes and rows of former loads are
     * void from now on, whether or not the sink could apply them, and later ones wait.
     *
     * @param source the table there
     * @param target where it goes to now
     * @param generation number of the load that was asked for; where the sink has begun it, or a
     *     later one, it knows already
     */
    public void awaitLoad(TableId source, TableId target, long generation) throws SQLException {
        List<TableId> targets = new ArrayList<>();
        boolean[] known = new boolean[1];
        String tables = table("awsdms_connect_tables");
        select(
                "SELECT target_schema, target_table, source_schema, source_table FROM %s WHERE task_name = ? AND scope = ?"
                        .formatted(tables),
                row -> {
                    known[0] |= target.equals(new TableId(row.getString(1), row.getString(2)));
                    if (source.equals(new TableId(text(row, 3), text(row, 4)))) {
                        targets.add(new TableId(row.getString(1), row.getString(2)));
                    }
                });
        if (targets.isEmpty()) {
            return;
        }
        if (!known[0]) {
            // it goes to another table now: its statistics go with it
            update(
                    "UPDATE %s SET target_schema = ?, target_table = ?, shape = NULL WHERE 1 = 1"
                            .formatted(tables),
                    targets.get(0),
                    target.schema(),
                    target.name());
            targets.set(0, target);
        }
        for (TableId other : targets) {
            if (!other.equals(target)) {
                update("DELETE FROM " + tables + " WHERE 1 = 1", other);
            }
        }
        update(
                "UPDATE %s SET table_state = ?, generation = %d, begun = 0, load_end = NULL, error = NULL WHERE generation < %d"
                        .formatted(tables, generation, generation),
                target,
                RELOADING);
    }

    /**
     * @param sql up to the first condition
     */
    private void update(String sql, TableId target, String... values) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        sql
                                + " AND task_name = ? AND scope = ? AND target_schema = ? AND target_table = ?")) {
            List<String> all = new ArrayList<>(List.of(values));
            all.addAll(List.of(task.id(), scope, target.schema(), target.name()));
            for (int i = 0; i < all.size(); i++) {
                statement.setString(i + 1, all.get(i));
            }
            statement.executeUpdate();
        }
    }

    /** When the load of the last table ended, in milliseconds since the epoch; -1 for none yet. */
    public long lastLoadEnd() throws SQLException {
        long[] millis = {-1};
        // MySQL keeps it in UTC without saying so
        String value =
                isPostgreSql()
                        ? "FLOOR(EXTRACT(EPOCH FROM MAX(load_end)) * 1000)"
                        : "FLOOR(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(load_end)) / 1000)";
        select(
                "SELECT %s FROM %s WHERE task_name = ? AND scope = ?"
                        .formatted(value, table("awsdms_connect_tables")),
                row -> millis[0] = number(row, 1));
        return millis[0];
    }

    /** What in the target keeps the sink waiting; sentences, empty where that is not known. */
    public List<String> waits() throws SQLException {
        if (connection == null) {
            connection = Databases.open(task.target());
        }
        return TargetLocks.waits(connection, task.target().engine().family());
    }

    private boolean isPostgreSql() {
        return task.target().engine().family() == Family.POSTGRESQL;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void select(String query, RowReader reader) throws SQLException {
        if (connection == null) {
            connection = Databases.open(task.target());
        }
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            long parameters = query.chars().filter(character -> character == '?').count();
            for (int i = 1; i <= parameters; i += 2) {
                statement.setString(i, task.id());
                statement.setString(i + 1, scope);
            }
            statement.setQueryTimeout(30);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            if (!isMissing(e)) {
                close();
                throw e;
            }
        }
    }

    private static boolean isMissing(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals(NO_TABLE_POSTGRESQL)
                || state.equals("3F000")
                || state.equals(NO_TABLE_MYSQL)
                || (state.equals(NO_DATABASE_MYSQL) && e.getErrorCode() == NO_DATABASE_CODE);
    }

    private String table(String name) {
        boolean postgres = isPostgreSql();
        String given = task.settings().controlTables().controlSchema();
        String schema = given.isEmpty() ? (postgres ? "public" : "awsdms_control") : given;
        String quote = postgres ? "\"" : "`";
        return quote + schema.replace(quote, quote + quote) + quote + "." + name;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? -1 : number;
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // it is lost; there is nothing else to give back
            }
            connection = null;
        }
    }
}
