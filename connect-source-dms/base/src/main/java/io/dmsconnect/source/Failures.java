// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.kafka.connect.errors.RetriableException;

/** Tells failures that pass by themselves (a server that restarts) from those that do not. */
public final class Failures {
    /** Slot still in use by our own dead connection. */
    private static final String IN_USE = "55006";

    /** That, serialization, deadlock. */
    private static final Set<String> PASSING_STATES = Set.of(IN_USE, "40001", "40P01");

    /** MySQL and MariaDB: the server, or the user, has as many sessions as may be. */
    private static final Set<Integer> TOO_MANY_SESSIONS = Set.of(1040, 1203, 1226);

    private Failures() {}

    /**
     * Decided by the failure of the connection where there is one: Debezium calls every SQL error
     * retriable.
     */
    public static boolean isRecoverable(Throwable failure) {
        boolean retriable = false;
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            if (at instanceof ReplicationException known) {
                return known.kind() == FailureKind.RECOVERABLE;
            }
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return isRecoverable(sql);
            }
            retriable |= at instanceof RetriableException || at instanceof IOException;
        }
        return retriable;
    }

    /** Connection lost (class 08), server going or coming (57P), out of connections (53). */
    public static boolean isRecoverable(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || PASSING_STATES.contains(state)
                || TOO_MANY_SESSIONS.contains(failure.getErrorCode());
    }

    /**
     * Is it only that the server has not yet noticed the end of our connection before? A server
     * notices within seconds, at the latest after its {@code wal_sender_timeout}.
     */
    public static boolean isInUse(Throwable failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            if (at instanceof SQLException sql && IN_USE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The innermost reason in one line, for a log that need not hold the whole trace: an exception
     * without words (EOFException) is told by the one around it.
     */
    public static String reason(Throwable failure) {
        Throwable at = failure;
        String reason = failure.getClass().getSimpleName();
        for (int depth = 0; at != null && depth < 20; depth++) {
            reason = at.getMessage() == null ? reason : at.getMessage();
            at = at instanceof ReplicationException ? null : at.getCause();
        }
        return reason;
    }
}
