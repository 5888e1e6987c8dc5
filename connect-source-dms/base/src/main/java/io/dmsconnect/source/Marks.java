// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Source offsets that have to be in Kafka before the task goes on. Thread-safe. */
final class Marks {
    private final Outbox outbox;
    private final String topic;
    private final String task;
    private final Set<Map<String, ?>> unstored = new HashSet<>();
    private boolean closed;

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
        expect(partition);
        send(partition, offset);
        await(partition);
    }

    /** Returns when it is on its way. */
    void send(Map<String, Object> partition, Map<String, Object> offset)
            throws InterruptedException {
        outbox.putLoad(StartRecord.of(topic, task, partition, offset));
    }

    /** From now on {@link #await} waits for an offset of this partition. */
    synchronized void expect(Map<String, Object> partition) {
        unstored.add(partition);
    }

    /** Returns when Kafka has what was expected. */
    synchronized void await(Map<String, Object> partition) throws InterruptedException {
        while (unstored.contains(partition)) {
            checkOpen();
            wait();
        }
    }

    synchronized void checkOpen() {
        if (closed) {
            throw new CancellationException("the task is stopping");
        }
    }

    /** Lets go of everybody who waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Kafka has a record with an offset of this partition. */
    synchronized void stored(Map<String, ?> partition) {
        if (unstored.remove(partition)) {
            notifyAll();
        }
    }
}
