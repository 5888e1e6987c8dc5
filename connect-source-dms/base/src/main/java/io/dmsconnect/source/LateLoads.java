// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.LoadState;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of tables whose load was asked for while the task ran, with the load's number. Source
 * offsets are found by a table's name only: without this, a task that starts again would not know
 * of a table that came after the task began, and was dropped in the middle of its load.
 */
final class LateLoads {
    private static final String TABLES = "tables";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TaskOffsets offsets;
    private final Marks marks;

    LateLoads(TaskOffsets offsets, Marks marks) {
        this.offsets = offsets;
        this.marks = marks;
    }

    /** Returns when Kafka has their names; those of loads that are over are dropped. */
    void remember(Map<TableId, LoadState> asked) throws InterruptedException {
        Map<TableId, Long> all = new HashMap<>(offsets.lateLoads());
        offsets.loads(all.keySet())
                .forEach(
                        (id, state) ->
                                all.computeIfPresent(id, (t, g) -> state.isOver(g) ? null : g));
        asked.forEach((id, state) -> all.put(id, state.generation()));
        marks.store(offsets.lateLoadsPartition(), offset(all));
    }

    static Map<String, Object> offset(Map<TableId, Long> generations) {
        ArrayNode texts = JSON.createArrayNode();
        generations.forEach(
                (id, generation) -> texts.add(id.schema()).add(id.name()).add(generation));
        return Map.of(TABLES, PackedText.pack(texts.toString()));
    }

    static Map<TableId, Long> of(Map<String, ?> offset) {
        Map<TableId, Long> generations = new HashMap<>();
        try {
            JsonNode all = JSON.readTree(PackedText.unpack(offset.get(TABLES).toString()));
            for (int i = 0; i < all.size(); i += 3) {
                generations.put(
                        new TableId(all.path(i).asText(), all.path(i + 1).asText()),
                        all.path(i + 2).asLong());
            }
        } catch (JsonProcessingException e) {
            throw new ReplicationException(
                    FailureKind.FATAL, "stored names of tables that came later", "are damaged", e);
        }
        return generations;
    }
}
