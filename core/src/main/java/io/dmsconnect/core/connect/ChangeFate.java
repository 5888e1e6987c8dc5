// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.RowFilter;
import io.dmsconnect.core.mapping.RowFilter.Match;
import io.dmsconnect.core.schema.Table;
import java.util.Optional;

/**
 * What a filter makes of a change: it passes, goes, or becomes another operation because the row
 * has moved into the filter or out of it. Operations are Debezium's letters.
 */
final class ChangeFate {
    private final Table table;
    private final RowFilter filter;
    private final FilterMoves moves;

    ChangeFate(Table table, RowFilter filter, FilterMoves moves) {
        this.table = table;
        this.filter = filter;
        this.moves = moves;
    }

    /**
     * @param secondOfMove this insert follows the deletion of the same row under its old key
     * @return the operation to write; empty for none
     */
    Optional<String> of(String operation, Row before, Row after, boolean secondOfMove) {
        return switch (operation) {
            case "c", "r" -> inserted(operation, after, secondOfMove);
            case "u" -> updated(before, after);
            case "d" -> knownOutside(before) ? Optional.empty() : Optional.of("d");
            default -> Optional.of(operation);
        };
    }

    private Optional<String> inserted(String operation, Row after, boolean secondOfMove) {
        if (require(filter.test(after))) {
            return Optional.of(operation);
        }
        // the deletion before it has moved the target's row to this key
        return secondOfMove && moves == FilterMoves.APPLY ? Optional.of("d") : Optional.empty();
    }

    private Optional<String> updated(Row before, Row after) {
        boolean inside = require(filter.test(new Merged(after, before)));
        if (moves == FilterMoves.IGNORE) {
            return inside ? Optional.of("u") : Optional.empty();
        }
        boolean wasOutside = knownOutside(before);
        if (inside) {
            return Optional.of(wasOutside ? "c" : "u");
        }
        if (!wasOutside && !table.hasKey() && before == null) {
            throw unknown();
        }
        return wasOutside ? Optional.empty() : Optional.of("d");
    }

    /**
     * True only where the old values say so. PostgreSQL writes nulls in place of what its replica
     * identity leaves out: a null of a table with a key says nothing.
     */
    private boolean knownOutside(Row before) {
        if (before == null) {
            return false;
        }
        for (int column : filter.columns()) {
            if (!before.isPresent(column)
                    || table.hasKey()
                            && before.value(column) == null
                            && table.columns().get(column).nullable()) {
                return false;
            }
        }
        return filter.test(before) == Match.NO;
    }

    private boolean require(Match match) {
        if (match == Match.UNKNOWN) {
            throw unknown();
        }
        return match == Match.YES;
    }

    private ReplicationException unknown() {
        return new ReplicationException(
                FailureKind.RECORD,
                "table " + table.id(),
                "the change does not carry a column that the table's filter reads, so whether it"
                        + " belongs to the target is not known (PostgreSQL: ALTER TABLE ... REPLICA"
                        + " IDENTITY FULL)");
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
            return after.isPresent(column) || before != null && before.isPresent(column);
        }
    }
}
