// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.apply.LoadProgress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change cannot be written, and need not be: the source has announced a load of its table that
 * makes it void, such as a column that has another type since ALTER TABLE wrote its rows anew. The
 * table's changes wait for that load, those of other tables go on.
 */
final class AwaitedLoad extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedLoad.class);

    private final transient TopicPartition partition;
    private final transient Gate.Waiting waiting;

    private AwaitedLoad(
            TopicPartition partition, Gate.Waiting waiting, ReplicationException failure) {
        super(failure.getMessage(), failure);
        this.partition = partition;
        this.waiting = waiting;
    }

    TopicPartition partition() {
        return partition;
    }

    Gate.Waiting waiting() {
        return waiting;
    }

    /**
     * Takes the transaction back that has failed, and looks whether the change is to become void.
     *
     * @param record the first one in hand
     * @param position of the first change in hand
     * @throws AwaitedLoad where it is
     */
    static void check(
            Transaction transaction,
            ControlTables control,
            SinkRecord record,
            TableId table,
            String position,
            ReplicationException failure)
            throws SQLException {
        boolean isOfTable =
                failure.kind() == FailureKind.TABLE || failure.kind() == FailureKind.RECORD;
        if (table == null || !isOfTable || LoadCodec.isLoadMessage(record.valueSchema())) {
            return;
        }
        Connection connection = transaction.connection();
        connection.rollback();
        Optional<LoadProgress> load = control.progress(connection, table);
        connection.rollback();
        // what announces it may be in hand beside the change, and comes without it then
        long next =
                Math.max(
                        transaction.announced(table), load.map(LoadProgress::announced).orElse(0L));
        if (load.isPresent() && next > load.get().generation()) {
            LOG.warn("{}. Waits for load {} of it, which is announced", failure.getMessage(), next);
            throw new AwaitedLoad(
                    RdsTarget.partition(record),
                    Gate.Waiting.changes(table, next, position),
                    failure);
        }
    }
}
