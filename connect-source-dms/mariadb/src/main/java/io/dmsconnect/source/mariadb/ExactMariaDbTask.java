// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import static io.debezium.connector.binlog.BinlogConnectorConfig.TOPIC_NAMING_STRATEGY;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.debezium.DebeziumException;
import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.connector.binlog.BinlogEventMetadataProvider;
import io.debezium.connector.binlog.BinlogSourceTask;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.common.DebeziumHeaderProducer;
import io.debezium.connector.mariadb.MariaDbChangeEventSourceFactory;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbErrorHandler;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.Module;
import io.debezium.connector.mariadb.jdbc.MariaDbConnection;
import io.debezium.connector.mariadb.jdbc.MariaDbConnectionConfiguration;
import io.debezium.connector.mariadb.jdbc.MariaDbFieldReader;
import io.debezium.connector.mariadb.metrics.MariaDbChangeEventSourceMetricsFactory;
import io.debezium.connector.mariadb.metrics.MariaDbStreamingChangeEventSourceMetrics;
import io.debezium.document.DocumentReader;
import io.debezium.heartbeat.HeartbeatFactory;
import io.debezium.jdbc.DefaultMainConnectionProvidingConnectionFactory;
import io.debezium.jdbc.MainConnectionProvidingConnectionFactory;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.NotificationService;
import io.debezium.pipeline.signal.SignalProcessor;
import io.debezium.pipeline.source.spi.StreamingChangeEventSource;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaFactory;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.debezium.util.Clock;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.LostChanges;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.debezium.ExactColumns;
import io.dmsconnect.source.binlog.debezium.LogEvents;
import io.dmsconnect.source.binlog.debezium.LogFailures;
import io.dmsconnect.source.binlog.debezium.LoggedShapes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's parts put together, with ours in three places: rows are read exactly, converted
 * exactly, and the shapes of tables come from {@link ShapeHistory}.
 */
final class ExactMariaDbTask extends BinlogSourceTask<MariaDbPartition, MariaDbOffsetContext> {
    private final ShapeHistory shapes;
    private final ExactColumns columns;
    private final LogEvents events;
    private final LoggedShapes logged;
    private ExactMariaDbConfig config;
    private MariaDbTaskContext taskContext;
    private ExactMariaDbSchema schema;
    private ChangeEventQueue<DataChangeEvent> queue;
    private volatile ErrorHandler errors;
    private volatile ExactMariaDbStream stream;
    private BinlogConnectorConnection connection;
    private BinlogConnectorConnection beansConnection;

    ExactMariaDbTask(ShapeHistory shapes, LostChanges lost, ExactColumns columns) {
        this.shapes = shapes;
        this.columns = columns;
        this.events = new LogEvents(Flavour.MARIADB, shapes, lost, () -> stream.client());
        this.logged = new LoggedShapes(shapes, Flavour.MARIADB);
    }

    @Override
    public String version() {
        return Module.version();
    }

    @Override
    protected String connectorName() {
        return Module.name();
    }

    @Override
    protected Iterable<Field> getAllConfigurationFields() {
        return MariaDbConnectorConfig.ALL_FIELDS;
    }

    @Override
    public CdcSourceTaskContext<? extends CommonConnectorConfig> preStart(Configuration settings) {
        config = new ExactMariaDbConfig(settings, shapes, logged);
        taskContext = new MariaDbTaskContext(settings, config);
        return taskContext;
    }

    @Override
    protected ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> start(
            Configuration settings) {
        @SuppressWarnings("unchecked")
        TopicNamingStrategy<TableId> topics = config.getTopicNamingStrategy(TOPIC_NAMING_STRATEGY);
        MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections =
                new DefaultMainConnectionProvidingConnectionFactory<>(() -> open(settings));
        connection = connections.mainConnection();
        Offsets<MariaDbPartition, MariaDbOffsetContext> offsets =
                getPreviousOffsets(
                        new MariaDbPartition.Provider(config, settings),
                        new ExactMariaDbOffset.Loader(config, events));
        registerServiceProviders(config.getServiceRegistry());
        ExactMariaDbValues values = new ExactMariaDbValues(config, columns);
        schema =
                new ExactMariaDbSchema(
                        config,
                        values,
                        topics,
                        connection.isTableIdCaseSensitive(),
                        taskContext,
                        logged);
        beansConnection = connections.newConnection();
        BeanRegistry beans = config.getBeanRegistry();
        beans.add(StandardBeanNames.CONFIGURATION, settings);
        beans.add(StandardBeanNames.CONNECTOR_CONFIG, config);
        beans.add(StandardBeanNames.DATABASE_SCHEMA, schema);
        beans.add(StandardBeanNames.JDBC_CONNECTION, beansConnection);
        beans.add(StandardBeanNames.VALUE_CONVERTER, values);
        beans.add(StandardBeanNames.OFFSETS, offsets);
        beans.add(StandardBeanNames.CDC_SOURCE_TASK_CONTEXT, taskContext);
        SnapshotterService snapshotter =
                config.getServiceRegistry().tryGetService(SnapshotterService.class);
        try {
            validateBinlogConfiguration(snapshotter.getSnapshotter(), connection);
            validateSchemaHistory(
                    config,
                    connection::validateLogPosition,
                    offsets,
                    schema,
                    snapshotter.getSnapshotter());
        } catch (DebeziumException e) {
            throw LogFailures.beforeStart(e, events.place());
        }
        return follow(settings, connections, topics, offsets, snapshotter);
    }

    private ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> follow(
            Configuration settings,
            MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
            TopicNamingStrategy<TableId> topics,
            Offsets<MariaDbPartition, MariaDbOffsetContext> offsets,
            SnapshotterService snapshotter) {
        queue =
                new ChangeEventQueue.Builder<DataChangeEvent>()
                        .pollInterval(config.getPollInterval())
                        .maxBatchSize(config.getMaxBatchSize())
                        .maxQueueSize(config.getMaxQueueSize())
                        .maxQueueSizeInBytes(config.getMaxQueueSizeInBytes())
                        .queueProvider(new DefaultQueueProvider<>(config.getMaxQueueSize()))
                        .loggingContextSupplier(
                                () -> taskContext.configureLoggingContext("streaming"))
                        .buffering()
                        .build();
        errors =
                new MariaDbErrorHandler(config, queue, errors) {
                    @Override
                    public void setProducerThrowable(Throwable failure) {
                        super.setProducerThrowable(events.explained(failure));
                    }
                };
        BinlogEventMetadataProvider metadata = new BinlogEventMetadataProvider();
        SignalProcessor<MariaDbPartition, MariaDbOffsetContext> signals =
                new SignalProcessor<>(
                        MariaDbSourceConnector.class,
                        config,
                        Map.of(),
                        getAvailableSignalChannels(),
                        DocumentReader.defaultReader(),
                        offsets);
        EventDispatcher<MariaDbPartition, TableId> dispatcher =
                new EventDispatcher<>(
                        config,
                        topics,
                        schema,
                        queue,
                        config.getTableFilters().dataCollectionFilter(),
                        DataChangeEvent::new,
                        null,
                        metadata,
                        new HeartbeatFactory<>()
                                .getScheduledHeartbeat(
                                        config,
                                        () -> open(settings),
                                        new BinlogHeartbeatErrorHandler(),
                                        queue),
                        config.schemaNameAdjuster(),
                        signals,
                        config.getServiceRegistry().tryGetService(DebeziumHeaderProducer.class));
        BinaryLogClient client =
                new BinaryLogClient(
                        config.getHostName(),
                        config.getPort(),
                        config.getUserName(),
                        config.getPassword());
        logged.readFrom(events::now);
        MariaDbStreamingChangeEventSourceMetrics metrics =
                new MariaDbStreamingChangeEventSourceMetrics(
                        taskContext, queue, metadata, schema::dataCollectionIds, client);
        NotificationService<MariaDbPartition, MariaDbOffsetContext> notifications =
                new NotificationService<>(
                        getNotificationChannels(),
                        config,
                        SchemaFactory.get(),
                        dispatcher::enqueueNotification);
        MariaDbChangeEventSourceFactory sources =
                new MariaDbChangeEventSourceFactory(
                        config,
                        connections,
                        errors,
                        dispatcher,
                        Clock.system(),
                        schema,
                        taskContext,
                        metrics,
                        queue,
                        snapshotter,
                        client) {
                    @Override
                    public StreamingChangeEventSource<MariaDbPartition, MariaDbOffsetContext>
                            getStreamingChangeEventSource() {
                        queue.disableBuffering();
                        stream =
                                new ExactMariaDbStream(
                                        config,
                                        connections.mainConnection(),
                                        dispatcher,
                                        errors,
                                        taskContext,
                                        schema,
                                        metrics,
                                        snapshotter,
                                        client,
                                        events);
                        return stream;
                    }
                };
        ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> running =
                new ChangeEventSourceCoordinator<>(
                        offsets,
                        errors,
                        MariaDbSourceConnector.class,
                        config,
                        sources,
                        new MariaDbChangeEventSourceMetricsFactory(metrics),
                        dispatcher,
                        schema,
                        signals,
                        notifications,
                        snapshotter);
        running.start(taskContext, queue, metadata);
        return running;
    }

    private BinlogConnectorConnection open(Configuration settings) {
        return new MariaDbConnection(
                new MariaDbConnectionConfiguration(settings), new MariaDbFieldReader(config));
    }

    @Override
    protected List<SourceRecord> doPoll() throws InterruptedException {
        return queue.poll().stream().map(DataChangeEvent::getRecord).toList();
    }

    @Override
    protected Optional<ErrorHandler> getErrorHandler() {
        return Optional.ofNullable(errors);
    }

    @Override
    protected void doStop() {
        close(connection);
        close(beansConnection);
        if (schema != null) {
            schema.close();
        }
    }

    private static void close(BinlogConnectorConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(ExactMariaDbTask.class)
                    .debug("A connection did not close cleanly", e);
        }
    }
}
