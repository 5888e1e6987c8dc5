// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSource;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSourceMetrics;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.relational.TableId;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.util.Clock;
import io.dmsconnect.source.binlog.debezium.ExactEvents;

/** Debezium's reading of the log, with exact rows. */
final class ExactMySqlStream extends MySqlStreamingChangeEventSource {

    ExactMySqlStream(
            MySqlConnectorConfig config,
            BinlogConnectorConnection connection,
            EventDispatcher<MySqlPartition, TableId> dispatcher,
            ErrorHandler errors,
            MySqlTaskContext context,
            MySqlDatabaseSchema schema,
            MySqlStreamingChangeEventSourceMetrics metrics,
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
