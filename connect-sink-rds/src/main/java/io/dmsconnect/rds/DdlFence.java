// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two tasks that both believe to own a partition from preparing its table at the same time,
 * where DDL is not held back by the transaction's check of the offsets: the server's named lock,
 * one at a time. It is the session's, so that it goes with a task that dies.
 */
final class DdlFence {
    private static final Logger LOG = LoggerFactory.getLogger(DdlFence.class);
    private static final int WAIT_SECONDS = 30;

    private final Connection connection;
    private final Dialect dialect;
    private final String task;
    private String held;

    /**
     * @param task identifier and scope
     */
    DdlFence(Connection connection, Dialect dialect, String task) {
        this.connection = connection;
        this.dialect = dialect;
        this.task = task;
    }

    /**
     * @throws ReplicationException (RECOVERABLE) where another task holds it for long
     */
    void take(TopicPartition partition) throws SQLException {
        if (dialect.takeLock().isEmpty()) {
            return;
        }
        release();
        String name = TaskLock.name(task, partition.toString());
        try (PreparedStatement statement = connection.prepareStatement(dialect.takeLock().get())) {
            statement.setString(1, name);
            statement.setInt(2, WAIT_SECONDS);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next() || result.getInt(1) != 1) {
                    throw new ReplicationException(
                            FailureKind.RECOVERABLE,
                            partition.toString(),
                            "another task has been preparing this table for more than %d s"
                                    .formatted(WAIT_SECONDS));
                }
            }
        }
        held = name;
    }

    void release() {
        if (held == null) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.releaseLock().orElseThrow())) {
            statement.setString(1, held);
            statement.execute();
        } catch (SQLException e) {
            LOG.debug("The connection is lost, and the lock with it", e);
        }
        held = null;
    }
}
