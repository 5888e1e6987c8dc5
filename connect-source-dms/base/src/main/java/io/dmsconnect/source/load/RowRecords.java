// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.source.ChangeForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Rows of a segment into records, handed over some at a time. The last one stays until somebody
 * knows that it is the last. Used by one thread.
 */
final class RowRecords {
    private static final int ROWS = 500;

    /** Makes a row's record; empty where the table's filter does not take it. */
    interface Maker {
        Optional<SourceRecord> make(Struct key, Struct value);
    }

    /** Takes records; waits where there is no room. */
    interface Output {
        void put(List<SourceRecord> rows, long bytes) throws InterruptedException;
    }

    private final ChangeForm form;
    private final Maker maker;
    private final long most;
    private final Output output;
    private List<SourceRecord> records = new ArrayList<>();
    private Instant now = Instant.now();
    private Struct source;
    private long bytes;
    private long count;

    /**
     * @param most bytes of values to hand over at once, about
     */
    RowRecords(ChangeForm form, Maker maker, long most, Output output) {
        this.form = form;
        this.maker = maker;
        this.most = most;
        this.output = output;
        this.source = form.source(now);
    }

    void add(Object[] row) {
        if (records.size() >= ROWS || bytes >= most) {
            handOver();
        }
        Struct key = form.keySchema() == null ? null : form.key().apply(row);
        maker.make(key, form.read(row, source, now))
                .ifPresent(
                        record -> {
                            records.add(record);
                            bytes += size(row);
                            count++;
                        });
    }

    private void handOver() {
        try {
            output.put(records, bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the task is stopping");
        }
        records = new ArrayList<>(ROWS);
        bytes = 0;
        now = Instant.now();
        source = form.source(now);
    }

    private static long size(Object[] row) {
        long size = 0;
        for (Object value : row) {
            if (value instanceof String text) {
                size += text.length();
            } else {
                size += value instanceof byte[] array ? array.length : Long.BYTES;
            }
        }
        return size;
    }

    /** Those that were not handed over; at least one, where there are any rows. */
    List<SourceRecord> rest() {
        return records;
    }

    /** All rows that were taken. */
    long count() {
        return count;
    }
}
