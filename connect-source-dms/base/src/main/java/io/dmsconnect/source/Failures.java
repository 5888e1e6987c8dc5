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
    /** Slot still in use by our own dead connection, serialization, deadlock. */
    private static final Set<String> PASSING_STATES = Set.of("55006", "40001", "40P01");

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
                || PASSING_STATES.contains(state);
    }

    /** The innermost reason in one line, for a log that need not hold the whole trace. */
    public static String reason(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null
                && at.getCause() != at
                && !(at instanceof ReplicationException)) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
