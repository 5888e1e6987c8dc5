// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Debezium's task, except that values reach its converters as the text in the log: Debezium's Java
 * values of intervals, points, money, BC dates, ... are no longer what PostgreSQL had. It also
 * names two publications where Debezium knows one.
 */
public final class ExactTextTask extends PostgresConnectorTask {
    private static final String STATUS_INTERVAL = "status.update.interval.ms";
    private static final long STATUS_MILLIS = 10_000;

    private Configuration configuration;

    @Override
    public CdcSourceTaskContext<PostgresConnectorConfig> preStart(Configuration config) {
        configuration = config;
        return super.preStart(config);
    }

    @Override
    protected ReplicationConnection buildReplicationConnection(
            PostgresConnection metadata, PostgresSchema schema, PostgresConnectorConfig config)
            throws SQLException {
        // looks for this publication; the decoder asks the server for all that the config names
        String first = config.publicationName().split(",")[0];
        ReplicationConnection connection =
                ReplicationConnection.builder(config)
                        .withSlot(config.slotName())
                        .withPublication(first)
                        .withTableFilter(config.getTableFilters())
                        .withPublicationAutocreateMode(
                                PostgresConnectorConfig.AutoCreateMode.DISABLED)
                        .withPlugin(config.plugin())
                        .dropSlotOnClose(false)
                        .createFailOverSlot(false)
                        .streamParams(configuration.getString("slot.stream.params"))
                        .statusUpdateInterval(
                                Duration.ofMillis(
                                        configuration.getLong(STATUS_INTERVAL, STATUS_MILLIS)))
                        .withTypeRegistry(metadata.getTypeRegistry())
                        .withSchema(schema)
                        .jdbcMetadataConnection(metadata)
                        .build();
        return new ExactTextConnection(connection, new TableNames(schema::tableIds));
    }
}
