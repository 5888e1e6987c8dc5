// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.action.MaskException;
import io.dmsconnect.core.mapping.action.Utf8Mask;
import io.dmsconnect.core.mapping.expression.Expression;
import io.dmsconnect.core.mapping.expression.ExpressionException;
import io.dmsconnect.core.mapping.expression.Expressions;
import io.dmsconnect.core.schema.ConversionException;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * What the rules make of one shape of a table: indexes and functions only, so that a row costs
 * little. Not thread-safe where it has expressions. Close it when the shape is no longer needed.
 */
public final class TablePlan implements AutoCloseable {
    private final Table source;
    private final Table target;
    private final PlannedColumn[] columns;
    private final int[] sourceIndexes;
    private final boolean copiesOnly;
    private final boolean rowsPass;
    private final RowFilter filter;
    private final List<Decision> decisions;
    private final List<String> warnings;
    private final Expressions expressions;

    /**
     * @param filter null for none
     */
    TablePlan(
            Table source,
            Table target,
            List<PlannedColumn> columns,
            RowFilter filter,
            List<Decision> decisions,
            List<String> warnings,
            Expressions expressions) {
        this.source = source;
        this.target = target;
        this.columns = columns.toArray(PlannedColumn[]::new);
        this.sourceIndexes = columns.stream().mapToInt(PlannedColumn::copied).toArray();
        this.filter = filter;
        this.decisions = List.copyOf(decisions);
        this.warnings = List.copyOf(warnings);
        this.expressions = expressions;
        boolean copies = true;
        boolean inPlace = sourceIndexes.length == source.columns().size();
        for (int i = 0; i < sourceIndexes.length; i++) {
            copies &= sourceIndexes[i] >= 0;
            inPlace &= sourceIndexes[i] == i;
        }
        this.copiesOnly = copies;
        this.rowsPass = inPlace;
    }

    public Table source() {
        return source;
    }

    public Table target() {
        return target;
    }

    /** The target has the source's names and columns, and all rows pass untouched. */
    public boolean isIdentity() {
        return rowsPass && filter == null && source.kept(Storage.NONE).equals(target);
    }

    /** True where every column of the target is one of the source's as it is. */
    public boolean copiesOnly() {
        return copiesOnly;
    }

    /**
     * For each column of the target the position of the source's column it is copied from; -1 where
     * its values are made.
     */
    public int[] sourceIndexes() {
        return sourceIndexes.clone();
    }

    /** Which rows are taken; empty for all. */
    public Optional<RowFilter> filter() {
        return Optional.ofNullable(filter);
    }

    /** True where a deletion on the source only changes what tells of it on the target. */
    public boolean softDelete() {
        for (int i = 0; i < columns.length; i++) {
            if (tellsOperation(i)) {
                return true;
            }
        }
        return false;
    }

    /** True for a column of the target that tells what happened to the row. */
    public boolean tellsOperation(int column) {
        return columns[column].origin() instanceof PlannedColumn.OfExpression of
                && of.expression().isOperationIndicator();
    }

    /** What the rules have decided, in the order of the target's columns. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** What is probably not meant as it is written, for this table. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The source's column that alone makes a column of the target, copied, converted or masked; -1
     * where there is no such one.
     */
    public int sourceColumn(int column) {
        return columns[column].origin() instanceof PlannedColumn.OfColumn of ? of.source() : -1;
    }

    /**
     * Where a column of the source's is on the target, under whatever name and type; -1 where it is
     * left out.
     */
    public int targetColumn(int source) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].addedBy().isEmpty() && sourceColumn(i) == source) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The mask of a column whose values are the source's texts, masked and nothing else, where it
     * needs only their UTF-8.
     */
    public Optional<Utf8Mask> utf8Mask(int column) {
        List<PlannedColumn.Step> steps = columns[column].steps();
        return sourceColumn(column) >= 0
                        && steps.size() == 1
                        && steps.get(0) instanceof PlannedColumn.Hide hide
                ? hide.mask().ofUtf8()
                : Optional.empty();
    }

    /** The rule that adds a column of the target; empty for one of the source's. */
    public String addedBy(int column) {
        return columns[column].addedBy();
    }

    /** True where some column of the source's key is masked, or left out. */
    public boolean hidesKey() {
        for (int index : source.keyIndexes()) {
            int column = targetColumn(index);
            if (column < 0 || columns[column].isMasked()) {
                return true;
            }
        }
        return false;
    }

    /** The target's values of a loaded row. */
    public Object[] values(Row row, ChangeHeader header) {
        Object[] values = new Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    sourceIndexes[i] >= 0
                            ? row.value(sourceIndexes[i])
                            : value(i, row, null, header);
        }
        return values;
    }

    /**
     * A column of the target's new image.
     *
     * @param after the source's; null only where the column reads none
     * @param before the source's old image, null or in parts where the log has no more
     * @return {@link ArrayRow#ABSENT} where the source's is absent
     * @throws ReplicationException (RECORD) where the value cannot be made
     */
    public Object value(int column, Row after, Row before, ChangeHeader header) {
        PlannedColumn planned = columns[column];
        if (planned.origin() instanceof PlannedColumn.OfColumn of) {
            return after.isPresent(of.source())
                    ? steps(planned, after.value(of.source()), true)
                    : ArrayRow.ABSENT;
        } else if (planned.origin() instanceof PlannedColumn.OfBefore of) {
            return overwritten(planned, of, after, before, header);
        } else if (planned.origin() instanceof PlannedColumn.OfExpression of) {
            return computed(planned, of, after, before, header);
        }
        return null;
    }

    /**
     * A column of the target's old image: what can be told from the source's old image.
     *
     * @return {@link ArrayRow#ABSENT} where it cannot
     */
    public Object oldValue(int column, Row before) {
        PlannedColumn planned = columns[column];
        if (planned.origin() instanceof PlannedColumn.OfColumn of) {
            return stepped(planned, of.source(), before);
        } else if (planned.origin() instanceof PlannedColumn.OfExpression of
                && of.expression().isDeterministic()
                && of.expression().columns().stream().allMatch(before::isPresent)) {
            return evaluated(planned, of, before, null);
        }
        return ArrayRow.ABSENT;
    }

    /** A column of the target that one column of the source makes, from a row that has that one. */
    public Object applyColumn(int column, Row row) {
        return stepped(columns[column], sourceColumn(column), row);
    }

    /** Null for a new row, and where the log does not say: what stood there is not the answer. */
    private Object overwritten(
            PlannedColumn planned,
            PlannedColumn.OfBefore of,
            Row after,
            Row before,
            ChangeHeader header) {
        if (before != null && before.isPresent(of.source())) {
            return steps(planned, before.value(of.source()));
        }
        boolean unchangedKey =
                of.key()
                        && header != null
                        && header.operation() == Operation.UPDATE
                        && after != null
                        && after.isPresent(of.source());
        return unchangedKey ? steps(planned, after.value(of.source())) : null;
    }

    private Object computed(
            PlannedColumn planned,
            PlannedColumn.OfExpression of,
            Row after,
            Row before,
            ChangeHeader header) {
        Expression expression = of.expression();
        if (after == null && !expression.columns().isEmpty()) {
            throw new ReplicationException(
                    FailureKind.RECORD,
                    where(planned),
                    "rule-id %s: the change carries no values, which its expression reads"
                            .formatted(of.ruleId()));
        }
        Row row = after;
        for (int column : expression.columns()) {
            if (after.isPresent(column)) {
                continue;
            }
            if (before != null && before.isPresent(column) && before.value(column) != null) {
                row = new Merged(after, before);
            } else if (expression.columns().size() == 1 && expression.isDeterministic()) {
                // what it is made of did not change
                return ArrayRow.ABSENT;
            }
        }
        return evaluated(planned, of, row, header);
    }

    private Object evaluated(
            PlannedColumn planned, PlannedColumn.OfExpression of, Row row, ChangeHeader header) {
        Object value;
        try {
            value = of.expression().evaluate(row, header);
        } catch (ExpressionException e) {
            throw failed(planned, of.ruleId(), e);
        }
        return steps(planned, value);
    }

    private Object stepped(PlannedColumn planned, int sourceColumn, Row row) {
        return row.isPresent(sourceColumn)
                ? steps(planned, row.value(sourceColumn))
                : ArrayRow.ABSENT;
    }

    private Object steps(PlannedColumn planned, Object from) {
        return steps(planned, from, false);
    }

    /**
     * @param counted true for a value that is written
     */
    private Object steps(PlannedColumn planned, Object from, boolean counted) {
        Object value = from;
        for (PlannedColumn.Step step : planned.steps()) {
            try {
                Object before = value;
                value = step.apply(before);
                if (counted && step instanceof PlannedColumn.Cut cut && value != before) {
                    cut.told().run();
                }
            } catch (ConversionException | MaskException e) {
                throw failed(planned, step.ruleId(), e);
            }
        }
        return value;
    }

    private ReplicationException failed(
            PlannedColumn planned, String ruleId, RuntimeException cause) {
        return new ReplicationException(
                FailureKind.RECORD,
                where(planned),
                "rule-id %s: %s".formatted(ruleId, cause.getMessage()),
                cause);
    }

    private String where(PlannedColumn planned) {
        return "table %s, column '%s'".formatted(source.id(), planned.column().name());
    }

    @Override
    public void close() {
        expressions.close();
    }

    /** The new values, and where the log leaves out an unchanged one, the old. */
    private record Merged(Row after, Row before) implements Row {
        @Override
        public int size() {
            return after.size();
        }

        @Override
        public Object value(int column) {
            return after.isPresent(column) ? after.value(column) : before.value(column);
        }

        @Override
        public boolean isPresent(int column) {
            return after.isPresent(column) || before.isPresent(column);
        }
    }
}
