// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.sql.dialect.ObjectSql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named lock in the target that sink tasks of one migration share. It goes with the session of
 * who holds it; where DDL is part of the transaction, with the transaction.
 */
final class TaskLock {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLock.class);
    private static final long PAUSE_MILLIS = 200;

    private final Connection connection;
    private final ObjectSql sql;
    private final String name;

    /**
     * @param task identifier and scope
     * @param of what is locked
     */
    TaskLock(Connection connection, ObjectSql sql, String task, String of) {
        this.connection = connection;
        this.sql = sql;
        this.name = name(task, of);
    }

    /** MySQL allows 64 characters, and takes two that differ in case only for one. */
    static String name(String task, String of) {
        return "dms-connect-"
                + UUID.nameUUIDFromBytes((task + "\0" + of).getBytes(StandardCharsets.UTF_8));
    }

    /** Opens a transaction that sees what others have committed until it has the lock. */
    boolean tryTake() throws SQLException {
        connection.rollback();
        try (PreparedStatement statement = connection.prepareStatement(sql.tryLock())) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                boolean taken = row.next() && row.getInt(1) == 1;
                if (!taken) {
                    connection.rollback();
                }
                return taken;
            }
        }
    }

    void take() throws SQLException, InterruptedException {
        while (!tryTake()) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** What is not committed by now is taken back. */
    void release() {
        try {
            connection.rollback();
            if (sql.unlock().isPresent()) {
                try (PreparedStatement statement =
                        connection.prepareStatement(sql.unlock().get())) {
                    statement.setString(1, name);
                    statement.execute();
                }
            }
        } catch (SQLException e) {
            LOG.debug("The connection is lost, and the lock with it", e);
        }
    }
}
