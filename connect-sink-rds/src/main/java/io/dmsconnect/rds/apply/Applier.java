// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SchemaChange;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events into the target through an open transaction. What has to outlive the transaction is
 * handed to the {@link Journal}, which writes it into the control tables of the same transaction.
 */
public final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    /** The control tables, as far as this class needs them. */
    public interface Journal {
        LoadProgress progress(TableId table) throws SQLException;

        void announce(LoadMessage message) throws SQLException;

        void announce(RowChange firstChange) throws SQLException;

        /**
         * @param again true where the table was complete already: changes applied since then are
         *     void with its rows
         */
        void begin(
                LoadMessage message, RecordOrigin origin, String from, String shape, boolean again)
                throws SQLException;

        void loaded(TableId table, long rows, long filtered, boolean complete) throws SQLException;

        void shape(TableId table, String shape) throws SQLException;

        void changed(TableId table, ChangeCounts counts) throws SQLException;

        /** Makes durable what has been done, before a statement that ends the transaction. */
        void commitBeforeDdl() throws SQLException;
    }

    private final Dialect dialect;
    private final TaskSettings settings;
    private final TargetTables targets;
    private final LoadApplier loads;
    private final Map<TableId, ShapeMemory> shapes = new HashMap<>();

    public Applier(Dialect dialect, TaskSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
        this.targets = new TargetTables(dialect);
        this.loads = new LoadApplier(dialect, targets, settings.fullLoad().targetTablePrepMode());
    }

    /** After a rollback: what was remembered may not be so. */
    public void forget() {
        shapes.clear();
        targets.forgetAll();
    }

    /** True where the failure only means that bulk loading is forbidden here; try again. */
    public boolean forbidsBulk(SQLException failure) {
        return loads.forbidsBulk(failure);
    }

    /** One load message. Returns rows written. */
    public long load(
            Connection connection, Journal journal, LoadMessage.Batch batch, boolean oneByOne)
            throws SQLException {
        LoadMessage message = batch.message();
        TableId table = message.table().id();
        if (message.type() == LoadMessage.Type.ANNOUNCE) {
            journal.announce(message);
            return 0;
        }
        LoadProgress progress = journal.progress(table);
        if (isVoid(message, progress)) {
            return 0;
        }
        switch (message.type()) {
            case BEGIN -> {
                begin(connection, journal, batch, progress);
                return 0;
            }
            case ROWS -> {
                requireCurrent(message, progress);
                long rows = loads.load(connection, batch, oneByOne);
                if (rows != message.rows()) {
                    throw new ReplicationException(
                            FailureKind.TABLE,
                            "table " + table + ", " + batch.origin(),
                            "the batch says %d rows, %d were loaded; reload the table"
                                    .formatted(message.rows(), rows));
                }
                journal.loaded(table, rows, message.filtered(), false);
                return rows;
            }
            case END -> {
                requireCurrent(message, progress);
                if (progress.rows() + progress.filtered() != message.rows()) {
                    throw new ReplicationException(
                            FailureKind.TABLE,
                            "table " + table + ", " + batch.origin(),
                            "%d rows were read from the source, %d have been loaded and %d left out by a filter; reload the table"
                                    .formatted(
                                            message.rows(), progress.rows(), progress.filtered()));
                }
                journal.loaded(table, 0, 0, true);
                LOG.info("Table completed: {}, {} rows", table, progress.rows());
                return 0;
            }
            default -> throw new IllegalStateException("handled above: " + message.type());
        }
    }

    /** Of an older attempt, or of one that is complete already. */
    private static boolean isVoid(LoadMessage message, LoadProgress progress) {
        return progress != null
                && (progress.attempt() > message.attempt()
                        || (progress.attempt() == message.attempt() && progress.complete()));
    }

    private static void requireCurrent(LoadMessage message, LoadProgress progress) {
        if (progress == null || progress.attempt() != message.attempt()) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + message.table().id(),
                    "rows came without the beginning of their load; the topic has lost records, reload the table");
        }
    }

    private void begin(
            Connection connection, Journal journal, LoadMessage.Batch batch, LoadProgress progress)
            throws SQLException {
        LoadMessage message = batch.message();
        TableId table = message.table().id();
        journal.announce(message);
        if (dialect.ddlCommits()) {
            journal.commitBeforeDdl();
        }
        targets.forget(table);
        LoadApplier.Prepared prepared = loads.begin(connection, message, progress);
        shapes.put(table, prepared.shape());
        boolean again = progress != null && progress.attempt() > 0 && progress.complete();
        journal.begin(message, batch.origin(), prepared.from(), prepared.shape().write(), again);
        LOG.info("Full load of {} begins", table);
    }

    /** Changes of one table, in order. */
    public void changes(
            Connection connection, Journal journal, Iterable<RowChange> changes, boolean oneByOne)
            throws SQLException {
        Map<TableId, ChangeCounts> counts = new LinkedHashMap<>();
        ChangeApplier applier = new ChangeApplier(dialect, connection, targets, oneByOne);
        Map<Table, Table> projections = new HashMap<>();
        for (RowChange change : changes) {
            TableId table = change.table().id();
            ChangeCounts count = counts.computeIfAbsent(table, id -> new ChangeCounts());
            ShapeMemory shape = shapes.get(table);
            if (shape == null || !shape.table().equals(change.table())) {
                applier.flush();
                evolve(connection, journal, change, counts);
            }
            boolean mayBeGone = false;
            if (change.generation() > 0) {
                LoadProgress progress = journal.progress(table);
                if (progress == null || !progress.opens(change.generation())) {
                    // DDL ended the transaction, and with it what kept others from this table
                    throw new ReplicationException(
                            FailureKind.RECOVERABLE, "table " + table, "it is being loaded anew");
                }
                mayBeGone = progress.overlaps(change.position());
            }
            if (change.operation() == Operation.TRUNCATE) {
                truncate(connection, journal, applier, table, counts);
            } else {
                applier.apply(onlyKnownColumns(connection, change, projections), mayBeGone);
            }
            count.count(change);
        }
        applier.flush();
        write(journal, counts);
    }

    private static void write(Journal journal, Map<TableId, ChangeCounts> counts)
            throws SQLException {
        for (Map.Entry<TableId, ChangeCounts> entry : counts.entrySet()) {
            journal.changed(entry.getKey(), entry.getValue());
        }
        counts.values().forEach(ChangeCounts::clear);
    }

    /** What has been applied by now becomes durable with its numbers. */
    private void beforeDdl(Journal journal, Map<TableId, ChangeCounts> counts) throws SQLException {
        if (dialect.ddlCommits()) {
            write(journal, counts);
            journal.commitBeforeDdl();
        }
    }

    private void truncate(
            Connection connection,
            Journal journal,
            ChangeApplier applier,
            TableId table,
            Map<TableId, ChangeCounts> counts)
            throws SQLException {
        if (settings.ddlHandling().handleSourceTableTruncated()) {
            applier.flush();
            beforeDdl(journal, counts);
            targets.execute(connection, table, dialect.truncate(table));
        }
    }

    /** Follows ADD, DROP and RENAME COLUMN of the source. */
    private void evolve(
            Connection connection,
            Journal journal,
            RowChange change,
            Map<TableId, ChangeCounts> counts)
            throws SQLException {
        Table now = change.table();
        TableId id = now.id();
        LoadProgress progress = journal.progress(id);
        if (progress == null) {
            journal.announce(change);
        }
        // a load, perhaps by another task, may have made the table anew since it was remembered
        ShapeMemory former = progress == null ? null : ShapeMemory.read(progress.shape(), now);
        if (former != null
                && (former.table().equals(now) || former.isOlder(now, change.sourceMillis()))) {
            shapes.put(id, former);
            return;
        }
        targets.forget(id);
        boolean missing = targets.columns(connection, id).isEmpty();
        if (missing || former != null && !former.table().changesTo(now).isEmpty()) {
            beforeDdl(journal, counts);
            if (missing) {
                targets.create(connection, now, true);
            } else if (settings.ddlHandling().handleSourceTableAltered()) {
                for (SchemaChange step : former.table().changesTo(now)) {
                    alter(connection, now, step);
                    counts.get(id).countDdl();
                }
            }
        }
        ShapeMemory adopted =
                former == null
                        ? ShapeMemory.first(now, change.sourceMillis(), false)
                        : former.next(now, change.sourceMillis());
        shapes.put(id, adopted);
        journal.shape(id, adopted.write());
    }

    private void alter(Connection connection, Table now, SchemaChange step) throws SQLException {
        Map<String, String> there = targets.columns(connection, now.id());
        if (step instanceof SchemaChange.AddColumn add) {
            if (!there.containsKey(add.column().name())) {
                Table declarable = targets.declarable(connection, now);
                Column column = declarable.columns().get(now.indexOf(add.column().name()));
                targets.execute(connection, now.id(), dialect.addColumn(declarable, column));
                LOG.info("Column {} added to {}", column.name(), now.id());
            }
        } else if (step instanceof SchemaChange.DropColumn drop) {
            if (there.containsKey(drop.name())) {
                targets.execute(connection, now.id(), dialect.dropColumn(now.id(), drop.name()));
                LOG.info("Column {} dropped from {}", drop.name(), now.id());
            }
        } else if (step instanceof SchemaChange.RenameColumn rename) {
            if (there.containsKey(rename.from()) && !there.containsKey(rename.to())) {
                targets.execute(
                        connection,
                        now.id(),
                        dialect.renameColumn(now.id(), rename.from(), rename.to()));
                LOG.info("Column {} of {} renamed to {}", rename.from(), now.id(), rename.to());
            }
        }
    }

    /**
     * Without the columns that the target does not have by intention: DDL that is not to be
     * followed, or a record of an older shape.
     */
    private RowChange onlyKnownColumns(
            Connection connection, RowChange change, Map<Table, Table> projections)
            throws SQLException {
        Table table = change.table();
        ShapeMemory current = shapes.get(table.id());
        boolean replayed = current != null && !current.table().equals(table);
        if (!replayed && settings.ddlHandling().handleSourceTableAltered()) {
            return change;
        }
        Map<String, String> there = targets.columns(connection, table.id());
        return Projection.of(change, there.keySet(), projections);
    }
}
