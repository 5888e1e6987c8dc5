// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.luben.zstd.Zstd;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.FormatDescriptionEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.StopEventDataDeserializer;
import io.debezium.connector.binlog.event.TransactionPayloadDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the events of the log exactly: rows with values as they are, compressed events unpacked. An
 * event that cannot be read is never left out: what comes in its place is an {@link
 * LoggedEvents.Unreadable}.
 */
public final class LogReader extends EventDeserializer {
    /** A statement's tables are named right before its rows; more than these are long past. */
    private static final int TABLES = 10_000;

    private static final int HEADER = 19;
    private static final int TYPE_AT = 4;
    private static final int LENGTH_AT = 9;
    private static final int FLAGS_AT = 17;

    /** An event that a reader who does not know it may pass over. */
    private static final int IGNORABLE = 0x80;

    /** MySQL's other heartbeat, and MariaDB's note that the file is encrypted, which it is not here. */
    private static final int HEARTBEAT_V2 = 41;

    private static final int START_ENCRYPTION = 164;

    private final LogSilence silence;
    private final Tables tables;
    private int checksum;

    /**
     * @param silence is told of events, which may take long to be unpacked
     */
    public LogReader(LogSilence silence) {
        this(silence, new Tables());
    }

    private LogReader(LogSilence silence, Tables tables) {
        this.silence = silence;
        this.tables = tables;
        setEventDataDeserializer(EventType.STOP, new StopEventDataDeserializer());
        setEventDataDeserializer(
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
        setEventDataDeserializer(EventType.WRITE_ROWS, new ExactRows.Write(tables));
        setEventDataDeserializer(EventType.UPDATE_ROWS, new ExactRows.Update(tables));
        setEventDataDeserializer(EventType.DELETE_ROWS, new ExactRows.Delete(tables));
        setEventDataDeserializer(
                EventType.EXT_WRITE_ROWS,
                new ExactRows.Write(tables).setMayContainExtraInformation(true));
        setEventDataDeserializer(
                EventType.EXT_UPDATE_ROWS,
                new ExactRows.Update(tables).setMayContainExtraInformation(true));
        setEventDataDeserializer(
                EventType.EXT_DELETE_ROWS,
                new ExactRows.Delete(tables).setMayContainExtraInformation(true));
        setEventDataDeserializer(
                EventType.PARTIAL_UPDATE_ROWS_EVENT,
                in -> new LoggedEvents.PartialRows(in.readLong(6)));
        setEventDataDeserializer(EventType.TRANSACTION_PAYLOAD, new Payload(silence, tables));
        setEventDataDeserializer(EventType.MARIADB_GTID, LoggedGtid::read);
        setEventDataDeserializer(EventType.QUERY, LoggedQuery::read);
        setEventDataDeserializer(EventType.EXECUTE_LOAD_QUERY, LoggedQuery::readLoad);
        setEventDataDeserializer(EventType.XA_PREPARE, LoggedEvents.Prepared::read);
    }

    /** The tables the log has named, by the numbers its rows call them. */
    private static final class Tables extends LinkedHashMap<Long, TableMapEventData> {
        private static final long serialVersionUID = 1L;

        /** Places of compressed columns, of tables that have some. */
        private final transient Map<Long, BitSet> compressed = new HashMap<>();

        Tables() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TableMapEventData> eldest) {
            if (size() > TABLES) {
                compressed.remove(eldest.getKey());
            }
            return size() > TABLES;
        }
    }

    @Override
    public Event nextEvent(ByteArrayInputStream in) throws IOException {
        if (in.peek() == -1) {
            return null;
        }
        byte[] header = in.read(HEADER);
        int length = (int) number(header, LENGTH_AT, 4);
        byte[] event = java.util.Arrays.copyOf(header, length);
        in.fill(event, HEADER, length - HEADER);
        // what fails from here on is not the network
        silence.begin();
        try {
            return decoded(event);
        } catch (IOException | RuntimeException e) {
            long table = event.length < HEADER + 6 ? 0 : tableNumber(event);
            return new Event(header(event), new LoggedEvents.Unreadable(type(event), table, e));
        } finally {
            silence.end();
        }
    }

    private Event decoded(byte[] logged) throws IOException {
        byte[] event = CompressedEvent.unpack(logged, checksum);
        int type = type(event);
        if (EventType.byEventNumber(type) == EventType.UNKNOWN) {
            boolean passes =
                    (number(event, FLAGS_AT, 2) & IGNORABLE) != 0
                            || type == HEARTBEAT_V2
                            || type == START_ENCRYPTION;
            return new Event(header(logged), passes ? null : new LoggedEvents.Unknown(type));
        }
        byte[] needed =
                type == TableMaps.TYPE ? TableMaps.withoutMetadata(event, HEADER, checksum) : event;
        BitSet compressed =
                type == TableMaps.TYPE ? TableMaps.takeCompressed(needed, HEADER) : new BitSet();
        Event decoded = super.nextEvent(new ByteArrayInputStream(needed));
        if (type == TableMaps.TYPE) {
            tables.compressed.remove(tableNumber(needed));
        }
        if (!compressed.isEmpty()) {
            tables.compressed.put(tableNumber(needed), compressed);
        }
        CompressedColumns.unpack(decoded, tables.compressed);
        ((EventHeaderV4) decoded.getHeader()).setEventLength(logged.length);
        if (decoded.getData() instanceof FormatDescriptionEventData format) {
            checksum = format.getChecksumType().getLength();
        }
        return decoded;
    }

    private static long tableNumber(byte[] tableMap) {
        return number(tableMap, HEADER, 6);
    }

    static int type(byte[] event) {
        return event[TYPE_AT] & 0xFF;
    }

    static void type(byte[] event, int type) {
        event[TYPE_AT] = (byte) type;
    }

    /** Tells the event itself how long it is. */
    static void length(byte[] event) {
        for (int i = 0; i < 4; i++) {
            event[LENGTH_AT + i] = (byte) (event.length >> 8 * i);
        }
    }

    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | bytes[from + i] & 0xFF;
        }
        return number;
    }

    /** Of an event whose data mean nothing to Debezium. */
    private static EventHeaderV4 header(byte[] event) {
        EventHeaderV4 header = new EventHeaderV4();
        header.setEventType(EventType.IGNORABLE);
        header.setTimestamp(number(event, 0, 4) * 1000);
        header.setServerId(number(event, 5, 4));
        header.setEventLength(event.length);
        header.setNextPosition(number(event, 13, 4));
        header.setFlags((int) number(event, FLAGS_AT, 2));
        return header;
    }

    /** MySQL's whole transaction in one event (binlog_transaction_compression). */
    private static final class Payload
            implements EventDataDeserializer<TransactionPayloadEventData> {
        private final LogSilence silence;
        private final Tables tables;

        Payload(LogSilence silence, Tables tables) {
            this.silence = silence;
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
            LogReader reader = new LogReader(silence, tables);
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
