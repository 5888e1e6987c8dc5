// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

/**
 * The records in hand end in the middle of a transaction of the source, and what they say of its
 * keys can only be written together with the rest of it.
 */
public final class UnfinishedTransactionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long firstOffset;

    UnfinishedTransactionException(long firstOffset) {
        super("a transaction of the source is not complete yet");
        this.firstOffset = firstOffset;
    }

    /** Of the transaction's first record. */
    public long firstOffset() {
        return firstOffset;
    }
}
