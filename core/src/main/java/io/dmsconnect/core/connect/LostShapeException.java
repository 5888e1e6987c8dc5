// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

/**
 * Nobody can tell which columns a change speaks of: the change is left out, since its table is gone
 * or will be loaded with it. The message says so.
 */
public final class LostShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofTable;

    /**
     * @param message names the table; empty where that has been said
     * @param ofTable are all changes of this shape to be left out? False for this change only
     */
    public LostShapeException(String message, boolean ofTable) {
        super(message);
        this.ofTable = ofTable;
    }

    boolean isOfTable() {
        return ofTable;
    }
}
