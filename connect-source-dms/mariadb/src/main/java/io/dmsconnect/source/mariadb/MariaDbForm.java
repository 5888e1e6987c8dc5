// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.Module;
import io.debezium.connector.mariadb.jdbc.MariaDbValueConverters;
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
final class MariaDbForm extends MariaDbDatabaseSchema {
    private MariaDbForm(
            ExactMariaDbConfig config,
            ExactColumns columns,
            TopicNamingStrategy<TableId> topics,
            MariaDbTaskContext context) {
        super(
                config,
                new ExactMariaDbValues(config, columns),
                topics,
                config.schemaNameAdjuster(),
                false,
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
                context);
    }

    @Override
    protected DdlParser createDdlParser(
            BinlogConnectorConfig config, MariaDbValueConverters values) {
        return new ExactMariaDbParser(config, getTableFilter());
    }

    static ChangeForm of(TableShape shape, ExactColumns columns) {
        Configuration settings = Configuration.from(shape.settings());
        ExactMariaDbConfig config =
                new ExactMariaDbConfig(
                        settings,
                        shape.history(),
                        new LoggedShapes(shape.history(), Flavour.MARIADB));
        config.getServiceRegistry().registerServiceProvider(new CustomConverterServiceProvider());
        @SuppressWarnings("unchecked")
        TopicNamingStrategy<TableId> topics =
                config.getTopicNamingStrategy(ExactMariaDbConfig.TOPIC_NAMING_STRATEGY);
        try (MariaDbForm form =
                new MariaDbForm(
                        config, columns, topics, new MariaDbTaskContext(settings, config))) {
            return form.read(shape);
        }
    }

    private ChangeForm read(TableShape shape) {
        Table table = TableForms.read(shape, getDdlParser(), tables());
        refresh(table);
        return TableForms.of(shape, table, schemaFor(table.id()), Module.version(), Module.name());
    }
}
