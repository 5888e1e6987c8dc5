// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.mapping.LobCuts;
import io.dmsconnect.core.progress.LoadRate;
import io.dmsconnect.core.progress.LoadSummary;
import io.dmsconnect.core.progress.LoadedTable;
import io.dmsconnect.core.schema.TableId;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a task does, and shows it through JMX while the task runs. Thread-safe. */
public final class SourceStatistics implements SourceStatisticsMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceStatistics.class);

    /** What the task as a whole is doing. */
    public enum State {
        STARTING,
        FULL_LOAD,
        FULL_LOAD_AND_CDC,
        CDC,
        IDLE,
        RECOVERING,
        FAILED,
        STOPPED
    }

    private final ObjectName name;
    private final Map<TableId, LoadedTable> loads = new ConcurrentHashMap<>();
    private final LongAdder bytesSent = new LongAdder();
    private final LoadRate rate = new LoadRate();
    private final Map<String, LongAdder> changesSent = new ConcurrentHashMap<>();
    private final LobCuts lobCuts = new LobCuts();
    private final AtomicInteger selected = new AtomicInteger();
    private final AtomicInteger loaded = new AtomicInteger();
    private volatile State state = State.STARTING;
    private volatile IntSupplier waiting = () -> 0;

    SourceStatistics(String task) {
        try {
            name = new ObjectName("io.dmsconnect:type=source,task=" + ObjectName.quote(task));
        } catch (JMException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void publish() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (server.isRegistered(name)) {
                // the task before this one died without a goodbye
                server.unregisterMBean(name);
            }
            server.registerMBean(this, name);
        } catch (JMException | SecurityException e) {
            LOG.warn("Statistics are not shown through JMX: {}", e.toString());
        }
    }

    @Override
    public void close() {
        state = State.STOPPED;
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException | SecurityException e) {
            LOG.debug("Statistics were already gone", e);
        }
    }

    void state(State now) {
        state = now;
    }

    State state() {
        return state;
    }

    void selected(int tables) {
        selected.set(tables);
    }

    /** How far the load of a table is. */
    public void load(TableId table, LoadedTable now) {
        loads.put(table, now);
        rate.add(now(), summary().rows());
    }

    public void bytesSent(long bytes) {
        bytesSent.add(bytes);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private LoadSummary summary() {
        return LoadSummary.of(loads.values());
    }

    /** Another table is complete. */
    public void tableLoaded() {
        loaded.incrementAndGet();
    }

    /** Counts the large objects that were cut. */
    public LobCuts lobCuts() {
        return lobCuts;
    }

    void changeSent(String topic) {
        changesSent.computeIfAbsent(topic, t -> new LongAdder()).increment();
    }

    @Override
    public String getState() {
        return state.name();
    }

    @Override
    public int getTablesSelected() {
        return selected.get();
    }

    void waiting(IntSupplier tables) {
        waiting = tables;
    }

    @Override
    public int getTablesWaiting() {
        return waiting.getAsInt();
    }

    @Override
    public int getTablesLoaded() {
        return loaded.get();
    }

    @Override
    public Map<String, Long> getRowsRead() {
        Map<String, Long> byName = new TreeMap<>();
        loads.forEach((table, load) -> byName.put(table.toString(), load.rows()));
        return byName;
    }

    @Override
    public Map<String, Map<String, Long>> getLobsCut() {
        Map<String, Map<String, Long>> byName = new TreeMap<>();
        lobCuts.tables().forEach(table -> byName.put(table.toString(), lobCuts.of(table)));
        return byName;
    }

    @Override
    public int getSegments() {
        return summary().segments();
    }

    @Override
    public int getSegmentsLoaded() {
        return summary().segmentsDone();
    }

    @Override
    public long getRowsExpected() {
        return summary().expectedRows();
    }

    @Override
    public long getBytesSent() {
        return bytesSent.sum();
    }

    @Override
    public long getRowsPerSecond() {
        LoadSummary summary = summary();
        rate.add(now(), summary.rows());
        return summary.complete() ? -1 : rate.rowsPerSecond();
    }

    @Override
    public long getSecondsLeft() {
        return summary().secondsLeft(getRowsPerSecond());
    }

    @Override
    public Map<String, Long> getChangesSent() {
        Map<String, Long> sent = new TreeMap<>();
        changesSent.forEach((topic, count) -> sent.put(topic, count.sum()));
        return sent;
    }
}
