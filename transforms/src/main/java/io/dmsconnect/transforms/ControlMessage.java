// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.schema.AmbiguousShapeException;
import io.dmsconnect.core.schema.SchemaChange;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** A message of record-type {@code control}, of a Debezium schema change event. */
final class ControlMessage {
    private final ToDmsOptions options;
    private final Map<TableId, Table> known = new HashMap<>();
    private String key;

    ControlMessage(ToDmsOptions options) {
        this.options = options;
    }

    /** DMS's key of the latest message. */
    String key() {
        return key;
    }

    /** Empty where the options leave the event out, or where it is about no table. */
    Optional<String> of(Struct event) {
        List<Struct> changes = event.getArray("tableChanges");
        if (changes == null || changes.isEmpty()) {
            return Optional.empty();
        }
        if (changes.size() > 1) {
            throw new DataException(
                    "a schema change event is about %d tables, and one record cannot become several"
                            .formatted(changes.size()));
        }
        Struct change = changes.get(0);
        TableId id = SchemaChangeEvent.tableId(event, change.getString("id"));
        Struct table = change.schema().field("table") == null ? null : change.getStruct("table");
        Table now = table == null ? null : SchemaChangeEvent.table(id, table);
        Table before = now == null ? known.remove(id) : known.put(id, now);
        String operation = operation(change.getString("type"), before, now);
        if (before == null && isRename(event.getString("ddl"))) {
            operation = "rename-table";
        }
        if (!operation.equals("create-table") && !options.alterOperations()) {
            return Optional.empty();
        }
        String collation =
                table == null ? null : SchemaChangeEvent.text(table, "defaultCharsetName");
        return Optional.of(
                write(id, operation, now, collation, DataMessage.micros(event), json -> {}));
    }

    /**
     * @param position in the source's log
     */
    String truncate(TableId id, Struct envelope, String position) {
        return write(
                id,
                "truncate-table",
                null,
                null,
                DataMessage.micros(envelope),
                json -> {
                    if (options.transactions()) {
                        new TransactionDetails().write(json, envelope, position, false);
                    }
                });
    }

    private String write(
            TableId id,
            String operation,
            Table table,
            String collation,
            long micros,
            DmsJson.Body details) {
        key = options.taskId() + "." + id.schema() + "." + id.name();
        return DmsJson.write(
                options.indented(),
                json -> {
                    if (table != null && options.controlDetails()) {
                        json.writeObjectFieldStart("control");
                        TableDefinition.write(json, table, collation);
                        json.writeEndObject();
                    }
                    json.writeObjectFieldStart("metadata");
                    json.writeStringField("timestamp", DmsJson.timestamp(micros));
                    json.writeStringField("record-type", "control");
                    json.writeStringField("operation", operation);
                    json.writeStringField("partition-key-type", "task-id");
                    if (options.partitionValue()) {
                        json.writeStringField("partition-key-value", key);
                    }
                    json.writeStringField("schema-name", id.schema());
                    json.writeStringField("table-name", id.name());
                    details.write(json);
                    json.writeEndObject();
                });
    }

    /** The event has the new name only. */
    private static boolean isRename(String ddl) {
        return ddl != null
                && ddl.strip()
                        .matches(
                                "(?is)(rename\\s+tables?\\s.*|alter\\s.*\\srename\\s+(to|as)\\s.*)");
    }

    /** One kind of difference has DMS's word for it, several are change-columns. */
    private static String operation(String type, Table before, Table now) {
        if (type.equals("CREATE")) {
            return "create-table";
        }
        if (type.equals("DROP")) {
            return "drop-table";
        }
        if (before == null || now == null) {
            return "change-columns";
        }
        Set<String> found = new HashSet<>();
        try {
            before.changesTo(now).forEach(change -> found.add(operation(change)));
        } catch (AmbiguousShapeException e) {
            return "change-columns";
        }
        return found.size() == 1 ? found.iterator().next() : "change-columns";
    }

    private static String operation(SchemaChange change) {
        if (change instanceof SchemaChange.AddColumn) {
            return "add-column";
        }
        if (change instanceof SchemaChange.DropColumn) {
            return "drop-column";
        }
        if (change instanceof SchemaChange.RenameColumn) {
            return "rename-column";
        }
        SchemaChange.AlterColumn alter = (SchemaChange.AlterColumn) change;
        return alter.from().type().equals(alter.to().type())
                ? "change-columns"
                : "column-type-change";
    }
}
