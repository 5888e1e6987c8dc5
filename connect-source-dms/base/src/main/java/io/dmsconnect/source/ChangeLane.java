// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.Absence;
import io.dmsconnect.core.connect.FilterMoves;
import io.dmsconnect.core.connect.MapperOptions;
import io.dmsconnect.core.connect.RecordMapper;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.TableId;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;

/** Follows the changes of a task's tables on a thread of its own, from the moment there are any. */
final class ChangeLane {
    private final Plan plan;
    private volatile ChangeStream changes;
    private volatile Thread thread;
    private volatile boolean stopping;
    private boolean paused;

    /**
     * What following is made of.
     *
     * @param followed knows what the tables are
     * @param generations the load that changes of a table wait for, 0 for none
     * @param threads makes the thread, not started
     */
    record Plan(
            SourceEngine engine,
            TableMappings mappings,
            FilterMoves moves,
            TopicLayout layout,
            TaskTables tables,
            Followed followed,
            SourceTaskContext connect,
            Outbox outbox,
            ToLongFunction<TableId> generations,
            ChangeStream.Overlap overlap,
            SourceStatistics statistics,
            Supplier<BackOff> backOffs,
            BiFunction<Runnable, String, Thread> threads) {}

    ChangeLane(Plan plan) {
        this.plan = plan;
    }

    /**
     * Follows all tables there are by now; returns when no change is read any more that knows only
     * those of before.
     *
     * @param start the place in the log, in the engine's own form
     */
    void follow(String start) throws InterruptedException {
        if (plan.tables().isEmpty()) {
            return;
        }
        if (changes != null) {
            if (paused) {
                paused = false;
                changes.resume();
            } else {
                changes.renew();
            }
            return;
        }
        ChangeStream stream =
                new ChangeStream(
                        plan.connect(),
                        () -> plan.engine().changeTask(plan.tables().ids(), start, plan.followed()),
                        this::mapper,
                        plan.outbox(),
                        plan.overlap(),
                        plan.statistics(),
                        plan.backOffs().get());
        thread = plan.threads().apply(stream::run, "-changes");
        changes = stream;
        if (stopping) {
            throw new CancellationException("the task is stopping");
        }
        thread.start();
    }

    /** Follows nothing until {@link #follow}; returns when no change is read any more. */
    void pause() throws InterruptedException {
        if (changes != null && !paused) {
            changes.pause();
            paused = true;
        }
    }

    private RecordMapper mapper() {
        return new RecordMapper(
                new MapperOptions(
                        plan.mappings(),
                        new TableCatalogue(plan.engine(), plan.tables().sources()),
                        plan.layout(),
                        Absence.MARKED,
                        plan.moves()),
                plan.generations());
    }

    void commit() throws InterruptedException {
        ChangeStream stream = changes;
        if (stream != null) {
            stream.commit();
        }
    }

    void commitRecord(SourceRecord record, RecordMetadata metadata) throws InterruptedException {
        ChangeStream stream = changes;
        if (stream != null) {
            stream.commitRecord(record, metadata);
        }
    }

    /** Returns at once; see {@link #await}. */
    void stop() {
        stopping = true;
        ChangeStream stream = changes;
        if (stream != null) {
            stream.stop();
        }
    }

    /** Waits a while for the end. */
    void await(long millis) throws InterruptedException {
        ChangeStream stream = changes;
        Thread following = thread;
        if (stream == null || following == null) {
            return;
        }
        if (!stream.isRunning()) {
            // waits for its next try, or for a server that does not answer
            following.interrupt();
        }
        following.join(millis);
    }
}
