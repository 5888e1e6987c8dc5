// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import io.dmsconnect.source.binlog.LogCoordinates;
import org.junit.jupiter.api.Test;

class EventPlacesTest {
    private final EventPlaces places = new EventPlaces();

    /**
     * @param end as the log has it
     */
    private EventHeaderV4 read(EventType type, int length, long end) {
        EventHeaderV4 header = new EventHeaderV4();
        header.setEventType(type);
        header.setEventLength(length);
        header.setNextPosition(end);
        places.read(new Event(header, null));
        return header;
    }

    private static LogCoordinates at(long offset) {
        return new LogCoordinates("bin.000007", offset);
    }

    @Test
    void eventsInsideATransactionOfMariaDbHavePlacesOfTheirOwn() {
        places.begin("bin.000007", 300);
        assertThat(read(EventType.FORMAT_DESCRIPTION, 100, 0).getNextPosition()).isZero();
        read(EventType.MARIADB_GTID, 42, 542);
        assertThat(places.now()).isEqualTo(at(500));
        read(EventType.QUERY, 58, 0);
        assertThat(places.now()).isEqualTo(at(542));
        assertThat(read(EventType.TABLE_MAP, 30, 0).getPosition()).isEqualTo(600);
        read(EventType.HEARTBEAT, 40, 0);
        EventHeaderV4 rows = read(EventType.WRITE_ROWS, 70, 0);
        assertThat(rows.getPosition()).isEqualTo(630);
        assertThat(places.now()).isEqualTo(at(630));
        read(EventType.XID, 31, 731);
        assertThat(places.now()).isEqualTo(at(700));
    }

    @Test
    void eventsInsideOfACompressedTransactionOfMySqlHaveThePlaceOfTheWhole() {
        places.begin("bin.000007", 4);
        read(EventType.GTID, 50, 250);
        read(EventType.TRANSACTION_PAYLOAD, 100, 350);
        read(EventType.WRITE_ROWS, 900, 0);
        assertThat(places.now()).isEqualTo(at(250));
    }
}
