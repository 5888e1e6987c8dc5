// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.StopPoint;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes that are not applied before somebody resumes the task. That is said in the target, in
 * a table of its own, so that all tasks know it and go on knowing it.
 */
final class Stop {
    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);

    private final StopPoint point;
    private final Dialect dialect;
    private final String table;
    private final String tables;
    private final String task;
    private final String scope;
    private boolean resumed;
    private long lastLoadEnd = -1;
    private boolean said;

    /**
     * @param tables control table with the ends of loads
     */
    Stop(
            StopPoint point,
            Dialect dialect,
            String schema,
            String tables,
            String task,
            String scope) {
        this.point = point;
        this.dialect = dialect;
        this.table = dialect.quote(new TableId(schema, "awsdms_connect_resumed"));
        this.tables = tables;
        this.task = task;
        this.scope = scope;
        this.resumed = point == StopPoint.NONE;
    }

    void create(Statement statement) throws SQLException {
        statement.execute(
                """
                CREATE TABLE IF NOT EXISTS %s (
                  task_name varchar(128) NOT NULL, scope varchar(64) NOT NULL,
                  PRIMARY KEY (task_name, scope))%s
                """
                        .formatted(table, dialect.controlTableOptions()));
    }

    /** Reads what may have changed. */
    void ask(Connection connection) throws SQLException {
        if (resumed) {
            return;
        }
        String where = " WHERE task_name = ? AND scope = ?";
        String query =
                "SELECT (SELECT COUNT(*) FROM %s%s), (SELECT MAX(load_end) FROM %s%s)"
                        .formatted(table, where, tables, where);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 1; i <= 3; i += 2) {
                statement.setString(i, task);
                statement.setString(i + 1, scope);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                resumed = result.getInt(1) > 0;
                lastLoadEnd = Instants.get(dialect, result, 2);
            }
        }
        if (resumed && said) {
            LOG.info("Resumed: changes are applied");
        }
    }

    /**
     * Must a change wait?
     *
     * @param millis when it was written to Kafka, null where Kafka does not say
     */
    boolean holds(Long millis) {
        boolean holds =
                !resumed
                        && (point == StopPoint.AFTER_FULL_LOAD
                                || (millis != null && millis > lastLoadEnd));
        if (holds && !said) {
            LOG.info("Changes wait until the task is resumed ({})", point);
            said = true;
        }
        return holds;
    }
}
