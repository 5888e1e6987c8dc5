// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.connector.mysql.jdbc.MySqlValueConverters;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaChangeEvent;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;
import io.dmsconnect.source.binlog.debezium.UnreadableStatements;
import java.time.Instant;
import java.util.List;

/** Debezium's shapes of tables; it goes on after statements that concern none of them. */
final class ExactMySqlSchema extends MySqlDatabaseSchema {
    private final UnreadableStatements unreadable;

    ExactMySqlSchema(
            MySqlConnectorConfig config,
            MySqlValueConverters values,
            TopicNamingStrategy<TableId> topics,
            boolean anyCase,
            MySqlTaskContext context,
            UnreadableStatements unreadable) {
        super(
                config,
                values,
                topics,
                config.schemaNameAdjuster(),
                anyCase,
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
                context);
        this.unreadable = unreadable;
    }

    @Override
    public List<SchemaChangeEvent> parseStreamingDdl(
            MySqlPartition partition,
            String ddl,
            String database,
            MySqlOffsetContext offset,
            Instant time) {
        try {
            return super.parseStreamingDdl(partition, ddl, database, offset, time);
        } catch (ParsingException | MultipleParsingExceptions e) {
            unreadable.passOver(ddl, e);
            return List.of();
        }
    }
}
