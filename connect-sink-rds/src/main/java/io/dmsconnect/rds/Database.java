// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/** The target's connections and its dialect. */
final class Database implements AutoCloseable {
    private final SessionDataSource source;
    private final HikariDataSource pool;

    Database(ConnectionSettings settings, String name) {
        source = new SessionDataSource(settings);
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        // one that writes, and one that makes indexes meanwhile
        config.setMaximumPoolSize(Math.max(2, settings.poolSize()));
        config.setMinimumIdle(0);
        config.setConnectionTimeout(settings.timeoutMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        pool = new HikariDataSource(config);
    }

    /**
     * A session that is ready to write, auto-commit off.
     *
     * @throws ReplicationException (CONFIGURATION) where the target refuses the user: waiting does
     *     not help
     */
    Connection open() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ReplicationException named) {
                    throw named;
                }
                if (cause instanceof SQLException sql && refusesLogin(sql)) {
                    throw new ReplicationException(
                            FailureKind.CONFIGURATION,
                            "the target",
                            "it refuses the user or the password; correct "
                                    + ConnectionSettings.USERNAME
                                    + " and "
                                    + ConnectionSettings.PASSWORD,
                            e);
                }
            }
            throw e;
        }
    }

    static boolean refusesLogin(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("28") || failure.getErrorCode() == 1045;
    }

    /** Known once a connection has been opened. */
    Dialect dialect() {
        return source.dialect();
    }

    @Override
    public void close() {
        pool.close();
    }
}
