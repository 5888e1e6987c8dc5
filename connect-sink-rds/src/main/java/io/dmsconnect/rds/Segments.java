// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.SegmentProgress;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * How far the segments of tables are that are being loaded. A row of its own for each, so that
 * tasks that write one table at the same time do not wait for one another.
 */
final class Segments {
    /**
     * @param complete segments
     */
    record Sum(int complete, long rows, long filtered) {}

    private static final String WHERE =
            " WHERE task_name = ? AND scope = ? AND target_schema = ? AND target_table = ?";

    private final Dialect dialect;
    private final String table;
    private final String task;
    private final String scope;

    Segments(Dialect dialect, String schema, String task, String scope) {
        this.dialect = dialect;
        this.table = dialect.quote(new TableId(schema, "awsdms_connect_segments"));
        this.task = task;
        this.scope = scope;
    }

    void create(Statement statement) throws SQLException {
        statement.execute(
                """
                CREATE TABLE IF NOT EXISTS %s (
                  task_name varchar(128) NOT NULL, scope varchar(64) NOT NULL,
                  target_schema varchar(128) NOT NULL, target_table varchar(128) NOT NULL,
                  segment int NOT NULL, attempt bigint NOT NULL, complete smallint NOT NULL,
                  again smallint NOT NULL, segment_rows bigint NOT NULL, filtered bigint NOT NULL,
                  PRIMARY KEY (task_name, scope, target_schema, target_table, segment))%s
                """
                        .formatted(table, dialect.controlTableOptions()));
    }

    Optional<SegmentProgress> progress(Connection connection, LoadMessage message)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT attempt, complete, again, segment_rows, filtered FROM "
                                + table
                                + WHERE
                                + " AND segment = ?")) {
            bind(statement, 1, message.table().id());
            statement.setInt(5, message.segment().number());
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(
                                new SegmentProgress(
                                        result.getLong(1),
                                        result.getInt(2) == 1,
                                        result.getInt(3) == 1,
                                        result.getLong(4),
                                        result.getLong(5)))
                        : Optional.empty();
            }
        }
    }

    void store(Connection connection, LoadMessage message, SegmentProgress now)
            throws SQLException {
        if (!update(connection, message, now)) {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "INSERT INTO "
                                    + table
                                    + " (attempt, complete, again, segment_rows, filtered, task_name,"
                                    + " scope, target_schema, target_table, segment)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                bind(statement, message, now);
                statement.executeUpdate();
            }
        }
    }

    private boolean update(Connection connection, LoadMessage message, SegmentProgress now)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + table
                                + " SET attempt = ?, complete = ?, again = ?, segment_rows = ?,"
                                + " filtered = ?"
                                + WHERE
                                + " AND segment = ?")) {
            bind(statement, message, now);
            return statement.executeUpdate() == 1;
        }
    }

    private void bind(PreparedStatement statement, LoadMessage message, SegmentProgress now)
            throws SQLException {
        statement.setLong(1, now.attempt());
        statement.setInt(2, now.complete() ? 1 : 0);
        statement.setInt(3, now.again() ? 1 : 0);
        statement.setLong(4, now.rows());
        statement.setLong(5, now.filtered());
        bind(statement, 6, message.table().id());
        statement.setInt(10, message.segment().number());
    }

    private void bind(PreparedStatement statement, int first, TableId target) throws SQLException {
        statement.setString(first, task);
        statement.setString(first + 1, scope);
        statement.setString(first + 2, target.schema());
        statement.setString(first + 3, target.name());
    }

    Sum sum(Connection connection, TableId target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT SUM(complete), SUM(segment_rows), SUM(filtered) FROM "
                                + table
                                + WHERE)) {
            bind(statement, 1, target);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Sum(result.getInt(1), result.getLong(2), result.getLong(3));
            }
        }
    }

    void clear(Connection connection, TableId target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + table + WHERE)) {
            bind(statement, 1, target);
            statement.executeUpdate();
        }
    }
}
