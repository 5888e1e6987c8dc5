// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Where a task began to follow the log, such as {@code 0/16B3748 7345092817263549182 00000001
 * 1796071478115000}: the place, the server's number and its timeline, and when something was
 * written to the log that every reader of it from there on comes across. Tasks of older versions,
 * and people, give the place alone.
 *
 * @param marked microseconds since 1970 by the server's clock; 0 where nothing was written
 */
record StartPlace(String lsn, ServerId server, long marked) {
    static StartPlace parse(String text) {
        String[] parts = text.split(" ", -1);
        return new StartPlace(
                parts[0],
                parts.length == 4 ? new ServerId(parts[1], parts[2]) : ServerId.UNKNOWN,
                parts.length == 4 ? Long.parseLong(parts[3]) : 0);
    }

    long place() {
        return LogSequenceNumber.valueOf(lsn).asLong();
    }

    /**
     * @throws ReplicationException where this is another server: its log has other changes at the
     *     same places
     */
    void checkServer(ServerId now) {
        if (server.isOtherSystem(now)) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION,
                    "database.hostname",
                    ("this is another server than the one the task has begun with (system identifier"
                                    + " %s instead of %s: another host, a new cluster, or one that"
                                    + " pg_upgrade made); changes may be missing. Connect to the former"
                                    + " one, or %s")
                            .formatted(now.system(), server.system(), Slot.START_OVER));
        }
    }

    @Override
    public String toString() {
        return server.equals(ServerId.UNKNOWN)
                ? lsn
                : String.join(" ", lsn, server.system(), server.timeline(), Long.toString(marked));
    }
}
