// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/** What messages do not say of themselves. */
record FromDmsOptions(
        Map<TableId, Table> definitions,
        Map<TableId, List<String>> keys,
        boolean infer,
        boolean nulls,
        String beforeImageField) {
    static final String DEFINITIONS = "table.definitions";
    static final String KEYS = "key.columns";
    static final String UNKNOWN = "unknown.tables";

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            DEFINITIONS,
                            Type.STRING,
                            "{}",
                            FromDmsOptions::checkDefinitions,
                            Importance.HIGH,
                            "Definitions of tables, for what no control record says: a JSON object"
                                    + " of schemas, each an object of tables, each with the members"
                                    + " of DMS's table-def (columns with type, length, precision,"
                                    + " scale, nullable; primary-key). A definition in a control"
                                    + " record replaces one from here.")
                    .define(
                            KEYS,
                            Type.STRING,
                            "",
                            FromDmsOptions::checkKeys,
                            Importance.HIGH,
                            "Primary keys, before those of definitions:"
                                    + " schema.table:column,column;schema.table:column")
                    .define(
                            UNKNOWN,
                            Type.STRING,
                            "fail",
                            ConfigDef.ValidString.in("fail", "infer"),
                            Importance.HIGH,
                            "A table without a definition stops the task, or its types are taken"
                                    + " from JSON: numbers become NUMERIC, true and false BOOLEAN,"
                                    + " all else NCLOB (dates and binary too). With infer, a NULL in"
                                    + " an update is not seen where the message leaves the column"
                                    + " out and no earlier message of the task had it.")
                    .define(
                            ToDmsOptions.NULLS,
                            Type.BOOLEAN,
                            false,
                            Importance.HIGH,
                            "IncludeNullAndEmpty of the endpoint that wrote the messages. With false"
                                    + " a column that is missing is NULL; with true it is unknown"
                                    + " and left as it is.")
                    .define(
                            ToDmsOptions.BEFORE_FIELD,
                            Type.STRING,
                            "",
                            Importance.LOW,
                            "FieldName of the BeforeImageSettings of the task that wrote the"
                                    + " messages.");

    static FromDmsOptions of(Map<String, ?> properties) {
        Map<String, Object> config = CONFIG_DEF.parse(properties);
        return new FromDmsOptions(
                definitions((String) config.get(DEFINITIONS)),
                keys((String) config.get(KEYS)),
                config.get(UNKNOWN).equals("infer"),
                (Boolean) config.get(ToDmsOptions.NULLS),
                (String) config.get(ToDmsOptions.BEFORE_FIELD));
    }

    private static void checkDefinitions(String name, Object value) {
        try {
            definitions((String) value);
        } catch (DataException e) {
            throw new ConfigException(name, "(document)", e.getMessage());
        }
    }

    private static Map<TableId, Table> definitions(String document) {
        Map<TableId, Table> tables = new HashMap<>();
        JsonTree.parse(document, DEFINITIONS)
                .forEach(
                        (schema, ofSchema) ->
                                JsonTree.asObject(ofSchema, DEFINITIONS + "." + schema)
                                        .forEach(
                                                (table, definition) -> {
                                                    TableId id = new TableId(schema, table);
                                                    String where = DEFINITIONS + "." + id;
                                                    tables.put(
                                                            id,
                                                            TableDefinition.read(
                                                                    id,
                                                                    JsonTree.asObject(
                                                                            definition, where),
                                                                    where));
                                                }));
        return tables;
    }

    private static void checkKeys(String name, Object value) {
        keys((String) value);
    }

    private static Map<TableId, List<String>> keys(String text) {
        Map<TableId, List<String>> keys = new HashMap<>();
        for (String entry : text.split(";")) {
            if (entry.isBlank()) {
                continue;
            }
            int colon = entry.indexOf(':');
            String table = colon < 0 ? "" : entry.substring(0, colon).trim();
            int point = table.indexOf('.');
            List<String> columns =
                    Arrays.stream(entry.substring(colon + 1).split(",")).map(String::trim).toList();
            if (point < 1 || point == table.length() - 1 || columns.contains("")) {
                throw new ConfigException(
                        KEYS, entry, "write schema.table:column,column;schema.table:column");
            }
            TableId id = new TableId(table.substring(0, point), table.substring(point + 1));
            keys.put(id, columns);
        }
        return keys;
    }
}
