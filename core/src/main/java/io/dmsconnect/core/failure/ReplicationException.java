// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.failure;

import java.util.Objects;

/**
 * A failure with its kind, the place it happened (table, topic-partition@offset), and what to do.
 * Never carries a row's values or a password.
 */
public final class ReplicationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public ReplicationException(FailureKind kind, String where, String what) {
        this(kind, where, what, null);
    }

    public ReplicationException(FailureKind kind, String where, String what, Throwable cause) {
        super(where.isEmpty() ? what : where + ": " + what, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public FailureKind kind() {
        return kind;
    }
}
