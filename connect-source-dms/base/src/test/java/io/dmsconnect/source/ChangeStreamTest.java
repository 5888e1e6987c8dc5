// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.connect.RecordMapper;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.settings.TaskSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeStreamTest {
    private static final long LONGEST_MILLIS = 60_000;

    private final Outbox outbox = new Outbox(1000);
    private Thread thread;

    @AfterEach
    void end() {
        thread.interrupt();
    }

    /** Stops as Debezium's tasks do: an interrupt ends the stop before its connections close. */
    private static class Task extends SourceTask {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch stopping = new CountDownLatch(1);
        final CountDownLatch mayStop = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicInteger interrupts = new AtomicInteger();

        @Override
        public String version() {
            return "";
        }

        @Override
        public void start(Map<String, String> config) {}

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            begun.countDown();
            Thread.sleep(1);
            return null;
        }

        @Override
        public void stop() {
            stopping.countDown();
            try {
                mayStop.await();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                throw new ConnectException("Interrupted while stopping");
            }
            closed.countDown();
        }
    }

    private ChangeStream start(SourceTask task) {
        return start(() -> task, LONGEST_MILLIS);
    }

    private ChangeStream start(Supplier<SourceTask> tasks, long heldUpMillis) {
        ChangeStream stream =
                new ChangeStream(
                        null,
                        () ->
                                new SourceEngine.ChangeTask(
                                        tasks.get(), Map.of(), Map.of(), Map.of()),
                        () -> new RecordMapper(null, table -> 0),
                        outbox,
                        new ChangeStream.Overlap() {
                            @Override
                            public boolean has(SourceRecord record) {
                                return false;
                            }

                            @Override
                            public void sent() {}
                        },
                        new SourceStatistics("test"),
                        new BackOff(TaskSettings.defaults().errorBehavior()),
                        heldUpMillis);
        thread = new Thread(stream::run);
        thread.setDaemon(true);
        thread.start();
        return stream;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LONGEST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }

    /** Who interrupts it then leaves the slot in use for good. */
    @Test
    void aTaskThatIsBeingStoppedIsAtWork() throws Exception {
        Task task = new Task();
        ChangeStream stream = start(task);
        await(task.begun);
        assertThat(stream.isRunning()).isTrue();
        stream.stop();
        await(task.stopping);
        assertThat(stream.isRunning()).isTrue();
        task.mayStop.countDown();
        thread.join(LONGEST_MILLIS);
        assertThat(stream.isRunning()).isFalse();
    }

    @Test
    void anInterruptedStopIsDoneOnceMore() throws Exception {
        Task task = new Task();
        ChangeStream stream = start(task);
        await(task.begun);
        stream.stop();
        await(task.stopping);
        thread.interrupt();
        while (task.interrupts.get() == 0) {
            Thread.sleep(1);
        }
        task.mayStop.countDown();
        await(task.closed);
        thread.join(LONGEST_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void anErrorIsToldToConnect() {
        start(
                new Task() {
                    @Override
                    public List<SourceRecord> poll() {
                        mayStop.countDown();
                        throw new OutOfMemoryError("Java heap space");
                    }
                });
        assertThatThrownBy(() -> outbox.poll(LONGEST_MILLIS))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("Java heap space");
    }

    /** Hands over two heartbeats, from the place that is given. */
    private static final class Beating extends Task {
        private final long from;
        private int given;

        Beating(long from) {
            this.from = from;
            mayStop.countDown();
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            if (given == 2) {
                return super.poll();
            }
            Schema schema =
                    SchemaBuilder.struct()
                            .name("io.debezium.connector.common.Heartbeat")
                            .field("ts_ms", Schema.INT64_SCHEMA)
                            .build();
            Map<String, Object> offset = Map.of("lsn", from + given++);
            Struct value = new Struct(schema).put("ts_ms", 1L);
            return List.of(new SourceRecord(Map.of(), offset, "beats", schema, value));
        }
    }

    /** A server that waits for a session to end would wait for as long as nobody reads. */
    @Test
    void whereNobodyTakesChangesTheLogIsLetGoOfUntilSomebodyDoes() throws Exception {
        Beating first = new Beating(1);
        Beating second = new Beating(3);
        Queue<SourceTask> tasks = new ConcurrentLinkedQueue<>(List.of(first, second));
        ChangeStream stream = start(tasks::poll, 50);
        assertThat(first.closed.await(LONGEST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(second.begun.getCount()).isEqualTo(1);
        List<Object> places = new ArrayList<>();
        while (places.size() < 4) {
            List<SourceRecord> records = outbox.poll(LONGEST_MILLIS);
            records.forEach(record -> places.add(record.sourceOffset().get("lsn")));
        }
        assertThat(places).containsExactly(1L, 2L, 3L, 4L);
        stream.stop();
        outbox.close();
        thread.join(LONGEST_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }
}
