// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.LoadProgress;
import io.dmsconnect.rds.apply.LoadedShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what tables have beside their rows, and declares them complete: on a thread and a
 * connection of its own, since an index may take longer than Kafka waits for a task to come back.
 * One object, one transaction: what is made before a crash stays.
 */
final class ObjectBuilder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectBuilder.class);
    private static final long STOP_MILLIS = 5_000;

    private final Database database;
    private final ControlTables control;
    private final ObjectMaker maker;
    private final Set<TableId> queue = new LinkedHashSet<>();
    private Thread thread;
    private Exception failure;
    private Statement running;
    private boolean stopping;

    ObjectBuilder(Database database, ControlTables control) {
        this.database = database;
        this.control = control;
        this.maker = new ObjectMaker(database.dialect(), control.objects(), this::runs);
    }

    synchronized boolean isAt(TableId table) {
        return queue.contains(table);
    }

    /** A table whose rows are all there. */
    synchronized void add(TableId table) {
        if (stopping || !queue.add(table) || thread != null) {
            return;
        }
        thread = new Thread(this::work, Thread.currentThread().getName() + "-objects");
        thread.setDaemon(true);
        thread.start();
    }

    /** Throws what has gone wrong since the last call, once. */
    void check() throws SQLException {
        Exception happened;
        synchronized (this) {
            happened = failure;
            failure = null;
        }
        if (happened instanceof SQLException e) {
            throw e;
        } else if (happened instanceof RuntimeException e) {
            throw e;
        }
    }

    private synchronized void runs(Statement statement) {
        running = statement;
        if (stopping && statement != null) {
            throw new IllegalStateException("the task is stopping");
        }
    }

    private void work() {
        while (true) {
            TableId table = next();
            if (table == null) {
                return;
            }
            Exception problem = null;
            try (Connection connection = database.open()) {
                build(connection, table);
            } catch (SQLException | RuntimeException e) {
                problem = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            done(table, problem);
        }
    }

    private synchronized TableId next() {
        if (stopping || queue.isEmpty()) {
            thread = null;
            return null;
        }
        return queue.iterator().next();
    }

    private synchronized void done(TableId table, Exception problem) {
        queue.remove(table);
        if (problem != null && !stopping) {
            LOG.debug("Objects of {}", table, problem);
            failure = problem;
        }
    }

    private void build(Connection connection, TableId table)
            throws SQLException, InterruptedException {
        do {
            while (makeNext(connection, table)) {
                // one after the other
            }
        } while (!complete(connection, table));
    }

    /** False where nothing waits for this table's rows alone any more. */
    private boolean makeNext(Connection connection, TableId table)
            throws SQLException, InterruptedException {
        TaskLock lock = control.lock(connection, "objects of " + table);
        lock.take();
        try {
            Optional<LoadProgress> progress = control.progress(connection, table);
            List<WantedObject> waiting = control.objects().waiting(connection, table);
            if (waiting.isEmpty() || progress.filter(LoadProgress::isToBeCompleted).isEmpty()) {
                return false;
            }
            WantedObject wanted = waiting.get(0);
            make(connection, wanted, progress.get());
            connection.commit();
            return true;
        } finally {
            lock.release();
        }
    }

    private void make(Connection connection, WantedObject wanted, LoadProgress progress)
            throws SQLException {
        try {
            Table table = LoadedShape.of(database.dialect(), connection, wanted.table(), progress);
            maker.make(connection, wanted, table);
        } catch (ReplicationException e) {
            connection.rollback();
            control.failed(connection, wanted.table(), wanted.table(), e.getMessage());
            throw e;
        } catch (SQLException e) {
            if (wanted.kind() == WantedObject.Kind.PRIMARY_KEY
                    || database.dialect().classify(e) == FailureKind.RECOVERABLE) {
                throw e;
            }
            // the rows do not wait for what stands beside them
            connection.rollback();
            maker.giveUp(connection, wanted, e);
        }
    }

    /**
     * Foreign keys need both tables: who completes the second one makes them.
     *
     * @return false where the end of the load, which says what is to be made, has come only now
     */
    private boolean complete(Connection connection, TableId table)
            throws SQLException, InterruptedException {
        TaskLock lock = Completion.keysLock(control, connection);
        lock.take();
        try {
            Optional<Segments.Sum> sum = Completion.loaded(control, connection, table);
            if (sum.isEmpty()) {
                return true;
            }
            if (!control.objects().waiting(connection, table).isEmpty()) {
                connection.rollback();
                return false;
            }
            for (WantedObject key : control.objects().waitingKeys(connection, table)) {
                boolean fromHere = key.table().equals(table);
                TableId other = fromHere ? key.references() : key.table();
                Optional<LoadProgress> progress = control.progress(connection, key.table());
                if (other.equals(table) || isComplete(connection, other)) {
                    make(connection, key, progress.orElseThrow());
                }
            }
            Completion.complete(control, connection, table, sum.get());
            return true;
        } finally {
            lock.release();
        }
    }

    private boolean isComplete(Connection connection, TableId table) throws SQLException {
        return control.progress(connection, table).filter(LoadProgress::complete).isPresent();
    }

    @Override
    public void close() {
        Thread worker;
        synchronized (this) {
            stopping = true;
            worker = thread;
            if (running != null) {
                try {
                    running.cancel();
                } catch (SQLException e) {
                    LOG.debug(
                            "The server does not answer; the connection is closed with the pool",
                            e);
                }
            }
        }
        if (worker == null) {
            return;
        }
        worker.interrupt();
        try {
            worker.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
