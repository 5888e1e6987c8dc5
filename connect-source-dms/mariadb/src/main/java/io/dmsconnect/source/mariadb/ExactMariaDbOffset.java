// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.dmsconnect.source.binlog.debezium.LogEvents;
import java.util.Map;

/** Debezium's offset, with what {@link LogEvents} has to say beside the place in the log. */
final class ExactMariaDbOffset extends MariaDbOffsetContext {
    private final LogEvents events;

    private ExactMariaDbOffset(MariaDbOffsetContext debezium, LogEvents events) {
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
            incrementalSnapshot(MariaDbOffsetContext debezium) {
        return (io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotContext<
                        io.debezium.relational.TableId>)
                debezium.getIncrementalSnapshotContext();
    }

    @Override
    public Map<String, ?> getOffset() {
        return events.offset().in(super.getOffset());
    }

    /** Reads offsets. */
    static final class Loader extends MariaDbOffsetContext.Loader {
        private final LogEvents events;

        Loader(MariaDbConnectorConfig config, LogEvents events) {
            super(config);
            this.events = events;
        }

        @Override
        public MariaDbOffsetContext load(Map<String, ?> offset) {
            MariaDbOffsetContext debezium = super.load(offset);
            ExactMariaDbOffset exact = new ExactMariaDbOffset(debezium, events);
            exact.setBinlogStartPoint(
                    debezium.getSource().binlogFilename(), debezium.getSource().binlogPosition());
            exact.setInitialSkips(
                    debezium.eventsToSkipUponRestart(), debezium.rowsToSkipUponRestart());
            exact.setCompletedGtidSet(debezium.gtidSet());
            events.load(offset);
            return exact;
        }
    }
}
