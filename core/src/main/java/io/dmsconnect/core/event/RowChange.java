// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.Objects;

/**
 * One change of one row, in the target's names.
 *
 * <p>A change of a key comes as two events in a row: a DELETE of the old key whose {@code movedKey}
 * is the new key, then an INSERT with the new values whose {@code movedKey} is the old key. The
 * first moves the row, so that values the second does not carry survive. Where the target's key is
 * not the source's, it comes as one UPDATE whose {@code movedKey} is the old key.
 *
 * @param table shape of the row, with the target's names; the same instance for rows of one shape
 * @param sourceTable name on the source
 * @param before old values, or null: INSERT has none; for UPDATE and DELETE it may hold only the
 *     key columns (the others absent), or be null for an UPDATE that left the key alone
 * @param after new values; null for DELETE and TRUNCATE
 * @param movedKey see above, values in key order, or null
 * @param position where in the source's log, in the engine's own form; see {@link LoadPosition}
 * @param sourceMillis time of the commit on the source, milliseconds since the epoch
 * @param generation number of the full load that has to be complete before this change may be
 *     applied; 0 for none
 */
public record RowChange(
        Table table,
        TableId sourceTable,
        Operation operation,
        Row before,
        Row after,
        Object[] movedKey,
        String position,
        long sourceMillis,
        long generation,
        RecordOrigin origin) {
    public RowChange {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(sourceTable, "sourceTable");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(origin, "origin");
    }

    /** Operation, table and place only: a row's values never reach a log. */
    @Override
    public String toString() {
        return operation + " " + table.id() + " (" + origin + ")";
    }
}
