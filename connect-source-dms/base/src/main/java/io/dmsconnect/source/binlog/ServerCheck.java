// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.source.DmsSourceConfig;
import io.dmsconnect.source.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what a migration needs of the server and of the user, and changes nothing. */
final class ServerCheck {
    private static final Pattern GRANT =
            Pattern.compile("GRANT (.+?) ON (\\S+|`.+`) TO .*", Pattern.CASE_INSENSITIVE);
    private static final Set<Integer> BAD_USER = Set.of(1045, 1698, 1130, 1251, 1862);
    private static final Set<Integer> BAD_DATABASE = Set.of(1049, 1044);
    private static final long DAY_SECONDS = 86_400;

    private final Flavour flavour;

    ServerCheck(Flavour flavour) {
        this.flavour = flavour;
    }

    /** A connection that the server or the network refused. */
    static Finding refused(SQLException e) {
        String key = DmsSourceConfig.HOSTNAME;
        String hint = "";
        if (e.getErrorCode() == 1045) {
            hint =
                    ". A user with REQUIRE SSL is refused like this where the connection is not"
                            + " encrypted: set SslMode (debezium.database.ssl.mode)";
        }
        if (BAD_USER.contains(e.getErrorCode())) {
            key = DmsSourceConfig.USER;
        } else if (BAD_DATABASE.contains(e.getErrorCode())) {
            key = DmsSourceConfig.DATABASE;
        }
        return Finding.error(key, "cannot connect: " + e.getMessage() + hint);
    }

    List<Finding> server(Connection connection, boolean changes) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String version = variable(connection, "version");
        boolean mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
        if (mariaDb != (flavour == Flavour.MARIADB)) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "the server is %s %s; use the connector for it"
                                    .formatted(mariaDb ? "MariaDB" : "MySQL", version)));
            return findings;
        }
        Set<String> rights = globalRights(connection);
        if (changes) {
            log(connection, findings);
            rights(rights, findings);
        }
        if (!has(rights, "RELOAD", "FLUSH_TABLES")) {
            findings.add(
                    Finding.warning(
                            DmsSourceConfig.USER,
                            "the user may not take the global read lock with which a full load begins: "
                                    + (flavour == Flavour.MARIADB
                                            ? "tables are then loaded one after the other"
                                            : "changes made at that moment are then loaded and applied"
                                                    + " once more, so that tables without a primary key"
                                                    + " may get rows twice")
                                    + "; GRANT RELOAD ON *.*"));
        } else if (flavour == Flavour.MYSQL && !has(rights, "PROCESS")) {
            findings.add(
                    Finding.warning(
                            DmsSourceConfig.USER,
                            "the user may not see other sessions' statements: a full load that begins"
                                    + " while one of them takes long makes all who come to its tables"
                                    + " wait for its end; GRANT PROCESS ON *.*"));
        }
        return findings;
    }

    private void log(Connection connection, List<Finding> findings) throws SQLException {
        if (!variable(connection, "log_bin").equals("1")) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "the server writes no binary log; set log_bin (RDS, Aurora: switch"
                                    + " automated backups on) and restart it"));
            return;
        }
        rows(connection, findings);
        retention(connection, findings);
    }

    /** Why the log does not have all changes as whole rows, with what to do; empty where it has. */
    static String notInRows(Connection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        rows(connection, findings);
        return String.join(". ", findings.stream().map(Finding::message).toList());
    }

    private static void rows(Connection connection, List<Finding> findings) throws SQLException {
        expect(connection, findings, "binlog_format", "ROW");
        expect(connection, findings, "binlog_row_image", "FULL");
        if (variable(connection, "binlog_row_value_options").contains("PARTIAL_JSON")) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "binlog_row_value_options is PARTIAL_JSON, which leaves parts of JSON"
                                    + " values out of the log; SET PERSIST"
                                    + " binlog_row_value_options = ''"));
        }
    }

    /** How long the log is kept bounds how long a task may be stopped. */
    private static void retention(Connection connection, List<Finding> findings)
            throws SQLException {
        String seconds = variable(connection, "binlog_expire_logs_seconds");
        String days = variable(connection, "expire_logs_days");
        // MariaDB says the same in both
        double kept =
                Math.max(
                        seconds.isEmpty() ? 0 : Double.parseDouble(seconds),
                        days.isEmpty() ? 0 : Double.parseDouble(days) * DAY_SECONDS);
        if (kept > 0 && kept < DAY_SECONDS) {
            findings.add(
                    Finding.warning(
                            DmsSourceConfig.HOSTNAME,
                            ("the server keeps its log for %d minutes only; a task that is stopped for"
                                            + " longer cannot go on. SET GLOBAL"
                                            + " binlog_expire_logs_seconds = 86400 or more")
                                    .formatted(Math.round(kept / 60))));
        }
    }

    private static void expect(
            Connection connection, List<Finding> findings, String name, String wanted)
            throws SQLException {
        String value = variable(connection, name);
        if (!value.equalsIgnoreCase(wanted)) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "%s is '%s' but has to be '%s'; SET GLOBAL %s = '%s' and in the server's"
                                            .formatted(name, value, wanted, name, wanted)
                                    + " configuration, then end the sessions that began before"));
        }
    }

    /** The global value; empty where the server does not know the name. */
    private static String variable(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@global." + name)) {
            row.next();
            return row.getString(1) == null ? "" : row.getString(1);
        } catch (SQLException e) {
            if (e.getErrorCode() == 1193) {
                return "";
            }
            throw e;
        }
    }

    private void rights(Set<String> rights, List<Finding> findings) {
        if (!has(rights, "REPLICATION SLAVE", "REPLICATION REPLICA")) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.USER,
                            "the user may not follow the log; GRANT REPLICATION SLAVE ON *.*"));
        }
        if (!has(rights, "REPLICATION CLIENT", "BINLOG MONITOR")) {
            String right = flavour == Flavour.MARIADB ? "BINLOG MONITOR" : "REPLICATION CLIENT";
            findings.add(
                    Finding.error(
                            DmsSourceConfig.USER,
                            "the user may not see where the log ends; GRANT " + right + " ON *.*"));
        }
    }

    private static boolean has(Set<String> rights, String... any) {
        return rights.contains("ALL PRIVILEGES")
                || rights.contains("SUPER") && rights.contains("ALL")
                || java.util.Arrays.stream(any).anyMatch(rights::contains);
    }

    /** Rights on everything, of the user and of the roles that are in force. */
    private Set<String> globalRights(Connection connection) throws SQLException {
        Set<String> rights = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            while (rows.next()) {
                Matcher grant = GRANT.matcher(rows.getString(1));
                if (grant.matches() && grant.group(2).equals("*.*")) {
                    for (String right : grant.group(1).toUpperCase(Locale.ROOT).split(",")) {
                        rights.add(right.trim());
                    }
                }
            }
        }
        return rights;
    }
}
