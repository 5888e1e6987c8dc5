// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.AmbiguousShapeException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SchemaChange;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        /** Where it is complete, nobody else changes it before the transaction ends. */
        LoadProgress progress(TableId table) throws SQLException;

        /** No other load begins before the transaction ends. */
        LoadProgress loading(TableId table) throws SQLException;

        /** Nobody else changes it before the transaction ends. */
        LoadProgress locked(TableId table) throws SQLException;

        void announce(LoadMessage message) throws SQLException;

        void announce(RowChange firstChange) throws SQLException;

        /** From now on rows of former attempts are void, and those of this one wait. */
        void claim(LoadMessage message) throws SQLException;

        /**
         * @param again true where the table was complete already: changes applied since then are
         *     void with its rows
         */
        void begin(
                LoadMessage message, RecordOrigin origin, String from, String shape, boolean again)
                throws SQLException;

        /** Some segments are read from a newer state of the source. */
        void resumed(LoadMessage message) throws SQLException;

        /** Null where none of its rows have come. */
        SegmentProgress segment(LoadMessage message) throws SQLException;

        void segment(LoadMessage message, SegmentProgress now) throws SQLException;

        /** The table is complete as soon as all of its segments are. */
        void ended(LoadMessage message) throws SQLException;

        /**
         * Foreign keys to this table wait from now on.
         *
         * @return the statements that take them away
         */
        List<String> releaseReferences(TableId table) throws SQLException;

        /**
         * An index of the target's gets another name.
         *
         * @return false where it is none that this task has made
         */
        boolean renames(TableId table, String index, String name) throws SQLException;

        /** The key is made when all rows are there, by this statement. */
        void wantsKey(TableId table, String statement) throws SQLException;

        /**
         * What the message says of secondary objects is made when all rows are there.
         *
         * @param refusal why it is not; empty where it is
         */
        void wants(LoadMessage message, String refusal) throws SQLException;

        void shape(TableId table, String shape) throws SQLException;

        void changed(TableId table, ChangeCounts counts) throws SQLException;

        /** Makes durable what has been done, before a statement that ends the transaction. */
        void commitBeforeDdl() throws SQLException;
    }

    private final Dialect dialect;
    private final TaskSettings settings;
    private final TargetTables targets;
    private final TypeMismatch types;
    private final LoadApplier loads;
    private final Map<TableId, ShapeMemory> shapes = new HashMap<>();
    private final Set<TableId> oldRowsKnown = new HashSet<>();

    public Applier(Dialect dialect, TaskSettings settings, TypeMismatch.Allowed mismatches) {
        this.dialect = dialect;
        this.settings = settings;
        this.targets = new TargetTables(dialect);
        this.types = new TypeMismatch(dialect, targets, mismatches);
        this.loads = new LoadApplier(dialect, targets, types, settings.fullLoad());
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

    /**
     * One load message.
     *
     * @return false where it has to wait for the beginning of its load
     */
    public boolean load(
            Connection connection, Journal journal, LoadMessage.Batch batch, boolean oneByOne)
            throws SQLException {
        LoadMessage message = batch.message();
        TableId table = message.table().id();
        switch (message.type()) {
            case ANNOUNCE -> {
                journal.announce(message);
                return true;
            }
            case BEGIN -> {
                // a row that is not there cannot be locked: another task might begin meanwhile
                journal.announce(message);
                LoadProgress progress = journal.locked(table);
                if (progress == null || !progress.voids(message)) {
                    begin(connection, journal, batch, progress);
                }
                return true;
            }
            case END -> {
                if (GoneTable.isEndOfOne(message)) {
                    GoneTable.end(journal, batch);
                    return true;
                }
                LoadProgress progress = journal.locked(table);
                if (!hasBegun(message, progress)) {
                    return false;
                }
                if (!progress.voids(message)) {
                    if (!message.objects().isEmpty()) {
                        journal.wants(message, loads.refusal(message, progress));
                    }
                    journal.ended(message);
                }
                return true;
            }
            case ROWS, SEGMENT_END -> {
                LoadProgress progress = journal.loading(table);
                if (!hasBegun(message, progress)) {
                    return false;
                }
                if (!progress.voids(message)) {
                    segment(connection, journal, batch, progress, oneByOne);
                }
                return true;
            }
            default -> throw new IllegalStateException("handled above: " + message.type());
        }
    }

    private static boolean hasBegun(LoadMessage message, LoadProgress progress) {
        return progress != null && progress.takesRows(message.generation(), message.attempt());
    }

    private void segment(
            Connection connection,
            Journal journal,
            LoadMessage.Batch batch,
            LoadProgress progress,
            boolean oneByOne)
            throws SQLException {
        LoadMessage message = batch.message();
        long attempt = message.segment().attempt();
        SegmentProgress known = journal.segment(message);
        if (known != null
                && (known.attempt() > attempt
                        || (known.attempt() == attempt && known.complete()))) {
            return;
        }
        boolean further = known != null && known.attempt() == attempt;
        if (!further && attempt > progress.resumed()) {
            journal.resumed(message);
        }
        SegmentProgress now =
                further
                        ? known
                        : new SegmentProgress(
                                attempt, false, known != null, message.segment().kept(), 0);
        if (message.type() == LoadMessage.Type.SEGMENT_END) {
            journal.segment(message, ended(batch, now));
            return;
        }
        // read from a newer state of the source: a row may have moved here from a segment that was
        // loaded before. Seldom enough for the fast way to be tried first
        boolean moved = oneByOne && attempt > message.attempt();
        boolean again = now.again() || moved;
        if (again) {
            loads.requireKey(batch);
        }
        boolean mayCollide = again || loads.mayCollide(message.table(), progress);
        long rows = loads.load(connection, batch, mayCollide, oneByOne);
        if (rows != message.rows()) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + message.table().id() + ", " + batch.origin(),
                    "the batch says %d rows, %d were loaded; reload the table"
                            .formatted(message.rows(), rows));
        }
        journal.segment(
                message,
                new SegmentProgress(
                        attempt,
                        false,
                        again,
                        now.rows() + rows,
                        now.filtered() + message.filtered()));
    }

    private static SegmentProgress ended(LoadMessage.Batch batch, SegmentProgress now) {
        LoadMessage message = batch.message();
        if (now.rows() + now.filtered() != message.rows()) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + message.table().id() + ", " + batch.origin(),
                    "%d rows of segment %d were read from the source, %d have been loaded and %d left out by a filter; reload the table"
                            .formatted(
                                    message.rows(),
                                    message.segment().number(),
                                    now.rows(),
                                    now.filtered()));
        }
        return new SegmentProgress(now.attempt(), true, now.again(), now.rows(), now.filtered());
    }

    private void begin(
            Connection connection, Journal journal, LoadMessage.Batch batch, LoadProgress progress)
            throws SQLException {
        LoadMessage message = batch.message();
        TableId table = message.table().id();
        journal.claim(message);
        if (dialect.ddlCommits()) {
            journal.commitBeforeDdl();
        }
        targets.forget(table);
        if (!dialect.ddlCommits()) {
            // elsewhere a session that checks no foreign keys may take the table away
            for (String statement : journal.releaseReferences(table)) {
                targets.execute(connection, table, statement);
            }
        }
        targets.clearName(connection, journal, table);
        LoadApplier.Prepared prepared =
                loads.begin(
                        connection,
                        message,
                        progress,
                        former -> follow(connection, journal, former, message.table()));
        shapes.put(table, prepared.shape());
        // changes that wait for a later load have not been applied before it
        boolean again =
                progress != null
                        && progress.attempt() > 0
                        && progress.ended()
                        && progress.generation() >= message.generation();
        journal.begin(message, batch.origin(), prepared.from(), prepared.shape().write(), again);
        if (prepared.shape().made() && loads.keyComesLast(message.table())) {
            journal.wantsKey(
                    table, dialect.addKey(targets.declarable(connection, message.table())));
        }
        LOG.info("Full load of {} begins", table);
    }

    /**
     * Changes of one table, in order.
     *
     * @param mayGoOn true where the last one's transaction may have more
     * @throws UnfinishedTransactionException where nothing can be written before it has ended
     */
    public void changes(
            Connection connection,
            Journal journal,
            Iterable<RowChange> changes,
            boolean oneByOne,
            boolean mayGoOn)
            throws SQLException {
        Map<TableId, ChangeCounts> counts = new LinkedHashMap<>();
        ChangeApplier applier =
                new ChangeApplier(dialect, connection, targets, oldRowsKnown, oneByOne);
        Map<List<Table>, Projection> projections = new HashMap<>();
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
                mayBeGone = progress.overlaps(change.position(), change.sourceMillis());
            }
            if (change.operation() == Operation.TRUNCATE) {
                truncate(connection, journal, applier, table, counts);
            } else {
                applier.apply(onlyKnownColumns(connection, change, projections), mayBeGone);
            }
            count.count(change);
        }
        applier.end(mayGoOn);
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
            targets.empty(connection, table);
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
            boolean first = shapes.put(id, former) == null;
            if (first && former.table().equals(now)) {
                checkTypes(connection, now);
            }
            return;
        }
        targets.forget(id);
        boolean missing = targets.columns(connection, id).isEmpty();
        if (missing && progress != null && progress.attempt() > 0) {
            throw TypeMismatch.gone(id);
        }
        List<SchemaChange> steps = former == null ? List.of() : steps(former.table(), now);
        if (missing || !steps.isEmpty()) {
            if (missing) {
                beforeDdl(journal, counts);
                targets.clearName(connection, journal, now.id());
                targets.create(connection, now);
            } else if (settings.ddlHandling().handleSourceTableAltered()) {
                for (int i = former.stepsDone(now); i < steps.size(); i++) {
                    if (dialect.ddlCommits()) {
                        // no transaction takes back the steps before this one
                        journal.shape(id, former.onTheWay(now, i).write());
                        beforeDdl(journal, counts);
                    }
                    alter(connection, now, steps.get(i), false);
                    counts.get(id).countDdl();
                }
            }
        }
        if (!missing) {
            checkTypes(connection, now);
        }
        ShapeMemory adopted =
                former == null
                        ? ShapeMemory.first(now, change.sourceMillis())
                        : former.next(now, change.sourceMillis());
        shapes.put(id, adopted);
        journal.shape(id, adopted.write());
    }

    /** Alters a table that has no rows. */
    private void follow(Connection connection, Journal journal, ShapeMemory former, Table now)
            throws SQLException {
        if (!settings.ddlHandling().handleSourceTableAltered()) {
            return;
        }
        List<SchemaChange> steps = steps(former.table(), now);
        for (int i = former.stepsDone(now); i < steps.size(); i++) {
            if (dialect.ddlCommits()) {
                journal.shape(now.id(), former.onTheWay(now, i).write());
                journal.commitBeforeDdl();
            }
            alter(connection, now, steps.get(i), true);
        }
    }

    private void checkTypes(Connection connection, Table now) throws SQLException {
        types.check(connection, now, false, true);
    }

    private static List<SchemaChange> steps(Table former, Table now) {
        try {
            return former.changesTo(now);
        } catch (AmbiguousShapeException e) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + now.id(),
                    e.getMessage() + "; reload the table",
                    e);
        }
    }

    /**
     * @param isEmpty has the table no rows?
     */
    private void alter(Connection connection, Table now, SchemaChange step, boolean isEmpty)
            throws SQLException {
        if (step instanceof SchemaChange.AlterColumn altered) {
            types.follow(connection, now, altered, isEmpty);
            return;
        }
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
            Connection connection, RowChange change, Map<List<Table>, Projection> projections)
            throws SQLException {
        Table table = change.table();
        ShapeMemory current = shapes.get(table.id());
        boolean replayed = current != null && !current.table().equals(table);
        if (!replayed && settings.ddlHandling().handleSourceTableAltered()) {
            return change;
        }
        List<Table> shapesOfBoth = replayed ? List.of(table, current.table()) : List.of(table);
        Projection projection = projections.get(shapesOfBoth);
        if (projection == null) {
            Set<String> there = targets.columns(connection, table.id()).keySet();
            projection =
                    replayed
                            ? Projection.onto(table, current.table(), there)
                            : Projection.onto(table, there);
            projections.put(shapesOfBoth, projection);
        }
        return projection.of(change);
    }
}
