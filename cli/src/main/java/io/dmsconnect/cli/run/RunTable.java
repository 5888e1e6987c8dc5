// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.explain.TargetTypes;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The control table {@code awsdms_connect_runs}: which run a task had last at this target, from
 * which state folder of which machine. One row for each task.
 */
final class RunTable {
    private static final String NAME = "awsdms_connect_runs";

    private static final String FORBIDDEN_POSTGRESQL = "42501";

    /** Access denied to a database, a table, a routine; or without a privilege of the server. */
    private static final Set<Integer> FORBIDDEN_MYSQL = Set.of(1044, 1142, 1227, 1370);

    private final Dialect dialect;
    private final String schema;
    private final String task;

    /**
     * @param scope the Kafka cluster of the state folder
     * @param place host and path of the state folder
     * @param token another one for each run
     * @param beat grows while the run is alive; 0 once it has ended by itself
     */
    record Run(String scope, String place, String token, long beat) {}

    /** What a task has done at the target so far. */
    record Done(Set<String> scopes, long rows, long changes, Optional<Timestamp> last) {}

    RunTable(TaskDocument resolved) {
        this.dialect = TargetTypes.dialect(resolved.target());
        String given = resolved.settings().controlTables().controlSchema();
        this.schema = given.isEmpty() ? dialect.controlSchema() : given;
        this.task = resolved.id();
    }

    /** May waiting mend it? */
    boolean mayPass(SQLException failure) {
        return dialect.classify(failure) == FailureKind.RECOVERABLE;
    }

    /** Does the user lack a privilege? */
    boolean isForbidden(SQLException failure) {
        return FORBIDDEN_POSTGRESQL.equals(failure.getSQLState())
                || FORBIDDEN_MYSQL.contains(failure.getErrorCode());
    }

    String schema() {
        return schema;
    }

    String reason(SQLException failure) {
        return dialect.reason(failure);
    }

    private String table(String name) {
        return dialect.quote(new TableId(schema, name));
    }

    Optional<Run> last(Connection connection) throws SQLException {
        return last(connection, task);
    }

    /** The last run of a task, which may be another one. */
    Optional<Run> last(Connection connection, String task) throws SQLException {
        if (!exists(connection, NAME)) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT scope, place, token, beat FROM "
                                + table(NAME)
                                + " WHERE task_name = ?")) {
            statement.setString(1, task);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Run(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4)))
                        : Optional.empty();
            }
        }
    }

    /** The tables that other tasks have written at this target, by task. */
    Map<String, Set<TableId>> tablesOfOthers(Connection connection) throws SQLException {
        Map<String, Set<TableId>> others = new TreeMap<>();
        if (!exists(connection, "awsdms_connect_tables")) {
            return others;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT task_name, target_schema, target_table FROM "
                                + table("awsdms_connect_tables")
                                + " WHERE task_name <> ?")) {
            statement.setString(1, task);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    others.computeIfAbsent(row.getString(1), name -> new TreeSet<>())
                            .add(new TableId(row.getString(2), row.getString(3)));
                }
            }
        }
        return others;
    }

    /**
     * @param scope of the run that is asked about; empty for all there are
     */
    Done done(Connection connection, String scope) throws SQLException {
        Set<String> scopes = new HashSet<>();
        long rows = 0;
        long changes = 0;
        Timestamp last = null;
        if (exists(connection, "awsdms_connect_tables")) {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT scope, SUM(full_load_rows), SUM(inserts + updates + deletes),"
                                    + " MAX(COALESCE(last_applied_time, load_end, load_start)) FROM "
                                    + table("awsdms_connect_tables")
                                    + " WHERE task_name = ? GROUP BY scope")) {
                statement.setString(1, task);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        if (!scope.isEmpty() && !scope.equals(row.getString(1))) {
                            continue;
                        }
                        scopes.add(row.getString(1));
                        rows += row.getLong(2);
                        changes += row.getLong(3);
                        Timestamp time = row.getTimestamp(4);
                        last = last == null || (time != null && time.after(last)) ? time : last;
                    }
                }
            }
        }
        return new Done(scopes, rows, changes, Optional.ofNullable(last));
    }

    private boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND"
                                + " table_name = ?")) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * @param before the last run as it was read; empty for none
     * @return false where there has been another since
     */
    boolean begin(Connection connection, Optional<Run> before, Run now) throws SQLException {
        create(connection);
        String sql =
                before.isEmpty()
                        ? "INSERT INTO %s (scope, place, token, beat, task_name) VALUES (?, ?, ?, ?, ?)"
                        : "UPDATE %s SET scope = ?, place = ?, token = ?, beat = ? WHERE task_name = ? AND token = ?";
        try (PreparedStatement statement =
                connection.prepareStatement(sql.formatted(table(NAME)))) {
            statement.setString(1, now.scope());
            statement.setString(2, now.place());
            statement.setString(3, now.token());
            statement.setLong(4, now.beat());
            statement.setString(5, task);
            if (before.isPresent()) {
                statement.setString(6, before.get().token());
            }
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            if (before.isEmpty() && dialect.classify(e) == FailureKind.RECORD) {
                return false; // somebody was faster
            }
            throw e;
        }
    }

    private void create(Connection connection) throws SQLException {
        if (exists(connection, NAME)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (!schemaExists(connection)) {
                statement.execute(dialect.createSchema(schema));
            }
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS %s (
                      task_name varchar(128) NOT NULL, scope varchar(64) NOT NULL,
                      place %s NOT NULL, token varchar(64) NOT NULL, beat bigint NOT NULL,
                      PRIMARY KEY (task_name))%s
                    """
                            .formatted(
                                    table(NAME),
                                    dialect.textType(),
                                    dialect.controlTableOptions()));
        }
    }

    private boolean schemaExists(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * @param beat what the run says of itself
     * @return false where another run has begun since, or the table is gone
     */
    boolean beat(Connection connection, String token, long beat) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + table(NAME)
                                + " SET beat = ? WHERE task_name = ? AND token = ?")) {
            statement.setLong(1, beat);
            statement.setString(2, task);
            statement.setString(3, token);
            return statement.executeUpdate() == 1;
        }
    }
}
