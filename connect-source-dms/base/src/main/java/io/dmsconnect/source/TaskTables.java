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
    private final Map<TableId, Long> reloads = new HashMap<>();

    /**
     * @param generation the load that the table's changes have to wait for, 0 for none
     * @param reloaded how many of its loads somebody asked for
     */
    synchronized void add(TablePlan plan, long generation, long reloaded) {
        plans.put(plan.source().id(), plan);
        generations.put(plan.source().id(), generation);
        reloads.put(plan.source().id(), reloaded);
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

    /** How many loads of each table came of themselves. */
    synchronized Map<TableId, Long> ownGenerations() {
        Map<TableId, Long> own = new HashMap<>();
        generations.forEach((id, generation) -> own.put(id, generation - reloads(id)));
        return own;
    }

    /** How many loads of the table came of themselves. */
    synchronized long ownGenerations(TableId table) {
        return generation(table) - reloads(table);
    }

    synchronized long reloads(TableId table) {
        return reloads.getOrDefault(table, 0L);
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
