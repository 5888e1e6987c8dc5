// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.Failures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections and knows those that are open, to end them all at once. Thread-safe. */
final class BinlogConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BinlogConnections.class);

    /** A server may have a limit that no statement says: a load would end after so many rows. */
    static final String ALL_ROWS = "18446744073709551615";

    /** Values print the same whatever server and user say; a slow reader of rows is not cut off. */
    private static final String[] SESSION = {
        "SET SESSION time_zone = '+00:00'",
        "SET SESSION sql_mode = ''",
        "SET SESSION sql_select_limit = " + ALL_ROWS,
        "SET SESSION sql_big_selects = 1",
        "SET SESSION sql_auto_is_null = 0",
        "SET SESSION completion_type = 0",
        "SET SESSION group_concat_max_len = 1048576",
        "SET SESSION net_write_timeout = 3600",
        "SET SESSION net_read_timeout = 3600",
        "SET SESSION wait_timeout = 86400",
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    };

    /** MySQL 8 keeps statistics of tables for a day, also that a table is empty. */
    private static final String STATISTICS_OF_NOW =
            "SET SESSION wait_timeout = 86400 /*!80000 , SESSION information_schema_stats_expiry = 0 */";

    private static final String SSL_MODE = "database.ssl.mode";
    private static final int TLS_REQUIRED = 3159;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NO_SUCH_DATABASE = 1049;
    private static final Set<Integer> NO_SUCH_TABLE_OR_COLUMN =
            Set.of(NO_SUCH_TABLE, 1054, NO_SUCH_DATABASE, 1051);

    /** Definition changed, lock wait timeout, deadlock, interrupted, server shutting down. */
    private static final Set<Integer> PASSING = Set.of(1412, 1205, 1213, 1317, 1053, 1077, 1040);

    private final ConnectionInfo info;
    private final Flavour flavour;
    private final Driver driver;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param driver MariaDB's, which both servers understand
     */
    BinlogConnections(ConnectionInfo info, Flavour flavour, Driver driver) {
        this.info = info;
        this.flavour = flavour;
        this.driver = driver;
    }

    Connection open() throws SQLException {
        Connection connection = connect();
        open.add(connection);
        try (Statement statement = connection.createStatement()) {
            for (String setting : SESSION) {
                statement.execute(setting);
            }
            // a load may take longer than the role's other statements
            if (flavour == Flavour.MYSQL) {
                statement.execute(STATISTICS_OF_NOW);
                statement.execute("SET SESSION max_execution_time = 0");
            } else {
                statement.execute("SET SESSION max_statement_time = 0");
            }
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
        if (closed) {
            close(connection);
            throw new SQLException("the task is stopping", "08000");
        }
        return connection;
    }

    private Connection connect() throws SQLException {
        String mode = sslMode();
        boolean preferred = mode.equals(Flavour.PREFERRED);
        try {
            return driver.connect(url(), properties(preferred ? "disable" : mode));
        } catch (SQLException e) {
            if (e.getErrorCode() == TLS_REQUIRED && preferred) {
                return driver.connect(url(), properties("trust"));
            }
            throw e;
        }
    }

    /** Never less than was asked for: what is not understood is an error. */
    private String sslMode() {
        String given = info.debezium().getOrDefault(SSL_MODE, flavour.sslModeDefault()).strip();
        String mode = flavour.sslModes().get(given.toLowerCase(Locale.ROOT));
        if (mode == null) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION,
                    "debezium." + SSL_MODE,
                    "'%s' has to be one of %s"
                            .formatted(
                                    given,
                                    String.join(", ", new TreeSet<>(flavour.sslModes().keySet()))));
        }
        return mode;
    }

    private String url() {
        String host =
                info.host().contains(":") && !info.host().startsWith("[")
                        ? "[" + info.host() + "]"
                        : info.host();
        String database = URLEncoder.encode(info.database(), StandardCharsets.UTF_8);
        return "jdbc:mariadb://" + host + ":" + info.port() + "/" + database.replace("+", "%20");
    }

    private Properties properties(String sslMode) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("sslMode", sslMode);
        info.debezium()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith("driver.")) {
                                properties.setProperty(key.substring("driver.".length()), value);
                            }
                        });
        stores(properties);
        properties.setProperty("user", info.user());
        properties.setProperty("password", info.password() == null ? "" : info.password().value());
        return properties;
    }

    private void stores(Properties properties) {
        set(properties, "trustStore", "database.ssl.truststore");
        set(properties, "trustStorePassword", "database.ssl.truststore.password");
        set(properties, "keyStore", "database.ssl.keystore");
        set(properties, "keyStorePassword", "database.ssl.keystore.password");
    }

    private void set(Properties properties, String name, String key) {
        String value = info.debezium().get(key);
        if (value != null) {
            properties.setProperty(name, value);
        }
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
        if (Failures.isRecoverable(e) || PASSING.contains(e.getErrorCode())) {
            kind = FailureKind.RECOVERABLE;
        } else if (NO_SUCH_TABLE_OR_COLUMN.contains(e.getErrorCode())) {
            kind = FailureKind.TABLE;
        }
        return new ReplicationException(kind, what, e.getMessage(), e);
    }

    /** Is there no such table? */
    static boolean isMissing(SQLException e) {
        return e.getErrorCode() == NO_SUCH_TABLE || e.getErrorCode() == NO_SUCH_DATABASE;
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
