// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.core.schema.TableId;
import java.util.HashMap;
import java.util.Map;

/** How often tables were dropped, as the changes of shapes tell. Not thread-safe. */
final class DroppedTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> counts = new HashMap<>();

    /**
     * @param change as Debezium writes it
     */
    void add(String change) {
        try {
            for (JsonNode table : JSON.readTree(change).path("tableChanges")) {
                if (table.path("type").asText().equals("DROP")) {
                    counts.merge(table.path("id").asText(), 1L, Long::sum);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a change of shape", e);
        }
    }

    long count(TableId table) {
        return counts.getOrDefault(quote(table.schema()) + "." + quote(table.name()), 0L);
    }

    /** As Debezium quotes. */
    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
