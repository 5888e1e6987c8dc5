// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.RecordMapper;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.source.SourceStatistics.State;
import io.dmsconnect.source.load.FullLoad;
import io.dmsconnect.source.load.LoadState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a task, on threads of its own, so that Connect never waits for the database: selects
 * the tables, fixes the place in the log, then loads tables and follows the log beside each other.
 */
final class SourceRun {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);
    private static final long GENERATION = 1;
    private static final long STOP_MILLIS = 10_000;

    private final DmsSourceConfig config;
    private final TaskSettings settings;
    private final MigrationType type;
    private final TableMappings mappings;
    private final SourceTaskContext connect;
    private final TaskOffsets offsets;
    private final SourceEngine engine;
    private final Outbox outbox;
    private final SourceStatistics statistics;
    private final FullLoad load;
    private final CountDownLatch startStored = new CountDownLatch(1);
    private final AtomicInteger loadsOpen = new AtomicInteger();
    private final Thread main;
    private volatile ChangeStream changes;
    private volatile Thread changesThread;
    private volatile boolean stopping;

    SourceRun(DmsSourceConfig config, SourceTaskContext connect) {
        this.config = config;
        this.settings = config.settings();
        this.type = config.migrationType();
        this.mappings = config.parsedMappings();
        this.connect = connect;
        this.offsets = new TaskOffsets(config.topicPrefix(), connect.offsetStorageReader());
        this.engine = config.engine().open().apply(config.connection());
        int readers = settings.fullLoad().maxFullLoadSubTasks();
        this.outbox = new Outbox(Math.max(2, readers));
        this.statistics = new SourceStatistics(config.topicPrefix());
        this.load =
                new FullLoad(
                        new FullLoad.Plan(
                                engine,
                                mappings,
                                layout(),
                                offsets::loadPartition,
                                readers,
                                settings.fullLoad().commitRate(),
                                config.loadBatchBytes()),
                        outbox::putLoad,
                        statistics,
                        backOff());
        this.main = thread(this::run, "dms-source-" + config.topicPrefix());
    }

    private Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        // where Debezium looks for its services
        thread.setContextClassLoader(engine.getClass().getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    private TopicLayout layout() {
        return new TopicLayout(config.topicPrefix());
    }

    private BackOff backOff() {
        return new BackOff(settings.errorBehavior());
    }

    void start() {
        statistics.publish();
        warn();
        main.start();
    }

    private void warn() {
        config.unknownKeys().forEach(key -> LOG.warn("Nobody reads the key '{}'", key));
        mappings.warnings()
                .forEach(text -> LOG.warn("{}: {}", DmsSourceConfig.TABLE_MAPPINGS, text));
        settings.warnings()
                .forEach(text -> LOG.warn("{}: {}", DmsSourceConfig.TASK_SETTINGS, text));
    }

    private void run() {
        try {
            migrate();
        } catch (CancellationException stopped) {
            LOG.debug("Stopped while working", stopped);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        } catch (LinkageError | OutOfMemoryError e) {
            fail(new ReplicationException(FailureKind.FATAL, "", e.toString(), e));
        }
    }

    private void fail(RuntimeException cause) {
        if (!stopping) {
            statistics.state(State.FAILED);
            outbox.fail(cause);
        }
    }

    private void migrate() throws InterruptedException {
        Selection selection = recovering("reading the catalogue", this::select);
        statistics.selected(selection.tables().size());
        LOG.info("{} of {} tables begins", type, selection.tables().size());
        if (selection.tables().isEmpty()) {
            statistics.state(State.IDLE);
            return;
        }
        Map<TableId, LoadState> begun = type.loads() ? offsets.loads(selection.tables()) : Map.of();
        if (type.followsChanges()) {
            String start = start(selection);
            follow(selection, start);
        }
        if (type.loads()) {
            load(selection, begun);
        } else {
            statistics.state(State.CDC);
        }
    }

    private Selection select() {
        report(engine.check(type.followsChanges()));
        Selection selection =
                Selection.of(engine, mappings, settings.errorBehavior().failOnNoTablesCaptured());
        report(engine.checkTables(selection.tables(), type.followsChanges()));
        return selection;
    }

    private static void report(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.fatal()) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION, finding.key(), finding.message());
            }
            LOG.warn("{}", finding.message());
        }
    }

    /**
     * The place in the log this task follows it from. It is stored before anything else is done: a
     * task that loses it would begin at a later place, and never see the changes between.
     */
    private String start(Selection selection) throws InterruptedException {
        Optional<String> known = offsets.start();
        if (known.isPresent()) {
            recovering(
                    "resuming at the log",
                    () -> {
                        engine.resumeChanges(selection.tables(), known.get());
                        return known.get();
                    });
            return known.get();
        }
        String position =
                recovering(
                        "fixing the place in the log",
                        () -> engine.prepareChanges(selection.tables()));
        String heartbeats =
                config.connection()
                        .debezium()
                        .getOrDefault("topic.heartbeat.prefix", "__debezium-heartbeat");
        outbox.putLoad(
                StartRecord.of(
                        heartbeats + "." + config.topicPrefix(),
                        config.topicPrefix(),
                        offsets.startPartition(),
                        TaskOffsets.startOffset(position)));
        startStored.await();
        return position;
    }

    private <T> T recovering(String what, Supplier<T> work) throws InterruptedException {
        BackOff backOff = backOff();
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (stopping) {
                    throw new CancellationException("the task is stopping");
                }
                if (!Failures.isRecoverable(e) || !backOff.permits()) {
                    throw e;
                }
                LOG.warn(
                        "{} failed: {}; tried again in {} s",
                        what,
                        Failures.reason(e),
                        backOff.nextSeconds());
                backOff.await();
            }
        }
    }

    private void follow(Selection selection, String start) {
        Map<TableId, Table> known = new HashMap<>();
        for (Map.Entry<TableId, TablePlan> plan : selection.plans().entrySet()) {
            known.put(plan.getKey(), plan.getValue().source());
        }
        long generation = type.loads() ? GENERATION : 0;
        ChangeStream stream =
                new ChangeStream(
                        connect,
                        () -> engine.changeTask(selection.tables(), start),
                        absentText ->
                                new RecordMapper(
                                        mappings,
                                        new TableCatalogue(engine, known),
                                        layout(),
                                        table -> generation,
                                        absentText),
                        outbox,
                        statistics,
                        backOff());
        Thread thread = thread(stream::run, main.getName() + "-changes");
        changesThread = thread;
        changes = stream;
        if (stopping) {
            throw new CancellationException("the task is stopping");
        }
        thread.start();
    }

    private void load(Selection selection, Map<TableId, LoadState> begun)
            throws InterruptedException {
        Map<TableId, LoadState> unfinished = new LinkedHashMap<>();
        List<TableId> pending =
                selection.tables().stream()
                        .filter(id -> begun.get(id) == null || !begun.get(id).complete())
                        .toList();
        selection.tables().stream()
                .filter(id -> !pending.contains(id))
                .forEach(
                        id -> {
                            statistics.rowsRead(id, begun.get(id).rows());
                            statistics.tableLoaded();
                        });
        pending.stream()
                .filter(begun::containsKey)
                .forEach(id -> unfinished.put(id, begun.get(id)));
        if (pending.isEmpty()) {
            loaded();
            return;
        }
        statistics.state(type.followsChanges() ? State.FULL_LOAD_AND_CDC : State.FULL_LOAD);
        loadsOpen.set(pending.size());
        Map<TableId, Long> estimates =
                recovering("reading statistics", () -> engine.estimatedRows(pending));
        Map<TableId, TablePlan> plans = new LinkedHashMap<>();
        pending.forEach(id -> plans.put(id, selection.plans().get(id)));
        load.run(plans, unfinished, estimates);
    }

    private void loaded() {
        LOG.info("Full load is complete");
        statistics.state(type.followsChanges() ? State.CDC : State.IDLE);
    }

    List<SourceRecord> poll(long millis) throws InterruptedException {
        return outbox.poll(millis);
    }

    void commit() throws InterruptedException {
        ChangeStream stream = changes;
        if (stream != null) {
            stream.commit();
        }
    }

    /** Kafka has the record. */
    void commitRecord(SourceRecord record, RecordMetadata metadata) throws InterruptedException {
        Map<String, ?> partition = record.sourcePartition();
        if (TaskOffsets.isStart(partition)) {
            startStored.countDown();
        } else if (TaskOffsets.isLoad(partition)) {
            if (LoadState.isComplete(record.sourceOffset())) {
                statistics.tableLoaded();
                if (loadsOpen.decrementAndGet() == 0) {
                    loaded();
                }
            }
        } else {
            ChangeStream stream = changes;
            if (stream != null) {
                stream.commitRecord(record, metadata);
            }
        }
    }

    void stop() {
        stopping = true;
        ChangeStream stream = changes;
        if (stream != null) {
            stream.stop();
        }
        outbox.close();
        load.stop();
        main.interrupt();
        Thread following = changesThread;
        if (stream != null && following != null) {
            if (!stream.isRunning()) {
                // waits for its next try, or for a server that does not answer
                following.interrupt();
            }
            join(following, STOP_MILLIS);
        }
        engine.close();
        join(main, STOP_MILLIS);
        statistics.close();
    }

    private static void join(Thread thread, long millis) {
        if (thread == null) {
            return;
        }
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
