// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import io.dmsconnect.cli.task.Engine.Family;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Locks of others in the target that the sink's sessions wait for. */
final class TargetLocks {
    private static final String POSTGRESQL =
            """
            SELECT DISTINCT COALESCE('table ' || n.nspname || '.' || c.relname, 'a row'),
              'session ' || b.pid || ' (user ' || COALESCE(b.usename, '?')
                || CASE WHEN b.application_name <> '' THEN ', ' || b.application_name ELSE '' END || ')'
            FROM pg_stat_activity w
            JOIN pg_locks l ON l.pid = w.pid AND NOT l.granted
            LEFT JOIN pg_class c ON c.oid = l.relation
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS blocking(pid)
            JOIN pg_stat_activity b ON b.pid = blocking.pid
            WHERE w.datname = current_database() AND w.usename = current_user
              AND w.application_name = 'dms-connect' AND w.wait_event_type = 'Lock'
              AND b.application_name <> 'dms-connect'
            """;

    private static final String MYSQL_TABLES =
            """
            SELECT DISTINCT 'a table', CONCAT('another session (', state, ')')
            FROM information_schema.processlist
            WHERE user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)
              AND state LIKE 'Waiting for %lock%' AND time >= 3
            """;

    /** Needs the privilege PROCESS. */
    private static final String MYSQL_ROWS =
            """
            SELECT DISTINCT 'a row', 'another session'
            FROM information_schema.innodb_trx t
            JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
            WHERE t.trx_state = 'LOCK WAIT' AND p.user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)
              AND p.time >= 3
            """;

    private TargetLocks() {}

    /** Sentences; empty where nothing is waited for, or nobody may tell. */
    static List<String> waits(Connection connection, Family family) {
        List<String> waits = new ArrayList<>();
        for (String query :
                switch (family) {
                    case POSTGRESQL -> List.of(POSTGRESQL);
                    case MYSQL -> List.of(MYSQL_TABLES, MYSQL_ROWS);
                }) {
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(10);
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        waits.add(
                                "The target waits for a lock on %s that %s holds."
                                        .formatted(rows.getString(1), rows.getString(2)));
                    }
                }
            } catch (SQLException e) {
                // no privilege, or it is away: the lag tells as much
            }
        }
        return waits;
    }
}
