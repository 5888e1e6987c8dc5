// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a table has beside its columns and its primary key. On the source it speaks of the source's
 * names, behind the table mappings of the target's.
 *
 * @param indexes secondary ones, and the unique constraints that are kept as indexes
 * @param foreignKeys of this table to others or to itself
 * @param defaults of columns, but for those that number the rows
 * @param numberings columns whose values the database counts by itself
 * @param leftovers what is not carried over, each with the reason
 * @param changesFollow true where the target's table will be written to after its load
 */
public record SecondaryObjects(
        List<Index> indexes,
        List<ForeignKey> foreignKeys,
        List<ColumnDefault> defaults,
        List<Numbering> numberings,
        List<Leftover> leftovers,
        boolean changesFollow) {
    public static final SecondaryObjects NONE =
            new SecondaryObjects(List.of(), List.of(), List.of(), List.of(), List.of());

    public SecondaryObjects {
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        defaults = List.copyOf(defaults);
        numberings = List.copyOf(numberings);
        leftovers = List.copyOf(leftovers);
    }

    /** Of a table as it stands. */
    public SecondaryObjects(
            List<Index> indexes,
            List<ForeignKey> foreignKeys,
            List<ColumnDefault> defaults,
            List<Numbering> numberings,
            List<Leftover> leftovers) {
        this(indexes, foreignKeys, defaults, numberings, leftovers, false);
    }

    /** The same, of a table whose changes are followed. */
    public SecondaryObjects withChanges() {
        return new SecondaryObjects(indexes, foreignKeys, defaults, numberings, leftovers, true);
    }

    public boolean isEmpty() {
        return Stream.of(indexes, foreignKeys, defaults, numberings, leftovers)
                .allMatch(List::isEmpty);
    }

    /**
     * Something that has no place on the target.
     *
     * @param kind in lower case: index, foreign key, default, check constraint, trigger, ...
     * @param reason a sentence without its full stop, with the object's own text where that helps
     */
    public record Leftover(String kind, String name, String reason) {}
}
