// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.connector.mariadb.MariaDbStreamingChangeEventSource;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.metrics.MariaDbStreamingChangeEventSourceMetrics;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.relational.TableId;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.util.Clock;
import io.dmsconnect.source.binlog.debezium.ExactEvents;

/** Debezium's reading of the log, with exact rows. */
final class ExactMariaDbStream extends MariaDbStreamingChangeEventSource {

    ExactMariaDbStream(
            MariaDbConnectorConfig config,
            BinlogConnectorConnection connection,
            EventDispatcher<MariaDbPartition, TableId> dispatcher,
            ErrorHandler errors,
            MariaDbTaskContext context,
            MariaDbDatabaseSchema schema,
            MariaDbStreamingChangeEventSourceMetrics metrics,
            SnapshotterService snapshotter,
            BinaryLogClient client) {
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
    }

    @Override
    protected EventDeserializer createEventDeserializer() {
        return ExactEvents.install(super.createEventDeserializer());
    }
}
