// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.TableId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The tables of a task and what the mappings make of them.
 *
 * @param present all tables of the source
 * @param plans in the order they are loaded: by load-order, highest first, then by name
 */
record Selection(List<TableId> present, Map<TableId, TablePlan> plans) {
    static final String NOTHING_SELECTED =
            "no table of the source is selected by these rules; check the spelling and case of"
                    + " schema-name and table-name, and that the user may see the tables";

    /**
     * @param known leaves of the selected tables those to take; the others have come later
     * @throws ReplicationException (CONFIGURATION) where nothing is selected and that is a failure
     */
    static Selection of(
            SourceEngine engine,
            TableMappings mappings,
            boolean failOnNone,
            UnaryOperator<List<TableId>> known) {
        List<TableId> present = engine.tables();
        List<TableId> selected = present.stream().filter(mappings::selects).toList();
        if (selected.isEmpty() && failOnNone) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION, DmsSourceConfig.TABLE_MAPPINGS, NOTHING_SELECTED);
        }
        List<TableId> taken = known.apply(selected);
        Map<TableId, TablePlan> plans =
                taken.isEmpty() ? Map.of() : mappings.planAll(engine.describe(taken).values());
        return new Selection(present, inLoadOrder(plans, mappings));
    }

    /** The tables as they are loaded: by load-order, highest first, then by name. */
    static Map<TableId, TablePlan> inLoadOrder(
            Map<TableId, TablePlan> plans, TableMappings mappings) {
        Map<TableId, Long> order =
                plans.keySet().stream()
                        .collect(
                                Collectors.toMap(
                                        id -> id, id -> mappings.loadOrder(id).orElse(Long.MIN_VALUE)));
        Comparator<TableId> byOrder = Comparator.comparing(order::get, Comparator.reverseOrder());
        Map<TableId, TablePlan> ordered = new LinkedHashMap<>();
        plans.keySet().stream()
                .sorted(byOrder.thenComparing(Comparator.naturalOrder()))
                .forEach(id -> ordered.put(id, plans.get(id)));
        return ordered;
    }

    Collection<TableId> tables() {
        return plans.keySet();
    }

    Selection only(Predicate<TableId> test) {
        Map<TableId, TablePlan> those = new LinkedHashMap<>(plans);
        those.keySet().removeIf(test.negate());
        return new Selection(present, those);
    }
}
