// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records as a Debezium connector makes them, for a table {@code app.t} with the key {@code id}.
 */
final class Debezium {
    static final String ABSENT = "__debezium_unavailable_value";

    private static final Schema SOURCE =
            SchemaBuilder.struct()
                    .field("connector", Schema.STRING_SCHEMA)
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .field("db", Schema.STRING_SCHEMA)
                    .field("schema", Schema.STRING_SCHEMA)
                    .field("table", Schema.STRING_SCHEMA)
                    .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
                    .build();
    private static final Schema TRANSACTION =
            SchemaBuilder.struct()
                    .optional()
                    .field("id", Schema.STRING_SCHEMA)
                    .field("total_order", Schema.INT64_SCHEMA)
                    .build();
    static final Schema KEY = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

    private Debezium() {}

    /** A column, and what a schema change event says of it. */
    record Col(String name, Schema schema, int jdbcType, String sqlName, int length, int scale) {}

    static Schema row(List<Col> columns) {
        SchemaBuilder row = SchemaBuilder.struct().optional();
        columns.forEach(column -> row.field(column.name(), column.schema()));
        return row.build();
    }

    static SourceRecord change(String op, Struct before, Struct after, Schema row, boolean keyed) {
        Schema schema =
                SchemaBuilder.struct()
                        .name("app.t.Envelope")
                        .field("before", row)
                        .field("after", row)
                        .field("source", SOURCE)
                        .field("op", Schema.STRING_SCHEMA)
                        .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                        .field("transaction", TRANSACTION)
                        .build();
        Struct source =
                new Struct(SOURCE)
                        .put("connector", "postgresql")
                        .put("ts_ms", 1_600_000_000_123L)
                        .put("db", "d")
                        .put("schema", "app")
                        .put("table", "t")
                        .put("txId", 77L)
                        .put("lsn", 4711L);
        Struct value =
                new Struct(schema)
                        .put("before", before)
                        .put("after", after)
                        .put("source", source)
                        .put("op", op)
                        .put("ts_ms", 1_600_000_000_456L)
                        .put(
                                "transaction",
                                new Struct(TRANSACTION)
                                        .put("id", "77:4711")
                                        .put("total_order", 3L));
        Struct image = after == null ? before : after;
        Struct key = !keyed || image == null ? null : new Struct(KEY).put("id", image.get("id"));
        return new SourceRecord(
                Map.of(), Map.of(), "p.app.t", null, key == null ? null : KEY, key, schema, value);
    }

    /**
     * @param type CREATE, ALTER or DROP
     */
    static SourceRecord schemaChange(String type, List<Col> columns, boolean keyed) {
        Schema column =
                SchemaBuilder.struct()
                        .field("name", Schema.STRING_SCHEMA)
                        .field("jdbcType", Schema.INT32_SCHEMA)
                        .field("typeName", Schema.STRING_SCHEMA)
                        .field("length", Schema.OPTIONAL_INT32_SCHEMA)
                        .field("scale", Schema.OPTIONAL_INT32_SCHEMA)
                        .field("optional", Schema.BOOLEAN_SCHEMA)
                        .build();
        Schema table =
                SchemaBuilder.struct()
                        .optional()
                        .field("defaultCharsetName", Schema.OPTIONAL_STRING_SCHEMA)
                        .field(
                                "primaryKeyColumnNames",
                                SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                        .field("columns", SchemaBuilder.array(column).build())
                        .build();
        Schema change =
                SchemaBuilder.struct()
                        .field("type", Schema.STRING_SCHEMA)
                        .field("id", Schema.STRING_SCHEMA)
                        .field("table", table)
                        .build();
        Schema schema =
                SchemaBuilder.struct()
                        .name("io.debezium.connector.x.SchemaChangeValue")
                        .field("ts_ms", Schema.INT64_SCHEMA)
                        .field("databaseName", Schema.STRING_SCHEMA)
                        .field("schemaName", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("ddl", Schema.STRING_SCHEMA)
                        .field("tableChanges", SchemaBuilder.array(change).build())
                        .build();
        List<Struct> items = new ArrayList<>();
        for (Col col : columns) {
            items.add(
                    new Struct(column)
                            .put("name", col.name())
                            .put("jdbcType", col.jdbcType())
                            .put("typeName", col.sqlName())
                            .put("length", col.length() < 0 ? null : col.length())
                            .put("scale", col.scale() < 0 ? null : col.scale())
                            .put("optional", col.schema().isOptional()));
        }
        Struct definition =
                type.equals("DROP")
                        ? null
                        : new Struct(table)
                                .put("defaultCharsetName", "utf8mb4")
                                .put("primaryKeyColumnNames", keyed ? List.of("id") : List.of())
                                .put("columns", items);
        Struct value =
                new Struct(schema)
                        .put("ts_ms", 1_600_000_000_000L)
                        .put("databaseName", "app")
                        .put("ddl", "...")
                        .put(
                                "tableChanges",
                                List.of(
                                        new Struct(change)
                                                .put("type", type)
                                                .put("id", "\"app\".\"t\"")
                                                .put("table", definition)));
        return new SourceRecord(Map.of(), Map.of(), "p", 0, null, null, schema, value);
    }
}
