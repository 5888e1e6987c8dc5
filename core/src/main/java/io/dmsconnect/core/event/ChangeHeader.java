// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import java.util.Objects;

/**
 * What DMS's expressions can ask of a change beside its row: the variables {@code AR_H_*}.
 *
 * @param streamPosition place in the source's log, in the engine's own words; empty in a load
 * @param timestampMicros time of the change, microseconds since the epoch; of a loaded row the time
 *     it is read
 * @param commitTimestampMicros time of the commit, likewise
 * @param user who made the change; empty where the log does not say
 * @param changeSequence 35 digits, rising; empty in a load
 */
public record ChangeHeader(
        Operation operation,
        String streamPosition,
        long timestampMicros,
        long commitTimestampMicros,
        String user,
        String changeSequence) {
    public ChangeHeader {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(streamPosition, "streamPosition");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(changeSequence, "changeSequence");
    }

    /** Of rows that a full load reads now. */
    public static ChangeHeader ofLoad(long nowMicros) {
        return new ChangeHeader(Operation.INSERT, "", nowMicros, nowMicros, "", "");
    }
}
