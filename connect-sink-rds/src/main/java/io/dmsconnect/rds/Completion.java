// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.LoadProgress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares tables complete whose segments all are, whichever tasks have written them. In
 * transactions of its own, after those of the rows: two tasks that end the last two segments at the
 * same time would not see one another.
 */
final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    private final ControlTables control;

    Completion(ControlTables control) {
        this.control = control;
    }

    /** Those that somebody who died has left. */
    void finishLeftOver(Connection connection) throws SQLException {
        finish(connection, control.unfinished(connection));
        connection.rollback();
    }

    void finish(Connection connection, Collection<TableId> ended) throws SQLException {
        for (TableId table : ended) {
            finish(connection, table);
        }
    }

    private void finish(Connection connection, TableId table) throws SQLException {
        // a transaction that sees what others have committed until it has the lock
        connection.rollback();
        Optional<LoadProgress> progress = control.lockedProgress(connection, table);
        if (progress.isEmpty()
                || !progress.get().begun()
                || progress.get().ended()
                || progress.get().segments() == 0) {
            connection.rollback();
            return;
        }
        Segments.Sum sum = control.segments().sum(connection, table);
        if (sum.complete() < progress.get().segments()) {
            connection.rollback();
            return;
        }
        if (sum.rows() + sum.filtered() != progress.get().endRows()) {
            ReplicationException failure = mismatch(table, progress.get(), sum);
            control.failed(connection, table, table, failure.getMessage());
            throw failure;
        }
        control.completed(connection, table, sum);
        connection.commit();
        LOG.info("Table completed: {}, {} rows", table, sum.rows());
    }

    private static ReplicationException mismatch(
            TableId table, LoadProgress progress, Segments.Sum sum) {
        return new ReplicationException(
                FailureKind.TABLE,
                "table " + table,
                "%d rows were read from the source, %d have been loaded and %d left out by a filter; reload the table"
                        .formatted(progress.endRows(), sum.rows(), sum.filtered()));
    }
}
