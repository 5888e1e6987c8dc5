package io.dmsconnect.rds;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has become of the records of one task: received = applied + already applied + contained in the
 * load + without effect + failed. Visible by JMX as {@code io.dmsconnect:type=rds-sink,task=...}.
 */
final class Outcomes implements OutcomesMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    final AtomicLong received = new AtomicLong();
    final AtomicLong applied = new AtomicLong();
    final AtomicLong alreadyApplied = new AtomicLong();
    final AtomicLong inLoad = new AtomicLong();
    final AtomicLong withoutEffect = new AtomicLong();
    final AtomicLong waiting = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    private ObjectName name;

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
    public long getFailed() {
        return failed.get();
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
