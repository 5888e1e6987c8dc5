// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One message of the load lane. For each table: one {@code ANNOUNCE} when the task starts, one
 * {@code BEGIN} when its reading starts, for each of its segments any number of {@code ROWS} and
 * one {@code SEGMENT_END}, one {@code END}. Messages of one segment come in this order; those of
 * different segments, and of the table, in any. A table that has to be read again from its
 * beginning gets another {@code BEGIN} with a higher attempt, which voids what came with the lower
 * one; a segment that has to be read again comes with a higher attempt of its own.
 *
 * <p>A table that was dropped or renamed before its load began gets an {@code END} alone, without
 * columns and with 0 segments: nobody waits for the load any longer.
 *
 * <p>A row that is too large for one message comes as several {@code PIECE}s instead of in a {@code
 * ROWS}. They follow each other in the topic's partition; any other message between them, or
 * another row's, voids what came of the row.
 *
 * @param table shape of the rows, with the target's names
 * @param sourceTable name on the source
 * @param generation counts the loads of this table that somebody asked for: 1, then one more per
 *     reload
 * @param attempt counts the tries of a generation, only ever rising (milliseconds since the epoch)
 * @param position what the segment has read, or the table's first segments; known from BEGIN on,
 *     empty before
 * @param estimatedRows rows expected, -1 where unknown
 * @param rows rows in this message (ROWS; 1 in a PIECE), or read for the segment (SEGMENT_END) or
 *     the table (END), those that were left out behind the source too; else 0
 * @param filtered rows that were read for this message and left out behind the source (ROWS), so
 *     that those that arrive and those that were left out make up what the ends say; else 0
 * @param objects what the table has beside its rows (BEGIN and END, where it is wanted), with the
 *     target's names; else none
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
        long filtered,
        Segment segment,
        SecondaryObjects objects) {

    public enum Type {
        ANNOUNCE,
        BEGIN,
        ROWS,
        PIECE,
        SEGMENT_END,
        END
    }

    /**
     * A part of a table that is read by itself.
     *
     * @param number from 0; -1 in messages of the whole table
     * @param count segments of the table, 0 where that is not known yet
     * @param attempt counts the tries of this segment, only ever rising, never below the table's
     * @param kept rows of its former tries that stay, and are not read again
     */
    public record Segment(int number, int count, long attempt, long kept) {
        /** Of a message of the whole table. */
        public static Segment all(int count) {
            return new Segment(-1, count, 0, 0);
        }

        /** Of a table that is read in one go, at this attempt. */
        public static Segment only(long attempt) {
            return new Segment(0, 1, attempt, 0);
        }
    }

    public LoadMessage {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(sourceTable, "sourceTable");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(objects, "objects");
    }

    /** A message that says nothing of secondary objects. */
    public LoadMessage(
            Type type,
            Table table,
            TableId sourceTable,
            long generation,
            long attempt,
            String position,
            long estimatedRows,
            long rows,
            long filtered,
            Segment segment) {
        this(
                type,
                table,
                sourceTable,
                generation,
                attempt,
                position,
                estimatedRows,
                rows,
                filtered,
                segment,
                SecondaryObjects.NONE);
    }

    /** The same message with these. */
    public LoadMessage with(SecondaryObjects others) {
        return new LoadMessage(
                type,
                table,
                sourceTable,
                generation,
                attempt,
                position,
                estimatedRows,
                rows,
                filtered,
                segment,
                others);
    }

    /**
     * A part of an encoded row.
     *
     * @param row counts the rows of this try of the segment
     * @param offset of the first byte in the encoded row
     * @param last true where the row ends with it
     */
    public record Piece(long row, long offset, boolean last, ByteBuffer bytes) {}

    /** A row in the place of its pieces. */
    public LoadMessage completed() {
        return new LoadMessage(
                Type.ROWS,
                table,
                sourceTable,
                generation,
                attempt,
                position,
                estimatedRows,
                1,
                filtered,
                segment);
    }

    /** The same rows in the shape of a plan's target, of which some were left out. */
    public LoadMessage mapped(Table target, long leftOut) {
        return new LoadMessage(
                type,
                target,
                sourceTable,
                generation,
                attempt,
                position,
                estimatedRows,
                rows,
                filtered + leftOut,
                segment);
    }

    /**
     * A message with its rows.
     *
     * @param rows read once, in order; each array is the caller's to keep
     * @param raw gives the same rows from the first one on, each time it is asked; not of a PIECE
     * @param piece of a PIECE, or the last one of the row that is here in its place; else null
     */
    public record Batch(
            LoadMessage message,
            Iterator<Object[]> rows,
            Supplier<RawRows> raw,
            Piece piece,
            RecordOrigin origin) {
        /** The same message with other objects for its rows. */
        public Batch with(Iterator<Object[]> others) {
            return new Batch(message, others, raw, piece, origin);
        }
    }
}
