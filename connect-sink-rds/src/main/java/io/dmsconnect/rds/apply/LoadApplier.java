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

/** Prepares target tables and loads batches of rows. */
final class LoadApplier {
    private final Dialect dialect;
    private final TargetTables targets;
    private final TargetTablePrepMode mode;
    private final boolean keysComeLast;
    private boolean infileForbidden;

    LoadApplier(Dialect dialect, TargetTables targets, FullLoadSettings settings) {
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

    /**
     * Prepares the table for an attempt; whatever a former attempt of the same load wrote is void.
     */
    Prepared begin(Connection connection, LoadMessage message, LoadProgress before)
            throws SQLException {
        Table table = message.table();
        targets.refuseNames(table);
        boolean again =
                before != null
                        && before.attempt() > 0
                        && before.generation() == message.generation();
        boolean exists = !targets.columns(connection, table.id()).isEmpty();
        ShapeMemory former = before == null ? null : ShapeMemory.read(before.shape(), table);
        boolean wasEmpty =
                again && former != null
                        ? former.emptyAtBegin()
                        : !exists || targets.isEmpty(connection, table.id());
        String from = message.position();
        boolean made =
                !exists
                        || mode == TargetTablePrepMode.DROP_AND_CREATE
                        || (former != null && former.made());
        switch (mode) {
            case DROP_AND_CREATE -> {
                targets.execute(connection, table.id(), dialect.dropTable(table.id()));
                create(connection, message);
            }
            case TRUNCATE_BEFORE_LOAD -> {
                if (exists) {
                    targets.execute(connection, table.id(), dialect.truncate(table.id()));
                } else {
                    create(connection, message);
                }
            }
            case DO_NOTHING -> {
                if (!exists) {
                    create(connection, message);
                } else if (again && wasEmpty) {
                    targets.execute(
                            connection, table.id(), "DELETE FROM " + dialect.quote(table.id()));
                } else if (again && !table.hasKey()) {
                    throw new ReplicationException(
                            FailureKind.TABLE,
                            "table " + table.id(),
                            "its load was interrupted; it has no key and had rows before the load, so the"
                                    + " rows loaded so far cannot be told from them. Empty it and reload it, or"
                                    + " use TargetTablePrepMode TRUNCATE_BEFORE_LOAD");
                } else if (again) {
                    // rows of the former attempt stay: changes since that attempt have to be
                    // applied
                    from = before.from().toString();
                }
            }
        }
        return new Prepared(from, ShapeMemory.loading(table, wasEmpty, made));
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
        if (mayCollide || infileForbidden) {
            Object[] whole = LargeRowLoader.whole(table, row);
            return new InsertLoader(dialect, batch.origin(), mayCollide, oneByOne)
                    .load(connection, batch.with(List.<Object[]>of(whole).iterator()));
        }
        try {
            return new LargeRowLoader(dialect)
                    .load(connection, batch.with(List.<Object[]>of(row).iterator()));
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
                    "the target refuses the row: " + dialect.reason(e) + ChangeApplier.ADVICE,
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
