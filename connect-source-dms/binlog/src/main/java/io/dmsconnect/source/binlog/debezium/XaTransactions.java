// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Distributed transactions that are prepared and neither committed nor rolled back, as far as the
 * log was read. Where each begins is part of the source offset of the log. Events of small ones are
 * kept, those of others are read from the log again. Not thread-safe but for {@link #text}.
 */
final class XaTransactions {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Events kept of all transactions together, in bytes of the log. */
    private static final long KEPT = 8 << 20;

    /** Where a prepared transaction begins. */
    record Place(String file, long offset) {
        @Override
        public String toString() {
            return file + ":" + offset;
        }

        static Place parse(String text) {
            int colon = text.lastIndexOf(':');
            return new Place(
                    text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        }
    }

    private final Map<String, Place> prepared = new TreeMap<>();
    private final Map<String, List<Event>> kept = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private volatile String text = "";

    /** The transaction whose events come now. */
    private Place open;

    private List<Event> events;
    private long size;

    /** Takes what an offset of the log says; nothing where it says nothing. */
    void load(String stored) {
        prepared.clear();
        kept.clear();
        sizes.clear();
        open = null;
        if (stored != null && !stored.isEmpty()) {
            try {
                for (JsonNode xa : JSON.readTree(stored)) {
                    prepared.put(xa.path(0).asText(), Place.parse(xa.path(1).asText()));
                }
            } catch (JsonProcessingException e) {
                throw new ReplicationException(
                        FailureKind.FATAL, "stored place in the log", "is damaged", e);
            }
        }
        text = format();
    }

    /** For the offset of the log; empty where none is prepared. */
    String text() {
        return text;
    }

    private String format() {
        if (prepared.isEmpty()) {
            return "";
        }
        ArrayNode all = JSON.createArrayNode();
        prepared.forEach((xid, place) -> all.addArray().add(xid).add(place.toString()));
        return all.toString();
    }

    boolean isOpen() {
        return open != null;
    }

    /** Its events come from here on. */
    void begin(Place place) {
        open = place;
        events = new ArrayList<>();
        size = 0;
    }

    /** The server died in the middle of the transaction, or another one begins. */
    void forget() {
        open = null;
        events = null;
    }

    void keep(Event event) {
        size += ((EventHeaderV4) event.getHeader()).getEventLength();
        if (events != null && size + keptBytes() > KEPT) {
            events = null;
        }
        if (events != null) {
            events.add(event);
        }
    }

    private long keptBytes() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All its events were there; it is decided later. */
    void prepare(String xid) {
        prepared.put(xid, open);
        if (events != null) {
            kept.put(xid, events);
            sizes.put(xid, size);
        }
        forget();
        text = format();
    }

    /** Where it begins; null for one that was prepared before the log was followed. */
    Place place(String xid) {
        return prepared.get(xid);
    }

    /** Its events; null where they have to be read again. */
    List<Event> events(String xid) {
        return kept.get(xid);
    }

    /** Committed and passed on, or rolled back. */
    void decided(String xid) {
        prepared.remove(xid);
        kept.remove(xid);
        sizes.remove(xid);
        text = format();
    }
}
