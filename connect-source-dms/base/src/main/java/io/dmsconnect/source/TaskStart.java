// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a task began to follow the log, and which tables there were: all others have come since.
 *
 * @param position in the engine's own form
 * @param tables empty where somebody set the position by hand
 * @param identities what the selected ones were, as the engine told it
 */
record TaskStart(String position, Optional<Set<TableId>> tables, Map<TableId, String> identities) {
    private static final String POSITION = "position";
    private static final String TABLES = "tables";
    private static final String IDENTITIES = "identities";
    private static final ObjectMapper JSON = new ObjectMapper();

    static TaskStart at(
            String position, Collection<TableId> tables, Map<TableId, String> identities) {
        return new TaskStart(position, Optional.of(Set.copyOf(tables)), identities);
    }

    /** Was the table there, selected or not? */
    boolean had(TableId table) {
        return tables.isEmpty() || tables.get().contains(table);
    }

    /** False where nobody knows. */
    boolean hadForCertain(TableId table) {
        return tables.isPresent() && had(table);
    }

    /** As it is kept in source offsets. */
    Map<String, Object> offset() {
        Map<String, Object> offset = new HashMap<>();
        offset.put(POSITION, position);
        tables.ifPresent(
                ids -> {
                    ArrayNode names = JSON.createArrayNode();
                    ids.stream().sorted().forEach(id -> names.add(id.schema()).add(id.name()));
                    offset.put(TABLES, PackedText.pack(names.toString()));
                });
        if (!identities.isEmpty()) {
            ArrayNode texts = JSON.createArrayNode();
            identities.forEach(
                    (id, identity) -> texts.add(id.schema()).add(id.name()).add(identity));
            offset.put(IDENTITIES, PackedText.pack(texts.toString()));
        }
        return offset;
    }

    static TaskStart of(Map<String, ?> offset) {
        String position = offset.get(POSITION).toString();
        Object packed = offset.get(TABLES);
        if (packed == null) {
            return new TaskStart(position, Optional.empty(), Map.of());
        }
        Set<TableId> tables = new HashSet<>();
        Map<TableId, String> identities = new HashMap<>();
        try {
            JsonNode names = JSON.readTree(PackedText.unpack(packed.toString()));
            for (int i = 0; i < names.size(); i += 2) {
                tables.add(new TableId(names.path(i).asText(), names.path(i + 1).asText()));
            }
            Object texts = offset.get(IDENTITIES);
            if (texts != null) {
                JsonNode all = JSON.readTree(PackedText.unpack(texts.toString()));
                for (int i = 0; i < all.size(); i += 3) {
                    identities.put(
                            new TableId(all.path(i).asText(), all.path(i + 1).asText()),
                            all.path(i + 2).asText());
                }
            }
        } catch (JsonProcessingException e) {
            throw new ReplicationException(
                    FailureKind.FATAL, "stored start position", "is damaged", e);
        }
        return at(position, tables, identities);
    }
}
