// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.Version;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connect's sink life cycle around {@link RdsTarget}: what fails for a while is tried again. */
public final class RdsSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(RdsSinkTask.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private RdsTarget target;
    private long failures;
    private long saidAt;
    private int retries;

    @Override
    public void start(Map<String, String> properties) {
        RdsSinkConfig config = RdsSinkConfig.from(properties);
        config.settings().warnings().forEach(warning -> LOG.warn("task.settings: {}", warning));
        retries = config.settings().errorBehavior().recoverableErrorCount();
        // who asks Kafka for new records only does not want the old ones
        boolean fromBeginning =
                !"latest".equals(properties.get("consumer.override.auto.offset.reset"));
        target = new RdsTarget(config, context, fromBeginning);
    }

    /** What has become of the records so far. */
    Outcomes outcomes() {
        return target.outcomes();
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        target.opened(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        try {
            target.write(records);
            failures = 0;
            saidAt = 0;
        } catch (SQLException e) {
            throw retryOrStop(target.discreet(e));
        } catch (ReplicationException e) {
            ReplicationException told = target.discreet(e);
            if (e.kind() == FailureKind.RECOVERABLE) {
                throw retryOrStop(told);
            }
            throw new ConnectException(told.getMessage(), told);
        }
    }

    private ConnectException retryOrStop(Exception failure) {
        if (retries >= 0 && failures >= retries) {
            return new ConnectException(
                    "the target failed %d times in a row (RecoverableErrorCount is %d): %s"
                            .formatted(failures + 1, retries, failure.getMessage()),
                    failure);
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        String reason = target.waitsFor(failure);
        long now = System.nanoTime();
        if (failures == 0 || now - saidAt >= SAY_NANOS) {
            saidAt = now;
            LOG.warn(
                    "Waiting, and trying again: {}. The oldest change not yet applied is of {} s ago",
                    reason,
                    target.outcomes().getOldestPendingMillis() / 1000);
        }
        failures++;
        context.timeout(pause);
        return new RetriableException(reason, failure);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> current) {
        return target.durableOffsets();
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (target != null) {
            target.release(partitions);
        }
    }

    @Override
    public void stop() {
        if (target != null) {
            target.close();
        }
    }

    @Override
    public String version() {
        return Version.current();
    }
}
