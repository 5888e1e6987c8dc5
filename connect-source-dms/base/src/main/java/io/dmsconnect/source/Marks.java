// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Source offsets that have to be in Kafka before the task goes on. Thread-safe. */
final class Marks {
    private final Outbox outbox;
    private final String topic;
    private final String task;
    private final Set<Map<String, ?>> unstored = new HashSet<>();

    /**
     * @param topic where heartbeats go
     */
    Marks(Outbox outbox, String topic, String task) {
        this.outbox = outbox;
        this.topic = topic;
        this.task = task;
    }

    static Marks of(DmsSourceConfig config, Outbox outbox) {
        String heartbeats =
                config.connection()
                        .debezium()
                        .getOrDefault("topic.heartbeat.prefix", "__debezium-heartbeat");
        return new Marks(outbox, heartbeats + "." + config.topicPrefix(), config.topicPrefix());
    }

    /** Returns when Kafka has it. */
    void store(Map<String, Object> partition, Map<String, Object> offset)
            throws InterruptedException {
        synchronized (this) {
            unstored.add(partition);
        }
        outbox.putLoad(StartRecord.of(topic, task, partition, offset));
        synchronized (this) {
            while (unstored.contains(partition)) {
                wait();
            }
        }
    }

    /** Kafka has a record with an offset of this partition. */
    synchronized void stored(Map<String, ?> partition) {
        if (unstored.remove(partition)) {
            notifyAll();
        }
    }
}
