// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables whose changes a task follows, which become more while it runs. Thread-safe. */
final class TaskTables {
    private final Map<TableId, TablePlan> plans = new LinkedHashMap<>();
    private final Map<TableId, Long> generations = new HashMap<>();

    /**
     * @param generation the load that the table's changes have to wait for, 0 for none
     */
    synchronized void add(TablePlan plan, long generation) {
        plans.put(plan.source().id(), plan);
        generations.put(plan.source().id(), generation);
    }

    synchronized boolean isEmpty() {
        return plans.isEmpty();
    }

    synchronized boolean has(TableId table) {
        return plans.containsKey(table);
    }

    synchronized List<TableId> ids() {
        return List.copyOf(plans.keySet());
    }

    /** The load that each table's changes have to wait for, 0 for none. */
    synchronized Map<TableId, Long> generations() {
        return Map.copyOf(generations);
    }

    /** As they were when they were planned. */
    synchronized Map<TableId, Table> sources() {
        Map<TableId, Table> sources = new LinkedHashMap<>();
        plans.forEach((id, plan) -> sources.put(id, plan.source()));
        return sources;
    }

    synchronized long generation(TableId table) {
        return generations.getOrDefault(table, 0L);
    }
}
