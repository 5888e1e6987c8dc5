// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;

/**
 * The member {@code table-def} of control records. A point in time has no DMS type of its own: it
 * is a DATETIME whose definition says, in a member that DMS does not have, that it is in UTC.
 */
final class TableDefinition {
    private static final String ZONE = "time-zone";

    private TableDefinition() {}

    static void write(JsonGenerator json, Table table, String collation) throws IOException {
        json.writeObjectFieldStart("table-def");
        json.writeObjectFieldStart("columns");
        for (Column column : table.columns()) {
            DataType type = column.type();
            boolean instant = type.kind() == Kind.DATETIME_TZ;
            json.writeObjectFieldStart(column.name());
            json.writeStringField("type", (instant ? Kind.DATETIME : type.kind()).name());
            number(json, "length", type.length());
            number(json, "precision", type.precision());
            number(json, "scale", type.scale());
            if (instant) {
                json.writeStringField(ZONE, "UTC");
            }
            json.writeBooleanField("nullable", column.nullable());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("primary-key");
        for (String key : table.primaryKey()) {
            json.writeString(key);
        }
        json.writeEndArray();
        if (collation != null) {
            json.writeStringField("collation-name", collation);
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, int value) throws IOException {
        if (value >= 0) {
            json.writeNumberField(name, value);
        }
    }

    /**
     * @param where for messages
     */
    static Table read(TableId id, Map<String, Object> definition, String where) {
        List<Column> columns = new ArrayList<>();
        JsonTree.object(definition, "columns", where)
                .forEach(
                        (name, value) ->
                                columns.add(column(name, value, where + ".columns." + name)));
        List<String> key = new ArrayList<>();
        if (definition.get("primary-key") != null) {
            key.addAll(JsonTree.texts(definition, "primary-key", where));
        }
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        if (columns.isEmpty() || !names.containsAll(key)) {
            throw new DataException(
                    where
                            + ": there are no columns, or primary-key names a column that is missing");
        }
        return new Table(id, columns, key);
    }

    private static Column column(String name, Object value, String where) {
        Map<String, Object> members = JsonTree.asObject(value, where);
        String typeName = JsonTree.text(members, "type", where).toUpperCase(Locale.ROOT);
        Kind kind;
        try {
            kind = Kind.valueOf(typeName);
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    "%s.type: '%s' is not a data type of AWS DMS".formatted(where, typeName));
        }
        if (kind == Kind.DATETIME && members.get(ZONE) != null) {
            kind = Kind.DATETIME_TZ;
        }
        DataType type =
                new DataType(
                        kind,
                        JsonTree.integer(members, "length", where),
                        JsonTree.integer(members, "precision", where),
                        JsonTree.integer(members, "scale", where),
                        "",
                        "");
        boolean nullable = !Boolean.FALSE.equals(members.get("nullable"));
        return new Column(name, type, nullable);
    }
}
