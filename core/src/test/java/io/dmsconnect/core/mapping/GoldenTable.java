// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A {@code table.json}: a source table, and with which options its plan is made. */
record GoldenTable(Table table, boolean view, UnaryOperator<TableMappings> options) {
    private static final JsonMapper JSON = new JsonMapper();

    static GoldenTable read(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        List<Column> columns = new ArrayList<>();
        root.path("columns").forEach(column -> columns.add(column(column)));
        List<String> key = new ArrayList<>();
        root.path("primary-key").forEach(name -> key.add(name.asText()));
        TableId id = new TableId(root.path("schema").asText(), root.path("name").asText());
        return new GoldenTable(
                new Table(
                        id,
                        columns,
                        key,
                        new Storage(
                                root.path("tablespace").asText(""),
                                root.path("index-tablespace").asText(""),
                                "")),
                root.path("view").asBoolean(),
                mappings -> options(mappings, root.path("options")));
    }

    private static Column column(JsonNode column) {
        DataType type =
                new DataType(
                        DataType.Kind.valueOf(
                                column.path("type").asText().toUpperCase(Locale.ROOT)),
                        column.path("length").asInt(-1),
                        column.path("precision").asInt(-1),
                        column.path("scale").asInt(-1),
                        column.path("engine").asText(""),
                        column.path("declaration").asText(""));
        return new Column(
                column.path("name").asText(), type, column.path("nullable").asBoolean(true));
    }

    private static TableMappings options(TableMappings mappings, JsonNode options) {
        TableMappings changed =
                mappings.withChained(options.path("chained").asBoolean())
                        .withTargetSchema(options.path("target-schema").asText(""));
        String key = options.path("masking-key").asText("");
        return key.isEmpty()
                ? changed
                : changed.withMaskingKey(key.getBytes(StandardCharsets.UTF_8));
    }
}
