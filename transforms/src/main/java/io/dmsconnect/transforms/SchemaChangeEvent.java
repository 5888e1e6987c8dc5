// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What Debezium's schema change events say of tables. */
final class SchemaChangeEvent {
    private SchemaChangeEvent() {}

    static boolean isOne(Schema schema) {
        return schema.field("tableChanges") != null && schema.field("ddl") != null;
    }

    /** Debezium quotes the parts of a name: {@code "catalogue"."schema"."table"}. */
    static TableId tableId(Struct event, String id) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < id.length() && id.charAt(i + 1) == '"') {
                    part.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        String schema = text(event, "schemaName");
        if (schema == null) {
            schema = parts.isEmpty() ? text(event, "databaseName") : parts.get(parts.size() - 1);
        }
        return new TableId(String.valueOf(schema), part.toString());
    }

    static Table table(TableId id, Struct table) {
        List<Column> columns = new ArrayList<>();
        for (Object item : table.getArray("columns")) {
            Struct column = (Struct) item;
            DataType type =
                    JdbcTypes.of(
                            column.getInt32("jdbcType"),
                            String.valueOf(text(column, "typeName")),
                            integer(column, "length"),
                            integer(column, "scale"));
            columns.add(
                    new Column(
                            column.getString("name"),
                            type,
                            !Boolean.FALSE.equals(column.get("optional"))));
        }
        List<String> primaryKey = table.getArray("primaryKeyColumnNames");
        return new Table(id, columns, primaryKey == null ? List.of() : primaryKey);
    }

    static String text(Struct struct, String name) {
        Field field = struct.schema().field(name);
        return field == null || struct.get(field) == null ? null : struct.get(field).toString();
    }

    private static int integer(Struct struct, String name) {
        Field field = struct.schema().field(name);
        return field != null && struct.get(field) instanceof Integer number ? number : -1;
    }
}
