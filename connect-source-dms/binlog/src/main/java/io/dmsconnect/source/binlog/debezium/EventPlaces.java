// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import io.dmsconnect.source.binlog.LogCoordinates;

/**
 * Where events begin in the log. MariaDB 11.4 and newer do not say it of events inside a
 * transaction ({@code binlog_legacy_event_pos}), and Debezium would give all rows of one the place
 * of its beginning, in front of a statement of the same transaction (CREATE TABLE ... SELECT):
 * their places are counted. Events inside of MySQL's compressed transactions have the place of the
 * whole.
 */
final class EventPlaces {
    /** Where the next event of the transaction begins; 0 where the log says it itself. */
    private long next;

    private LogCoordinates now = new LogCoordinates("", 0);

    /** The log is read from this place on. */
    void begin(String file, long offset) {
        now = new LogCoordinates(file, offset);
        next = 0;
    }

    /** Where the event that is being read begins. */
    LogCoordinates now() {
        return now;
    }

    /** The next event of the log itself is read; its place is added where the log has none. */
    void read(Event event) {
        EventHeaderV4 header = event.getHeader();
        EventType type = header.getEventType();
        if (type == EventType.FORMAT_DESCRIPTION || type == EventType.ROTATE) {
            next = 0;
        } else if (type != EventType.HEARTBEAT) {
            if (header.getNextPosition() == 0 && next > 0) {
                header.setNextPosition(next + header.getEventLength());
            }
            if (next > 0 || type == EventType.MARIADB_GTID) {
                next = header.getNextPosition();
            }
        }
        if (header.getPosition() > 0) {
            now = new LogCoordinates(now.file(), header.getPosition());
        }
    }
}
