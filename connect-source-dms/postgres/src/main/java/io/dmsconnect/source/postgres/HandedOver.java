// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes that were handed over before the task was started again in the middle of a
 * transaction: those of transactions that the server sends before that one, and its own up to the
 * offset. Debezium leaves them out until it meets the place of the next change. Where another
 * transaction was committed right before that change, the end of the commit has the same place, and
 * Debezium would send all that comes in between once more; rows of a table without a key would be
 * there twice.
 *
 * <p>Debezium reads the log twice: it looks for the place, and begins anew to hand changes over.
 */
final class HandedOver {
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "TRUNCATE");

    private final long transaction;
    private final Lsn last;
    private final long eventsAtLast;

    /** Transactions that the server sends before the one of the offset, by their ids. */
    private final Set<Long> before = new HashSet<>();

    /**
     * @param offset of Debezium's; without a transaction that has begun, nothing is left out
     */
    HandedOver(Map<String, ?> offset) {
        boolean inTransaction =
                CHANGES.contains(String.valueOf(offset.get("messageType")))
                        && offset.get("txId") instanceof Number
                        && offset.get("lsn") instanceof Number;
        transaction = inTransaction ? ((Number) offset.get("txId")).longValue() : -1;
        last = inTransaction ? Lsn.valueOf(((Number) offset.get("lsn")).longValue()) : null;
        eventsAtLast =
                offset.get("lsn_events_processed") instanceof Number events
                        ? Math.max(1, events.longValue())
                        : 1;
    }

    /** One reading of the log. */
    Reading read(WalPositionLocator debezium) {
        return new Reading(debezium);
    }

    /** What Debezium leaves out by itself is not counted here. */
    final class Reading extends WalPositionLocator {
        private final WalPositionLocator debezium;
        private final Set<Long> earlier = new HashSet<>();
        private boolean skipsAtLast;
        private long seenAtLast;
        private boolean met;

        private Reading(WalPositionLocator debezium) {
            this.debezium = debezium;
        }

        /** A transaction begins. */
        void begins(ReplicationMessage message) {
            if (transaction < 0 || met || message.getTransactionId().isEmpty()) {
                return;
            }
            long id = message.getTransactionId().getAsLong();
            if (id == transaction) {
                met = true;
                before.addAll(earlier);
            } else {
                earlier.add(id);
            }
        }

        /** Was the change handed over before? */
        boolean has(ReplicationMessage change, Lsn place) {
            if (transaction < 0 || change.getTransactionId().isEmpty()) {
                return false;
            }
            long id = change.getTransactionId().getAsLong();
            if (id != transaction) {
                return before.contains(id);
            }
            int order = place.compareTo(last);
            return order < 0 || (order == 0 && !skipsAtLast && ++seenAtLast <= eventsAtLast);
        }

        @Override
        public boolean skipMessage(Lsn place) {
            boolean skips = debezium.skipMessage(place);
            skipsAtLast |= skips && place.equals(last);
            return skips;
        }

        @Override
        public Optional<Lsn> resumeFromLsn(Lsn place, ReplicationMessage message) {
            return debezium.resumeFromLsn(place, message);
        }

        @Override
        public boolean skipProcessedLogicalMessage(Lsn place) {
            return debezium.skipProcessedLogicalMessage(place);
        }

        @Override
        public void enableFiltering() {
            debezium.enableFiltering();
        }

        @Override
        public boolean searchingEnabled() {
            return debezium.searchingEnabled();
        }

        @Override
        public Lsn getLastEventStoredLsn() {
            return debezium.getLastEventStoredLsn();
        }

        @Override
        public Lsn getLastCommitStoredLsn() {
            return debezium.getLastCommitStoredLsn();
        }

        @Override
        public String toString() {
            return debezium.toString();
        }
    }
}
