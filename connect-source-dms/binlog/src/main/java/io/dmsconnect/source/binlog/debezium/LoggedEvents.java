// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;

/** The data of events for which the client of the log has no classes, or not all of the data. */
final class LoggedEvents {
    private LoggedEvents() {}

    /**
     * An event that could not be read.
     *
     * @param type its number
     * @param table the log's number of the table, where it has rows of one
     */
    record Unreadable(int type, long table, Exception cause) implements EventData {
        private static final long serialVersionUID = 1L;
        private static final Set<EventType> ROWS =
                Set.of(
                        EventType.WRITE_ROWS,
                        EventType.UPDATE_ROWS,
                        EventType.DELETE_ROWS,
                        EventType.EXT_WRITE_ROWS,
                        EventType.EXT_UPDATE_ROWS,
                        EventType.EXT_DELETE_ROWS);

        boolean hasRows() {
            return ROWS.contains(EventType.byEventNumber(type));
        }
    }

    /** An event of a server newer than this code. */
    record Unknown(int type) implements EventData {
        private static final long serialVersionUID = 1L;
    }

    /** Updated rows with parts of JSON values. */
    record PartialRows(long table) implements EventData {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The end of the rows of a distributed transaction.
     *
     * @param xid as the server writes it in statements: {@code X'6831',X'',1}
     * @param onePhase is it committed as well?
     */
    record Prepared(String xid, boolean onePhase) implements EventData {
        private static final long serialVersionUID = 1L;

        static Prepared read(ByteArrayInputStream in) throws IOException {
            boolean onePhase = in.readInteger(1) != 0;
            long format = in.readLong(4);
            int transaction = in.readInteger(4);
            int branch = in.readInteger(4);
            HexFormat hex = HexFormat.of();
            return new Prepared(
                    "X'%s',X'%s',%d"
                            .formatted(
                                    hex.formatHex(in.read(transaction)),
                                    hex.formatHex(in.read(branch)),
                                    format),
                    onePhase);
        }
    }
}
