// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** The target's connections and its dialect. */
final class Database implements AutoCloseable {
    private final SessionDataSource source;
    private final HikariDataSource pool;
    private final Scarcity scarcity;
    private final Runnable saver = this::renew;

    Database(ConnectionSettings settings, String name) {
        scarcity = Scarcity.of(settings);
        source = new SessionDataSource(settings, scarcity::refused);
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
        scarcity.join(saver);
    }

    /**
     * A session that is ready to write, auto-commit off.
     *
     * @throws ReplicationException (CONFIGURATION) where the target refuses the user: waiting does
     *     not help
     */
    Connection open() throws SQLException {
        try {
            Connection connection = pool.getConnection();
            if (scarcity.lasts()) {
                // it is closed when it comes back
                renew();
            }
            return connection;
        } catch (SQLException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ReplicationException named) {
                    throw named;
                }
                if (cause instanceof SQLException sql && refusesLogin(sql)) {
                    throw new ReplicationException(
                            FailureKind.CONFIGURATION,
                            "the target",
                            "it does not let the user in (%s). Correct %s and %s, and restart the task: it goes on from there"
                                    .formatted(
                                            sql.getMessage(),
                                            ConnectionSettings.USERNAME,
                                            ConnectionSettings.PASSWORD),
                            e);
                }
            }
            throw reason(e);
        }
    }

    /** What the server said, where the pool says no more than that there is no session. */
    private static SQLException reason(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                        && failure.getCause() instanceof SQLException cause
                ? cause
                : failure;
    }

    /**
     * Lets go of the sessions there are, of one in use when it comes back: they may be of a server
     * that is the writer no longer, or keep a setting that the user has changed.
     */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
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
        scarcity.leave(saver);
        pool.close();
    }
}
