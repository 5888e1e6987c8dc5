// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSource;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSourceMetrics;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.relational.TableId;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.util.Clock;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.binlog.debezium.LogEvents;
import io.dmsconnect.source.binlog.debezium.LogReader;
import io.dmsconnect.source.binlog.debezium.LogSilence;
import java.util.concurrent.ConcurrentHashMap;

/** Debezium's reading of the log, with exact rows. */
final class ExactMySqlStream extends MySqlStreamingChangeEventSource {
    private final MySqlConnectorConfig config;
    private final BinlogConnectorConnection connection;
    private final ErrorHandler errors;
    private final LogEvents events;
    private volatile boolean failed;

    /** Is made before the other fields are set. */
    private LogSilence silence;

    ExactMySqlStream(
            MySqlConnectorConfig config,
            BinlogConnectorConnection connection,
            EventDispatcher<MySqlPartition, TableId> dispatcher,
            ErrorHandler errors,
            MySqlTaskContext context,
            MySqlDatabaseSchema schema,
            MySqlStreamingChangeEventSourceMetrics metrics,
            SnapshotterService snapshotter,
            BinaryLogClient client,
            LogEvents events) {
        super(
                config,
                connection,
                dispatcher,
                errors,
                Clock.system(),
                context,
                schema,
                metrics,
                snapshotter,
                client);
        this.config = config;
        this.connection = connection;
        this.errors = errors;
        this.events = events;
        client.registerLifecycleListener(silence);
    }

    /** Debezium's next task begins exactly where this one got to. */
    private void silent() {
        failed = true;
        errors.setProducerThrowable(
                new ReplicationException(
                        FailureKind.RECOVERABLE,
                        "following the log",
                        "the server has said nothing for too long, or is shut down"));
    }

    @Override
    public void execute(
            ChangeEventSourceContext context, MySqlPartition partition, MySqlOffsetContext offset)
            throws InterruptedException {
        try {
            super.execute(context, partition, offset);
        } finally {
            silence.close();
        }
    }

    /** Is called by Debezium's constructor, and for each further client. */
    @Override
    protected EventDeserializer createEventDeserializer() {
        if (silence == null) {
            silence = new LogSilence(this::silent);
        }
        return new LogReader(silence);
    }

    /** Makes a client of the log that is no other's. */
    BinaryLogClient client() {
        BinaryLogClient client =
                new BinaryLogClient(
                        config.getHostName(),
                        config.getPort(),
                        config.getUserName(),
                        config.getPassword());
        configureBinaryLogClient(client, config, new ConcurrentHashMap<>(), connection);
        return client;
    }

    @Override
    protected void handleEvent(
            MySqlPartition partition,
            MySqlOffsetContext offset,
            ChangeEventSourceContext context,
            Event event) {
        if (failed) {
            return;
        }
        silence.begin();
        try {
            if (event != null) {
                events.take(event, next -> super.handleEvent(partition, offset, context, next));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // the client of the log would go on, or end without a word
            failed = true;
            errors.setProducerThrowable(e);
        } finally {
            silence.end();
        }
    }

    /**
     * By GTIDs where the offset has some, which it has only as long as all transactions have one.
     */
    @Override
    protected boolean shouldRecoverUsingGtid() {
        String gtids = getOffsetContext().gtidSet();
        return gtids != null && !gtids.isBlank();
    }
}
