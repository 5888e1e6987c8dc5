// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.Failures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections and knows those that are open, to end them all at once. Thread-safe. */
final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /**
     * Values print the same on every connection, whatever role, database and JVM say. Rows that a
     * policy hides are an error instead of missing.
     */
    static final String SESSION =
            "SET TimeZone = 'UTC';"
                    + "SET DateStyle = 'ISO';"
                    + "SET IntervalStyle = 'postgres';"
                    + "SET bytea_output = 'hex';"
                    + "SET lc_monetary = 'C';"
                    + "SET quote_all_identifiers = off;"
                    + "SET extra_float_digits = 1";

    /**
     * Also where the database or the role is read-only by default, which keeps applications from
     * writing: the task makes its publication.
     */
    private static final String OURS =
            "; SET row_security = off; SET search_path = ''; SET default_transaction_read_only = off";

    /** Limits meant for applications; a load takes as long as it takes. */
    private static final String LIMITS =
            """
            FROM pg_catalog.pg_settings
            WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_session_timeout',
                'idle_in_transaction_session_timeout', 'transaction_timeout')
            """;

    private static final String NO_LIMITS = "SELECT set_config(name, '0', false) " + LIMITS;

    private final ConnectionInfo info;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Connections(ConnectionInfo info) {
        this.info = info;
    }

    /** A connection on which only pg_catalog is searched, so that types print with their schema. */
    Connection open() throws SQLException {
        Connection connection = new Driver().connect(url(), properties());
        open.add(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION + OURS);
            statement.execute(NO_LIMITS);
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
        if (closed) {
            close(connection);
            throw new SQLException("the task is stopping", "57P01");
        }
        return connection;
    }

    /**
     * From now on no statement waits long for a lock: who waits for a lock on a table makes others
     * wait, too.
     */
    static void waitShortly(Connection connection) throws SQLException {
        limitLocks(connection, "900ms");
    }

    static void waitForEver(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            limitLocks(connection, "0");
        }
    }

    private static void limitLocks(Connection connection, String limit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + limit + "'");
        }
    }

    static boolean isLockTimeout(SQLException e) {
        return "55P03".equals(e.getSQLState());
    }

    /** Limits that this server knows, for sessions that others open. */
    static List<String> limits(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name " + LIMITS)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    /** A connection that understands the commands of replication, and no others' forms. */
    Connection openReplication() throws SQLException {
        Properties properties = properties();
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "10");
        Connection connection = new Driver().connect(url(), properties);
        open.add(connection);
        if (closed) {
            close(connection);
            throw new SQLException("the task is stopping", "57P01");
        }
        return connection;
    }

    private String url() {
        String host =
                info.host().contains(":") && !info.host().startsWith("[")
                        ? "[" + info.host() + "]"
                        : info.host();
        return "jdbc:postgresql://"
                + host
                + ":"
                + info.port()
                + "/"
                + java.net.URLEncoder.encode(
                                info.database(), java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "dms-connect " + info.topicPrefix());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "20");
        properties.setProperty("tcpKeepAlive", "true");
        info.debezium()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith("database.ssl")) {
                                properties.setProperty(key.substring("database.".length()), value);
                            } else if (key.startsWith("driver.")) {
                                properties.setProperty(key.substring("driver.".length()), value);
                            }
                        });
        properties.setProperty("user", info.user());
        properties.setProperty("password", info.password() == null ? "" : info.password().value());
        return properties;
    }

    /** Work on one connection, which is then closed. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * @param what is done, for the message of a failure
     */
    <T> T with(String what, Work<T> work) {
        Connection connection = null;
        try {
            connection = open();
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(what, e);
        } finally {
            close(connection);
        }
    }

    /** What a failed statement means. */
    static ReplicationException failure(String what, SQLException e) {
        FailureKind kind = FailureKind.FATAL;
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (Failures.isRecoverable(e) || isLockTimeout(e)) {
            kind = FailureKind.RECOVERABLE;
        } else if (state.equals("42P01") || state.equals("42703") || state.equals("3F000")) {
            // no such table, column, schema
            kind = FailureKind.TABLE;
        }
        return new ReplicationException(kind, what, e.getMessage(), e);
    }

    void close(Connection connection) {
        if (connection == null) {
            return;
        }
        open.remove(connection);
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection did not close cleanly", e);
        }
    }

    /** Ends a connection that another thread may be reading from. */
    void abort(Connection connection) {
        open.remove(connection);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A connection did not abort cleanly", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(this::abort);
    }
}
