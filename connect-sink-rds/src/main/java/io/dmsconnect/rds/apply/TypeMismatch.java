// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.SchemaChange;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.ColumnType;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.Holds;
import io.dmsconnect.sql.dialect.TypeFit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a table of the target with what the source's types need, before rows are written: a
 * server rounds and cuts what its column has no room for, and does not say so.
 */
public final class TypeMismatch {
    private static final Logger LOG = LoggerFactory.getLogger(TypeMismatch.class);

    /**
     * Where a narrower column is the user's wish.
     *
     * @param all true for all tables
     * @param tables {@code schema.table} of the target
     */
    public record Allowed(boolean all, Set<String> tables) {
        boolean is(TableId table) {
            return all || tables.contains(table.schema() + "." + table.name());
        }
    }

    private final Dialect dialect;
    private final TargetTables targets;
    private final Allowed allowed;

    TypeMismatch(Dialect dialect, TargetTables targets, Allowed allowed) {
        this.dialect = dialect;
        this.targets = targets;
        this.allowed = allowed;
    }

    /**
     * Refuses a table that lacks room for the source's values.
     *
     * @param whole true where all of the columns have to be there
     * @param withKey true where rows are going to be found by their key
     */
    void check(Connection connection, Table table, boolean whole, boolean withKey)
            throws SQLException {
        if (targets.described(connection, table.id()).isEmpty()) {
            throw gone(table.id());
        }
        if (withKey && table.hasKey()) {
            requireKey(connection, table);
        }
        Map<String, TargetTables.TargetColumn> there = targets.described(connection, table.id());
        List<ColumnType> own = dialect.columnTypes(targets.declarable(connection, table));
        List<String> problems = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            Column column = table.columns().get(i);
            TargetTables.TargetColumn target = there.get(column.name());
            if (target == null) {
                if (whole) {
                    missing.add("column '%s' is missing".formatted(column.name()));
                }
                continue;
            }
            problem(column, own.get(i), target)
                    .ifPresent(
                            text ->
                                    problems.add(
                                            "column '%s' is %s at the source and %s in the target: %s"
                                                    .formatted(
                                                            column.name(),
                                                            Holds.of(column.type()).name(),
                                                            target.declaration(),
                                                            text)));
        }
        if (!missing.isEmpty()) {
            missing.addAll(problems);
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table.id(),
                    String.join("; ", missing)
                            + ". Nothing is written; add what is missing to the target's table, or"
                            + " leave it out by a rule (remove-column)");
        }
        if (problems.isEmpty()) {
            return;
        }
        String text = String.join("; ", problems);
        if (allowed.is(table.id())) {
            LOG.warn("{}: {} (allowed by target.type.mismatch)", table.id(), text);
            return;
        }
        throw new ReplicationException(
                FailureKind.TABLE,
                "table " + table.id(),
                text
                        + ". Nothing is written; alter the target's table, or allow it with"
                        + " target.type.mismatch or target.type.mismatch.tables");
    }

    /** The rows that it had are not known here. */
    static ReplicationException gone(TableId table) {
        return new ReplicationException(
                FailureKind.TABLE,
                "table " + table,
                "it was there, and is not in the target any more; reload the table, which makes it"
                        + " anew");
    }

    /** Where no key keeps rows apart, the same row would be inserted again and again. */
    private void requireKey(Connection connection, Table table) throws SQLException {
        Optional<String> query = dialect.uniqueIndexes();
        if (query.isEmpty()) {
            return;
        }
        Map<String, Boolean> right = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(query.get())) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().name());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String column = result.getString(2);
                    boolean ofKey =
                            column != null
                                    && result.getInt(3) == 0
                                    && table.primaryKey().stream()
                                            .anyMatch(column::equalsIgnoreCase);
                    right.merge(result.getString(1), ofKey, Boolean::logicalAnd);
                }
            }
        }
        if (!right.containsValue(true)) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table.id(),
                    "it has no unique index over %s in the target, by which its rows are found; add a primary key over these columns"
                            .formatted(table.primaryKey()));
        }
    }

    private Optional<String> problem(
            Column column, ColumnType own, TargetTables.TargetColumn target) {
        if (target.computed()) {
            return Optional.of("the target computes its values itself");
        }
        return isTold(column) ? lack(column, own, target) : Optional.empty();
    }

    /** False for a column that was gone when its change was read. */
    private static boolean isTold(Column column) {
        return !column.type().engine().equals(DataType.UNTOLD);
    }

    private Optional<String> lack(Column column, ColumnType own, TargetTables.TargetColumn target) {
        Holds made = dialect.holds(own.ddl(), null);
        return TypeFit.problem(column.type(), made, targets.holds(target));
    }

    /**
     * Follows a change of a column's type, and of whether it may be null.
     *
     * @param isEmpty is it known that the table has no rows, whose values could have changed?
     */
    void follow(Connection connection, Table now, SchemaChange.AlterColumn step, boolean isEmpty)
            throws SQLException {
        Column to = step.to();
        TargetTables.TargetColumn target = targets.described(connection, now.id()).get(to.name());
        if (target == null) {
            return;
        }
        if (!step.from().type().equals(to.type()) && isTold(step.from()) && isTold(to)) {
            retype(connection, now, step, target, isEmpty);
        }
        boolean mayBeNull = to.nullable() && !now.isKey(to.name());
        if (mayBeNull && !targets.described(connection, now.id()).get(to.name()).nullable()) {
            String statement = dialect.dropNotNull(now, to, targets.shown(connection, now.id()));
            alter(connection, now, to, "may be null", statement);
            LOG.info("Column {} of {} may be null", to.name(), now.id());
        }
    }

    private void retype(
            Connection connection,
            Table now,
            SchemaChange.AlterColumn step,
            TargetTables.TargetColumn target,
            boolean isEmpty)
            throws SQLException {
        Column to = step.to();
        boolean hasValues = !isEmpty && !TypeFit.keepsValues(step.from().type(), to.type());
        if (hasValues && !targets.isEmpty(connection, now.id())) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + now.id(),
                    "column '%s' was %s at the source and is %s now, which may have changed the values of its rows; the log does not say so. Reload the table"
                            .formatted(
                                    to.name(),
                                    Holds.of(step.from().type()).name(),
                                    Holds.of(to.type()).name()));
        }
        Table declarable = targets.declarable(connection, now);
        Column column = declarable.columns().get(now.indexOf(to.name()));
        ColumnType own = dialect.columnTypes(declarable).get(now.indexOf(to.name()));
        if (target.computed() || lack(to, own, target).isEmpty()) {
            return;
        }
        String statement =
                dialect.changeType(
                        declarable,
                        column,
                        targets.shown(connection, now.id()),
                        target.declaration());
        alter(connection, now, to, "is " + Holds.of(to.type()).name(), statement);
        LOG.info(
                "Column {} of {} changed from {} to {}",
                to.name(),
                now.id(),
                target.declaration(),
                own.ddl());
    }

    /** The target may refuse: such as a column of a key that the source has dropped. */
    private void alter(
            Connection connection, Table now, Column column, String what, String statement)
            throws SQLException {
        try {
            targets.execute(connection, now.id(), statement);
        } catch (SQLException e) {
            if (dialect.classify(e) == FailureKind.RECOVERABLE) {
                throw e;
            }
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + now.id(),
                    "column '%s' %s at the source now, and cannot follow on the target: %s. Reload the table, which makes it anew"
                            .formatted(column.name(), what, dialect.reason(e)),
                    e);
        }
    }
}
