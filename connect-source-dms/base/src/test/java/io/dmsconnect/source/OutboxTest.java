// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class OutboxTest {
    private static final int SIZE = 100_000;

    private final Outbox outbox = new Outbox(2 * SIZE);

    private static SourceRecord batch(String topic) {
        return new SourceRecord(Map.of(), Map.of(), topic, null, new byte[SIZE]);
    }

    private static SourceRecord record(String topic) {
        return new SourceRecord(Map.of(), Map.of(), topic, null, null);
    }

    private CompletableFuture<Void> later(boolean load) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        if (load) {
                            outbox.putLoad(record("load"));
                        } else {
                            outbox.putChanges(List.of(record("changes")));
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void bothLanesComeAndEachWaitsForRoom() throws Exception {
        outbox.putLoad(batch("a"));
        outbox.putLoad(batch("b"));
        outbox.putChanges(List.of(record("c"), record("d")));
        CompletableFuture<Void> thirdLoad = later(true);
        CompletableFuture<Void> secondChanges = later(false);
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(thirdLoad).isNotDone();
        assertThat(secondChanges).isNotDone();
        assertThat(outbox.poll(10))
                .extracting(SourceRecord::topic)
                .containsExactly("a", "b", "c", "d");
        thirdLoad.get();
        secondChanges.get();
        assertThat(outbox.poll(10))
                .extracting(SourceRecord::topic)
                .containsExactly("load", "changes");
        assertThat(outbox.poll(10)).isNull();
    }

    @Test
    void smallRecordsOfTheLoadGoManyTogether() throws Exception {
        for (int i = 0; i < 100; i++) {
            outbox.putLoad(record("small"));
        }
        assertThat(outbox.poll(10)).hasSize(100);
        outbox.putLoad(batch("a"));
        outbox.putLoad(record("small"));
        outbox.putLoad(batch("b"));
        CompletableFuture<Void> next = later(true);
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(next).isNotDone();
        assertThat(outbox.poll(10)).hasSize(3);
        next.get();
    }

    @Test
    void whatCameBeforeAFailureIsSentBeforeIt() throws Exception {
        outbox.putLoad(record("a"));
        outbox.fail(new IllegalStateException("first"));
        outbox.fail(new IllegalStateException("second"));
        assertThat(outbox.poll(10)).hasSize(1);
        assertThatThrownBy(() -> outbox.poll(10)).hasMessage("first");
    }

    @Test
    void closingLetsGoOfThoseWhoWait() throws Exception {
        outbox.putChanges(List.of(record("a")));
        CompletableFuture<Void> waiting = later(false);
        TimeUnit.MILLISECONDS.sleep(50);
        outbox.close();
        assertThatThrownBy(waiting::get)
                .isInstanceOfAny(ExecutionException.class, CancellationException.class);
        assertThat(outbox.poll(10_000)).isNull();
    }
}
