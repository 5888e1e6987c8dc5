// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class HeldBackTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.orders", 0);

    private final HeldBack held = new HeldBack();
    private final Positions positions = new Positions(null, true);

    private static SinkRecord record(long offset) {
        return new SinkRecord(PARTITION.topic(), 0, null, null, null, "v", offset);
    }

    /**
     * DDL made the transaction durable with the change behind it, then the pass failed. Kafka gives
     * that change again, which is left out as applied; what was held back before it is old by now.
     */
    @Test
    void whatAPassThatFailedHasMadeDurableIsNotWrittenOnceMore() {
        held.before(Map.of(), positions);
        held.hold(PARTITION, List.of(record(5), record(6), record(7)));
        held.written();
        assertThat(held.before(Map.of(), positions).get(PARTITION)).hasSize(3);
        positions.advanced(Map.of(PARTITION, 7L));
        assertThat(held.before(Map.of(), positions).get(PARTITION))
                .extracting(SinkRecord::kafkaOffset)
                .containsExactly(7L);
        assertThat(held.givenAgain()).isEqualTo(1);
        positions.advanced(Map.of(PARTITION, 8L));
        assertThat(held.before(Map.of(), positions)).isEmpty();
        held.written();
        assertThat(held.isEmpty()).isTrue();
    }
}
