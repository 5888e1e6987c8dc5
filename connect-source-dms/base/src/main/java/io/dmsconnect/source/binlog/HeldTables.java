// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that nobody can alter, since a load's transactions have touched them. Whoever tries waits,
 * and everybody else who comes to the table behind him: so a statement that touches it and does
 * nothing waits, too. Where one does, the load makes way: its snapshot is closed, and it goes on
 * from a newer one. Any user may ask like that, while nothing else tells who waits without further
 * rights.
 */
final class HeldTables implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldTables.class);
    private static final long LOOK_MILLIS = 200;
    private static final long AFTER_FAILURE_MILLIS = 5_000;

    /** Tables one statement touches. */
    private static final int TOGETHER = 100;

    /** Lock wait timeout, and the ends of statements that took too long. */
    private static final Set<Integer> WAITED = Set.of(1205, 3024, 1969);

    private final BinlogConnections connections;
    private final String[] impatience;
    private final Runnable makeWay;
    private final List<TableId> tables = new ArrayList<>();
    private Thread looking;
    private Connection connection;
    private int next;
    private boolean closed;

    /** Of the thread that looks. */
    private boolean failed;

    /**
     * @param makeWay lets go of all tables
     */
    HeldTables(BinlogConnections connections, Flavour flavour, Runnable makeWay) {
        this.connections = connections;
        this.makeWay = makeWay;
        this.impatience =
                flavour == Flavour.MARIADB
                        ? new String[] {"SET SESSION lock_wait_timeout = 0"}
                        : new String[] {
                            "SET SESSION lock_wait_timeout = 1",
                            "SET SESSION max_execution_time = 400"
                        };
    }

    synchronized void add(TableId table) {
        if (!tables.contains(table)) {
            tables.add(table);
        }
        if (looking == null && !closed) {
            looking = new Thread(this::look, Thread.currentThread().getName() + "-locks");
            looking.setDaemon(true);
            looking.start();
        }
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(failed ? AFTER_FAILURE_MILLIS : LOOK_MILLIS);
                List<TableId> some = some();
                if (some.isEmpty()) {
                    return;
                }
                // twice: a server may be slow
                if (isWaitedFor(some) && isWaitedFor(some)) {
                    LOG.warn(
                            "The load makes way for a statement that waits for {}, and goes on from a"
                                    + " newer snapshot",
                            some.size() == 1 ? some.get(0) : "one of " + some);
                    makeWay.run();
                    return;
                }
            }
        } catch (InterruptedException ended) {
            LOG.debug("No longer looks who waits for the load", ended);
        } finally {
            letGo();
        }
    }

    /** The next tables in turn; none when it is over. */
    private synchronized List<TableId> some() {
        if (closed) {
            return List.of();
        }
        next = next < tables.size() ? next : 0;
        List<TableId> some =
                List.copyOf(tables.subList(next, Math.min(tables.size(), next + TOGETHER)));
        next += TOGETHER;
        return some;
    }

    private boolean isWaitedFor(List<TableId> some) {
        String touch =
                some.stream()
                        .map(table -> "(SELECT 1 FROM " + Sql.quote(table) + " LIMIT 0)")
                        .collect(Collectors.joining(" UNION ALL "));
        try (Statement statement = open().createStatement()) {
            statement.execute(touch);
            failed = false;
            return false;
        } catch (SQLException e) {
            if (WAITED.contains(e.getErrorCode())) {
                return true;
            }
            LOG.debug("Cannot look who waits for the load", e);
            failed = true;
            letGo();
            return false;
        }
    }

    private Connection open() throws SQLException {
        Connection known;
        synchronized (this) {
            known = connection;
        }
        if (known != null) {
            return known;
        }
        Connection opened = connections.open();
        try (Statement statement = opened.createStatement()) {
            for (String setting : impatience) {
                statement.execute(setting);
            }
        }
        synchronized (this) {
            connection = opened;
        }
        return opened;
    }

    private void letGo() {
        Connection known;
        synchronized (this) {
            known = connection;
            connection = null;
        }
        if (known != null) {
            connections.abort(known);
        }
    }

    /** Returns at once. */
    @Override
    public synchronized void close() {
        closed = true;
        if (looking != null && looking != Thread.currentThread()) {
            looking.interrupt();
        }
    }
}
