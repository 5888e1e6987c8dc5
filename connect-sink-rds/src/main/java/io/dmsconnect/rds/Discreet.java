// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.sql.dialect.Dialect;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Failures as logs and Connect's REST interface may show them: with their kinds, codes and stack
 * traces, and without values of rows. A server's own words have some: {@code date/time field value
 * out of range: "2024-02-31"}.
 */
final class Discreet {
    /** A trace that ends nowhere is worth nothing. */
    private static final int DEEPEST = 20;

    private Discreet() {}

    /** The same failure, its cause told without values. */
    static ReplicationException of(ReplicationException failure, Dialect dialect) {
        return of(failure, dialect, 0);
    }

    /** The same failure with its SQLState and code, told without values. */
    static SQLException of(SQLException failure, Dialect dialect) {
        return of(failure, dialect, 0);
    }

    private static ReplicationException of(
            ReplicationException failure, Dialect dialect, int depth) {
        return traced(
                new ReplicationException(
                        failure.kind(),
                        "",
                        failure.getMessage(),
                        cause(failure.getCause(), dialect, depth)),
                failure);
    }

    private static SQLException of(SQLException failure, Dialect dialect, int depth) {
        return traced(
                new SQLException(
                        failure.getMessage() == null ? null : dialect.reason(failure),
                        failure.getSQLState(),
                        failure.getErrorCode(),
                        cause(failure.getCause(), dialect, depth)),
                failure);
    }

    private static Throwable cause(Throwable cause, Dialect dialect, int depth) {
        if (cause == null || depth > DEEPEST) {
            return null;
        }
        if (cause instanceof ReplicationException failure) {
            return of(failure, dialect, depth + 1);
        }
        if (cause instanceof SQLException failure) {
            return of(failure, dialect, depth + 1);
        }
        // of a network or a file; anything else may quote what it was given
        boolean tells = cause instanceof IOException;
        return traced(
                new Exception(
                        tells ? cause.toString() : cause.getClass().getName(),
                        cause(cause.getCause(), dialect, depth + 1)),
                cause);
    }

    private static <T extends Throwable> T traced(T made, Throwable from) {
        made.setStackTrace(from.getStackTrace());
        return made;
    }
}
