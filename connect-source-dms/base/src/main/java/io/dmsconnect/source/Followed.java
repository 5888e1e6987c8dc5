// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import java.util.Optional;
import java.util.function.Predicate;

/** What whoever reads the log has to know of the tables, and to tell. Thread-safe. */
public interface Followed {
    /** What the table was when its changes began to be followed; empty where nobody knows. */
    Optional<String> identity(TableId table);

    /**
     * From this place in the log on the name stands for another table, or one with another key: its
     * changes are left out from here on, and it will be loaded anew. Returns when Kafka has that:
     * only then may the offset of a change behind those be stored.
     *
     * @param why such as "its key was changed"
     * @param settled is that so no longer for a load of the table as it is then, whose identity is
     *     given?
     */
    void replaced(TableId table, String why, Predicate<String> settled) throws InterruptedException;

    /**
     * The same, found by comparing the table with an identity it had. Nothing is done where the
     * table is followed as another one meanwhile, of which that is settled: its load has been asked
     * for while the comparison was made.
     *
     * @param compared is the identity that is given the one the table was compared with?
     */
    default void replaced(
            TableId table, Predicate<String> compared, String why, Predicate<String> settled)
            throws InterruptedException {
        replaced(table, why, settled);
    }

    /** Can a table be loaded anew while changes are read? */
    boolean reloads();
}
