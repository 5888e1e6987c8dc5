// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the two ways together on which a table's columns get their numbers: a load numbers them by
 * name at its place in the log, the reader of the log goes on from shape to shape. Where the reader
 * is beyond the place already, the load takes the reader's numbers; where it is not, the reader
 * takes the load's when it gets there. Not thread-safe.
 */
final class Identities {
    /** Shapes of a table that are remembered; a load that needs an older one begins anew. */
    private static final int REMEMBERED = 1000;

    /** A shape the log gave a table, from a place on. */
    private record Shape(LogCoordinates at, LoggedTable table) {
        ColumnIds columns() {
            return table.ids();
        }
    }

    private final Map<TableId, Deque<Shape>> shapes = new HashMap<>();
    private final Map<TableId, LoadedShape> loaded = new HashMap<>();

    /** The reader begins again, perhaps at an earlier place. */
    void restart() {
        shapes.clear();
    }

    /** From this place on the table has these columns. */
    void shaped(TableId table, LogCoordinates at, LoggedTable shape) {
        Deque<Shape> ofTable = shapes.computeIfAbsent(table, none -> new ArrayDeque<>());
        ofTable.addLast(new Shape(at, shape));
        if (ofTable.size() > REMEMBERED) {
            ofTable.removeFirst();
        }
    }

    /**
     * A load begins, or goes on, with rows as they are at this place.
     *
     * @param held up to there the table may have been altered since
     * @param begun what the load has given so far; null where it begins
     * @throws ReplicationException where the rows would be read by columns of a later place
     */
    LoadedShape load(
            TableId table,
            List<String> names,
            LogCoordinates at,
            LogCoordinates held,
            LoadedShape begun) {
        LoadedShape now = new LoadedShape(at, held, numbered(table, names, at, held));
        if (begun != null && goesOn(table, names, begun, now)) {
            now = begun.readUntil(held);
        }
        loaded.put(table, now);
        return now;
    }

    /** Have the columns that were read before stayed what they were, as far as the log is read? */
    private boolean goesOn(TableId table, List<String> names, LoadedShape begun, LoadedShape now) {
        Deque<Shape> ofTable = shapes.get(table);
        boolean altered =
                ofTable != null
                        && ofTable.stream().anyMatch(shape -> begun.at().isBefore(shape.at()));
        return begun.columns().hasNames(names)
                && (!altered || begun.columns().ids().equals(now.columns().ids()));
    }

    /** The load begins anew, with a newer snapshot. */
    static ReplicationException altered(TableId table) {
        return new ReplicationException(
                FailureKind.TABLE, table.toString(), "is altered while its load begins");
    }

    private ColumnIds numbered(
            TableId table, List<String> names, LogCoordinates at, LogCoordinates held) {
        Deque<Shape> ofTable = shapes.get(table);
        if (ofTable == null) {
            return ColumnIds.of(names);
        }
        Shape then = null;
        Shape altered = null;
        boolean isBeyond = false;
        for (Shape shape : ofTable) {
            if (!at.isBefore(shape.at())) {
                then = shape;
            } else if (held.isBefore(shape.at())) {
                isBeyond = true;
            } else if (then == null || !shape.table().equals(then.table())) {
                altered = shape;
            }
        }
        boolean isUnknown = then == null || isBeyond && !then.columns().hasNames(names);
        if (altered != null || isUnknown) {
            throw altered(table);
        }
        return isBeyond ? then.columns() : then.columns().renewed(names);
    }

    /**
     * The table as it was at a place.
     *
     * @param names some of its columns' names
     * @return empty where no shape with these names is known
     */
    Optional<LoggedTable> logged(TableId table, List<String> names, Optional<LogCoordinates> at) {
        Deque<Shape> ofTable = shapes.getOrDefault(table, new ArrayDeque<>());
        Shape found = null;
        for (Iterator<Shape> all = ofTable.descendingIterator(); all.hasNext(); ) {
            Shape shape = all.next();
            boolean isThen = at.isEmpty() || !at.get().isBefore(shape.at());
            if (shape.table().has(names) && (isThen || found == null)) {
                found = shape;
            }
            if (isThen) {
                break;
            }
        }
        return Optional.ofNullable(found).map(shape -> asLoaded(table, shape, at));
    }

    /**
     * The table as it is behind the place of a load. The reader takes the load's numbers with the
     * first rows there; a TRUNCATE may come before any.
     */
    private LoggedTable asLoaded(TableId table, Shape shape, Optional<LogCoordinates> at) {
        LoadedShape load = loaded.get(table);
        boolean isBehind = load != null && at.isPresent() && !at.get().isBefore(load.at());
        boolean isOlder = isBehind && !load.at().isBefore(shape.at());
        List<String> names = List.copyOf(shape.columns().ids().keySet());
        return isOlder && load.columns().hasNames(names)
                ? new LoggedTable(load.columns(), shape.table().columns(), shape.table().key())
                : shape.table();
    }

    /** The table as the log was read last. */
    Optional<LoggedTable> last(TableId table) {
        return Optional.ofNullable(shapes.get(table)).map(all -> all.getLast().table());
    }

    /** A load of an earlier run. */
    void loaded(TableId table, LoadedShape shape) {
        loaded.putIfAbsent(table, shape);
    }

    /**
     * The reader is at this place: which numbers have the table's columns from here on?
     *
     * @return empty where they are as the reader knows them
     */
    Optional<LoadedShape> reached(TableId table, LogCoordinates at) {
        LoadedShape load = loaded.get(table);
        Deque<Shape> ofTable = shapes.get(table);
        if (load == null || ofTable == null || at.isBefore(load.at())) {
            return Optional.empty();
        }
        Shape last = ofTable.getLast();
        boolean isPast = load.at().isBefore(last.at());
        return isPast || last.columns().equals(load.columns())
                ? Optional.empty()
                : Optional.of(load);
    }

    /** Is this place behind the one a load began at, but not behind the last it was read from? */
    boolean isAmidLoad(TableId table, LogCoordinates at) {
        LoadedShape load = loaded.get(table);
        return load != null && load.at().isBefore(at) && !load.until().isBefore(at);
    }

    /** Do the rows of a load have what was done at this place? */
    boolean isInLoad(TableId table, LogCoordinates at) {
        LoadedShape load = loaded.get(table);
        return load != null && !load.at().isBefore(at);
    }
}
