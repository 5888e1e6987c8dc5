// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one transaction of the source makes of the rows of a table whose key may be deferrable: two
 * rows may share a key until the transaction ends, as in {@code UPDATE t SET id = 3 - id}. Row by
 * row such changes would hit the wrong one of the two. Here each change takes the row that its old
 * image names, and what is left at each key in the end is written.
 */
final class KeyRun {
    /** Asks the target, as it was before the transaction. */
    interface Target {
        boolean hasRow(Row key) throws SQLException;
    }

    /** The rows that have been at one key. */
    static final class Place {
        private final Row key;
        private RowChange last;
        private final List<Row> rows = new ArrayList<>();
        private boolean formerGone;
        private boolean formerMet;

        private Place(Row key) {
            this.key = key;
        }

        Row key() {
            return key;
        }

        /** The change that speaks of this key last. */
        RowChange last() {
            return last;
        }

        /** The row that is here in the end, or null. */
        Row row() {
            return rows.isEmpty() ? null : rows.get(rows.size() - 1);
        }

        /** The row that was here before the transaction has left, or is another one now. */
        boolean isFormerGone() {
            return formerGone;
        }

        private boolean isDisputed() {
            return rows.size() > 1 || (!rows.isEmpty() && formerMet && !formerGone);
        }
    }

    private final Table table;
    private final int[] keyIndexes;
    private final Target target;
    private final Map<List<Object>, Place> places = new LinkedHashMap<>();
    private boolean disputed;
    private boolean whole = true;
    private Row moving;

    KeyRun(Table table, Target target) {
        this.table = table;
        this.keyIndexes = table.keyIndexes();
        this.target = target;
    }

    /**
     * Does the log have whole old rows? Else no two rows share a key: PostgreSQL publishes no
     * update of a table with a deferrable key without them.
     */
    static boolean knowsOldRows(RowChange change) {
        return change.before() != null && change.before().isComplete();
    }

    /** Is there reason to look at a transaction as a whole? */
    static boolean isOf(List<RowChange> changes, int[] keyIndexes) {
        Map<List<Object>, Row> here = new HashMap<>();
        for (RowChange change : changes) {
            boolean known = knowsOldRows(change);
            if (known && change.movedKey() != null) {
                return true;
            }
            if (known) {
                Row made = here.remove(KeyOf.row(change.before(), keyIndexes));
                if (made != null && !equal(made, change.before())) {
                    return true;
                }
            }
            Row after = change.after();
            if (after != null && after.isComplete()) {
                here.put(KeyOf.row(after, keyIndexes), after);
            }
        }
        return false;
    }

    /** The transaction's changes, all of them in order. */
    void take(List<RowChange> changes) throws SQLException {
        for (RowChange change : changes) {
            take(change);
        }
    }

    private void take(RowChange change) throws SQLException {
        Row before = change.before();
        boolean moved = change.movedKey() != null;
        switch (change.operation()) {
            case DELETE -> {
                leave(before, change);
                moving = moved ? before : null;
            }
            case INSERT -> {
                Place place = place(change.after(), change);
                // its row is here already where the first half of the key change was applied before
                place.formerGone |= moved && moving == null && place.rows.isEmpty();
                arrive(filled(change.after(), moved ? moving : null), change);
                moving = null;
            }
            case UPDATE -> {
                Object[] key = moved ? change.movedKey() : KeyOf.values(change.after(), keyIndexes);
                leave(before != null ? before : KeyOf.row(table, key), change);
                arrive(filled(change.after(), before), change);
            }
            case TRUNCATE -> throw new IllegalStateException("a truncation is no change of a row");
        }
    }

    /** What the log does not repeat because it has not changed. */
    private Row filled(Row after, Row before) {
        if (after.isComplete()) {
            return after;
        }
        Object[] values = new Object[after.size()];
        for (int i = 0; i < values.length; i++) {
            boolean present = after.isPresent(i);
            if (!present && (before == null || !before.isPresent(i))) {
                whole = false;
                return after;
            }
            values[i] = present ? after.value(i) : before.value(i);
        }
        return new ArrayRow(values);
    }

    private Place place(Row row, RowChange change) {
        Place place = places.computeIfAbsent(KeyOf.row(row, keyIndexes), key -> new Place(row));
        place.last = change;
        return place;
    }

    private void leave(Row row, RowChange change) throws SQLException {
        Place place = place(row, change);
        if (place.rows.isEmpty()) {
            place.formerGone = true;
            return;
        }
        int last = place.rows.size() - 1;
        if (row.isComplete()) {
            for (int i = last; i >= 0; i--) {
                if (equal(place.rows.get(i), row)) {
                    place.rows.remove(i);
                    return;
                }
            }
            if (!place.formerGone && hadRow(place)) {
                place.formerGone = true;
                disputed = true;
                return;
            }
        }
        place.rows.remove(last);
    }

    private void arrive(Row row, RowChange change) throws SQLException {
        Place place = place(row, change);
        int last = place.rows.size() - 1;
        if (last >= 0 && equal(place.rows.get(last), row)) {
            // the source tells it twice
            return;
        }
        place.rows.add(row);
        if (place.rows.size() > 1) {
            disputed = true;
        } else if (!place.formerGone && hadRow(place)) {
            disputed = true;
        }
    }

    private boolean hadRow(Place place) throws SQLException {
        place.formerMet = place.formerMet || target.hasRow(place.key);
        return place.formerMet;
    }

    /** Two rows have shared a key, and all that is needed to tell them apart is known. */
    boolean isDisputed() {
        return disputed && whole;
    }

    /** Two rows share a key still, or a row has left its key and not come to another. */
    boolean isUnfinished() {
        return whole && (moving != null || places.values().stream().anyMatch(Place::isDisputed));
    }

    Collection<Place> places() {
        return places.values();
    }

    private static boolean equal(Row one, Row other) {
        for (int i = 0; i < one.size(); i++) {
            if (one.isPresent(i) != other.isPresent(i)
                    || (one.isPresent(i)
                            && !Objects.equals(
                                    KeyOf.comparable(one.value(i)),
                                    KeyOf.comparable(other.value(i))))) {
                return false;
            }
        }
        return true;
    }
}
