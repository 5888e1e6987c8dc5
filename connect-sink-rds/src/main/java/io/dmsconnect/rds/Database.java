package io.dmsconnect.rds;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.Dialects;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The target's connections and its dialect. */
final class Database implements AutoCloseable {
    /** Wanted, but the user may lack the privilege. */
    private static final List<String> OPTIONAL_POSTGRESQL =
            List.of("SET session_replication_role = 'replica'");

    private static final List<String> OPTIONAL_MYSQL = List.of("SET SESSION innodb_strict_mode = OFF");

    private final HikariDataSource pool;
    private Dialect dialect;

    Database(ConnectionSettings settings, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.driverUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password().value());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(settings.timeoutMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        config.setDriverClassName(
                settings.url().startsWith("jdbc:postgresql:")
                        ? "org.postgresql.Driver"
                        : "org.mariadb.jdbc.Driver");
        pool = new HikariDataSource(config);
    }

    /** A session that is ready to write, auto-commit off. */
    Connection open() throws SQLException {
        Connection connection = pool.getConnection();
        try {
            Dialect speaks = dialect(connection);
            try (Statement statement = connection.createStatement()) {
                for (String sql : speaks.session()) {
                    statement.execute(sql);
                }
            }
            connection.commit();
            for (String sql :
                    speaks.name().equals("PostgreSQL") ? OPTIONAL_POSTGRESQL : OPTIONAL_MYSQL) {
                attempt(connection, sql);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void attempt(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        } catch (SQLException noPrivilege) {
            connection.rollback();
        }
    }

    /** Known once a connection has been opened. */
    synchronized Dialect dialect(Connection connection) throws SQLException {
        if (dialect == null) {
            dialect =
                    Dialects.of(
                            connection.getMetaData().getURL(),
                            connection.getMetaData().getDatabaseProductName());
        }
        return dialect;
    }

    @Override
    public void close() {
        pool.close();
    }
}
