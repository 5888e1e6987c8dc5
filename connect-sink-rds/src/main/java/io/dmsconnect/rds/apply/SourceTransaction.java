// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.RowChange;

/** Which transaction of the source a change is of. */
final class SourceTransaction {
    private SourceTransaction() {}

    /**
     * The same text for all changes of a transaction: {@code xid:7} of PostgreSQL. MySQL and
     * MariaDB name a statement's event instead, {@code binlog:file:position}; that is enough, since
     * their keys are unique after each row. Empty where the source does not tell.
     */
    static String of(RowChange change) {
        String position = change.position();
        int last = position.lastIndexOf(':');
        return last < 0 ? "" : position.substring(0, last);
    }

    /** True where the source may check keys at the end of a transaction only. */
    static boolean mayShareKeys(String transaction) {
        return transaction.startsWith("xid:");
    }
}
