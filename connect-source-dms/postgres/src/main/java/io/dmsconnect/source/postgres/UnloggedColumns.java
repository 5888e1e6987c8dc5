// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers which columns of a table were generated ones, which the log does not have. When such a
 * column is dropped, the catalogue forgets that it was one: of a dropped column that nobody has
 * seen before, nobody knows, unless the table is still in the file it was in: adding a generated
 * column whose values are stored, as all are before version 18, writes another one. What is
 * remembered travels in the marks of a {@link TableIdentity}, which the source's offsets keep.
 * Thread-safe.
 */
final class UnloggedColumns {
    private static final String GENERATED = "generated.";
    private static final String FORMER = "unlogged.";

    private final Map<Long, Seen> tables = new HashMap<>();

    private static final class Seen {
        private final Set<Integer> unlogged = new TreeSet<>();
        private int top;

        /** The file that the table's rows were in then; 0 where that is not one. */
        private long node;
    }

    /** What an identity says; one of before, too. */
    synchronized void learn(TableIdentity identity) {
        Seen seen = seen(identity.oid());
        for (String mark : identity.marks()) {
            if (mark.startsWith(GENERATED)) {
                seen.unlogged.add(number(mark, GENERATED));
            } else if (mark.startsWith(FORMER)) {
                seen.unlogged.add(number(mark, FORMER));
            }
        }
        if (identity.topColumn() >= seen.top) {
            seen.top = identity.topColumn();
            TableIdentity.File file = identity.files().get(identity.oid());
            seen.node = file == null ? 0 : file.node();
        }
    }

    private static int number(String mark, String prefix) {
        return Integer.parseInt(mark.substring(prefix.length()));
    }

    private Seen seen(long oid) {
        return tables.computeIfAbsent(oid, table -> new Seen());
    }

    /** The identity, as the catalogue has it now, with what was known of the table before. */
    synchronized TableIdentity complete(TableIdentity now) {
        learn(now);
        Set<String> marks = new HashSet<>(now.marks());
        seen(now.oid()).unlogged.forEach(number -> marks.add(FORMER + number));
        return now.marked(marks);
    }

    /**
     * The same columns, each with what is known of it for a change of this transaction.
     *
     * @param node the file that the table's rows are in now
     * @param storesGenerated does this server store the values of all generated columns?
     */
    synchronized List<Attribute> complete(
            long oid, List<Attribute> all, long transaction, long node, boolean storesGenerated) {
        Seen seen = seen(oid);
        boolean sameFile = storesGenerated && seen.node != 0 && seen.node == node;
        int told = sameFile ? Integer.MAX_VALUE : seen.top;
        return all.stream().map(attribute -> complete(seen, attribute, transaction, told)).toList();
    }

    /**
     * @param told of dropped columns up to this number it is known whether they were generated
     */
    private static Attribute complete(Seen seen, Attribute attribute, long transaction, int told) {
        int number = attribute.number();
        boolean wasUnlogged = seen.unlogged.contains(number);
        if (attribute.dropped()) {
            return attribute.logged(
                    wasUnlogged
                            ? Attribute.Logged.NO
                            : number <= told ? Attribute.Logged.YES : Attribute.Logged.UNTOLD);
        }
        boolean mayHaveLostExpression =
                attribute.logged() == Attribute.Logged.YES
                        && wasUnlogged
                        && attribute.changedBy() >= transaction;
        return mayHaveLostExpression ? attribute.logged(Attribute.Logged.UNTOLD) : attribute;
    }
}
