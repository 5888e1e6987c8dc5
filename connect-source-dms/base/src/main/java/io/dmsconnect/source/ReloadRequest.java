// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody wants tables to be loaded again.
 *
 * @param id told from that of every other request; a request is fulfilled once
 */
record ReloadRequest(String id, List<TableId> tables) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM =
            "has to be {\"id\": \"...\", \"tables\": [{\"SchemaName\": \"...\","
                    + " \"TableName\": \"...\"}]}";

    ReloadRequest {
        tables = List.copyOf(tables);
    }

    /**
     * @return empty for an empty text
     * @throws IllegalArgumentException where it is not a request
     */
    static Optional<ReloadRequest> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON; it " + FORM, e);
        }
        String id = json.path("id").asText();
        List<TableId> tables = new ArrayList<>();
        for (JsonNode table : json.path("tables")) {
            TableId name =
                    new TableId(
                            table.path("SchemaName").asText(), table.path("TableName").asText());
            if (name.schema().isEmpty() || name.name().isEmpty() || tables.contains(name)) {
                throw new IllegalArgumentException(FORM + ", each table once");
            }
            tables.add(name);
        }
        if (id.isEmpty() || tables.isEmpty()) {
            throw new IllegalArgumentException(FORM);
        }
        return Optional.of(new ReloadRequest(id, tables));
    }
}
