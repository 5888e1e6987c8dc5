// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** When a change was committed at the source, as its envelope says. */
final class CommitTime {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A larger record is not read for that. */
    private static final int LARGEST = 1 << 20;

    private CommitTime() {}

    /** In milliseconds; of a record that does not tell, when it came to Kafka. */
    static long of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value != null && value.length <= LARGEST) {
            try {
                JsonNode millis = JSON.readTree(value).path("payload").path("source").path("ts_ms");
                if (millis.isIntegralNumber()) {
                    return millis.longValue();
                }
            } catch (IOException e) {
                // not JSON: Kafka's own time has to do
            }
        }
        return record.timestamp();
    }
}
