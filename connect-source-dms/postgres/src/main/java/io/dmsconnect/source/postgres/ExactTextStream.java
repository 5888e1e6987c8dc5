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
    private final FollowedRelations relations;
    private final HandedOver.Reading reading;

    ExactTextStream(
            ReplicationStream debezium,
            TableNames names,
            FollowedRelations relations,
            HandedOver.Reading reading) {
        this.debezium = debezium;
        this.names = names;
        this.relations = relations;
        this.reading = reading;
    }

    private ReplicationMessageProcessor exact(ReplicationMessageProcessor processor) {
        return message -> {
            if (!reading.passesOver(message, debezium.lastReceivedLsn())) {
                processor.process(exact(message));
            }
        };
    }

    private ReplicationMessage exact(ReplicationMessage message)
            throws SQLException, InterruptedException {
        if (!isChange(message)) {
            return message;
        }
        boolean skipped = message.isSkippedMessage();
        relations.reach(skipped ? null : message.getTable(), debezium.lastReceivedLsn());
        if (skipped) {
            return message;
        }
        return relations.takes(message.getTable())
                ? new ExactTextRow(message, names.readable(message.getTable()))
                : leftOut(message);
    }

    /** As Debezium's decoder names a change of a table that is not followed. */
    private static ReplicationMessage leftOut(ReplicationMessage message) {
        return new ReplicationMessage.NoopMessage(
                message.getTransactionId().isPresent()
                        ? message.getTransactionId().getAsLong()
                        : null,
                message.getCommitTime(),
                message.getOperation());
    }

    private static boolean isChange(ReplicationMessage message) {
        return switch (message.getOperation()) {
            case INSERT, UPDATE, DELETE, TRUNCATE -> true;
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
