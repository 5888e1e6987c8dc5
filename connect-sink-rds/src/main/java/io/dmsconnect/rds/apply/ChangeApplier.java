// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Clauses;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies changes of rows of one shape, in order. Whole rows of a table with a key are collected,
 * the last state of each key wins, and go out as one batch of deletes and one of upserts;
 * everything else is a statement of its own, at its place in the order.
 */
final class ChangeApplier {
    static final String ADVICE =
            ". Nothing of this batch is written; correct the row at the source, or the table on the"
                    + " target, and restart the task";

    private final Dialect dialect;
    private final Connection connection;
    private final TargetTables targets;
    private final boolean oneByOne;
    private final Map<List<Object>, RowChange> window = new LinkedHashMap<>();
    private Statements statements;

    /**
     * @param oneByOne true to write each change alone, so that a failure is that change's
     */
    ChangeApplier(Dialect dialect, Connection connection, TargetTables targets, boolean oneByOne) {
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
        try {
            if (isWhole(change)) {
                List<Object> key = KeyOf.row(requireKey(change), statements.keyIndexes);
                window.remove(key);
                window.put(key, change);
                if (oneByOne) {
                    flush();
                }
            } else {
                flush();
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

    /** Writes what is collected. */
    void flush() throws SQLException {
        if (window.isEmpty()) {
            return;
        }
        List<Row> deletes = new ArrayList<>();
        List<Row> upserts = new ArrayList<>();
        for (RowChange change : window.values()) {
            (change.operation() == Operation.DELETE ? deletes : upserts).add(rowOf(change));
        }
        window.clear();
        if (!deletes.isEmpty()) {
            try (PreparedStatement statement =
                    statements.prepare(dialect.delete(statements.table))) {
                for (Row row : deletes) {
                    bindKey(statement, 1, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
        if (!upserts.isEmpty()) {
            try (PreparedStatement statement =
                    statements.prepare(dialect.upsert(statements.table))) {
                for (Row row : upserts) {
                    bindAll(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
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
                    moveRow(table, change.before(), keyRow(table, change.movedKey()));
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
                    moveRow(table, keyRow(table, change.movedKey()), change.after());
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
            statement.executeUpdate();
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
            if (statement.executeUpdate() == 0 && !mayBeGone) {
                throw new ReplicationException(
                        FailureKind.RECORD,
                        place(change),
                        "the target has no such row, and the change carries only some of its columns;"
                                + " somebody else changes the target, reload the table");
            }
        }
    }

    /**
     * The row goes to its new key, with all it has; a row that is there already was moved before.
     */
    private void moveRow(Table table, Row from, Row to) throws SQLException {
        if (!exists(table, from)) {
            return;
        }
        List<Integer> keyColumns = Arrays.stream(statements.keyIndexes).boxed().toList();
        if (KeyOf.row(from, statements.keyIndexes).equals(KeyOf.row(to, statements.keyIndexes))) {
            return;
        }
        // not the row itself, where the target takes both keys for the same ('a' and 'A')
        String deleteOther = dialect.delete(table) + " AND NOT (" + condition(table) + ")";
        try (PreparedStatement statement = statements.prepare(deleteOther)) {
            int next = bindKey(statement, 1, to);
            bindKey(statement, next, from);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = statements.prepare(dialect.update(table, keyColumns))) {
            int next = bindKey(statement, 1, to);
            bindKey(statement, next, from);
            statement.executeUpdate();
        }
    }

    private Row keyRow(Table table, Object[] key) {
        Object[] values = new Object[table.columns().size()];
        Arrays.fill(values, ArrayRow.ABSENT);
        for (int i = 0; i < key.length; i++) {
            values[statements.keyIndexes[i]] = key[i];
        }
        return new ArrayRow(values);
    }

    private String condition(Table table) {
        return Clauses.keyCondition(dialect, table);
    }

    private boolean exists(Table table, Row row) throws SQLException {
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
                            + " (PostgreSQL: ALTER TABLE ... REPLICA IDENTITY FULL)");
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
            if (statement.executeUpdate() == 0) {
                throw new ReplicationException(
                        FailureKind.RECORD,
                        place(change),
                        "the target has no row that equals the old one; the table has no key to find it"
                                + " otherwise. Somebody else changes the target, reload the table");
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
