// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the target, before anything is written, whether the task can work. */
final class TargetCheck {
    private TargetCheck() {}

    /** Problems by configuration key, each with what to do; empty where there are none. */
    static Map<String, String> problems(RdsSinkConfig config) {
        Map<String, String> problems = new LinkedHashMap<>();
        ConnectionSettings settings = config.connection();
        try (Database database = new Database(settings, "dms-connect-check")) {
            check(config, database, problems);
        } catch (ReplicationException e) {
            problems.put(keyOf(e), e.getMessage());
        } catch (SQLException | RuntimeException e) {
            problems.put(keyOf(e), reason(e));
        }
        return problems;
    }

    private static void check(RdsSinkConfig config, Database database, Map<String, String> problems)
            throws SQLException {
        try (Connection connection = database.open()) {
            Dialect dialect = database.dialect();
            String asked = config.settings().controlTables().controlSchema();
            String schema = asked.isEmpty() ? dialect.controlSchema() : asked;
            if (dialect.ddlCommits()
                    ? !mayCreateDatabases(connection)
                    : !mayCreateIn(connection, schema)) {
                problems.put(
                        ConnectionSettings.USERNAME,
                        (dialect.ddlCommits()
                                        ? "may not create tables; grant CREATE, ALTER, DROP, INSERT, UPDATE,"
                                                + " DELETE and SELECT on the target's databases and on '%s'"
                                                + " to this user"
                                        : "may not create the control tables; grant USAGE and CREATE on"
                                                + " schema '%s' to this user, and CREATE on the database"
                                                + " where schemas are to be made")
                                .formatted(schema));
            }
        }
    }

    private static String keyOf(Exception failure) {
        SQLException sql = root(failure);
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        boolean login = state.startsWith("28") || (sql != null && sql.getErrorCode() == 1045);
        return login ? ConnectionSettings.PASSWORD : ConnectionSettings.URL;
    }

    private static String reason(Exception failure) {
        SQLException sql = root(failure);
        String message = sql == null ? failure.getMessage() : sql.getMessage();
        return keyOf(failure).equals(ConnectionSettings.PASSWORD)
                ? "the target refuses this user or password: " + message
                : "the target cannot be reached: "
                        + message
                        + ". Check host, port and database, and that the worker may connect to it";
    }

    private static SQLException root(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }

    /**
     * Privileges are read only: a check leaves nothing behind. A role is taken for one that may.
     */
    private static boolean mayCreateDatabases(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet grants = statement.executeQuery("SHOW GRANTS")) {
            while (grants.next()) {
                String grant = grants.getString(1);
                if (grant.matches("(?s)GRANT (ALL PRIVILEGES|.*\\bCREATE(,.*)?) ON .*")
                        || !grant.contains(" ON ")) {
                    return true;
                }
            }
            return false;
        }
    }

    /** In a schema that exists by its own privilege, in another by the database's. */
    private static boolean mayCreateIn(Connection connection, String schema) throws SQLException {
        String sql =
                "SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = ?),"
                        + " has_database_privilege(current_database(), 'CREATE'))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
