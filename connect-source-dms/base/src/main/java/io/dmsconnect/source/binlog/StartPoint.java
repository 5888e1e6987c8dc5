// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.PackedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a task began to follow the log, and the shapes that all tables had there: the log names no
 * columns, so that it cannot be read without them. Its text starts as a load position does.
 *
 * @param unread databases there were whose tables are not among the shapes
 */
record StartPoint(LogCoordinates at, List<ShapeStatement> shapes, Set<String> unread) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String format() {
        ObjectNode node = JSON.createObjectNode();
        node.put("gtids", at.gtids());
        ArrayNode statements = node.putArray("shapes");
        for (ShapeStatement shape : shapes) {
            statements.addArray().add(shape.database()).add(shape.table()).add(shape.ddl());
        }
        ArrayNode others = node.putArray("unread");
        unread.forEach(others::add);
        return at.text() + ":" + PackedText.pack(node.toString());
    }

    static StartPoint parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4) {
            throw new ReplicationException(
                    FailureKind.FATAL, "stored start position", "is not of this engine");
        }
        try {
            JsonNode node = JSON.readTree(PackedText.unpack(parts[3]));
            List<ShapeStatement> shapes = new ArrayList<>();
            for (JsonNode shape : node.path("shapes")) {
                shapes.add(
                        new ShapeStatement(
                                shape.path(0).asText(),
                                shape.path(1).asText(),
                                shape.path(2).asText()));
            }
            Set<String> unread = new TreeSet<>();
            node.path("unread").forEach(database -> unread.add(database.asText()));
            return new StartPoint(
                    new LogCoordinates(
                            parts[1], Long.parseLong(parts[2]), node.path("gtids").asText()),
                    shapes,
                    unread);
        } catch (JsonProcessingException e) {
            throw new ReplicationException(
                    FailureKind.FATAL, "stored start position", "is damaged", e);
        }
    }
}
