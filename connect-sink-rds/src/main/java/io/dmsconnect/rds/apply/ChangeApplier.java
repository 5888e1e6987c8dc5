// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Clauses;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changes of rows of one shape, in order. Whole rows of a table with a key are collected,
 * the last state of each key wins, and go out as one batch of deletes and one of upserts;
 * everything else is a statement of its own, at its place in the order. A transaction of the source
 * in which two rows have shared a key is written as a whole, see {@link KeyRun}.
 *
 * <p>An update or a delete hits one row. A delete that finds no row is right where the table has a
 * key: the source may tell a change twice, and the row is gone. A whole row is inserted where it is
 * missing, for the same reason. Everything else than that is an error.
 */
final class ChangeApplier {
    static final String ADVICE =
            ". Nothing of this batch is written; correct the row at the source, or the table on the"
                    + " target, and restart the task";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeApplier.class);

    private final Dialect dialect;
    private final Connection connection;
    private final TargetTables targets;
    private final Set<TableId> oldRowsKnown;
    private final boolean oneByOne;
    private final Map<List<Object>, RowChange> window = new LinkedHashMap<>();
    private final List<RowChange> transaction = new ArrayList<>();
    private final Set<RowChange> overlapping = Collections.newSetFromMap(new IdentityHashMap<>());
    private String transactionName = "";
    private Statements statements;
    private Boolean writesAreChecked;

    /**
     * @param oldRowsKnown remembers tables of whose old rows the log tells all, and whose keys may
     *     be deferrable therefore
     * @param oneByOne true to write each change alone, so that a failure is that change's
     */
    ChangeApplier(
            Dialect dialect,
            Connection connection,
            TargetTables targets,
            Set<TableId> oldRowsKnown,
            boolean oneByOne) {
        this.oldRowsKnown = oldRowsKnown;
        this.dialect = dialect;
        this.connection = connection;
        this.targets = targets;
        this.oneByOne = oneByOne;
    }

    /**
     * @param mayBeGone true where the loaded rows may be newer than the change, so that its row may
     *     be gone already
     */
    void apply(RowChange change, boolean mayBeGone) throws SQLException {
        if (statements == null || statements.table != change.table()) {
            flush();
            statements = new Statements(dialect, connection, change.table());
        }
        String name = change.table().hasKey() ? SourceTransaction.of(change) : "";
        if (name.isEmpty()) {
            settle(false);
            applyNow(change, mayBeGone);
            return;
        }
        if (!name.equals(transactionName)) {
            settle(false);
        }
        transactionName = name;
        transaction.add(change);
        if (KeyRun.knowsOldRows(change) && SourceTransaction.mayShareKeys(name)) {
            oldRowsKnown.add(change.table().id());
        }
        if (mayBeGone) {
            overlapping.add(change);
        }
    }

    /**
     * All changes in hand have been given.
     *
     * @param mayGoOn true where the last one's transaction may have more
     */
    void end(boolean mayGoOn) throws SQLException {
        settle(mayGoOn);
        writeWindow();
    }

    /** Writes what is collected. */
    void flush() throws SQLException {
        end(false);
    }

    /** The changes of one transaction, in hand now, are applied. */
    private void settle(boolean mayGoOn) throws SQLException {
        if (transaction.isEmpty()) {
            return;
        }
        List<RowChange> changes = List.copyOf(transaction);
        Set<RowChange> mayBeGone = Collections.newSetFromMap(new IdentityHashMap<>());
        mayBeGone.addAll(overlapping);
        transaction.clear();
        overlapping.clear();
        boolean inserts =
                mayGoOn
                        && oldRowsKnown.contains(statements.table.id())
                        && changes.stream()
                                .anyMatch(change -> change.operation() == Operation.INSERT);
        if (inserts || KeyRun.isOf(changes, statements.keyIndexes)) {
            writeWindow();
            KeyRun run = new KeyRun(statements.table, this::exists);
            run.take(changes);
            if (run.isUnfinished() && mayGoOn) {
                throw new UnfinishedTransactionException(changes.get(0).origin().offset());
            }
            if (run.isDisputed()) {
                if (run.isUnfinished()) {
                    LOG.warn(
                            "{}: two rows of one key at the end of a transaction ({}); the later one"
                                    + " is kept",
                            statements.table.id(),
                            changes.get(changes.size() - 1).origin());
                }
                write(run);
                return;
            }
        }
        for (RowChange change : changes) {
            applyNow(change, mayBeGone.contains(change));
        }
    }

    private void applyNow(RowChange change, boolean mayBeGone) throws SQLException {
        try {
            if (isWhole(change)) {
                Row row = requireKey(change);
                List<Object> key = KeyOf.row(row, statements.keyIndexes);
                RowChange earlier = window.get(key);
                if (earlier != null
                        && !KeyOf.sameForm(rowOf(earlier), row, statements.keyIndexes)) {
                    writeWindow();
                }
                window.remove(key);
                window.put(key, change);
                if (oneByOne) {
                    writeWindow();
                }
            } else {
                writeWindow();
                applyAlone(change, mayBeGone);
            }
        } catch (SQLException e) {
            if (oneByOne) {
                throw refused(change, e);
            }
            throw e;
        } catch (ReplicationException e) {
            throw e.kind() == FailureKind.RECORD && oneByOne ? refused(change, e) : e;
        }
    }

    private static boolean isWhole(RowChange change) {
        return change.table().hasKey()
                && change.movedKey() == null
                && change.operation() != Operation.TRUNCATE
                && (change.operation() == Operation.DELETE || change.after().isComplete());
    }

    private Row requireKey(RowChange change) {
        Row row = rowOf(change);
        for (int index : statements.keyIndexes) {
            if (row == null || !row.isPresent(index) || row.value(index) == null) {
                throw new ReplicationException(
                        FailureKind.RECORD,
                        "table %s, %s".formatted(change.table().id(), change.origin()),
                        "the %s does not carry the value of key column '%s'"
                                .formatted(
                                        change.operation()
                                                .name()
                                                .toLowerCase(java.util.Locale.ROOT),
                                        change.table().columns().get(index).name()));
            }
        }
        return row;
    }

    private static Row rowOf(RowChange change) {
        return change.operation() == Operation.DELETE ? change.before() : change.after();
    }

    private void writeWindow() throws SQLException {
        if (window.isEmpty()) {
            return;
        }
        List<Write> deletes = new ArrayList<>();
        List<Write> upserts = new ArrayList<>();
        for (RowChange change : window.values()) {
            (change.operation() == Operation.DELETE ? deletes : upserts)
                    .add(new Write(rowOf(change), change));
        }
        window.clear();
        delete(deletes);
        upsert(upserts);
    }

    /**
     * Rows leave all their keys before others take them, since they may have exchanged values of
     * other unique columns too.
     */
    private void write(KeyRun run) throws SQLException {
        List<Write> deletes = new ArrayList<>();
        List<Write> upserts = new ArrayList<>();
        for (KeyRun.Place place : run.places()) {
            if (place.row() != null) {
                upserts.add(new Write(place.row(), place.last()));
            }
            if (place.row() == null ? place.isFormerGone() : !writesAreChecked()) {
                deletes.add(new Write(place.key(), place.last()));
            }
        }
        delete(deletes);
        upsert(upserts);
    }

    /** Would a deletion take other tables' rows along? */
    private boolean writesAreChecked() throws SQLException {
        if (writesAreChecked == null) {
            writesAreChecked = targets.checksForeignKeys(connection);
        }
        return writesAreChecked;
    }

    private void delete(List<Write> rows) throws SQLException {
        write(
                rows,
                dialect.delete(statements.table),
                (statement, row) -> bindKey(statement, 1, row));
    }

    private void upsert(List<Write> rows) throws SQLException {
        write(rows, dialect.upsert(statements.table), this::bindAll);
    }

    /**
     * @param change that is told of where the target refuses it
     */
    private record Write(Row row, RowChange change) {}

    private interface Binding {
        void bind(PreparedStatement statement, Row row) throws SQLException;
    }

    private void write(List<Write> rows, String sql, Binding binding) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        boolean deletes = sql.startsWith("DELETE");
        try (PreparedStatement statement = statements.prepare(sql)) {
            for (Write write : rows) {
                try {
                    binding.bind(statement, write.row());
                    if (oneByOne) {
                        int count = statements.executeUpdate(statement);
                        if (deletes) {
                            checkAtMostOne(write.change(), count);
                        }
                    } else {
                        statement.addBatch();
                    }
                } catch (SQLException e) {
                    if (oneByOne) {
                        throw refused(write.change(), e);
                    }
                    throw e;
                }
            }
            if (!oneByOne) {
                int[] counts = statement.executeBatch();
                for (int i = 0; deletes && i < counts.length && i < rows.size(); i++) {
                    checkAtMostOne(rows.get(i).change(), counts[i]);
                }
            }
        }
    }

    private static void checkAtMostOne(RowChange change, int count) {
        if (count > 1) {
            throw new ReplicationException(
                    FailureKind.RECORD,
                    place(change),
                    "the target has %d rows of this key; make the key columns a primary key of the"
                                    .formatted(count)
                            + " target table (with a collation that tells different keys apart)"
                            + " and reload the table");
        }
    }

    /** Where the key does not help a row that is not there, or a second one, is nobody's. */
    private static void checkOne(RowChange change, int count, String otherwise) {
        checkAtMostOne(change, count);
        if (count != 1) {
            throw new ReplicationException(FailureKind.RECORD, place(change), otherwise);
        }
    }

    private void applyAlone(RowChange change, boolean mayBeGone) throws SQLException {
        Table table = change.table();
        switch (change.operation()) {
            case TRUNCATE -> throw new IllegalStateException("a truncation is no change of a row");
            case DELETE -> {
                if (!table.hasKey()) {
                    changeOneRow(
                            change,
                            dialect.deleteOne(table, targets.columns(connection, table.id())));
                } else {
                    moveRow(change, change.before(), KeyOf.row(table, change.movedKey()));
                }
            }
            case INSERT -> insert(change, mayBeGone);
            case UPDATE -> {
                if (!table.hasKey()) {
                    changeOneRow(
                            change,
                            dialect.updateOne(table, targets.columns(connection, table.id())));
                } else if (change.movedKey() != null) {
                    // the target's key is another one than the source's: one change says it all
                    moveRow(change, KeyOf.row(table, change.movedKey()), change.after());
                    insert(change, mayBeGone);
                } else {
                    updatePresent(change, mayBeGone);
                }
            }
        }
    }

    private void insert(RowChange change, boolean mayBeGone) throws SQLException {
        Table table = change.table();
        if (table.hasKey() && !change.after().isComplete()) {
            updatePresent(change, mayBeGone);
            return;
        }
        try (PreparedStatement statement =
                statements.prepare(
                        table.hasKey() ? dialect.upsert(table) : dialect.insert(table))) {
            bindAll(statement, change.after());
            statements.executeUpdate(statement);
        }
    }

    /** Only what the source sent is written. */
    private void updatePresent(RowChange change, boolean mayBeGone) throws SQLException {
        Table table = change.table();
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (change.after().isPresent(i) && !table.isKey(table.columns().get(i).name())) {
                present.add(i);
            }
        }
        if (present.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = statements.prepare(dialect.update(table, present))) {
            int parameter = 1;
            for (int column : present) {
                statements.bind(statement, parameter++, column, change.after().value(column));
            }
            bindKey(statement, parameter, change.after());
            int count = statements.executeUpdate(statement);
            if (count > 0 || !mayBeGone) {
                checkOne(
                        change,
                        count,
                        "the target has no such row, and the change carries only some of its columns;"
                                + " somebody else changes the target, or the change brought the row"
                                + " into a filter and the log does not have the values that it left"
                                + " alone; reload the table");
            }
        }
    }

    /**
     * The row goes to its new key, with all it has; a row that is there already was moved before.
     */
    private void moveRow(RowChange change, Row from, Row to) throws SQLException {
        Table table = change.table();
        if (!exists(from)) {
            return;
        }
        List<Integer> keyColumns = Arrays.stream(statements.keyIndexes).boxed().toList();
        if (KeyOf.sameForm(from, to, statements.keyIndexes)) {
            return;
        }
        // not the row itself, where the target takes both keys for the same ('a' and 'A')
        String deleteOther = dialect.delete(table) + " AND NOT (" + condition(table) + ")";
        try (PreparedStatement statement = statements.prepare(deleteOther)) {
            int next = bindKey(statement, 1, to);
            bindKey(statement, next, from);
            checkAtMostOne(change, statements.executeUpdate(statement));
        }
        try (PreparedStatement statement = statements.prepare(dialect.update(table, keyColumns))) {
            int next = bindKey(statement, 1, to);
            bindKey(statement, next, from);
            checkOne(
                    change,
                    statements.executeUpdate(statement),
                    "the target has lost the row meanwhile");
        }
    }

    private String condition(Table table) {
        return Clauses.keyCondition(dialect, table);
    }

    private boolean exists(Row row) throws SQLException {
        Table table = statements.table;
        String sql = "SELECT 1 FROM " + dialect.quote(table.id()) + " WHERE " + condition(table);
        try (PreparedStatement statement = statements.prepare(sql)) {
            bindKey(statement, 1, row);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** A table without a key: one row that equals the old values. */
    private void changeOneRow(RowChange change, String sql) throws SQLException {
        Row before = change.before();
        if (before == null || !before.isComplete()) {
            throw new ReplicationException(
                    FailureKind.RECORD,
                    place(change),
                    "the table has no key and the source's log does not carry the whole old row"
                            + ". Give the table a key, or run ALTER TABLE ... REPLICA IDENTITY FULL"
                            + " (PostgreSQL): it is then loaded anew; or reload the table");
        }
        try (PreparedStatement statement = statements.prepare(sql)) {
            int parameter = 1;
            if (change.operation() == Operation.UPDATE) {
                bindAll(statement, change.after());
                parameter += change.after().size();
            }
            for (int i = 0; i < before.size(); i++) {
                statements.bindMatch(statement, parameter++, i, before.value(i));
            }
            int count = statements.executeUpdate(statement);
            if (count != 1) {
                throw new ReplicationException(
                        FailureKind.RECORD,
                        place(change),
                        count == 0
                                ? "the target has no row that equals the old one; the table has no key"
                                        + " to find it otherwise. Somebody else changes the target,"
                                        + " reload the table"
                                : "%d rows of the target were hit instead of one; reload the table"
                                        .formatted(count));
            }
        }
    }

    private int bindKey(PreparedStatement statement, int first, Row row) throws SQLException {
        int parameter = first;
        for (int index : statements.keyIndexes) {
            statements.bind(statement, parameter++, index, row.value(index));
        }
        return parameter;
    }

    private void bindAll(PreparedStatement statement, Row row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            statements.bind(statement, i + 1, i, row.value(i));
        }
    }

    private static String place(RowChange change) {
        Row row = change.before() == null ? change.after() : change.before();
        return "table %s, %s, %s"
                .formatted(change.table().id(), KeyOf.text(change.table(), row), change.origin());
    }

    private ReplicationException refused(RowChange change, SQLException cause) {
        FailureKind kind = dialect.classify(cause);
        return new ReplicationException(
                kind,
                place(change),
                "the target refuses the %s: %s%s"
                        .formatted(
                                change.operation().name().toLowerCase(java.util.Locale.ROOT),
                                dialect.reason(cause),
                                ADVICE),
                cause);
    }

    private static ReplicationException refused(RowChange change, ReplicationException cause) {
        return cause.getMessage().startsWith("table ")
                ? cause
                : new ReplicationException(
                        FailureKind.RECORD, place(change), cause.getMessage(), cause);
    }
}
