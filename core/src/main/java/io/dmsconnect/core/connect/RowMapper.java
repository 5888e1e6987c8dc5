// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.TableId;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * As {@link RecordMapper}, for many records of one table that have the same schemas, such as the
 * rows of a load: nothing is looked for twice. They wait for no load. Not thread-safe.
 */
public final class RowMapper implements AutoCloseable {
    private final RecordPlan plan;
    private final ChangeHeaders headers = new ChangeHeaders(Clock.systemUTC());

    private RowMapper(RecordPlan plan) {
        this.plan = plan;
    }

    /**
     * Empty where the mappings do not select the table.
     *
     * @param key schema of the records' keys; null where they have none
     * @param envelope schema of their values
     */
    public static Optional<RowMapper> of(
            TableId source, Schema key, Schema envelope, MapperOptions options) {
        return RecordPlan.compile(source, key, envelope, "", options).map(RowMapper::new);
    }

    /** Empty where the table's filter does not take the row. */
    public <R extends ConnectRecord<R>> Optional<R> map(R record) {
        return plan.apply(record, (Struct) record.value(), 0, headers);
    }

    @Override
    public void close() {
        plan.close();
    }
}
