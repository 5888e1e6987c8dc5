// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.TableId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the large objects that were cut, since nobody sees it on the value. Thread-safe. */
public final class LobCuts {
    private static final Logger LOG = LoggerFactory.getLogger(LobCuts.class);

    private final Map<TableId, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();

    /** One more value of this column, which the first time is worth a line in the log. */
    void add(TableId source, String column) {
        LongAdder count =
                counts.computeIfAbsent(source, id -> new ConcurrentHashMap<>())
                        .computeIfAbsent(
                                column,
                                name -> {
                                    LOG.warn(
                                            "Table {}: a value of column '{}' is longer than the"
                                                    + " large object settings allow, and is cut;"
                                                    + " further ones are only counted",
                                            source,
                                            name);
                                    return new LongAdder();
                                });
        count.increment();
    }

    /** Values that were cut since the start, by column; empty where none was. */
    public Map<String, Long> of(TableId source) {
        Map<String, Long> ofTable = new TreeMap<>();
        counts.getOrDefault(source, Map.of())
                .forEach((column, count) -> ofTable.put(column, count.sum()));
        return ofTable;
    }

    /** The source tables of which values were cut. */
    public Set<TableId> tables() {
        return Set.copyOf(counts.keySet());
    }
}
