// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.connect.RowWriter;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SliceWish;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Transactions that were begun at the same moment, lent to the threads that read. */
final class BinlogSnapshot implements LoadSnapshot {
    private final BinlogConnections connections;
    private final Flavour flavour;
    private final HeldTables held;
    private final String position;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> all = new HashSet<>();
    private int busy;
    private boolean closed;

    BinlogSnapshot(
            BinlogConnections connections, SnapshotConnections.Opened opened, Flavour flavour) {
        this.connections = connections;
        this.flavour = flavour;
        this.held = new HeldTables(connections, flavour, this::close);
        this.position = opened.position();
        idle.addAll(opened.readers());
        all.addAll(opened.readers());
    }

    @Override
    public String position() {
        return position;
    }

    /**
     * A transaction that has touched a table keeps others from altering it until it ends, whatever
     * it has read. That is what a snapshot needs: it would show rows of before an ALTER TABLE under
     * the names of after it.
     */
    @Override
    public String hold(TableId table) {
        Connection connection = borrow();
        boolean usable = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM " + Sql.quote(table) + " LIMIT 0");
            String end = SnapshotConnections.position(connection, flavour);
            usable = true;
            held.add(table);
            return end.isEmpty() ? position : end;
        } catch (SQLException e) {
            usable = BinlogConnections.isMissing(e);
            if (!usable) {
                throw failure("looking at " + table, e);
            }
            return position;
        } finally {
            giveBack(connection, usable);
        }
    }

    @Override
    public List<Slice> slices(Table table, SliceWish wish) {
        Connection connection = borrow();
        boolean whole = false;
        try {
            List<Slice> slices = new TableSlices(connection, table, wish).cut();
            whole = true;
            return slices;
        } catch (SQLException e) {
            throw failure("cutting " + table.id(), e);
        } finally {
            giveBack(connection, whole);
        }
    }

    private synchronized ReplicationException failure(String what, SQLException e) {
        return closed
                ? new ReplicationException(
                        FailureKind.RECOVERABLE, what, "the snapshot was closed", e)
                : BinlogConnections.failure(what, e);
    }

    @Override
    public void read(Table table, Slice slice, RowCondition condition, Consumer<Object[]> row) {
        LargeValues large = LargeValues.of(table);
        read(
                table,
                connection -> {
                    new TableRead(table, slice, condition, large).run(connection, row);
                    large.read(connection, row);
                });
    }

    @Override
    public void readLogged(
            Table table, Slice slice, RowCondition condition, Consumer<Object[]> row) {
        read(table, connection -> TableRead.logged(table, slice, condition).run(connection, row));
    }

    @Override
    public boolean readInto(
            Table table,
            int[] columns,
            Slice slice,
            RowCondition condition,
            RowWriter batch,
            Runnable afterRow,
            Consumer<Object[]> largeRow) {
        Table wanted =
                new Table(
                        table.id(),
                        IntStream.of(columns).mapToObj(table.columns()::get).toList(),
                        List.of());
        LargeValues large = LargeValues.of(table);
        read(
                table,
                connection -> {
                    new TableRead(wanted, slice, condition, large).run(connection, batch, afterRow);
                    large.read(connection, largeRow);
                });
        return true;
    }

    private interface Reading {
        void run(Connection connection) throws SQLException;
    }

    private void read(Table table, Reading reading) {
        Connection connection = borrow();
        boolean whole = false;
        try {
            reading.run(connection);
            whole = true;
        } catch (SQLException e) {
            throw failure("loading " + table.id(), e);
        } finally {
            giveBack(connection, whole);
        }
    }

    private synchronized Connection borrow() {
        while (idle.isEmpty() && busy > 0 && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReplicationException(
                        FailureKind.RECOVERABLE, "loading", "interrupted", e);
            }
        }
        if (closed || idle.isEmpty()) {
            throw new ReplicationException(
                    FailureKind.RECOVERABLE, "loading", "the snapshot's connections are gone");
        }
        busy++;
        return idle.pop();
    }

    /** After half a table, the rest of it is still on its way: nobody can use that connection. */
    private synchronized void giveBack(Connection connection, boolean usable) {
        busy--;
        if (usable && !closed) {
            idle.push(connection);
        } else {
            all.remove(connection);
            connections.abort(connection);
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        held.close();
        all.forEach(connections::abort);
        notifyAll();
    }
}
