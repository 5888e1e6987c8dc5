// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds tables that have come to the source, or were made anew, and are selected. One that cannot
 * be migrated beside those there are is left out, which is said once, and looked at again the next
 * time.
 */
final class NewTables {
    private static final Logger LOG = LoggerFactory.getLogger(NewTables.class);

    private final SourceEngine engine;
    private final TableMappings mappings;
    private final TaskTables tables;
    private final TableWatch watch;
    private final Map<TableId, String> leftOut = new HashMap<>();

    NewTables(SourceEngine engine, TableMappings mappings, TaskTables tables, TableWatch watch) {
        this.engine = engine;
        this.mappings = mappings;
        this.tables = tables;
        this.watch = watch;
    }

    /**
     * The plans of new tables, in the order they are loaded.
     *
     * @param waiting tables that were found before and wait for their load
     * @param others also tables that are not followed
     */
    Map<TableId, TablePlan> find(Set<TableId> waiting, boolean others) {
        Map<TableId, Long> followed = new HashMap<>(tables.ownGenerations());
        followed.keySet().removeAll(waiting);
        Set<TableId> again = new HashSet<>(watch.replaced().keySet());
        again.retainAll(followed.keySet());
        again.addAll(engine.remade(followed).keySet());
        List<TableId> found =
                engine.tables().stream()
                        .filter(id -> tables.has(id) ? again.contains(id) : others)
                        .filter(id -> mappings.selects(id, false))
                        .toList();
        leftOut.keySet().retainAll(found);
        if (found.isEmpty()) {
            return Map.of();
        }
        Map<TableId, Table> together = new LinkedHashMap<>(tables.sources());
        together.keySet().removeAll(found);
        Map<TableId, TablePlan> plans = new LinkedHashMap<>();
        new TreeMap<>(engine.describe(found))
                .forEach(
                        (id, table) -> {
                            String problem = problem(id, table, together, plans);
                            if (problem.isEmpty()) {
                                together.put(id, table);
                                leftOut.remove(id);
                            } else if (!problem.equals(leftOut.put(id, problem))) {
                                LOG.warn("The new table {} is left out: {}", id, problem);
                            }
                        });
        return Selection.inLoadOrder(plans, mappings);
    }

    /** Plans the table; empty where all is well. */
    private String problem(
            TableId id, Table table, Map<TableId, Table> together, Map<TableId, TablePlan> plans) {
        List<String> problems = new ArrayList<>();
        for (Finding finding : engine.checkTables(List.of(id), true)) {
            if (finding.fatal()) {
                problems.add(finding.message());
            } else if (!leftOut.containsKey(id)) {
                LOG.warn("{}", finding.message());
            }
        }
        if (table.columns().isEmpty()) {
            return "it has no columns, or generated ones only";
        }
        List<Table> all = new ArrayList<>(together.values());
        all.add(table);
        AlikeNames.among(all.stream().map(Table::id).toList())
                .ifPresent(alike -> problems.add(alike.message()));
        try {
            plans.put(id, mappings.planAll(all).get(id));
        } catch (ReplicationException e) {
            problems.add(e.getMessage());
        }
        if (!problems.isEmpty()) {
            plans.remove(id);
        }
        return String.join("; ", problems);
    }
}
