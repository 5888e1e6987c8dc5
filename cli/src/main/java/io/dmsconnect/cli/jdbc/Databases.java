// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.plan.JdbcUrl;
import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.Engine.Family;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens connections to endpoints whose references are resolved. */
public final class Databases {
    private Databases() {}

    public static Connection open(Endpoint endpoint) throws SQLException {
        return open(endpoint, new Properties());
    }

    /** For exact values: MySQL's and MariaDB's text protocol rounds floats. */
    public static Connection openForReading(Endpoint endpoint) throws SQLException {
        Properties properties = new Properties();
        if (endpoint.engine().family() == Family.MYSQL) {
            properties.put("useServerPrepStmts", "true");
            properties.put("tinyInt1isBit", "false");
        }
        return open(endpoint, properties);
    }

    private static Connection open(Endpoint endpoint, Properties properties) throws SQLException {
        properties.put("user", endpoint.user());
        properties.put("password", endpoint.password().value());
        if (!endpoint.attributes().url().containsKey("connectTimeout")) {
            // seconds for PostgreSQL, milliseconds for MariaDB
            properties.put(
                    "connectTimeout",
                    switch (endpoint.engine().family()) {
                        case POSTGRESQL -> "10";
                        case MYSQL -> "10000";
                    });
        }
        Connection connection = DriverManager.getConnection(JdbcUrl.of(endpoint), properties);
        if (endpoint.engine().family() == Family.MYSQL) {
            try (Statement statement = connection.createStatement()) {
                // a server may have a limit that no statement says
                statement.execute("SET SESSION sql_select_limit = 18446744073709551615");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }
}
