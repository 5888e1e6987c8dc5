// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has become of the records of one task: received = applied + already applied + in load +
 * without effect + waiting + returned. Visible by JMX as {@code
 * io.dmsconnect:type=rds-sink,task=...}.
 */
final class Outcomes implements OutcomesMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    final AtomicLong received = new AtomicLong();
    final AtomicLong applied = new AtomicLong();
    final AtomicLong alreadyApplied = new AtomicLong();
    final AtomicLong inLoad = new AtomicLong();
    final AtomicLong withoutEffect = new AtomicLong();
    final AtomicLong waiting = new AtomicLong();
    final AtomicLong returned = new AtomicLong();

    /** Of those received, the ones that were held back and looked at once more. */
    final AtomicLong again = new AtomicLong();

    private final Map<TopicPartition, Long> pending = new ConcurrentHashMap<>();
    private volatile String waitsFor = "";
    private volatile long failing;
    private ObjectName name;

    /** Outcomes of one transaction, of which nothing counts before it is committed. */
    static final class Tally {
        long applied;
        long inLoad;
        long withoutEffect;
        long waiting;

        long total() {
            return applied + inLoad + withoutEffect + waiting;
        }
    }

    /** All but what was returned. */
    long total() {
        return applied.get()
                + alreadyApplied.get()
                + inLoad.get()
                + withoutEffect.get()
                + waiting.get();
    }

    void add(Tally tally) {
        applied.addAndGet(tally.applied);
        inLoad.addAndGet(tally.inLoad);
        withoutEffect.addAndGet(tally.withoutEffect);
        waiting.addAndGet(tally.waiting);
    }

    /** What stands in the way of all that is in hand; empty for nothing. */
    void waitsFor(String reason) {
        waitsFor = reason;
        if (reason.isEmpty()) {
            failing = 0;
        }
    }

    /** Records in hand could not be written. */
    void returned(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            Long millis = record.timestamp();
            if (millis != null && (failing == 0 || millis < failing)) {
                failing = millis;
            }
        }
    }

    /** A partition waits from this record on. */
    void pendingSince(TopicPartition partition, Long millis) {
        if (millis != null) {
            pending.putIfAbsent(partition, millis);
        }
    }

    void nothingPending(TopicPartition partition) {
        pending.remove(partition);
    }

    void register(String task) {
        try {
            name = new ObjectName("io.dmsconnect:type=rds-sink,task=" + ObjectName.quote(task));
            if (!ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
            }
        } catch (JMException e) {
            LOG.warn("The task's counters are not visible by JMX: {}", e.getMessage());
        }
    }

    @Override
    public long getReceived() {
        return received.get();
    }

    @Override
    public long getApplied() {
        return applied.get();
    }

    @Override
    public long getAlreadyApplied() {
        return alreadyApplied.get();
    }

    @Override
    public long getInLoad() {
        return inLoad.get();
    }

    @Override
    public long getWithoutEffect() {
        return withoutEffect.get();
    }

    @Override
    public long getWaiting() {
        return waiting.get();
    }

    @Override
    public long getReturned() {
        return returned.get();
    }

    @Override
    public String getWaitsFor() {
        return waitsFor;
    }

    @Override
    public long getOldestPendingMillis() {
        long oldest = failing;
        for (long millis : pending.values()) {
            oldest = oldest == 0 ? millis : Math.min(oldest, millis);
        }
        return oldest == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest);
    }

    @Override
    public void close() {
        try {
            if (name != null && ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debug("Counters were not registered", e);
        }
    }
}
