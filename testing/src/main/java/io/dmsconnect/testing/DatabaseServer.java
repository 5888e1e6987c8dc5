// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real database server on a free port of this machine. */
public abstract class DatabaseServer implements AutoCloseable {
    static final Duration START = Duration.ofMinutes(5);

    private final int port;
    private final String user;
    private final String password;

    DatabaseServer(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
    }

    public final String host() {
        return "127.0.0.1";
    }

    public final int port() {
        return port;
    }

    public final String user() {
        return user;
    }

    public final String password() {
        return password;
    }

    /** JDBC URL of the database a fresh server has. */
    public abstract String jdbcUrl();

    public abstract String jdbcUrl(String database);

    /** Starts on the same data and port; returns when it answers. */
    public abstract void startAgain();

    /** Clean shutdown; data stays. */
    public abstract void stop();

    /** SIGKILL; data stays as the server left it. */
    public abstract void kill();

    /** Stops it; a temporary server's data is deleted. */
    @Override
    public abstract void close();

    public final void restart() {
        stop();
        startAgain();
    }

    public final Connection connect() {
        return open(jdbcUrl());
    }

    public final Connection connect(String database) {
        return open(jdbcUrl(database));
    }

    private Connection open(String url) {
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + url + ": " + e.getMessage(), e);
        }
    }

    /** Runs statements one after the other, each in its own transaction. */
    public final void execute(String... statements) {
        execute(connect(), statements);
    }

    private static void execute(Connection opened, String... statements) {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** As {@link #execute} in a database of this name. */
    public final void executeIn(String database, String... statements) {
        execute(connect(database), statements);
    }

    /** All rows, every value as the driver prints it, null as null. */
    public final List<List<String>> query(String sql) {
        return query(connect(), sql);
    }

    /** In a database of this name. */
    public final List<List<String>> queryIn(String database, String sql) {
        return query(connect(database), sql);
    }

    private static List<List<String>> query(Connection opened, String sql) {
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    final void awaitAnswer(ServerProcess process, java.nio.file.Path log) {
        boolean answered = false;
        try {
            Eventually.holds(
                    START,
                    () -> {
                        if (!process.isAlive()) {
                            throw new ServerDied(log);
                        }
                        try (Connection connection =
                                DriverManager.getConnection(jdbcUrl(), user, password)) {
                            if (!connection.isValid(5)) {
                                throw new IllegalStateException("no answer yet");
                            }
                        }
                    });
            answered = true;
        } finally {
            if (!answered) {
                process.kill();
            }
        }
    }

    /** An Error, so that nobody waits for it any longer. */
    static final class ServerDied extends Error {
        private static final long serialVersionUID = 1L;

        ServerDied(java.nio.file.Path log) {
            super("the server ended at once; its log: " + log + "\n" + tail(log));
        }

        private static String tail(java.nio.file.Path log) {
            try {
                List<String> lines = java.nio.file.Files.readAllLines(log);
                return String.join(
                        "\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
            } catch (java.io.IOException e) {
                return "(no log)";
            }
        }
    }
}
