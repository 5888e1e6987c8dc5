// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;

/** A stream of messages whose rows give their values as text. */
final class ExactTextStream implements ReplicationStream {
    private final ReplicationStream debezium;
    private final TableNames names;

    ExactTextStream(ReplicationStream debezium, TableNames names) {
        this.debezium = debezium;
        this.names = names;
    }

    private ReplicationMessageProcessor exact(ReplicationMessageProcessor processor) {
        return message ->
                processor.process(
                        isRow(message)
                                ? new ExactTextRow(message, names.readable(message.getTable()))
                                : message);
    }

    private static boolean isRow(ReplicationMessage message) {
        return switch (message.getOperation()) {
            case INSERT, UPDATE, DELETE, TRUNCATE -> !message.isSkippedMessage();
            default -> false;
        };
    }

    @Override
    public void read(ReplicationMessageProcessor processor)
            throws SQLException, InterruptedException {
        debezium.read(exact(processor));
    }

    @Override
    public boolean readPending(ReplicationMessageProcessor processor)
            throws SQLException, InterruptedException {
        return debezium.readPending(exact(processor));
    }

    @Override
    public void flushLsn(Lsn lsn) throws SQLException {
        debezium.flushLsn(lsn);
    }

    @Override
    public Lsn lastReceivedLsn() {
        return debezium.lastReceivedLsn();
    }

    @Override
    public Lsn startLsn() {
        return debezium.startLsn();
    }

    @Override
    public void startKeepAlive(ExecutorService service) {
        debezium.startKeepAlive(service);
    }

    @Override
    public void stopKeepAlive() {
        debezium.stopKeepAlive();
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
