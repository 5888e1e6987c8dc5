// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import static io.debezium.connector.binlog.BinlogConnectorConfig.TOPIC_NAMING_STRATEGY;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.debezium.DebeziumException;
import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.QueueProviderService;
import io.debezium.connector.binlog.BinlogEventMetadataProvider;
import io.debezium.connector.binlog.BinlogSourceTask;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.common.DebeziumHeaderProducer;
import io.debezium.connector.mysql.Module;
import io.debezium.connector.mysql.MySqlChangeEventSourceFactory;
import io.debezium.connector.mysql.MySqlChangeEventSourceMetricsFactory;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlErrorHandler;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSourceMetrics;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.connector.mysql.jdbc.MySqlConnection;
import io.debezium.connector.mysql.jdbc.MySqlConnectionConfiguration;
import io.debezium.connector.mysql.jdbc.MySqlFieldReaderResolver;
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
final class ExactMySqlTask extends BinlogSourceTask<MySqlPartition, MySqlOffsetContext> {
    private final ShapeHistory shapes;
    private final ExactColumns columns;
    private final LogEvents events;
    private final LoggedShapes logged;
    private ExactMySqlConfig config;
    private MySqlTaskContext taskContext;
    private ExactMySqlSchema schema;
    private ChangeEventQueue<DataChangeEvent> queue;
    private volatile ErrorHandler errors;
    private volatile ExactMySqlStream stream;
    private BinlogConnectorConnection connection;
    private BinlogConnectorConnection beansConnection;

    ExactMySqlTask(ShapeHistory shapes, LostChanges lost, ExactColumns columns) {
        this.shapes = shapes;
        this.columns = columns;
        this.events = new LogEvents(Flavour.MYSQL, shapes, lost, () -> stream.client());
        this.logged = new LoggedShapes(shapes, Flavour.MYSQL);
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
        return MySqlConnectorConfig.ALL_FIELDS;
    }

    @Override
    public CdcSourceTaskContext<? extends CommonConnectorConfig> preStart(Configuration settings) {
        config = new ExactMySqlConfig(settings, shapes, logged);
        taskContext = new MySqlTaskContext(settings, config);
        return taskContext;
    }

    @Override
    protected ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> start(
            Configuration settings) {
        @SuppressWarnings("unchecked")
        TopicNamingStrategy<TableId> topics = config.getTopicNamingStrategy(TOPIC_NAMING_STRATEGY);
        MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections =
                new DefaultMainConnectionProvidingConnectionFactory<>(() -> open(settings));
        connection = connections.mainConnection();
        Offsets<MySqlPartition, MySqlOffsetContext> offsets =
                getPreviousOffsets(
                        new MySqlPartition.Provider(config, settings),
                        new ExactMySqlOffset.Loader(config, events, this::hasGtids));
        registerServiceProviders(config.getServiceRegistry());
        ExactMySqlValues values = new ExactMySqlValues(config, columns);
        schema =
                new ExactMySqlSchema(
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

    private ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> follow(
            Configuration settings,
            MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
            TopicNamingStrategy<TableId> topics,
            Offsets<MySqlPartition, MySqlOffsetContext> offsets,
            SnapshotterService snapshotter) {
        queue =
                new ChangeEventQueue.Builder<DataChangeEvent>()
                        .pollInterval(config.getPollInterval())
                        .maxBatchSize(config.getMaxBatchSize())
                        .maxQueueSize(config.getMaxQueueSize())
                        .maxQueueSizeInBytes(config.getMaxQueueSizeInBytes())
                        .queueProvider(
                                config.getServiceRegistry()
                                        .tryGetService(QueueProviderService.class)
                                        .getQueueProvider())
                        .loggingContextSupplier(
                                () -> taskContext.configureLoggingContext("streaming"))
                        .buffering()
                        .build();
        errors =
                new MySqlErrorHandler(config, queue, errors) {
                    @Override
                    public void setProducerThrowable(Throwable failure) {
                        super.setProducerThrowable(events.explained(failure));
                    }
                };
        BinlogEventMetadataProvider metadata = new BinlogEventMetadataProvider();
        SignalProcessor<MySqlPartition, MySqlOffsetContext> signals =
                new SignalProcessor<>(
                        MySqlSourceConnector.class,
                        config,
                        Map.of(),
                        getAvailableSignalChannels(),
                        DocumentReader.defaultReader(),
                        offsets);
        EventDispatcher<MySqlPartition, TableId> dispatcher =
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
        MySqlStreamingChangeEventSourceMetrics metrics =
                new MySqlStreamingChangeEventSourceMetrics(
                        taskContext, queue, metadata, schema::dataCollectionIds, client);
        NotificationService<MySqlPartition, MySqlOffsetContext> notifications =
                new NotificationService<>(
                        getNotificationChannels(),
                        config,
                        SchemaFactory.get(),
                        dispatcher::enqueueNotification);
        MySqlChangeEventSourceFactory sources =
                new MySqlChangeEventSourceFactory(
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
                    public StreamingChangeEventSource<MySqlPartition, MySqlOffsetContext>
                            getStreamingChangeEventSource() {
                        queue.disableBuffering();
                        stream =
                                new ExactMySqlStream(
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
        ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> running =
                new ChangeEventSourceCoordinator<>(
                        offsets,
                        errors,
                        MySqlSourceConnector.class,
                        config,
                        sources,
                        new MySqlChangeEventSourceMetricsFactory(metrics),
                        dispatcher,
                        schema,
                        signals,
                        notifications,
                        snapshotter);
        running.start(taskContext, queue, metadata);
        return running;
    }

    private boolean hasGtids() {
        try {
            return connection.queryAndMap(
                    "SHOW GLOBAL VARIABLES LIKE 'gtid_mode'",
                    rows -> rows.next() && rows.getString(2).equalsIgnoreCase("ON"));
        } catch (SQLException e) {
            throw new DebeziumException("The server's GTID mode could not be read", e);
        }
    }

    private BinlogConnectorConnection open(Configuration settings) {
        return new MySqlConnection(
                new MySqlConnectionConfiguration(settings),
                MySqlFieldReaderResolver.resolve(config));
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
            org.slf4j.LoggerFactory.getLogger(ExactMySqlTask.class)
                    .debug("A connection did not close cleanly", e);
        }
    }
}
