// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.luben.zstd.Zstd;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.TransactionPayloadDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Teaches Debezium's reader of events to read rows exactly. */
public final class ExactEvents {
    /** A statement's tables are named right before its rows; more than these are long past. */
    private static final int TABLES = 10_000;

    private ExactEvents() {}

    public static EventDeserializer install(EventDeserializer events) {
        return install(events, new Tables());
    }

    /** The tables the log has named, by the numbers its rows call them. */
    private static final class Tables extends LinkedHashMap<Long, TableMapEventData> {
        private static final long serialVersionUID = 1L;

        Tables() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TableMapEventData> eldest) {
            return size() > TABLES;
        }
    }

    private static EventDeserializer install(EventDeserializer events, Tables tables) {
        events.setEventDataDeserializer(
                EventType.TABLE_MAP,
                new EventDataDeserializer<TableMapEventData>() {
                    private final TableMapEventDataDeserializer reader =
                            new TableMapEventDataDeserializer();

                    @Override
                    public TableMapEventData deserialize(ByteArrayInputStream in)
                            throws IOException {
                        TableMapEventData table = reader.deserialize(in);
                        tables.put(table.getTableId(), table);
                        return table;
                    }
                });
        events.setEventDataDeserializer(EventType.WRITE_ROWS, new ExactRows.Write(tables));
        events.setEventDataDeserializer(EventType.UPDATE_ROWS, new ExactRows.Update(tables));
        events.setEventDataDeserializer(EventType.DELETE_ROWS, new ExactRows.Delete(tables));
        events.setEventDataDeserializer(
                EventType.EXT_WRITE_ROWS,
                new ExactRows.Write(tables).setMayContainExtraInformation(true));
        events.setEventDataDeserializer(
                EventType.EXT_UPDATE_ROWS,
                new ExactRows.Update(tables).setMayContainExtraInformation(true));
        events.setEventDataDeserializer(
                EventType.EXT_DELETE_ROWS,
                new ExactRows.Delete(tables).setMayContainExtraInformation(true));
        events.setEventDataDeserializer(EventType.TRANSACTION_PAYLOAD, new Compressed(tables));
        return events;
    }

    /** A whole transaction in one event (binlog_transaction_compression). */
    private static final class Compressed
            implements EventDataDeserializer<TransactionPayloadEventData> {
        private final Tables tables;

        Compressed(Tables tables) {
            this.tables = tables;
        }

        @Override
        public TransactionPayloadEventData deserialize(ByteArrayInputStream in)
                throws IOException {
            // Debezium unwraps it; the rows it reads on the way are read again
            TransactionPayloadEventData payload =
                    new TransactionPayloadDeserializer(
                                    new LinkedHashMap<>(), EventProcessingFailureHandlingMode.SKIP)
                            .deserialize(in);
            byte[] events =
                    Zstd.decompress(
                            payload.getPayload(), Math.toIntExact(payload.getUncompressedSize()));
            EventDeserializer reader = install(new EventDeserializer(), tables);
            ByteArrayInputStream left = new ByteArrayInputStream(events);
            ArrayList<Event> unpacked = new ArrayList<>();
            for (Event event = reader.nextEvent(left);
                    event != null;
                    event = reader.nextEvent(left)) {
                unpacked.add(event);
            }
            payload.setUncompressedEvents(unpacked);
            return payload;
        }
    }
}
