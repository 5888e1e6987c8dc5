// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record by which a log is known again. In another log, such as one that was restored from a
 * backup and written further, the record of this offset has another time, or there is none.
 *
 * @param millis the time that the record has in Kafka
 */
record KnownRecord(long offset, long millis) {
    static Optional<KnownRecord> of(SinkRecord record) {
        return Optional.ofNullable(record.timestamp())
                .map(millis -> new KnownRecord(record.originalKafkaOffset(), millis));
    }

    /** The last of the records that is below an offset. */
    static Optional<KnownRecord> lastBelow(List<SinkRecord> records, long next) {
        for (int i = records.size() - 1; i >= 0; i--) {
            if (records.get(i).originalKafkaOffset() < next) {
                return of(records.get(i));
            }
        }
        return Optional.empty();
    }
}
