// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which server, and which history of it.
 *
 * @param system number that a server is given when its data folder is made; empty where the user
 *     may not ask
 * @param timeline becomes another one when a standby takes over, or a backup is restored
 */
record ServerId(String system, String timeline) {
    static final ServerId UNKNOWN = new ServerId("", "");

    /**
     * @throws ReplicationException while it is a standby, which may be promoted soon
     */
    static ServerId of(Connection connection) throws SQLException {
        if (text(connection, "SELECT pg_is_in_recovery()::text").equals("true")) {
            throw new ReplicationException(
                    FailureKind.RECOVERABLE, "database.hostname", "the server is a standby");
        }
        return new ServerId(
                text(
                        connection,
                        "SELECT CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE')"
                                + " THEN (SELECT system_identifier::text FROM pg_control_system())"
                                + " ELSE '' END"),
                text(connection, "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }

    boolean isOtherSystem(ServerId other) {
        return differ(system, other.system);
    }

    boolean isOtherTimeline(ServerId other) {
        return differ(timeline, other.timeline);
    }
}
