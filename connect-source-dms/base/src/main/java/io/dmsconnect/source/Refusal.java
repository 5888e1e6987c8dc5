// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.SQLException;
import java.util.Set;

/**
 * A source that does not let the task's user in: told by the key of the configuration that is
 * wrong. Example: the password is changed while the task runs, which is noticed when a connection
 * has to be made anew.
 */
public final class Refusal {
    /** MySQL and MariaDB: access denied, also by a plugin that knows no passwords. */
    private static final Set<Integer> DENIED = Set.of(1045, 1698);

    private Refusal() {}

    /** Is it the password, for a server that answers with one of MySQL's or MariaDB's codes? */
    public static boolean isPassword(int code) {
        return DENIED.contains(code);
    }

    /**
     * @param reason as the server gives it
     */
    public static ReplicationException of(String reason, Throwable cause) {
        return new ReplicationException(
                FailureKind.CONFIGURATION,
                DmsSourceConfig.PASSWORD,
                "the source does not let the user in (%s). Correct %s and %s, and restart the task: it goes on from there"
                        .formatted(reason, DmsSourceConfig.USER, DmsSourceConfig.PASSWORD),
                cause);
    }

    /** The failure in these words where it is such a refusal; the same failure where it is not. */
    static RuntimeException named(RuntimeException failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            if (at instanceof SQLException sql && isPassword(sql)) {
                return of(sql.getMessage(), sql);
            }
        }
        return failure;
    }

    private static boolean isPassword(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("28") || isPassword(failure.getErrorCode());
    }
}
