// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

/** A statement has a form that is not known; its message shows nothing of the statement. */
public final class UnreadableStatementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableStatementException(String reason) {
        super(reason);
    }
}
