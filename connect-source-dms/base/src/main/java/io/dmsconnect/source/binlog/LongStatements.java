// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.source.Excerpt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What MySQL's global read lock would wait for: to take it the server closes all tables. Those that
 * a statement or LOCK TABLES has open stay marked as to be closed even when the lock is given up,
 * and whoever comes to them waits, for as long as that statement takes: so the lock is not even
 * asked for meanwhile.
 */
final class LongStatements {
    private static final Logger LOG = LoggerFactory.getLogger(LongStatements.class);

    private static final Set<String> AT_WORK = Set.of("Query", "Execute", "Fetch");
    private static final Set<String> OF_THE_SERVER = Set.of("system user", "event_scheduler");

    /** The list cuts texts off there. */
    private static final int SHOWN = 100;

    /** One that has none of these waits for something else than rows: GET_LOCK, SLEEP. */
    private static final Pattern TABLES =
            Pattern.compile("\\b(from|into|update|table|tables|call|join)\\b");

    /** LOCK TABLES for reading and for writing, and statements that alter a table. */
    private static final String LOCKED =
            "SELECT l.OBJECT_SCHEMA, l.OBJECT_NAME, t.PROCESSLIST_ID"
                    + " FROM performance_schema.metadata_locks l"
                    + " JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID"
                    + " WHERE l.OBJECT_TYPE = 'TABLE' AND l.LOCK_STATUS = 'GRANTED'"
                    + " AND l.LOCK_TYPE IN"
                    + " ('SHARED_READ_ONLY', 'SHARED_NO_WRITE', 'SHARED_NO_READ_WRITE')"
                    + " LIMIT 1";

    private LongStatements() {}

    /** One of them, in words. A user that may not see them is told of none. */
    static Optional<String> find(Connection connection) throws SQLException {
        Optional<String> running = running(connection);
        return running.isPresent() ? running : locked(connection);
    }

    private static Optional<String> running(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
            while (rows.next()) {
                String text = rows.getString("Info");
                long seconds = rows.getLong("Time");
                if (text != null
                        && seconds >= 1
                        && AT_WORK.contains(rows.getString("Command"))
                        && !OF_THE_SERVER.contains(rows.getString("User"))
                        && usesTables(text)) {
                    return Optional.of(
                            "session %s has been at '%s' for %d s"
                                    .formatted(rows.getString("Id"), Excerpt.of(text), seconds));
                }
            }
            return Optional.empty();
        }
    }

    static boolean usesTables(String text) {
        return text.length() >= SHOWN || TABLES.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    private static Optional<String> locked(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LOCKED)) {
            return rows.next()
                    ? Optional.of(
                            "session %s has locked %s.%s"
                                    .formatted(
                                            rows.getString(3),
                                            rows.getString(1),
                                            rows.getString(2)))
                    : Optional.empty();
        } catch (SQLException e) {
            LOG.debug("Cannot look who has locked tables", e);
            return Optional.empty();
        }
    }
}
