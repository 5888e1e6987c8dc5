// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a task goes on that was ended in the middle of a transaction, and what it has handed over
 * of that transaction already.
 *
 * <p>The server sends transactions whole, in the order of their commits. Asked to begin at the end
 * of the last commit that the task has read, it begins with the transaction of the offset. Of that
 * one everything is passed over that comes before the offset's place in the log, and at this place
 * as many changes as the offset says: COPY writes some hundred rows into one record of the log, and
 * they all have its place.
 *
 * <p>Debezium's own way is not used: it reads the log once more to look for the change that follows
 * the offset's, by its place alone, and would lose the rest of a record after its first row.
 */
final class HandedOver {
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "TRUNCATE");
    private static final String MESSAGE = "MESSAGE";
    private static final String TYPE = "messageType";

    /** How many changes at the offset's place were handed over. */
    private static final String COUNT = "lsn_events_processed";

    /** The offset's place once more; with it Debezium would look for the place itself. */
    private static final String LOOKED_FOR = "lsn_proc";

    private final Lsn lastCommit;
    private final long transaction;
    private final Lsn last;
    private final long changesAtLast;
    private final boolean otherLog;

    /**
     * @param offset of Debezium's; without a transaction that has begun, nothing is left out
     * @param otherLog is the log now that of a server which may not have the transaction?
     */
    HandedOver(Map<String, ?> offset, boolean otherLog) {
        this.otherLog = otherLog;
        boolean inTransaction =
                (isChange(offset) || MESSAGE.equals(offset.get(TYPE)))
                        && offset.get("txId") instanceof Number
                        && offset.get("lsn") instanceof Number;
        lastCommit = lsn(offset, "lsn_commit");
        transaction = inTransaction ? ((Number) offset.get("txId")).longValue() : -1;
        last = inTransaction ? lsn(offset, "lsn") : null;
        changesAtLast =
                isChange(offset) && offset.get(COUNT) instanceof Number count
                        ? count.longValue()
                        : 0;
    }

    private static boolean isChange(Map<String, ?> offset) {
        return CHANGES.contains(String.valueOf(offset.get(TYPE)));
    }

    private static Lsn lsn(Map<String, ?> offset, String name) {
        return offset.get(name) instanceof Number lsn ? Lsn.valueOf(lsn.longValue()) : null;
    }

    /**
     * The offset as Debezium may know it. Behind anything else than a change the count is of an
     * earlier place.
     */
    static Map<String, ?> known(Map<String, ?> offset) {
        Map<String, Object> known = new HashMap<>(offset);
        known.remove(LOOKED_FOR);
        if (!isChange(offset)) {
            known.remove(COUNT);
        }
        return known;
    }

    /**
     * Where the server is asked to begin.
     *
     * @param place the offset's; before the first commit it is the only one there is, and every
     *     transaction that is not handed over is committed behind it
     */
    Lsn start(Lsn place) {
        return lastCommit == null ? place : lastCommit;
    }

    /** One reading of the log. */
    Reading read() {
        return new Reading();
    }

    /** Passes over what was handed over. Used by the one thread that reads the log. */
    final class Reading extends WalPositionLocator {
        /** Within the transaction that was handed over in part? */
        private boolean inside;

        /** Has some transaction come? */
        private boolean begun;

        private boolean metLast;
        private long seenAtLast;

        private Reading() {}

        /**
         * Is the message one that the task has read before? Also the beginning of the transaction
         * is: with it Debezium would forget how far the task has got.
         */
        boolean passesOver(ReplicationMessage message, Lsn place) {
            return switch (message.getOperation()) {
                case BEGIN -> {
                    inside =
                            transaction >= 0
                                    && message.getTransactionId().isPresent()
                                    && message.getTransactionId().getAsLong() == transaction;
                    if (!begun && !inside) {
                        checkSame(false);
                    }
                    begun = true;
                    yield inside;
                }
                case COMMIT -> {
                    if (inside) {
                        checkSame(metLast);
                    }
                    inside = false;
                    yield false;
                }
                case INSERT, UPDATE, DELETE, TRUNCATE -> inside && has(place);
                // its place is its end, where the next change may begin
                case MESSAGE -> inside && meets(place) <= 0;
                default -> false;
            };
        }

        private int meets(Lsn place) {
            int order = place.compareTo(last);
            metLast |= order == 0;
            return order;
        }

        /** Half of a transaction is in the target: this server must have it, too. */
        private void checkSame(boolean same) {
            if (otherLog && transaction >= 0 && !same) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "database.hostname",
                        "the server, on another timeline than before, as after a failover, lacks the"
                                + " transaction "
                                + transaction
                                + ", of which a part is in the target already; "
                                + Slot.START_OVER);
            }
        }

        private boolean has(Lsn place) {
            int order = meets(place);
            return order < 0 || (order == 0 && ++seenAtLast <= changesAtLast);
        }

        /** Asked before a message is decoded; what is at the last place has to be counted. */
        @Override
        public boolean skipMessage(Lsn place) {
            return inside && place.isValid() && place.compareTo(last) < 0;
        }

        @Override
        public Lsn getLastCommitStoredLsn() {
            return lastCommit;
        }
    }
}
