// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Applies table mappings to Debezium's schema change events: tables get the target's names, columns
 * and key. The text of the statement, which speaks of the source, is left out.
 */
final class SchemaChangeMapper {
    private final TableMappings mappings;
    private final String topic;

    /**
     * @param topic of the mapped events
     */
    SchemaChangeMapper(TableMappings mappings, String topic) {
        this.mappings = mappings;
        this.topic = topic;
    }

    /** Empty for an event about no table that the mappings select. */
    <R extends ConnectRecord<R>> Optional<R> map(R record, Struct event) {
        List<Struct> changes = event.getArray("tableChanges");
        List<Struct> mapped = new ArrayList<>();
        TableId last = null;
        for (Struct change : changes == null ? List.<Struct>of() : changes) {
            TableId source = SchemaChangeEvent.tableId(event, change.getString("id"));
            if (mappings.selects(source)) {
                last = map(change, source, mapped);
            }
        }
        if (last == null) {
            return Optional.empty();
        }
        Struct value = copy(event);
        value.put("tableChanges", mapped);
        value.put("ddl", optional(event.schema().field("ddl")) ? null : "");
        put(value, "schemaName", last.schema());
        if (SchemaChangeEvent.text(event, "schemaName") == null) {
            put(value, "databaseName", last.schema());
        }
        return Optional.of(
                record.newRecord(
                        topic,
                        null,
                        record.keySchema(),
                        record.key(),
                        event.schema(),
                        value,
                        record.timestamp(),
                        record.headers()));
    }

    private TableId map(Struct change, TableId id, List<Struct> mapped) {
        Struct made = copy(change);
        Struct table = change.schema().field("table") == null ? null : change.getStruct("table");
        mapped.add(made);
        if (table == null) {
            return named(made, mappings.targetId(id));
        }
        Table source = SchemaChangeEvent.table(id, table);
        try (TablePlan plan = mappings.plan(source).orElseThrow()) {
            made.put("table", table(table, plan));
            return named(made, plan.target().id());
        }
    }

    private static TableId named(Struct change, TableId target) {
        change.put("id", quoted(target.schema()) + "." + quoted(target.name()));
        return target;
    }

    private static Struct table(Struct from, TablePlan plan) {
        Struct to = copy(from);
        List<Struct> sources = from.getArray("columns");
        List<Struct> columns = new ArrayList<>();
        Schema schema = from.schema().field("columns").schema().valueSchema();
        for (int i = 0; i < plan.target().columns().size(); i++) {
            Column column = plan.target().columns().get(i);
            int copied = plan.sourceIndexes()[i];
            Struct made = copied < 0 ? made(schema, column) : copy(sources.get(copied));
            made.put("name", column.name());
            put(made, "position", i + 1);
            columns.add(made);
        }
        to.put("columns", columns);
        to.put("primaryKeyColumnNames", plan.target().primaryKey());
        return to;
    }

    /** A column that rules have made. */
    private static Struct made(Schema schema, Column column) {
        DataType type = column.type();
        Struct made = new Struct(schema);
        put(made, "jdbcType", JdbcTypes.number(type));
        String name = type.kind().name().toLowerCase(Locale.ROOT);
        put(made, "typeName", name);
        put(made, "typeExpression", name);
        if (type.length() > 0) {
            put(made, "length", type.length());
        } else if (type.precision() > 0) {
            put(made, "length", type.precision());
        }
        if (type.scale() >= 0) {
            put(made, "scale", type.scale());
        }
        put(made, "optional", column.nullable());
        put(made, "autoIncremented", false);
        put(made, "generated", false);
        return made;
    }

    private static void put(Struct struct, String name, Object value) {
        if (struct.schema().field(name) != null) {
            struct.put(name, value);
        }
    }

    private static boolean optional(Field field) {
        return field.schema().isOptional();
    }

    private static Struct copy(Struct from) {
        Struct copy = new Struct(from.schema());
        from.schema()
                .fields()
                .forEach(field -> copy.put(field, from.getWithoutDefault(field.name())));
        return copy;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
