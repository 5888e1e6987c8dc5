// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** A message of record-type {@code data}. */
final class DataMessage {
    private final ToDmsOptions options;
    private final DmsValueWriter values;
    private final TransactionDetails transactions = new TransactionDetails();

    DataMessage(ToDmsOptions options) {
        this.options = options;
        this.values = new DmsValueWriter(options.nulls(), options.noHexPrefix());
    }

    private boolean byKey(Table table) {
        return table.hasKey() && options.partitionKeyType().equals("primary-key");
    }

    String partitionKey(RowChange change) {
        Table table = change.table();
        String name = table.id().schema() + "." + table.id().name();
        if (!byKey(table)) {
            return name;
        }
        Row row = change.operation() == Operation.DELETE ? change.before() : change.after();
        StringJoiner key = new StringJoiner(".");
        if (options.partitionSchemaTable()) {
            key.add(name);
        }
        for (int index : table.keyIndexes()) {
            key.add(row.value(index) == null ? "null" : values.text(row.value(index)));
        }
        return key.toString();
    }

    /**
     * @param before the whole row before the change, or null
     */
    String text(
            RowChange change,
            Row before,
            Struct envelope,
            String partitionKey,
            boolean inLogOrder) {
        Table table = change.table();
        boolean delete = change.operation() == Operation.DELETE;
        // only the key of a deleted row is sure: some logs have no more, and Debezium fills in
        boolean keyOnly = delete && table.hasKey() && !options.wholeDeletes();
        Row row = !delete ? change.after() : keyOnly || before == null ? change.before() : before;
        return DmsJson.write(
                options.indented(),
                json -> {
                    json.writeFieldName("data");
                    values.row(json, table, row, i -> true);
                    if (change.operation() == Operation.UPDATE
                            && before != null
                            && !options.beforeImageField().isEmpty()) {
                        json.writeFieldName(options.beforeImageField());
                        values.row(json, table, before, i -> inBeforeImage(table, i));
                    }
                    json.writeObjectFieldStart("metadata");
                    metadata(json, change, row, envelope, partitionKey);
                    if (options.transactions()) {
                        transactions.write(json, envelope, change.position(), inLogOrder);
                    }
                    json.writeEndObject();
                });
    }

    private boolean inBeforeImage(Table table, int column) {
        return switch (options.beforeImageFilter()) {
            case "pk-only" -> table.isKey(table.columns().get(column).name());
            case "non-lob" ->
                    switch (table.columns().get(column).type().kind()) {
                        case CLOB, NCLOB, BLOB -> false;
                        default -> true;
                    };
            default -> true;
        };
    }

    private void metadata(
            JsonGenerator json, RowChange change, Row row, Struct envelope, String partitionKey)
            throws IOException {
        json.writeStringField("timestamp", DmsJson.timestamp(micros(envelope)));
        json.writeStringField("record-type", "data");
        json.writeStringField("operation", operation(envelope.getString("op")));
        boolean byKey = byKey(change.table());
        json.writeStringField("partition-key-type", byKey ? "primary-key" : "schema-table");
        if (options.partitionValue() && byKey) {
            json.writeStringField("partition-key-value", partitionKey);
        }
        json.writeStringField("schema-name", change.table().id().schema());
        json.writeStringField("table-name", change.table().id().name());
        List<String> unchanged = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            if (!row.isPresent(i) && change.operation() != Operation.DELETE) {
                unchanged.add(change.table().columns().get(i).name());
            }
        }
        if (!unchanged.isEmpty()) {
            json.writeArrayFieldStart("unchanged-columns");
            for (String column : unchanged) {
                json.writeString(column);
            }
            json.writeEndArray();
        }
    }

    private static String operation(String letter) {
        return switch (letter) {
            case "r" -> "load";
            case "c" -> "insert";
            case "u" -> "update";
            default -> "delete";
        };
    }

    /** When the connector made the record, or else when the change was committed. */
    static long micros(Struct event) {
        Long micros = number(event, "ts_us");
        Long millis = number(event, "ts_ms");
        if (micros == null && millis == null) {
            Field source = event.schema().field("source");
            return source == null ? 0 : micros(event.getStruct("source"));
        }
        return micros == null ? millis * 1000 : micros;
    }

    static Long number(Struct struct, String name) {
        Field field = struct.schema().field(name);
        return field != null && struct.get(field) instanceof Long number ? number : null;
    }
}
