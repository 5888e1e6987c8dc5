// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.LoadState;
import io.dmsconnect.source.load.RowOutput;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends loads whose rows travel in the topics of the changes. Thread-safe. */
final class RowsOutbox implements RowOutput {
    private static final Logger LOG = LoggerFactory.getLogger(RowsOutbox.class);
    private static final long LOOK_MILLIS = 100;
    private static final long TELL_MILLIS = 5_000;

    private final Outbox outbox;
    private final Marks marks;
    private final TaskOffsets offsets;
    private final Set<TableId> known = ConcurrentHashMap.newKeySet();

    RowsOutbox(Outbox outbox, Marks marks, TaskOffsets offsets) {
        this.outbox = outbox;
        this.marks = marks;
        this.offsets = offsets;
    }

    /**
     * Has Connect store that these tables will be loaded, and returns when it has. Only then may a
     * row be sent: a task that starts again has to know whether there are any. (That Kafka has a
     * record is not enough: without exactly-once support its offset is stored some time later.)
     *
     * @param asked states of loads that were asked for; others are first ones
     */
    void announce(Collection<TableId> tables, Map<TableId, LoadState> asked)
            throws InterruptedException {
        Map<TableId, LoadState> stored = offsets.loads(tables);
        known.addAll(stored.keySet());
        Set<TableId> unknown = new HashSet<>(tables);
        unknown.removeAll(stored.keySet());
        for (TableId table : unknown) {
            LoadState state = asked.getOrDefault(table, LoadState.asked(1, 0));
            marks.send(offsets.of(table), state.offset());
        }
        long begin = System.nanoTime();
        boolean told = false;
        while (!offsets.loads(unknown).keySet().containsAll(unknown)) {
            marks.checkOpen();
            if (!told && System.nanoTime() - begin > TELL_MILLIS * 1_000_000) {
                told = true;
                LOG.info(
                        "The load begins when Connect has stored that it will (the worker's"
                                + " offset.flush.interval.ms)");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void put(List<SourceRecord> rows) throws InterruptedException {
        outbox.putRows(rows);
    }

    @Override
    public void mark(Map<String, Object> partition, Map<String, Object> offset)
            throws InterruptedException {
        marks.send(partition, offset);
    }

    @Override
    public void expect(Map<String, Object> segment) {
        marks.expect(segment);
    }

    @Override
    public void await(Map<String, Object> segment) throws InterruptedException {
        marks.await(segment);
    }

    @Override
    public boolean mayHaveRows(TableId table) {
        return known.contains(table);
    }
}
