// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.jdbc.MariaDbValueConverters;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaChangeEvent;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;
import io.dmsconnect.source.binlog.debezium.LogStatement;
import io.dmsconnect.source.binlog.debezium.UnreadableStatements;
import java.time.Instant;
import java.util.List;

/** Debezium's shapes of tables; it goes on after statements that concern none of them. */
final class ExactMariaDbSchema extends MariaDbDatabaseSchema {
    private final UnreadableStatements unreadable;

    ExactMariaDbSchema(
            MariaDbConnectorConfig config,
            MariaDbValueConverters values,
            TopicNamingStrategy<TableId> topics,
            boolean anyCase,
            MariaDbTaskContext context,
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
            MariaDbPartition partition,
            String ddl,
            String database,
            MariaDbOffsetContext offset,
            Instant time) {
        try {
            return super.parseStreamingDdl(
                    partition, LogStatement.readable(ddl), database, offset, time);
        } catch (ParsingException | MultipleParsingExceptions e) {
            unreadable.passOver(ddl, e);
            return List.of();
        }
    }
}
