// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.SourcePosition;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.LoadState;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Changes that tables' rows have already, where the rows of the load travel in the topics of the
 * changes: they are not sent. That is looked at only until the log has been followed beyond the
 * place where it ended when the rows had been read: a position means nothing for ever, since
 * PostgreSQL's transaction ids begin anew and binlogs get other names after a failover.
 * Thread-safe.
 */
final class LoadedChanges implements ChangeStream.Overlap {
    private final SourceEngine engine;
    private final TaskOffsets offsets;
    private final Marks marks;
    private final ToLongFunction<TableId> generations;
    private final Map<TableId, Loaded> tables = new ConcurrentHashMap<>();

    /**
     * @param generations loads of a table that came of themselves
     */
    LoadedChanges(
            SourceEngine engine,
            TaskOffsets offsets,
            Marks marks,
            ToLongFunction<TableId> generations) {
        this.engine = engine;
        this.offsets = offsets;
        this.marks = marks;
        this.generations = generations;
    }

    /**
     * @param from changes that this position includes are in the rows
     * @param logEnd the log as it ended when the rows had been read
     */
    private record Loaded(LoadState state, LoadPosition from, String logEnd, boolean passed) {
        Loaded pass() {
            return new Loaded(state, from, logEnd, true);
        }
    }

    /** A table whose rows have been read. */
    void add(TableId table, LoadState state, String logEnd) {
        state.from()
                .ifPresent(
                        from ->
                                tables.put(
                                        table,
                                        new Loaded(
                                                state, LoadPosition.parse(from), logEnd, false)));
    }

    @Override
    public boolean has(SourceRecord record) {
        if (!(record.value() instanceof Struct envelope) || envelope.schema().field("op") == null) {
            return false;
        }
        Field block = envelope.schema().field("source");
        if (block == null || !(envelope.get(block) instanceof Struct source)) {
            return false;
        }
        TableId table = SourcePosition.table(source);
        Loaded loaded = tables.get(table);
        return engine.isPast(table, generations.applyAsLong(table), () -> SourcePosition.of(source))
                || loaded != null
                        && !engine.isBeyond(record.sourceOffset(), loaded.logEnd())
                        && loaded.from().includes(SourcePosition.of(source));
    }

    /** Kafka has what was read from the log up to this offset of Debezium's. */
    void stored(Map<String, ?> offset) {
        if (offset != null && !tables.isEmpty()) {
            tables.replaceAll(
                    (id, loaded) ->
                            !loaded.passed() && engine.isBeyond(offset, loaded.logEnd())
                                    ? loaded.pass()
                                    : loaded);
        }
    }

    /** Stores of what need not be looked at any longer that it is so. */
    @Override
    public void sent() throws InterruptedException {
        if (tables.isEmpty()) {
            return;
        }
        for (Iterator<Map.Entry<TableId, Loaded>> all = tables.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<TableId, Loaded> table = all.next();
            if (table.getValue().passed()) {
                all.remove();
                marks.send(
                        offsets.of(table.getKey()), table.getValue().state().followed().offset());
            }
        }
    }
}
