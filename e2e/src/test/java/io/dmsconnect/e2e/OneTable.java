// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import io.dmsconnect.testing.RowComparison;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A table {@code t} of one database, migrated to another one by two users of their own that are no
 * superusers. The users are called like the database, with {@code _s} and {@code _t} behind.
 */
final class OneTable {
    private static final Duration LONGEST = Duration.ofMinutes(8);

    final TaskFile task;
    private final DatabaseServer source;
    private final DatabaseServer target;
    private final String name;

    /**
     * @param name of the task, of both databases and, where the source has one, of the schema
     */
    OneTable(String name, DatabaseServer source, DatabaseServer target) {
        this.name = name;
        this.source = source;
        this.target = target;
        makeSource();
        makeTarget();
        task =
                new TaskFile(name, "full-load-and-cdc", source, name, target, name)
                        .include(name)
                        .user("SourceEndpoint", name + "_s", "first")
                        .user("TargetEndpoint", name + "_t", "first");
    }

    private void makeSource() {
        String user = name + "_s";
        if (source instanceof PostgreSqlServer) {
            source.execute(
                    "CREATE ROLE " + user + " LOGIN REPLICATION PASSWORD 'first'",
                    "CREATE DATABASE " + name + " OWNER " + user);
            source.executeIn(
                    name,
                    "CREATE SCHEMA " + name + " AUTHORIZATION " + user,
                    "CREATE TABLE " + table() + " (id int PRIMARY KEY, v text)",
                    "ALTER TABLE " + table() + " OWNER TO " + user);
        } else {
            source.execute(
                    "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'first'",
                    "CREATE DATABASE " + name,
                    "GRANT SELECT, TRIGGER ON " + name + ".* TO '" + user + "'@'%'",
                    "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '"
                            + user
                            + "'@'%'",
                    "CREATE TABLE " + table() + " (id int PRIMARY KEY, v text)");
        }
        source.executeIn(name, "INSERT INTO " + table() + " VALUES (0, 'loaded')");
    }

    private void makeTarget() {
        String user = name + "_t";
        if (target instanceof PostgreSqlServer) {
            target.execute(
                    "CREATE ROLE " + user + " LOGIN PASSWORD 'first'",
                    "CREATE DATABASE " + name + " OWNER " + user);
        } else {
            target.execute(
                    "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'first'",
                    "CREATE DATABASE " + name,
                    "GRANT ALL ON " + name + ".* TO '" + user + "'@'%'",
                    "GRANT ALL ON awsdms_control.* TO '" + user + "'@'%'");
        }
    }

    String table() {
        return name + ".t";
    }

    /** A change at the source. */
    void insert(int id) {
        source.executeIn(
                name, "INSERT INTO " + table() + " (id, v) VALUES (" + id + ", 'changed')");
    }

    /** Rows in one transaction, of so many bytes each. */
    void insert(int first, int last, int bytes) {
        source.executeIn(
                name,
                "INSERT INTO %s SELECT n, repeat('x', %d) FROM %s"
                        .formatted(
                                table(),
                                bytes,
                                source instanceof PostgreSqlServer
                                        ? "generate_series(%d, %d) AS s(n)".formatted(first, last)
                                        : "(SELECT seq AS n FROM seq_%d_to_%d) s"
                                                .formatted(first, last)));
    }

    void password(String side, String password) {
        DatabaseServer server = side.equals("s") ? source : target;
        String user = name + "_" + side;
        server.execute(
                server instanceof PostgreSqlServer
                        ? "ALTER ROLE " + user + " PASSWORD '" + password + "'"
                        : "ALTER USER '" + user + "'@'%' IDENTIFIED BY '" + password + "'");
    }

    /** So many sessions a user may have at a time; -1 for no limit. */
    void limit(String side, int sessions) {
        DatabaseServer server = side.equals("s") ? source : target;
        String user = name + "_" + side;
        server.execute(
                server instanceof PostgreSqlServer
                        ? "ALTER ROLE " + user + " CONNECTION LIMIT " + sessions
                        : "ALTER USER '"
                                + user
                                + "'@'%' WITH MAX_USER_CONNECTIONS "
                                + Math.max(0, sessions));
    }

    /** Ends all sessions of a user, as a failover or a proxy does. */
    void endSessions(String side) {
        DatabaseServer server = side.equals("s") ? source : target;
        String user = name + "_" + side;
        server.execute(
                server instanceof PostgreSqlServer
                        ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                                + user
                                + "'"
                        : "KILL CONNECTION USER " + user);
    }

    String[] run(Path folder, String... more) {
        return Stream.concat(
                        Stream.of(
                                "run",
                                task.write(folder).toString(),
                                "--state",
                                folder.resolve("state").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** Waits until the target has a row. */
    void awaitRow(DmsProcess dms, int id) {
        Eventually.holds(
                LONGEST,
                () -> {
                    dms.requireAlive();
                    assertThat(
                                    target.queryIn(
                                            name,
                                            "SELECT id FROM " + table() + " WHERE id = " + id))
                            .isNotEmpty();
                });
    }

    /** Runs the task to its end, and compares. */
    void assertEqualAfter(Path folder) throws SQLException {
        DmsProcess last = DmsProcess.run(folder, run(folder, "--stop-when", "in-sync"));
        assertThat(last.exitCode()).as(last.tail()).isZero();
        assertEqual();
    }

    void assertEqual() throws SQLException {
        try (Connection from = source.connect(name);
                Connection to = target.connect(name)) {
            String sql = "SELECT id, v FROM " + table();
            assertThat(RowComparison.compare(from, sql, to, sql)).isEmpty();
        }
    }
}
