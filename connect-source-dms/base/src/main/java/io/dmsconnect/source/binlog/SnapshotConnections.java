// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections that all see the same state of the database, and says which state it is. */
final class SnapshotConnections {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotConnections.class);

    /** A transaction may be in the log this long before the tables show it. */
    static final long LOG_AHEAD_MILLIS = 2000;

    /**
     * Where this process is gone without a word, the server ends the session, and its lock, then.
     */
    private static final int FORGOTTEN_SECONDS = 30;

    /** So long nobody else can write, where other people's statements keep the lock from us. */
    private static final int LOCK_SECONDS = 1;

    private static final long LET_OTHERS_MILLIS = 1000;

    private static final int NO_PRIVILEGE = 1227;
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    /** No such right, or (RDS) not even the superuser has it. */
    private static final Set<Integer> DENIED = Set.of(1044, 1045, 1142, NO_PRIVILEGE, 1290);

    /** The connections, and what they see. */
    record Opened(List<Connection> readers, String position) {}

    private final BinlogConnections connections;
    private final Flavour flavour;
    private final int lockSeconds;

    /**
     * @param lockSeconds how long other people's statements may keep the lock from being taken
     */
    SnapshotConnections(BinlogConnections connections, Flavour flavour, int lockSeconds) {
        this.connections = connections;
        this.flavour = flavour;
        this.lockSeconds = lockSeconds;
    }

    Opened open(int wanted) throws SQLException {
        Connection control = connections.open();
        List<Connection> readers = new ArrayList<>();
        try {
            for (int i = 0; i < wanted; i++) {
                readers.add(connections.open());
            }
            return lock(control) ? locked(control, readers) : unlocked(control, readers);
        } catch (SQLException | RuntimeException e) {
            readers.forEach(connections::close);
            throw e;
        } finally {
            // gives the lock back
            connections.close(control);
        }
    }

    private boolean lock(Connection control) throws SQLException {
        long end = System.nanoTime() + lockSeconds * 1_000_000_000L;
        try (Statement statement = control.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
            statement.execute("SET SESSION wait_timeout = " + FORGOTTEN_SECONDS);
            Optional<String> obstacle = obstacle(control, statement);
            while (obstacle.isPresent()) {
                if (System.nanoTime() > end) {
                    throw new ReplicationException(
                            FailureKind.RECOVERABLE,
                            "taking a snapshot",
                            "the global read lock was not given; a statement that takes long holds"
                                    + " it up: "
                                    + obstacle.get());
                }
                LOG.info("The load waits to begin: {}", obstacle.get());
                Thread.sleep(LET_OTHERS_MILLIS);
                obstacle = obstacle(control, statement);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", "08S01", e);
        } catch (SQLException e) {
            if (DENIED.contains(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Takes the lock, or says what is in its way. Nobody can write while it waits for statements
     * that take long: then they go first.
     */
    private Optional<String> obstacle(Connection control, Statement statement) throws SQLException {
        Optional<String> known =
                flavour == Flavour.MYSQL ? LongStatements.find(control) : Optional.empty();
        if (known.isPresent()) {
            return known;
        }
        try {
            statement.execute("FLUSH TABLES WITH READ LOCK");
            return Optional.empty();
        } catch (SQLException e) {
            if (e.getErrorCode() != LOCK_WAIT_TIMEOUT) {
                throw e;
            }
            return Optional.of("SHOW PROCESSLIST tells which");
        }
    }

    /** Nothing is written meanwhile: all see the same, and the log ends there. */
    private Opened locked(Connection control, List<Connection> readers) throws SQLException {
        String position = position(control, flavour);
        for (Connection reader : readers) {
            begin(reader);
        }
        try (Statement statement = control.createStatement()) {
            statement.execute("UNLOCK TABLES");
        }
        return new Opened(readers, position);
    }

    private Opened unlocked(Connection control, List<Connection> readers) throws SQLException {
        if (flavour == Flavour.MARIADB) {
            return single(readers);
        }
        String position = position(control, flavour);
        if (!position.isEmpty()) {
            LOG.warn(
                    "The user may not take the global read lock (GRANT RELOAD ON *.*): changes made"
                            + " while the load begins are loaded and then applied once more, which"
                            + " tables without a key show as rows that are there twice");
            try {
                Thread.sleep(LOG_AHEAD_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted", "08S01", e);
            }
        }
        for (Connection reader : readers) {
            begin(reader);
        }
        return new Opened(readers, position);
    }

    /** MariaDB tells of one transaction, without any lock, where in the log it begins. */
    private Opened single(List<Connection> readers) throws SQLException {
        if (readers.size() > 1) {
            LOG.warn(
                    "The user may not take the global read lock (GRANT RELOAD ON *.*): tables are"
                            + " loaded one after the other instead of {} at a time",
                    readers.size());
        }
        for (Connection more : readers.subList(1, readers.size())) {
            connections.close(more);
        }
        Connection reader = readers.get(0);
        begin(reader);
        String file = "";
        String offset = "";
        try (Statement statement = reader.createStatement();
                ResultSet rows =
                        statement.executeQuery("SHOW STATUS LIKE 'binlog\\_snapshot\\_%'")) {
            while (rows.next()) {
                switch (rows.getString(1).toLowerCase(java.util.Locale.ROOT)) {
                    case "binlog_snapshot_file" -> file = rows.getString(2);
                    case "binlog_snapshot_position" -> offset = rows.getString(2);
                    default -> {
                        // its GTID: the same place in other words
                    }
                }
            }
        }
        return new Opened(List.of(reader), file.isEmpty() ? "" : "binlog:" + file + ":" + offset);
    }

    private static void begin(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        }
    }

    /** Empty where there is no log, or no right to see it: then nobody follows it either. */
    static String position(Connection connection, Flavour flavour) throws SQLException {
        try {
            Optional<LogCoordinates> end = LogCoordinates.end(connection, flavour);
            return end.map(LogCoordinates::text).orElse("");
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_PRIVILEGE) {
                return "";
            }
            throw e;
        }
    }
}
