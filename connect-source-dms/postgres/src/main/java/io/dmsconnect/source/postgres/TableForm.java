// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.Module;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.converters.custom.CustomConverterServiceProvider;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.ChangeForm;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Debezium's schemas of one table, made as its task makes them when it follows the log. */
final class TableForm extends PostgresSchema {
    private static final String CONNECTION = "dms-connect table form";

    private final PostgresConnectorConfig config;

    @SuppressWarnings("unchecked")
    private TableForm(
            CdcSourceTaskContext<PostgresConnectorConfig> context,
            PostgresConnectorConfig config,
            PostgresConnection connection,
            PostgresValueConverter values) {
        super(
                context,
                connection.getDefaultValueConverter(),
                config.getTopicNamingStrategy(PostgresConnectorConfig.TOPIC_NAMING_STRATEGY),
                values,
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class));
        this.config = config;
    }

    /**
     * Empty where the table is gone.
     *
     * @param settings of Debezium's task, for this table only
     */
    static Optional<ChangeForm> of(Map<String, String> settings, Table table) {
        Configuration configuration = Configuration.from(settings);
        PostgresConnectorConfig config = new PostgresConnectorConfig(configuration);
        config.getServiceRegistry().registerServiceProvider(new CustomConverterServiceProvider());
        Charset charset = charset(config);
        PostgresConnection.PostgresValueConverterBuilder values =
                types -> PostgresValueConverter.of(config, charset, types);
        try (PostgresConnection connection =
                new PostgresConnection(
                        config.getJdbcConfig(),
                        PostgresConnection.createTypeRegistry(config.getJdbcConfig()),
                        values,
                        CONNECTION)) {
            CdcSourceTaskContext<PostgresConnectorConfig> context =
                    new CdcSourceTaskContext<>(configuration, config, config.getCustomMetricTags());
            try (TableForm form =
                    new TableForm(
                            context,
                            config,
                            connection,
                            values.build(connection.getTypeRegistry()))) {
                return form.read(connection, table);
            }
        } catch (SQLException e) {
            throw Connections.failure("reading the shape of " + table.id(), e);
        }
    }

    private static Charset charset(PostgresConnectorConfig config) {
        try (PostgresConnection connection =
                new PostgresConnection(config.getJdbcConfig(), CONNECTION)) {
            return connection.getDatabaseCharset();
        }
    }

    private Optional<ChangeForm> read(PostgresConnection connection, Table table)
            throws SQLException {
        TableId id = new TableId(null, table.id().schema(), table.id().name());
        // without generated columns, which the log does not have either
        refreshFromIncrementalSnapshot(connection, id);
        io.debezium.relational.Table shape = tableFor(id);
        TableSchema schema = schemaFor(id);
        if (shape == null || schema == null) {
            return Optional.empty();
        }
        int[] places = places(table, shape.columns());
        return Optional.of(
                new ChangeForm(
                        schema.keySchema(),
                        row -> schema.keyFromColumnData(placed(row, places)),
                        schema.getEnvelopeSchema().schema(),
                        row -> schema.valueFromColumnData(placed(row, places)),
                        Map.of(
                                "version", Module.version(),
                                "connector", Module.name(),
                                "name", config.getLogicalName(),
                                "snapshot", "true",
                                "db", config.databaseName(),
                                "schema", table.id().schema(),
                                "table", table.id().name())));
    }

    /** Where each of Debezium's columns is in our rows, by the place Debezium takes it from. */
    private static int[] places(Table table, List<Column> columns) {
        int[] places = new int[columns.stream().mapToInt(Column::position).max().orElse(0)];
        Arrays.fill(places, -1);
        columns.forEach(column -> places[column.position() - 1] = table.indexOf(column.name()));
        return places;
    }

    private static Object[] placed(Object[] row, int[] places) {
        Object[] placed = new Object[places.length];
        for (int i = 0; i < placed.length; i++) {
            placed[i] = places[i] < 0 ? null : row[places[i]];
        }
        return placed;
    }
}
