// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * MariaDB's number of a transaction, with what the client of the log passes over: whether the
 * ALTER TABLE behind it begins, has happened, or was given up (binlog_alter_two_phase).
 */
final class LoggedGtid extends MariadbGtidEventData {
    private static final long serialVersionUID = 1L;
    private static final int GROUP_COMMIT = 2;
    private static final int PREPARED_XA = 64;
    private static final int COMPLETED_XA = 128;

    private static final int START_ALTER = 2;
    private static final int ROLLBACK_ALTER = 8;

    private boolean altersNothing;

    /** Does the statement behind it alter nothing, now or ever? */
    boolean altersNothing() {
        return altersNothing;
    }

    static LoggedGtid read(ByteArrayInputStream in) throws IOException {
        LoggedGtid gtid = new LoggedGtid();
        gtid.setSequence(in.readLong(8));
        gtid.setDomainId(in.readInteger(4));
        int flags = in.readInteger(1);
        gtid.setFlags(flags);
        if ((flags & GROUP_COMMIT) != 0) {
            in.read(8);
        }
        if ((flags & (PREPARED_XA | COMPLETED_XA)) != 0) {
            in.read(4);
            in.read(in.readInteger(1) + in.readInteger(1));
        }
        if (in.available() > 0) {
            gtid.altersNothing = (in.readInteger(1) & (START_ALTER | ROLLBACK_ALTER)) != 0;
        }
        return gtid;
    }
}
