// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.task.Endpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** A place in a source's log, comparable with the offsets of the source connector. */
public sealed interface LogEnd {

    /** Has a connector with these offsets (of one source partition) read everything up to here? */
    boolean passedBy(Map<String, Object> offset);

    /** Where the log ends now. */
    static LogEnd now(Endpoint source) throws SQLException {
        try (Connection connection = Databases.open(source);
                Statement statement = connection.createStatement()) {
            return switch (source.engine().family()) {
                case POSTGRESQL -> postgreSql(statement);
                case MYSQL -> mySql(statement);
            };
        }
    }

    /**
     * Writes a message that no table has, so that there is something to read after the last change.
     */
    private static LogEnd postgreSql(Statement statement) throws SQLException {
        try {
            return lsn(statement, "pg_logical_emit_message(true, 'dms.in-sync', '')");
        } catch (SQLException e) {
            return lsn(statement, "pg_current_wal_lsn()"); // it may not write: a user's decision
        }
    }

    private static LogEnd lsn(Statement statement, String function) throws SQLException {
        String query = "SELECT %s - '0/0'::pg_lsn".formatted(function);
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return new Lsn(rows.getLong(1));
        }
    }

    private static LogEnd mySql(Statement statement) throws SQLException {
        for (String query : new String[] {"SHOW MASTER STATUS", "SHOW BINARY LOG STATUS"}) {
            try (ResultSet rows = statement.executeQuery(query)) {
                if (rows.next()) {
                    return new Binlog(rows.getString("File"), rows.getLong("Position"));
                }
            } catch (SQLException e) {
                if (query.contains("BINARY LOG")) {
                    throw e; // neither the old name of the statement nor the new one
                }
            }
        }
        throw new SQLException("the source writes no binary log (log_bin is off)");
    }

    /** PostgreSQL. */
    record Lsn(long position) implements LogEnd {
        @Override
        public boolean passedBy(Map<String, Object> offset) {
            return number(offset.get("lsn"))
                    .or(() -> number(offset.get("lsn_proc")))
                    .map(lsn -> lsn >= position)
                    .orElse(false);
        }
    }

    /** MySQL and MariaDB. */
    record Binlog(String file, long position) implements LogEnd {
        @Override
        public boolean passedBy(Map<String, Object> offset) {
            Object name = offset.get("file");
            Optional<Long> at = number(offset.get("pos"));
            if (name == null || at.isEmpty()) {
                return false;
            }
            int order = Long.compare(sequence(name.toString()), sequence(file));
            return order > 0 || (order == 0 && at.get() >= position);
        }

        /** Files are numbered; the number outgrows its digits. */
        private static long sequence(String file) {
            return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
        }
    }

    private static Optional<Long> number(Object value) {
        return value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }
}
