// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.connector.mysql.jdbc.MySqlValueConverters;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.schema.SchemaChangeEvent;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.dmsconnect.source.binlog.debezium.LoggedShapes;
import java.time.Instant;
import java.util.List;

/** Debezium's shapes of tables, with our reading of statements. */
final class ExactMySqlSchema extends MySqlDatabaseSchema {
    private final LoggedShapes shapes;

    ExactMySqlSchema(
            MySqlConnectorConfig config,
            MySqlValueConverters values,
            TopicNamingStrategy<TableId> topics,
            boolean anyCase,
            MySqlTaskContext context,
            LoggedShapes shapes) {
        super(
                config,
                values,
                topics,
                config.schemaNameAdjuster(),
                anyCase,
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
                context);
        this.shapes = shapes;
    }

    @Override
    protected DdlParser createDdlParser(BinlogConnectorConfig config, MySqlValueConverters values) {
        return new ExactMySqlParser(config, getTableFilter());
    }

    @Override
    public List<SchemaChangeEvent> parseStreamingDdl(
            MySqlPartition partition,
            String ddl,
            String database,
            MySqlOffsetContext offset,
            Instant time) {
        return shapes.statement(
                ddl,
                database,
                offset.getOffset(),
                tables(),
                this::renumber,
                () -> super.parseStreamingDdl(partition, ddl, database, offset, time));
    }

    @Override
    public void applySchemaChange(SchemaChangeEvent change) {
        shapes.applying(change);
        super.applySchemaChange(change);
    }

    @Override
    protected void buildAndRegisterSchema(Table table) {
        super.buildAndRegisterSchema(table);
        if (table != null && getTableFilter().isIncluded(table.id())) {
            shapes.shaped(table);
        }
    }

    @Override
    public boolean assignTableNumber(long number, TableId id) {
        renumber(id);
        return super.assignTableNumber(number, id);
    }

    private void renumber(TableId id) {
        shapes.renumbered(tableFor(id)).ifPresent(this::refresh);
    }
}
