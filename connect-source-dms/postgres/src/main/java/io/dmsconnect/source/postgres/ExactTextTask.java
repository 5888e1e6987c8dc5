// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.pipeline.spi.Partition;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.Failures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's task, except that values reach its converters as the text in the log: Debezium's Java
 * values of intervals, points, money, BC dates, ... are no longer what PostgreSQL had. It also
 * names two publications where Debezium knows one.
 */
public class ExactTextTask extends PostgresConnectorTask {
    private static final Logger LOG = LoggerFactory.getLogger(ExactTextTask.class);
    private static final String STATUS_INTERVAL = "status.update.interval.ms";
    private static final long STATUS_MILLIS = 10_000;

    private final FollowedRelations relations;
    private final Predicate<Map<String, ?>> slotCheck;
    private final Runnable slotLook;
    private final Timeline timeline;
    private Configuration configuration;
    private CdcSourceTaskContext<PostgresConnectorConfig> taskContext;
    private HandedOver handed;

    /**
     * @param slotCheck is given the offset to start from; true where the log is another timeline's
     * @param slotLook throws where the slot is lost, or gone
     */
    ExactTextTask(
            FollowedRelations relations,
            Predicate<Map<String, ?>> slotCheck,
            Runnable slotLook,
            Timeline timeline) {
        this.timeline = timeline;
        this.relations = relations;
        this.slotCheck = slotCheck;
        this.slotLook = slotLook;
    }

    @Override
    public CdcSourceTaskContext<PostgresConnectorConfig> preStart(Configuration config) {
        configuration = config;
        Map<String, Object> offset =
                super.context
                        .offsetStorageReader()
                        .offset(Map.of("server", config.getString("topic.prefix")));
        Map<String, Object> known = offset == null ? Map.of() : offset;
        handed = new HandedOver(known, slotCheck.test(known));
        taskContext = super.preStart(config);
        return taskContext;
    }

    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(
            Configuration config) {
        try {
            ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> coordinator =
                    super.start(config);
            try {
                timeline.checkSame();
            } catch (RuntimeException e) {
                end(coordinator);
                throw e;
            }
            return coordinator;
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    /** Debezium's task does not know of it yet, and would leave it at work when it is stopped. */
    private static void end(ChangeEventSourceCoordinator<?, ?> coordinator) {
        try {
            coordinator.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected Offsets<PostgresPartition, PostgresOffsetContext> getPreviousOffsets(
            Partition.Provider<PostgresPartition> partitions,
            OffsetContext.Loader<PostgresOffsetContext> loader) {
        return super.getPreviousOffsets(
                partitions, offset -> loader.load(HandedOver.known(offset)));
    }

    /**
     * What Debezium's failure means. It reads columns and keys one after the other; a key column
     * that is renamed in between is one that it does not find.
     */
    private RuntimeException told(RuntimeException failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            if (at instanceof IllegalArgumentException
                    && String.valueOf(at.getMessage()).contains("referenced as PRIMARY KEY")) {
                return new ReplicationException(
                        FailureKind.RECOVERABLE,
                        "reading the catalogue",
                        "a key column was renamed meanwhile: " + at.getMessage(),
                        failure);
            }
            if (String.valueOf(at.getMessage())
                    .matches("(?s).*publication \".*\" does not exist.*")) {
                return new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "publication of the task",
                        "was dropped, and the server cannot read the log of the time since: "
                                + Failures.reason(at)
                                + "; "
                                + Slot.START_OVER,
                        failure);
            }
        }
        return toldOfSlot(failure);
    }

    /**
     * A slot that is lost, or was dropped, between the look before the start and now makes the
     * server and Debezium fail in words of their own, which differ from version to version.
     */
    private RuntimeException toldOfSlot(RuntimeException failure) {
        try {
            slotLook.run();
        } catch (ReplicationException e) {
            if (e.kind() == FailureKind.CONFIGURATION) {
                e.addSuppressed(failure);
                return e;
            }
            LOG.debug("The slot could not be looked at", e);
        }
        return failure;
    }

    @Override
    public void performCommit() {
        try {
            super.performCommit();
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        List<SourceRecord> records;
        try {
            records = super.doPoll();
        } catch (RuntimeException e) {
            throw told(e);
        }
        if (records == null) {
            return null;
        }
        records.forEach(KeyOnlyImages::mark);
        return records.stream().map(timeline::told).toList();
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
                        .withSchema(
                                new DescribedSchema(
                                        taskContext, config, metadata, schema, relations))
                        .jdbcMetadataConnection(metadata)
                        .build();
        return new ExactTextConnection(
                connection, new TableNames(schema::tableIds), relations, handed);
    }

    @Override
    protected void doStop() {
        super.doStop();
        relations.close();
    }
}
