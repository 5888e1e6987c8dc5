// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the rows of a table went, or others came in their place, without the log telling which,
 * as the changes of shapes tell: what a load had then is void. Not thread-safe.
 */
final class DroppedTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names a change of ours, which Debezium does not know. */
    private static final String OURS = "dms.anew";

    private final Map<TableId, List<LogCoordinates>> places = new HashMap<>();

    /**
     * A change of shape of our own: the table is another one from here on.
     *
     * @param what made it so
     */
    static String anew(TableId table, String what, LogCoordinates at) {
        ObjectNode change = JSON.createObjectNode();
        change.put(OURS, quoted(table));
        change.put("what", what);
        change.putObject("position").put("file", at.file()).put("pos", at.offset());
        return change.toString();
    }

    static boolean isOurs(String change) {
        return change.startsWith("{\"" + OURS + "\"");
    }

    /**
     * @param change as Debezium writes it, or one of ours
     */
    void add(String change) {
        try {
            JsonNode all = JSON.readTree(change);
            if (all.has(OURS)) {
                add(all.path(OURS).asText(), all);
            }
            for (JsonNode table : all.path("tableChanges")) {
                if (table.path("type").asText().equals("DROP")) {
                    add(table.path("id").asText(), all);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a change of shape", e);
        }
    }

    private void add(String table, JsonNode change) {
        JsonNode position = change.path("position");
        places.computeIfAbsent(unquoted(table), none -> new ArrayList<>())
                .add(
                        new LogCoordinates(
                                position.path("file").asText(), position.path("pos").asLong()));
    }

    long count(TableId table) {
        return of(table).size();
    }

    /** Did the rows go at this very place? */
    boolean isAt(TableId table, LogCoordinates at) {
        return of(table).stream().anyMatch(at::sameAs);
    }

    /**
     * Is a change at this place of a table that a later load has?
     *
     * @param generations loads of the table that came of themselves
     */
    boolean isPast(TableId table, long generations, LogCoordinates at) {
        List<LogCoordinates> all = of(table);
        int next = (int) Math.max(1, generations) - 1;
        return next < all.size() && !at.isBefore(all.get(next));
    }

    private List<LogCoordinates> of(TableId table) {
        return places.getOrDefault(table, List.of());
    }

    /** As Debezium quotes. */
    private static String quoted(TableId table) {
        return quote(table.schema()) + "." + quote(table.name());
    }

    private static TableId unquoted(String table) {
        int between = 0;
        for (int i = 1; i < table.length(); i++) {
            if (table.startsWith("\".\"", i) && isEnd(table, i)) {
                between = i;
                break;
            }
        }
        return new TableId(
                single(table.substring(1, between)),
                single(table.substring(between + 3, table.length() - 1)));
    }

    /** Is an even number of quotes in front of this one? A name has its own twice. */
    private static boolean isEnd(String text, int quote) {
        int before = 0;
        while (quote - 1 - before > 0 && text.charAt(quote - 1 - before) == '"') {
            before++;
        }
        return before % 2 == 0;
    }

    private static String single(String name) {
        return name.replace("\"\"", "\"");
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
