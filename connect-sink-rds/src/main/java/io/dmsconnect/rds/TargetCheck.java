// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
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
            check(database, problems);
        } catch (ReplicationException e) {
            problems.put(ConnectionSettings.URL, e.getMessage());
        } catch (SQLException | RuntimeException e) {
            problems.put(keyOf(e), reason(e));
        }
        return problems;
    }

    private static void check(Database database, Map<String, String> problems) throws SQLException {
        try (Connection connection = database.open()) {
            Dialect dialect = database.dialect();
            if (!mayCreate(connection, dialect)) {
                problems.put(
                        ConnectionSettings.USERNAME,
                        "may not create schemas and tables; grant "
                                + (dialect.ddlCommits()
                                        ? "CREATE, ALTER, DROP, INSERT, UPDATE, DELETE, SELECT on the target's databases and on the control database"
                                        : "CREATE on the database, and on the control schema")
                                + " to this user");
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

    /** Reads privileges only: a check leaves nothing behind. */
    private static boolean mayCreate(Connection connection, Dialect dialect) throws SQLException {
        String sql =
                dialect.ddlCommits()
                        ? "SELECT EXISTS (SELECT 1 FROM information_schema.user_privileges WHERE privilege_type = 'CREATE'"
                                + " UNION SELECT 1 FROM information_schema.schema_privileges WHERE privilege_type = 'CREATE')"
                        : "SELECT has_database_privilege(current_database(), 'CREATE')";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() && result.getBoolean(1);
        }
    }
}
