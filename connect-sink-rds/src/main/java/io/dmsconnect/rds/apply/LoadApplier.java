// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.settings.FullLoadSettings;
import io.dmsconnect.core.settings.TargetTablePrepMode;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Prepares target tables and loads batches of rows. */
final class LoadApplier {
    /** A row of a load is in its message, whatever becomes of the source's. */
    static final String ADVICE =
            ". Nothing of this batch is written; alter the table on the target and restart the task,"
                    + " or correct the row at the source and reload the table";

    private final Dialect dialect;
    private final TargetTables targets;
    private final TypeMismatch types;
    private final TargetTablePrepMode mode;
    private final boolean keysComeLast;
    private boolean infileForbidden;

    LoadApplier(
            Dialect dialect, TargetTables targets, TypeMismatch types, FullLoadSettings settings) {
        this.types = types;
        this.dialect = dialect;
        this.targets = targets;
        this.mode = settings.targetTablePrepMode();
        this.keysComeLast = settings.createPkAfterFullLoad();
    }

    /** Is the table's key made after its rows, where the load makes the table? */
    boolean keyComesLast(Table table) {
        return keysComeLast && table.hasKey();
    }

    /** Why the table gets none of its secondary objects; empty where it does. */
    String refusal(LoadMessage message, LoadProgress progress) {
        ShapeMemory shape = ShapeMemory.read(progress.shape(), message.table());
        return shape != null && shape.made()
                ? ""
                : "the table was there before the task, and is left as it is";
    }

    /** May there be rows that the load has too? */
    boolean mayCollide(Table table, LoadProgress progress) {
        if (mode != TargetTablePrepMode.DO_NOTHING || !table.hasKey()) {
            return false;
        }
        ShapeMemory shape = ShapeMemory.read(progress.shape(), table);
        return shape == null || !shape.emptyAtBegin();
    }

    /** Rows that come again are known by their key only. */
    void requireKey(LoadMessage.Batch batch) {
        Table table = batch.message().table();
        if (!table.hasKey() || keysComeLast) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table.id() + ", " + batch.origin(),
                    "a part of it comes again, but it has no key "
                            + (keysComeLast ? "yet (CreatePkAfterFullLoad) " : "")
                            + "to know its rows by; reload the table");
        }
    }

    /**
     * @param from the position from which changes have to be applied
     */
    record Prepared(String from, ShapeMemory shape) {}

    /** Gives an empty table of the target, which has this shape, the one that the load is of. */
    interface Alteration {
        void from(ShapeMemory former) throws SQLException;
    }

    /**
     * Prepares the table for an attempt; whatever a former attempt of the same load wrote is void.
     * What an earlier load wrote is void too, whatever the mode: rows that the source has deleted
     * meanwhile would stay. A table that this task has made is made anew where the source's table
     * has another shape or another key by now.
     */
    Prepared begin(
            Connection connection, LoadMessage message, LoadProgress before, Alteration alteration)
            throws SQLException {
        Table table = message.table();
        targets.refuseNames(table);
        ShapeMemory former = before == null ? null : ShapeMemory.read(before.shape(), table);
        boolean filled = former != null && before.attempt() > 0;
        // a load that was claimed, and has not begun, has written nothing
        boolean again =
                filled
                        && before.generation() == message.generation()
                        && (before.begun() || !before.ended());
        boolean anew = filled && !again;
        boolean own = former != null && former.made();
        boolean exists = !targets.columns(connection, table.id()).isEmpty();
        if (mode == TargetTablePrepMode.DROP_AND_CREATE
                || !exists
                || (own && filled && !former.isOf(table))) {
            targets.execute(connection, table.id(), dialect.dropTable(table.id()));
            create(connection, message);
            return new Prepared(message.position(), ShapeMemory.loading(table, true, true));
        }
        boolean altered = anew && !own && !former.isOf(table);
        if (!altered) {
            types.check(connection, table, true, !keysComeLast);
        }
        boolean wasEmpty =
                own || (filled && former.emptyAtBegin()) || targets.isEmpty(connection, table.id());
        if (mode == TargetTablePrepMode.TRUNCATE_BEFORE_LOAD || (filled && wasEmpty)) {
            empty(connection, table);
        } else if (anew) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table.id(),
                    "it is to be loaded anew, and had rows before its first load: those that the"
                            + " source has deleted meanwhile cannot be told from them. Empty it and"
                            + " restart the task, or use TargetTablePrepMode TRUNCATE_BEFORE_LOAD");
        }
        if (altered) {
            alteration.from(former);
            types.check(connection, table, true, !keysComeLast);
        }
        boolean rowsStay = again && mode != TargetTablePrepMode.TRUNCATE_BEFORE_LOAD && !wasEmpty;
        if (rowsStay && !table.hasKey()) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table.id(),
                    "its load was interrupted; it has no key and had rows before the load, so the"
                            + " rows loaded so far cannot be told from them. Empty it and reload it, or"
                            + " use TargetTablePrepMode TRUNCATE_BEFORE_LOAD");
        }
        // where rows of the former attempt stay, changes since that attempt have to be applied
        String from = rowsStay ? before.from().toString() : message.position();
        return new Prepared(from, ShapeMemory.loading(table, wasEmpty, own));
    }

    private void empty(Connection connection, Table table) throws SQLException {
        if (mode == TargetTablePrepMode.DO_NOTHING && dialect.ddlCommits()) {
            // TRUNCATE asks for a right that rows alone do not need
            targets.execute(connection, table.id(), "DELETE FROM " + dialect.quote(table.id()));
        } else {
            targets.empty(connection, table.id());
        }
    }

    private void create(Connection connection, LoadMessage message) throws SQLException {
        Table table = message.table();
        String numbered =
                message.objects().numberings().stream()
                        .filter(Numbering::owned)
                        .map(Numbering::column)
                        .findFirst()
                        .orElse("");
        targets.create(connection, table, !keyComesLast(table), numbered);
    }

    /**
     * Loads a batch.
     *
     * @param mayCollide true where some of the rows may be there already
     */
    long load(Connection connection, LoadMessage.Batch batch, boolean mayCollide, boolean oneByOne)
            throws SQLException {
        Table table = batch.message().table();
        if (batch.piece() != null) {
            return loadLarge(connection, batch, mayCollide, oneByOne);
        }
        return loader(connection, table, batch.origin(), mayCollide, oneByOne)
                .load(connection, batch);
    }

    /** One row, whose values are in a file where they are large. */
    private long loadLarge(
            Connection connection, LoadMessage.Batch batch, boolean mayCollide, boolean oneByOne)
            throws SQLException {
        Table table = batch.message().table();
        Object[] row = batch.rows().next();
        Optional<StreamedRowLoader> streamed =
                mayCollide ? Optional.empty() : StreamedRowLoader.of(dialect, connection, row);
        if (mayCollide || infileForbidden && streamed.isEmpty()) {
            Object[] whole = LargeRowLoader.whole(table, row);
            return new InsertLoader(dialect, batch.origin(), mayCollide, oneByOne)
                    .load(connection, batch.with(List.<Object[]>of(whole).iterator()));
        }
        try {
            BulkLoader loader = streamed.isPresent() ? streamed.get() : new LargeRowLoader(dialect);
            return loader.load(connection, batch.with(List.<Object[]>of(row).iterator()));
        } catch (SQLException e) {
            if (!oneByOne || dialect.classify(e) != FailureKind.RECORD) {
                throw e;
            }
            throw new ReplicationException(
                    FailureKind.RECORD,
                    "table %s, %s, %s"
                            .formatted(
                                    table.id(),
                                    KeyOf.text(table, new ArrayRow(row)),
                                    batch.origin()),
                    "the target refuses the row: " + dialect.reason(e) + ADVICE,
                    e);
        }
    }

    private BulkLoader loader(
            Connection connection,
            Table table,
            RecordOrigin origin,
            boolean mayCollide,
            boolean oneByOne)
            throws SQLException {
        if (oneByOne || mayCollide || infileForbidden) {
            return new InsertLoader(dialect, origin, mayCollide, oneByOne);
        }
        return dialect.ddlCommits()
                ? new InfileLoader(dialect)
                : BinaryCopyLoader.of(dialect, table, targets.columns(connection, table.id()));
    }

    /**
     * The server or its user forbids LOAD DATA LOCAL (errors 1148, 3948, 4166): from now on INSERT.
     */
    boolean forbidsBulk(SQLException failure) {
        boolean forbidden =
                failure.getErrorCode() == 1148
                        || failure.getErrorCode() == 3948
                        || failure.getErrorCode() == 4166;
        infileForbidden |= forbidden;
        return forbidden;
    }
}
