// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.util.HashMap;
import java.util.Map;

/**
 * Which source table each target table is made of. Where records come one by one nobody has seen
 * all tables before, and two that become one would mix their rows in silence.
 */
final class TakenTargets {
    private final Map<TableId, TableId> sources = new HashMap<>();

    /**
     * @throws ReplicationException (CONFIGURATION) where another source table has the target
     */
    void take(TableId source, TableId target) {
        TableId other = sources.putIfAbsent(target, source);
        if (other != null && !other.equals(source)) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION,
                    "table mappings",
                    "tables %s and %s would both become %s".formatted(other, source, target));
        }
    }
}
