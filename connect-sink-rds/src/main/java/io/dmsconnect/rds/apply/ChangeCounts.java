// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.RowChange;

/** Applied changes of one table in one transaction. */
public final class ChangeCounts {
    private long inserts;
    private long updates;
    private long deletes;
    private long ddls;
    private long lastSourceMillis;

    /** A key change is one update, told by two events. */
    void count(RowChange change) {
        lastSourceMillis = Math.max(lastSourceMillis, change.sourceMillis());
        boolean moved = change.movedKey() != null;
        switch (change.operation()) {
            case INSERT -> {
                if (moved) {
                    updates++;
                } else {
                    inserts++;
                }
            }
            case UPDATE -> updates++;
            case DELETE -> {
                if (!moved) {
                    deletes++;
                }
            }
            case TRUNCATE -> ddls++;
        }
    }

    /** After they have been written. */
    void clear() {
        inserts = 0;
        updates = 0;
        deletes = 0;
        ddls = 0;
    }

    void countDdl() {
        ddls++;
    }

    public long inserts() {
        return inserts;
    }

    public long updates() {
        return updates;
    }

    public long deletes() {
        return deletes;
    }

    public long ddls() {
        return ddls;
    }

    public long lastSourceMillis() {
        return lastSourceMillis;
    }
}
