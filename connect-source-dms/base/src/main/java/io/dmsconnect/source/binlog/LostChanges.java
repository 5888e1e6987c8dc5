// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables of which the log has a change that it does not say, for example an UPDATE that a session
 * wrote in statement format: each of them is loaded anew, as {@link ShapeHistory#anew} says.
 */
public final class LostChanges {
    /** Said of tables; their names follow. */
    public static final String OF_CASCADES =
            "rows that a foreign key's CASCADE or SET NULL deletes or changes are not in the server's"
                    + " log, and the target's foreign keys do not act while changes are applied: let"
                    + " statements of the application change these rows, or reload the tables after"
                    + " such changes: ";

    /** Said of a table that gets a history. */
    public static final String OF_VERSIONING =
            "ALTER TABLE ... SYSTEM VERSIONING: the log has rows of the past from there on, which are"
                    + " not followed. Exclude the table in the mappings, or drop its versioning and"
                    + " reload it";

    private static final Logger LOG = LoggerFactory.getLogger(LostChanges.class);

    private final ShapeHistory history;
    private final Supplier<String> misconfigured;
    private final Predicate<TableId> writesOthers;
    private final ToIntFunction<TableId> hashes;

    /**
     * @param history keeps which tables are to be loaded anew
     * @param misconfigured what is wrong with the settings of the whole server, with what to do;
     *     empty where nothing is
     * @param writesOthers may a statement that changes this table change other tables?
     * @param hashes see {@link #hashes(TableId)}
     */
    LostChanges(
            ShapeHistory history,
            Supplier<String> misconfigured,
            Predicate<TableId> writesOthers,
            ToIntFunction<TableId> hashes) {
        this.history = history;
        this.misconfigured = misconfigured;
        this.writesOthers = writesOthers;
        this.hashes = hashes;
    }

    /**
     * How many columns that nobody sees the table has by now for MariaDB's unique indexes of long
     * values, one for each.
     */
    public int hashes(TableId table) {
        return hashes.applyAsInt(table);
    }

    /**
     * May a statement that changes this table change others, since it is a view or has triggers?
     */
    public boolean writesOthers(TableId table) {
        return writesOthers.test(table);
    }

    /**
     * The log has a change of these tables that it does not say.
     *
     * @param what for example: an UPDATE in statement format
     * @param remedy what the user can do so that it does not happen again
     * @param at where
     */
    public void add(Collection<TableId> tables, String what, String remedy, LogCoordinates at) {
        List<TableId> missing = tables.stream().filter(id -> history.misses(id, at)).toList();
        if (!missing.isEmpty()) {
            String wrong = misconfigured.get();
            if (!wrong.isEmpty()) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        names(missing),
                        "the log has "
                                + what
                                + ", which cannot be followed. "
                                + wrong
                                + "; then start the task again: the tables are loaded anew by"
                                + " itself");
            }
            LOG.warn(
                    "{}: the log has {}, which cannot be followed. {}",
                    names(missing),
                    what,
                    remedy);
        }
        tables.forEach(table -> history.anew(table, what, at));
    }

    private static String names(Collection<TableId> tables) {
        String names = String.join(", ", tables.stream().limit(5).map(TableId::toString).toList());
        return (tables.size() == 1 ? "Table " : "Tables ")
                + names
                + (tables.size() > 5 ? " and " + (tables.size() - 5) + " others" : "");
    }
}
