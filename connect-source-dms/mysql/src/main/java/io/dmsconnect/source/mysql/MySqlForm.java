// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.connector.mysql.Module;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.connector.mysql.jdbc.MySqlValueConverters;
import io.debezium.converters.custom.CustomConverterServiceProvider;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.TableShape;
import io.dmsconnect.source.binlog.debezium.ExactColumns;
import io.dmsconnect.source.binlog.debezium.LoggedShapes;
import io.dmsconnect.source.binlog.debezium.TableForms;

/** Debezium's schemas of one table, made as its task makes them when it follows the log. */
final class MySqlForm extends MySqlDatabaseSchema {
    private MySqlForm(
            ExactMySqlConfig config,
            ExactColumns columns,
            TopicNamingStrategy<TableId> topics,
            MySqlTaskContext context) {
        super(
                config,
                new ExactMySqlValues(config, columns),
                topics,
                config.schemaNameAdjuster(),
                false,
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
                context);
    }

    @Override
    protected DdlParser createDdlParser(BinlogConnectorConfig config, MySqlValueConverters values) {
        return new ExactMySqlParser(config, getTableFilter());
    }

    static ChangeForm of(TableShape shape, ExactColumns columns) {
        Configuration settings = Configuration.from(shape.settings());
        ExactMySqlConfig config =
                new ExactMySqlConfig(
                        settings,
                        shape.history(),
                        new LoggedShapes(shape.history(), Flavour.MYSQL));
        config.getServiceRegistry().registerServiceProvider(new CustomConverterServiceProvider());
        @SuppressWarnings("unchecked")
        TopicNamingStrategy<TableId> topics =
                config.getTopicNamingStrategy(ExactMySqlConfig.TOPIC_NAMING_STRATEGY);
        try (MySqlForm form =
                new MySqlForm(config, columns, topics, new MySqlTaskContext(settings, config))) {
            return form.read(shape);
        }
    }

    private ChangeForm read(TableShape shape) {
        Table table = TableForms.read(shape, getDdlParser(), tables());
        refresh(table);
        return TableForms.of(shape, table, schemaFor(table.id()), Module.version(), Module.name());
    }
}
