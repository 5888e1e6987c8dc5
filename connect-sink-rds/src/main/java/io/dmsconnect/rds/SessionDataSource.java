// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.Dialects;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * New connections for the pool, each made ready once. The driver is named, not looked up: Connect
 * isolates plugins, and DriverManager shows a plugin's drivers to nobody else.
 */
final class SessionDataSource implements DataSource {
    private final ConnectionSettings settings;
    private final Consumer<SQLException> refused;
    private final Driver driver;
    private final String url;
    private volatile Dialect dialect;

    /**
     * @param refused is told why the server gives no session
     */
    SessionDataSource(ConnectionSettings settings, Consumer<SQLException> refused) {
        this.settings = settings;
        this.refused = refused;
        this.url = settings.driverUrl();
        this.driver =
                url.startsWith("jdbc:postgresql:")
                        ? new org.postgresql.Driver()
                        : QuietDriver.mariaDb();
    }

    /** Null until a connection has been made. */
    Dialect dialect() {
        return dialect;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().value());
        Connection connection = connect(properties);
        if (connection == null) {
            throw new SQLException("the driver does not take this URL", "08001");
        }
        try {
            prepare(connection);
            return connection;
        } catch (SQLException | ReplicationException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect(Properties properties) throws SQLException {
        try {
            return driver.connect(url, properties);
        } catch (SQLException e) {
            refused.accept(e);
            throw e;
        }
    }

    private void prepare(Connection connection) throws SQLException {
        if (dialect == null) {
            DatabaseMetaData server = connection.getMetaData();
            dialect =
                    Dialects.of(url, server.getDatabaseProductName())
                            .ofVersion(server.getDatabaseProductVersion());
        }
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            for (String sql : dialect.session()) {
                statement.execute(sql);
            }
            for (String sql : dialect.optionalSession()) {
                try {
                    statement.execute(sql);
                } catch (SQLException noPrivilege) {
                    // better with it, right without it
                }
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // the drivers log by slf4j or not at all
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // in the URL
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
