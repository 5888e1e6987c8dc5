// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.schema.AmbiguousShapeException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape that a table's source had last, and since when, so that ADD, DROP and RENAME COLUMN are
 * seen, and a record of an older shape that comes a second time is not taken for another DDL.
 *
 * @param sinceMillis source time of the first change with this shape
 * @param emptyAtBegin true where the target table had no rows when its load began
 * @param made true where a load of this task has made the table
 * @param past fingerprints of the shapes before it, the latest ones
 * @param next fingerprint of the shape that the target's table is on its way to; empty for none
 * @param stepsDone how many of the steps to that shape are done for certain; the one behind them
 *     may be
 */
record ShapeMemory(
        Table table,
        long sinceMillis,
        boolean emptyAtBegin,
        boolean made,
        List<String> past,
        String next,
        int stepsDone) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAST = 50;

    /** Of a table that no load is known of. */
    static ShapeMemory first(Table table, long sinceMillis) {
        return new ShapeMemory(table, sinceMillis, false, false, List.of(), "", 0);
    }

    /** Of a table whose load begins. */
    static ShapeMemory loading(Table table, boolean emptyAtBegin, boolean made) {
        return new ShapeMemory(table, 0, emptyAtBegin, made, List.of(), "", 0);
    }

    ShapeMemory next(Table now, long millis) {
        List<String> shapes = new ArrayList<>(past);
        shapes.add(fingerprint(table));
        int first = Math.max(0, shapes.size() - PAST);
        return new ShapeMemory(
                now,
                millis,
                emptyAtBegin,
                made,
                List.copyOf(shapes.subList(first, shapes.size())),
                "",
                0);
    }

    /** Is the target's table, for all that is known, as one that is made for this table? */
    boolean isOf(Table other) {
        try {
            return next.isEmpty()
                    && table.primaryKey().equals(other.primaryKey())
                    && table.changesTo(other).isEmpty();
        } catch (AmbiguousShapeException e) {
            return false;
        }
    }

    /** The same, while the target's table gets another shape, step by step. */
    ShapeMemory onTheWay(Table to, int done) {
        return new ShapeMemory(table, sinceMillis, emptyAtBegin, made, past, fingerprint(to), done);
    }

    /** How many of the steps to this shape an earlier try has done for certain. */
    int stepsDone(Table to) {
        return next.equals(fingerprint(to)) ? stepsDone : 0;
    }

    /**
     * True where a record of this shape comes a second time, after a restart of the source: the
     * shape is one of those before this one, and the record is not younger than this one. The time
     * alone says little, since a source's clock may be set back.
     */
    boolean isOlder(Table other, long millis) {
        return millis <= sinceMillis && past.contains(fingerprint(other));
    }

    private static String fingerprint(Table table) {
        StringBuilder text = new StringBuilder();
        for (Column column : table.columns()) {
            text.append(column.name())
                    .append('\u0000')
                    .append(column.type().format())
                    .append('\u0000')
                    .append(column.id())
                    .append('\u0000');
        }
        return Integer.toHexString(text.toString().hashCode()) + "-" + table.columns().size();
    }

    String write() {
        ObjectNode node = JSON.createObjectNode();
        node.put("since", sinceMillis);
        node.put("empty", emptyAtBegin);
        node.put("made", made);
        ArrayNode columns = node.putArray("columns");
        for (Column column : table.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().format())
                    .put("nullable", column.nullable())
                    .put("id", column.id());
        }
        ArrayNode storage = node.putArray("storage");
        storage.add(table.storage().tablespace())
                .add(table.storage().indexTablespace())
                .add(table.storage().uniqueIndex());
        ArrayNode key = node.putArray("key");
        table.primaryKey().forEach(key::add);
        ArrayNode shapes = node.putArray("past");
        past.forEach(shapes::add);
        if (!next.isEmpty()) {
            node.put("next", next).put("done", stepsDone);
        }
        return node.toString();
    }

    /** Where the table is kept, as it was said when its load began. */
    Table placed(String text) {
        try {
            JsonNode storage = JSON.readTree(text).path("storage");
            return table.kept(
                    new Storage(
                            storage.path(0).asText(),
                            storage.path(1).asText(),
                            storage.path(2).asText()));
        } catch (JsonProcessingException e) {
            throw damaged(table.id(), e);
        }
    }

    private static IllegalStateException damaged(TableId table, JsonProcessingException cause) {
        return new IllegalStateException(
                "the control table's shape of " + table + " is damaged", cause);
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
                                column.get("nullable").asBoolean(),
                                column.path("id").asInt(Column.NO_ID)));
            }
            List<String> key = new ArrayList<>();
            node.get("key").forEach(name -> key.add(name.asText()));
            List<String> past = new ArrayList<>();
            node.get("past").forEach(shape -> past.add(shape.asText()));
            return new ShapeMemory(
                    new Table(like.id(), columns, key, like.storage()),
                    node.get("since").asLong(),
                    node.get("empty").asBoolean(),
                    node.path("made").asBoolean(),
                    past,
                    node.path("next").asText(),
                    node.path("done").asInt());
        } catch (JsonProcessingException e) {
            throw damaged(like.id(), e);
        }
    }
}
