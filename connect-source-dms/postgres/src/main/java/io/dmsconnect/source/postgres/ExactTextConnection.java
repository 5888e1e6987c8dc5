// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import io.debezium.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A replication connection whose values print as on all our connections. */
final class ExactTextConnection implements ReplicationConnection {
    private final ReplicationConnection debezium;
    private final TableNames names;
    private final FollowedRelations relations;
    private final HandedOver handed;

    ExactTextConnection(
            ReplicationConnection debezium,
            TableNames names,
            FollowedRelations relations,
            HandedOver handed) {
        this.debezium = debezium;
        this.names = names;
        this.relations = relations;
        this.handed = handed;
    }

    @Override
    public ReplicationStream startStreaming(WalPositionLocator walPosition)
            throws SQLException, InterruptedException {
        setSession();
        HandedOver.Reading reading = handed.read();
        return new ExactTextStream(debezium.startStreaming(reading), names, relations, reading);
    }

    @Override
    public ReplicationStream startStreaming(Lsn offset, WalPositionLocator walPosition)
            throws SQLException, InterruptedException {
        setSession();
        HandedOver.Reading reading = handed.read();
        return new ExactTextStream(
                debezium.startStreaming(handed.start(offset), reading), names, relations, reading);
    }

    private void setSession() throws SQLException {
        Connection connection = ((JdbcConnection) debezium).connection();
        try (Statement statement = connection.createStatement()) {
            for (String setting : Connections.SESSION.split(";")) {
                statement.execute(setting);
            }
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    /**
     * Debezium asks for it too where it could not look for the slot. The next try looks before it
     * starts Debezium, and ends the task if the slot is gone.
     */
    @Override
    public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
        throw new SQLException(
                "the replication slot was not found; it is never made anew in silence", "08006");
    }

    @Override
    public void initConnection() throws SQLException, InterruptedException {
        debezium.initConnection();
    }

    @Override
    public boolean isConnected() throws SQLException {
        return debezium.isConnected();
    }

    @Override
    public void reconnect() throws SQLException {
        debezium.reconnect();
    }

    @Override
    public void close() throws SQLException {
        try {
            debezium.close();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }
}
