// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.Iterator;
import java.util.Objects;

/**
 * One message of the load lane. For each table, in this order: one {@code ANNOUNCE} when the task
 * starts, one {@code BEGIN} when reading starts, any number of {@code ROWS}, one {@code END}. A
 * reader that died is followed by another {@code BEGIN} with a higher attempt; what came with the
 * lower one is void.
 *
 * @param table shape of the rows, with the target's names
 * @param sourceTable name on the source
 * @param generation counts the loads of this table that somebody asked for: 1, then one more per
 *     reload
 * @param attempt counts the tries of a generation, only ever rising (milliseconds since the epoch)
 * @param position what the load has read; known from BEGIN on, empty before
 * @param estimatedRows rows expected, -1 where unknown
 * @param rows rows in this message (ROWS), or read in the whole attempt (END); else 0
 * @param filtered rows that were read for this message and left out behind the source (ROWS), so
 *     that those that arrive and those that were left out make up what END says; else 0
 */
public record LoadMessage(
        Type type,
        Table table,
        TableId sourceTable,
        long generation,
        long attempt,
        String position,
        long estimatedRows,
        long rows,
        long filtered) {

    /** As a source writes it, which leaves rows out while it reads. */
    public LoadMessage(
            Type type,
            Table table,
            TableId sourceTable,
            long generation,
            long attempt,
            String position,
            long estimatedRows,
            long rows) {
        this(type, table, sourceTable, generation, attempt, position, estimatedRows, rows, 0);
    }

    public enum Type {
        ANNOUNCE,
        BEGIN,
        ROWS,
        END
    }

    public LoadMessage {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(sourceTable, "sourceTable");
        Objects.requireNonNull(position, "position");
    }

    /**
     * A message with its rows, which are read once, in order; each array is the caller's to keep.
     */
    public record Batch(LoadMessage message, Iterator<Object[]> rows, RecordOrigin origin) {}
}
