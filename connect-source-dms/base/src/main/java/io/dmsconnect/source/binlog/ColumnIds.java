// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.PackedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers of a table's columns, in the columns' order. A column keeps its number whatever it is
 * called; a number is never given twice.
 *
 * @param ids by name
 * @param highest that was ever given in this table
 */
public record ColumnIds(Map<String, Integer> ids, int highest) {
    /** More columns than any table has had. */
    public static final int MOST = 0x7FFF;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ColumnIds NONE = new ColumnIds(Map.of(), 0);

    public ColumnIds {
        ids = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(ids));
        if (highest > MOST) {
            throw new ReplicationException(
                    FailureKind.TABLE, "columns", "more than " + MOST + " were added to one table");
        }
    }

    /** Numbers from 1 on. */
    public static ColumnIds of(List<String> names) {
        return NONE.renewed(names);
    }

    /** Of the same table loaded anew: names that are there already keep their numbers. */
    public ColumnIds renewed(List<String> names) {
        Map<String, Integer> now = new LinkedHashMap<>();
        int most = highest;
        for (String name : names) {
            Integer known = id(name);
            now.put(name, known == null ? ++most : known);
        }
        return new ColumnIds(now, most);
    }

    /** Null for a name that is not there. */
    public Integer id(String name) {
        Integer exact = ids.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, Integer> other : ids.entrySet()) {
            if (other.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return other.getValue();
            }
        }
        return null;
    }

    /** The same names in the same order? */
    public boolean hasNames(List<String> names) {
        return List.copyOf(ids.keySet()).equals(names);
    }

    String write() {
        ObjectNode node = JSON.createObjectNode();
        node.put("highest", highest);
        ObjectNode columns = node.putObject("ids");
        ids.forEach(columns::put);
        return PackedText.pack(node.toString());
    }

    static ColumnIds read(String text) {
        try {
            JsonNode node = JSON.readTree(PackedText.unpack(text));
            Map<String, Integer> ids = new LinkedHashMap<>();
            node.path("ids")
                    .properties()
                    .forEach(id -> ids.put(id.getKey(), id.getValue().asInt()));
            return new ColumnIds(ids, node.path("highest").asInt());
        } catch (JsonProcessingException e) {
            throw new ReplicationException(
                    FailureKind.FATAL, "stored numbers of columns", "are damaged", e);
        }
    }
}
