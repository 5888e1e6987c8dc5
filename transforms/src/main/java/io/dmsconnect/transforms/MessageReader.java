// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.connect.ChangeEnvelope;
import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** A message's text in, a change out; control records are remembered. Not thread-safe. */
final class MessageReader {
    private final FromDmsOptions options;
    private final TableBook book;
    private final Map<TableId, Writer> writers = new HashMap<>();

    /**
     * @param key null for a table without one, and for a truncated table
     */
    record Change(Struct key, Struct value, Optional<Map.Entry<String, String>> absent) {}

    private record Writer(Table table, ChangeEnvelope envelope) {}

    MessageReader(FromDmsOptions options) {
        this.options = options;
        this.book = new TableBook(options);
    }

    /**
     * @param recordMillis for a message that does not say its time
     */
    Optional<Change> read(String text, String topic, Long recordMillis) {
        Map<String, Object> message = JsonTree.parse(text, "message");
        Map<String, Object> metadata = JsonTree.object(message, "metadata", "message");
        String type = JsonTree.text(metadata, "record-type", "metadata");
        TableId id =
                new TableId(
                        JsonTree.text(metadata, "schema-name", "metadata"),
                        JsonTree.text(metadata, "table-name", "metadata"));
        String operation = JsonTree.text(metadata, "operation", "metadata");
        long millis = millis(metadata, recordMillis);
        if (type.equals("control")) {
            return control(message, metadata, operation, id, topic, millis);
        }
        if (!type.equals("data")) {
            throw new DataException("metadata.record-type is neither data nor control");
        }
        return Optional.of(data(message, metadata, operation, id, topic, millis));
    }

    private Optional<Change> control(
            Map<String, Object> message,
            Map<String, Object> metadata,
            String operation,
            TableId id,
            String topic,
            long millis) {
        if (operation.equals("truncate-table")) {
            Table table = book.table(id, Map.of(), null);
            ChangeEnvelope envelope = writer(topic, table);
            String position = Objects.toString(metadata.get("stream-position"), "");
            return Optional.of(
                    new Change(
                            null,
                            envelope.value("t", null, null, millis, position),
                            Optional.empty()));
        }
        if (message.get("control") == null || operation.equals("drop-table")) {
            book.forget(id);
        } else {
            Map<String, Object> definition =
                    JsonTree.object(
                            JsonTree.object(message, "control", "message"), "table-def", "control");
            book.define(id, TableDefinition.read(id, definition, "control.table-def"));
        }
        return Optional.empty();
    }

    private Change data(
            Map<String, Object> message,
            Map<String, Object> metadata,
            String operation,
            TableId id,
            String topic,
            long millis) {
        String letter =
                switch (operation) {
                    case "load" -> "r";
                    case "insert" -> "c";
                    case "update" -> "u";
                    case "delete" -> "d";
                    default ->
                            throw new DataException(
                                    "metadata.operation '%s' is unknown".formatted(operation));
                };
        Map<String, Object> values = JsonTree.object(message, "data", "message");
        Map<String, Object> old = beforeImage(message);
        Map<String, Object> all = new LinkedHashMap<>(old);
        all.putAll(values);
        String keyValue =
                "primary-key".equals(metadata.get("partition-key-type"))
                                && metadata.get("partition-key-value") instanceof String text
                        ? text
                        : null;
        Table table = book.table(id, all, keyValue);
        Set<String> unchanged =
                metadata.get("unchanged-columns") == null
                        ? Set.of()
                        : new HashSet<>(JsonTree.texts(metadata, "unchanged-columns", "metadata"));
        boolean delete = letter.equals("d");
        // a delete may carry the key only
        boolean missingIsUnknown = options.nulls() || (delete && table.hasKey());
        Row row = row(table, values, unchanged, missingIsUnknown);
        Row before = delete ? row : old.isEmpty() ? null : row(table, old, Set.of(), true);
        if (letter.equals("u") && before != null) {
            checkSameKey(table, before, row);
        }
        ChangeEnvelope envelope = writer(topic, table);
        String position = Objects.toString(metadata.get("stream-position"), "");
        Row after = delete ? null : row;
        return new Change(
                envelope.key(row),
                envelope.value(letter, before, after, millis, position),
                envelope.absent(before, after));
    }

    private Map<String, Object> beforeImage(Map<String, Object> message) {
        String name = options.beforeImageField();
        return name.isEmpty() || message.get(name) == null
                ? Map.of()
                : JsonTree.object(message, name, "message");
    }

    private static Row row(
            Table table,
            Map<String, Object> values,
            Set<String> unchanged,
            boolean missingIsUnknown) {
        Object[] row = new Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
            Column column = table.columns().get(i);
            Object value = values.get(column.name());
            if (value != null) {
                row[i] = DmsValueReader.read(column, value);
            } else if (!values.containsKey(column.name())
                    && (missingIsUnknown || unchanged.contains(column.name()))) {
                row[i] = ArrayRow.ABSENT;
            }
        }
        return new ArrayRow(row);
    }

    private static void checkSameKey(Table table, Row before, Row after) {
        for (int index : table.keyIndexes()) {
            if (before.isPresent(index)
                    && !Arrays.deepEquals(
                            new Object[] {before.value(index)},
                            new Object[] {after.value(index)})) {
                throw new DataException(
                        ("an update of table %s changes its key column '%s'; one message cannot become"
                                        + " the delete and the insert that this takes")
                                .formatted(table.id(), table.columns().get(index).name()));
            }
        }
    }

    private ChangeEnvelope writer(String topic, Table table) {
        Writer known = writers.get(table.id());
        if (known == null || !known.table().equals(table)) {
            String name = topic + "." + table.id();
            known = new Writer(table, new ChangeEnvelope(name, table));
            writers.put(table.id(), known);
        }
        return known.envelope();
    }

    private static long millis(Map<String, Object> metadata, Long recordMillis) {
        Object text = metadata.getOrDefault("commit-timestamp", metadata.get("timestamp"));
        if (text == null) {
            return recordMillis == null ? 0 : recordMillis;
        }
        try {
            return OffsetDateTime.parse(text.toString()).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new DataException("metadata.timestamp or commit-timestamp is not ISO 8601");
        }
    }
}
