// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.connect.LostShapeException;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Followed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Changes of which the catalogue does not tell what columns they speak of: the table is loaded
 * anew, and the changes, which are in its rows then, are left out. Used by the one thread that
 * reads changes.
 */
final class UntoldChanges {
    private static final String WHY =
            "its columns were dropped, added or renamed in a way that the catalogue no longer tells"
                    + " apart (a column dropped and added again in the transaction that also changed"
                    + " rows, or before the task came to the change)";

    /** Long enough for a load to be asked for, and stored, where nobody else is in the way. */
    private static final long WAIT_MILLIS = 2000;

    private static final long LOOK_MILLIS = 20;

    /** Transactions with such changes; true once a load of the table is to come. */
    private final Map<TableId, Map<String, AtomicBoolean>> loads = new HashMap<>();

    private volatile Followed followed;

    void followedBy(Followed by) {
        followed = by;
    }

    /** What the table was when its changes began to be followed, as far as that is known. */
    Optional<TableIdentity> identity(TableId table) {
        return followed == null
                ? Optional.empty()
                : followed.identity(table).map(TableIdentity::parse);
    }

    /** The name stands for another table than the one that is followed. */
    void another(TableId table) {
        replaced(table, "its name stands for another table than before", identity -> true);
    }

    private void replaced(TableId table, String why, Predicate<String> settled) {
        try {
            followed.replaced(table, why, settled);
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private static CancellationException stopping() {
        Thread.currentThread().interrupt();
        return new CancellationException("the task is stopping");
    }

    /**
     * Never returns.
     *
     * @throws LostShapeException where the change is in the rows of a load that is to come
     * @throws ReplicationException (RECOVERABLE) while no load has been stored: whoever asks for it
     *     may be waiting for the reader of changes; (TABLE) where none can be asked for
     */
    void leaveOut(TableId table, LoggedShape shape) {
        if (followed == null || !followed.reloads()) {
            throw new ReplicationException(
                    FailureKind.TABLE, "table " + table, WHY + "; reload the table");
        }
        Map<String, AtomicBoolean> ofTable = loads.computeIfAbsent(table, id -> new HashMap<>());
        String transaction = LoggedTables.transaction(shape);
        AtomicBoolean isToCome = ofTable.get(transaction);
        if (isToCome == null) {
            AtomicBoolean asked = new AtomicBoolean();
            ofTable.put(transaction, asked);
            replaced(
                    table,
                    WHY,
                    identity -> {
                        asked.set(true);
                        return true;
                    });
            isToCome = asked;
        }
        if (!await(isToCome)) {
            throw new ReplicationException(
                    FailureKind.RECOVERABLE,
                    "table " + table,
                    "a new load of it is being asked for");
        }
        throw new LostShapeException("", false);
    }

    private static boolean await(AtomicBoolean isToCome) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        try {
            while (!isToCome.get() && System.nanoTime() < end) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            throw stopping();
        }
        return isToCome.get();
    }
}
