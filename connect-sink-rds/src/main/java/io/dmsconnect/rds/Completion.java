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
 * same time would not see one another. A table that is to have more than its rows is left to the
 * {@link ObjectBuilder}.
 */
final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    /** Held by who completes a table, so that each sees what the other has completed. */
    private static final String KEYS = "foreign keys";

    private final ControlTables control;
    private final ObjectBuilder builder;

    Completion(ControlTables control, ObjectBuilder builder) {
        this.control = control;
        this.builder = builder;
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

    /** At once where there is nothing to make, and nobody else completes a table just now. */
    private void finish(Connection connection, TableId table) throws SQLException {
        if (builder.isAt(table)) {
            return;
        }
        TaskLock lock = keysLock(control, connection);
        if (!lock.tryTake()) {
            builder.add(table);
            return;
        }
        try {
            Optional<Segments.Sum> sum = loaded(control, connection, table);
            if (sum.isEmpty()) {
                return;
            }
            if (control.objects().waiting(connection, table).isEmpty()
                    && control.objects().waitingKeys(connection, table).isEmpty()) {
                complete(control, connection, table, sum.get());
            } else {
                builder.add(table);
            }
        } finally {
            lock.release();
        }
    }

    static TaskLock keysLock(ControlTables control, Connection connection) {
        return control.lock(connection, KEYS);
    }

    static void complete(
            ControlTables control, Connection connection, TableId table, Segments.Sum sum)
            throws SQLException {
        control.completed(connection, table, sum);
        connection.commit();
        LOG.info("Table completed: {}, {} rows", table, sum.rows());
    }

    /**
     * What has been loaded of a table, where that is all of it and nobody has said so yet. Nobody
     * else changes its progress before the transaction ends.
     *
     * @throws ReplicationException (TABLE) where rows are missing
     */
    static Optional<Segments.Sum> loaded(
            ControlTables control, Connection connection, TableId table) throws SQLException {
        Optional<LoadProgress> progress = control.lockedProgress(connection, table);
        if (progress.filter(LoadProgress::isToBeCompleted).isEmpty()) {
            return Optional.empty();
        }
        Segments.Sum sum = control.segments().sum(connection, table);
        if (sum.complete() < progress.get().segments()) {
            return Optional.empty();
        }
        if (sum.rows() + sum.filtered() != progress.get().endRows()) {
            ReplicationException failure = mismatch(table, progress.get(), sum);
            control.failed(connection, table, table, failure.getMessage());
            throw failure;
        }
        return Optional.of(sum);
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
