// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.ChangeCutter;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.source.SourceStatistics.State;
import io.dmsconnect.source.load.FullLoad;
import io.dmsconnect.source.load.ToldObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a task, on threads of its own, so that Connect never waits for the database. What is
 * done is a {@link Migration}'s; here it begins, ends and fails.
 */
final class SourceRun {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);
    private static final long STOP_MILLIS = 10_000;

    /** What a table is cut into at most, so that its source offset stays small. */
    private static final int SEGMENTS = 256;

    private final DmsSourceConfig config;
    private final TaskSettings settings;
    private final TableMappings mappings;
    private final SourceEngine engine;
    private final Outbox outbox;
    private final ChangeSizes sizes;
    private final ChangeCutter cutter;
    private final Marks marks;
    private final LoadedChanges loadedChanges;
    private final SourceStatistics statistics;
    private final FullLoad load;
    private final ChangeLane changes;
    private final TableWatch watch;
    private final Migration migration;
    private final Thread main;
    private volatile boolean stopping;

    SourceRun(DmsSourceConfig config, SourceTaskContext connect) {
        this.config = config;
        this.sizes = new ChangeSizes(config.originals());
        this.settings = config.settings();
        this.statistics = new SourceStatistics(config.topicPrefix());
        this.mappings = config.parsedMappings(statistics.lobCuts());
        TaskOffsets offsets = new TaskOffsets(config.topicPrefix(), connect.offsetStorageReader());
        this.cutter =
                new ChangeCutter(
                        new ChangeCutter.Limits(
                                config.changeValueBytes(),
                                config.cutsChanges() ? sizes.mostOfValues() : Long.MAX_VALUE,
                                config.loadRecordBytes()),
                        offsets.piecePartition());
        this.engine = config.engine().open().apply(config.connection());
        int readers = settings.fullLoad().maxFullLoadSubTasks();
        this.outbox = new Outbox(Math.max(2L, readers) * batchBytes(config));
        TopicLayout layout = new TopicLayout(config.topicPrefix());
        this.marks = Marks.of(config, outbox);
        TaskTables tables = new TaskTables();
        this.loadedChanges = new LoadedChanges(engine, offsets, marks, tables::ownGenerations);
        FullLoad.Plan plan =
                new FullLoad.Plan(
                        engine,
                        mappings,
                        layout,
                        offsets,
                        offsets::segments,
                        readers,
                        config.segmentBytes(),
                        SEGMENTS,
                        settings.fullLoad().commitRate(),
                        config.loadBatchBytes(),
                        config.loadRecordBytes(),
                        new ToldObjects(
                                engine,
                                mappings,
                                config.secondaryObjects(),
                                config.migrationType().followsChanges(),
                                settings.fullLoad().createPkAfterFullLoad()
                                        && !config.loadsRows()));
        Optional<RowsOutbox> rows =
                config.loadsRows()
                        ? Optional.of(new RowsOutbox(outbox, marks, offsets))
                        : Optional.empty();
        this.load =
                rows.map(output -> FullLoad.inRows(plan, output, statistics, backOff()))
                        .orElseGet(
                                () ->
                                        FullLoad.inBatches(
                                                plan, outbox::putLoad, statistics, backOff()));
        DueLoads due = new DueLoads(offsets, marks, tables::generation);
        this.watch =
                new TableWatch(
                        engine,
                        offsets,
                        marks,
                        due::remember,
                        this::fail,
                        this::thread,
                        !config.loadsRows());
        // rows in the topic of the changes come before them: nobody has to wait for them
        ToLongFunction<TableId> generations = rows.isPresent() ? id -> 0 : tables::generation;
        this.changes =
                new ChangeLane(
                        new ChangeLane.Plan(
                                engine,
                                mappings,
                                config.filterMoves(),
                                layout,
                                tables,
                                watch,
                                connect,
                                outbox,
                                generations,
                                loadedChanges,
                                statistics,
                                this::backOff,
                                this::thread));
        Patience patience = new Patience(this::backOff, () -> stopping);
        GoneTables gone =
                new GoneTables(
                        engine,
                        mappings,
                        offsets,
                        layout,
                        outbox::putLoad,
                        patience,
                        config.migrationType().loads());
        this.migration =
                new Migration(
                        config,
                        mappings,
                        engine,
                        offsets,
                        tables,
                        load,
                        changes,
                        marks,
                        rows,
                        loadedChanges,
                        gone,
                        due,
                        statistics,
                        watch,
                        patience);
        this.main = thread(this::run, "");
    }

    private static int batchBytes(DmsSourceConfig config) {
        return Math.min(config.loadBatchBytes(), config.loadRecordBytes());
    }

    private Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, "dms-source-" + config.topicPrefix() + name);
        // where Debezium looks for its services
        thread.setContextClassLoader(engine.getClass().getClassLoader());
        thread.setDaemon(true);
        return thread;
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
            migration.run();
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

    List<SourceRecord> poll(long millis) throws InterruptedException {
        List<SourceRecord> records = outbox.poll(millis);
        if (records != null) {
            records = cutter.cut(records);
            sizes.check(records);
        }
        return records;
    }

    void commit() throws InterruptedException {
        changes.commit();
    }

    /** Kafka has the record. */
    void commitRecord(SourceRecord record, RecordMetadata metadata) throws InterruptedException {
        Map<String, ?> partition = record.sourcePartition();
        if (TaskOffsets.isPiece(partition)) {
            return;
        }
        if (TaskOffsets.isProgress(partition)) {
            migration.stored(partition, record.sourceOffset());
        } else {
            changes.commitRecord(record, metadata);
            loadedChanges.stored(record.sourceOffset());
        }
    }

    void stop() {
        stopping = true;
        changes.stop();
        outbox.close();
        marks.close();
        watch.close();
        load.stop();
        main.interrupt();
        try {
            changes.await(STOP_MILLIS);
            engine.close();
            main.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
        statistics.close();
    }
}
