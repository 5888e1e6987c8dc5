// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.RowWriter;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.function.Consumer;

/** One consistent view of the source, read by several threads at the same time. */
public interface LoadSnapshot extends AutoCloseable {

    /** What the view holds, as {@link io.dmsconnect.core.event.LoadPosition} reads it. */
    String position();

    /**
     * Looks after a table that is about to be described and read: where a snapshot would show rows
     * by columns that the table has got since, nobody alters it from now on until the snapshot is
     * closed.
     *
     * @return a place in the log: up to there the table may have been altered since {@link
     *     #position}
     */
    default String hold(TableId table) {
        return position();
    }

    /**
     * Cuts a table into slices that can be read at the same time. Quick: looks at statistics,
     * indexes and the catalogue, never at all rows.
     *
     * @return at least one; the order is that in which to read them
     */
    List<Slice> slices(Table table, SliceWish wish);

    /**
     * Reads a slice of a table in one stream, with bounded memory. Blocks; may be called by as many
     * threads as the snapshot has readers.
     *
     * @param table source shape; values come in its column order, in the Java classes of their
     *     kinds, or, large texts and bytes, as {@link io.dmsconnect.core.event.LargeValue}s that
     *     can be read until the consumer returns
     * @param condition which rows are read
     * @param row takes each row; may block, and may throw to stop the reading
     */
    void read(Table table, Slice slice, RowCondition condition, Consumer<Object[]> row);

    /**
     * As {@link #read}, without an object for each value, where the engine can.
     *
     * @param columns indexes of the columns to read, in the writer's order
     * @param afterRow called after each row; may block, and may throw to stop the reading
     * @param largeRow takes the rows with large values instead, as {@link #read} gives them
     * @return false where the engine cannot, and nothing is read
     */
    default boolean readInto(
            Table table,
            int[] columns,
            Slice slice,
            RowCondition condition,
            RowWriter batch,
            Runnable afterRow,
            Consumer<Object[]> largeRow) {
        return false;
    }

    /**
     * As {@link #read}, whole values, as the log would give them to Debezium: what the engine's
     * {@link ChangeForm} takes.
     */
    void readLogged(Table table, Slice slice, RowCondition condition, Consumer<Object[]> row);

    /** May be called by any thread, and more than once; ends reads that are under way. */
    @Override
    void close();
}
