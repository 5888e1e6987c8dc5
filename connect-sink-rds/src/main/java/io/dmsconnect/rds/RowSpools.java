// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.event.LoadMessage;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows that are coming in pieces, one a partition at most. Survives a transaction that fails, since
 * not all pieces come again then; the offset in the target stays before the first of them.
 */
final class RowSpools {
    private final Map<TopicPartition, RowSpool> spools = new HashMap<>();
    private final Set<TopicPartition> complete = new HashSet<>();

    /** A piece, with those before it. */
    RowSpool add(TopicPartition partition, LoadMessage.Batch piece) {
        RowSpool spool = spools.get(partition);
        if (spool == null || !spool.isOf(piece)) {
            drop(partition);
            spool = new RowSpool(piece);
            spools.put(partition, spool);
        }
        spool.add(piece);
        if (piece.piece().last()) {
            complete.add(partition);
        }
        return spool;
    }

    /** Another message came, or the partition goes: what has come of a row is void. */
    void drop(TopicPartition partition) {
        complete.remove(partition);
        RowSpool spool = spools.remove(partition);
        if (spool != null) {
            spool.close();
        }
    }

    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(this::drop);
    }

    /** The transaction is committed. */
    void committed() {
        drop(Set.copyOf(complete));
    }

    void close() {
        drop(Set.copyOf(spools.keySet()));
    }
}
