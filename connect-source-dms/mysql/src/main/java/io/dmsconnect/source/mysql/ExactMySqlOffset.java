// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.dmsconnect.source.binlog.debezium.LogEvents;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Debezium's offset, with what {@link LogEvents} has to say beside the place in the log. */
final class ExactMySqlOffset extends MySqlOffsetContext {
    private final LogEvents events;

    private ExactMySqlOffset(MySqlOffsetContext debezium, LogEvents events) {
        super(
                debezium.getSnapshot().orElse(null),
                true,
                debezium.getTransactionContext(),
                incrementalSnapshot(debezium),
                debezium.getSource());
        this.events = events;
    }

    @SuppressWarnings("unchecked")
    private static io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotContext<
                    io.debezium.relational.TableId>
            incrementalSnapshot(MySqlOffsetContext debezium) {
        return (io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotContext<
                        io.debezium.relational.TableId>)
                debezium.getIncrementalSnapshotContext();
    }

    @Override
    public Map<String, ?> getOffset() {
        return events.offset().in(super.getOffset());
    }

    /** Reads offsets. */
    static final class Loader extends MySqlOffsetContext.Loader {
        private final LogEvents events;
        private final BooleanSupplier gtids;

        /**
         * @param gtids have all transactions of the server a GTID?
         */
        Loader(MySqlConnectorConfig config, LogEvents events, BooleanSupplier gtids) {
            super(config);
            this.events = events;
            this.gtids = gtids;
        }

        @Override
        public MySqlOffsetContext load(Map<String, ?> offset) {
            MySqlOffsetContext debezium = super.load(offset);
            ExactMySqlOffset exact = new ExactMySqlOffset(debezium, events);
            exact.setBinlogStartPoint(
                    debezium.getSource().binlogFilename(), debezium.getSource().binlogPosition());
            exact.setInitialSkips(
                    debezium.eventsToSkipUponRestart(), debezium.rowsToSkipUponRestart());
            // without them the log is followed by file and place, until a new task begins
            if (gtids.getAsBoolean()) {
                exact.setCompletedGtidSet(debezium.gtidSet());
            }
            events.load(offset);
            return exact;
        }
    }
}
