package io.dmsconnect.rds.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape that a table's source had last, and since when, so that ADD, DROP and RENAME COLUMN are
 * seen, and a record of an older shape that comes a second time is not taken for another DDL.
 *
 * @param sinceMillis source time of the first change with this shape
 * @param emptyAtBegin true where the target table had no rows when its load began
 */
record ShapeMemory(Table table, long sinceMillis, boolean emptyAtBegin) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String write() {
        ObjectNode node = JSON.createObjectNode();
        node.put("since", sinceMillis);
        node.put("empty", emptyAtBegin);
        ArrayNode columns = node.putArray("columns");
        for (Column column : table.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().format())
                    .put("nullable", column.nullable());
        }
        ArrayNode key = node.putArray("key");
        table.primaryKey().forEach(key::add);
        return node.toString();
    }

    /**
     * @param text what {@link #write} wrote, or empty
     * @return null for empty
     */
    static ShapeMemory read(String text, Table like) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(text);
            List<Column> columns = new ArrayList<>();
            for (JsonNode column : node.get("columns")) {
                columns.add(
                        new Column(
                                column.get("name").asText(),
                                DataType.parse(column.get("type").asText()),
                                column.get("nullable").asBoolean()));
            }
            List<String> key = new ArrayList<>();
            node.get("key").forEach(name -> key.add(name.asText()));
            return new ShapeMemory(
                    new Table(like.id(), columns, key),
                    node.get("since").asLong(),
                    node.get("empty").asBoolean());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the control table's shape of " + like.id() + " is damaged", e);
        }
    }
}
