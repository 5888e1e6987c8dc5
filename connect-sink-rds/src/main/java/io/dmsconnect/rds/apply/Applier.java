package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
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

        void begin(LoadMessage message, String from, String shape) throws SQLException;

        void loaded(TableId table, long rows, boolean complete) throws SQLException;

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
    public long load(Connection connection, Journal journal, LoadMessage.Batch batch, boolean oneByOne)
            throws SQLException {
        LoadMessage message = batch.message();
        TableId table = message.table().id();
        if (message.type() == LoadMessage.Type.ANNOUNCE) {
            journal.announce(message);
            return 0;
        }
        LoadProgress progress = journal.progress(table);
        boolean older =
                progress != null
                        && (progress.generation() > message.generation()
                                || (progress.generation() == message.generation()
                                        && progress.attempt() > message.attempt()));
        if (older) {
            return 0;
        }
        switch (message.type()) {
            case BEGIN -> {
                begin(connection, journal, message, progress);
                return 0;
            }
            case ROWS -> {
                requireCurrent(message, progress);
                long rows = loads.load(connection, message.table(), batch.rows(), oneByOne);
                journal.loaded(table, rows, false);
                return rows;
            }
            case END -> {
                requireCurrent(message, progress);
                if (progress.rows() != message.rows()) {
                    throw new ReplicationException(
                            FailureKind.TABLE,
                            "table " + table,
                            "%d rows were read from the source, %d have been loaded; reload the table"
                                    .formatted(message.rows(), progress.rows()));
                }
                journal.loaded(table, 0, true);
                LOG.info("Table completed: {}, {} rows", table, message.rows());
                return 0;
            }
            default -> throw new IllegalStateException("handled above: " + message.type());
        }
    }

    private static void requireCurrent(LoadMessage message, LoadProgress progress) {
        if (progress == null || progress.attempt() != message.attempt()) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + message.table().id(),
                    "rows came without the beginning of their load; the topic has lost records, reload the table");
        }
    }

    private void begin(Connection connection, Journal journal, LoadMessage message, LoadProgress progress)
            throws SQLException {
        TableId table = message.table().id();
        journal.announce(message);
        if (dialect.ddlCommits()) {
            journal.commitBeforeDdl();
        }
        LoadApplier.Prepared prepared = loads.begin(connection, message, progress);
        shapes.put(table, prepared.shape());
        journal.begin(message, prepared.from(), prepared.shape().write());
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
                evolve(connection, journal, change, count);
            }
            LoadProgress progress = change.generation() > 0 ? journal.progress(table) : null;
            boolean mayBeGone = progress != null && progress.overlaps(change.position());
            RowChange known = onlyKnownColumns(connection, change, projections);
            if (change.operation() != io.dmsconnect.core.event.Operation.TRUNCATE
                    || truncates(connection, journal, applier)) {
                applier.apply(known, mayBeGone);
            }
            count.count(change);
        }
        applier.flush();
        for (Map.Entry<TableId, ChangeCounts> entry : counts.entrySet()) {
            journal.changed(entry.getKey(), entry.getValue());
        }
    }

    private boolean truncates(Connection connection, Journal journal, ChangeApplier applier)
            throws SQLException {
        if (!settings.ddlHandling().handleSourceTableTruncated()) {
            return false;
        }
        applier.flush();
        return true;
    }

    /** Follows ADD, DROP and RENAME COLUMN of the source. */
    private void evolve(Connection connection, Journal journal, RowChange change, ChangeCounts count)
            throws SQLException {
        Table now = change.table();
        TableId id = now.id();
        ShapeMemory former = shapes.get(id);
        if (former == null) {
            LoadProgress progress = journal.progress(id);
            if (progress == null) {
                journal.announce(change);
            }
            former = progress == null ? null : ShapeMemory.read(progress.shape(), now);
        }
        if (former != null && former.table().equals(now)) {
            shapes.put(id, former);
            return;
        }
        if (former != null && change.sourceMillis() < former.sinceMillis()) {
            // sent a second time after a restart of the source: the shape has moved on since
            return;
        }
        boolean missing = targets.columns(connection, id).isEmpty();
        if (missing || former != null && !former.table().changesTo(now).isEmpty()) {
            if (dialect.ddlCommits()) {
                journal.commitBeforeDdl();
            }
            if (missing) {
                targets.create(connection, now, true);
            } else if (settings.ddlHandling().handleSourceTableAltered()) {
                for (SchemaChange step : former.table().changesTo(now)) {
                    alter(connection, now, step);
                    count.countDdl();
                }
            }
        }
        ShapeMemory adopted =
                new ShapeMemory(
                        now, change.sourceMillis(), former != null && former.emptyAtBegin());
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
                        connection, now.id(), dialect.renameColumn(now.id(), rename.from(), rename.to()));
                LOG.info("Column {} of {} renamed to {}", rename.from(), now.id(), rename.to());
            }
        }
    }

    /**
     * Without the columns that the target does not have by intention: DDL that is not to be followed, or a
     * record of an older shape.
     */
    private RowChange onlyKnownColumns(
            Connection connection, RowChange change, Map<Table, Table> projections) throws SQLException {
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
