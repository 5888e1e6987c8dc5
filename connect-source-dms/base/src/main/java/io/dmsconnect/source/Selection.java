// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.TableId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables of a task and what the mappings make of them.
 *
 * @param tables in the order they are loaded: by load-order, highest first, then by name
 */
record Selection(List<TableId> tables, Map<TableId, TablePlan> plans) {
    static final String NOTHING_SELECTED =
            "no table of the source is selected by these rules; check the spelling and case of"
                    + " schema-name and table-name, and that the user may see the tables";

    /**
     * @throws ReplicationException (CONFIGURATION) where nothing is selected and that is a failure
     */
    static Selection of(SourceEngine engine, TableMappings mappings, boolean failOnNone) {
        List<TableId> selected = engine.tables().stream().filter(mappings::selects).toList();
        if (selected.isEmpty() && failOnNone) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION, DmsSourceConfig.TABLE_MAPPINGS, NOTHING_SELECTED);
        }
        Map<TableId, TablePlan> plans =
                selected.isEmpty()
                        ? Map.of()
                        : mappings.planAll(engine.describe(selected).values());
        Map<TableId, Long> order =
                plans.keySet().stream()
                        .collect(
                                Collectors.toMap(
                                        id -> id, id -> mappings.loadOrder(id).orElse(-1L)));
        Comparator<TableId> byOrder = Comparator.comparing(order::get, Comparator.reverseOrder());
        List<TableId> tables =
                plans.keySet().stream()
                        .sorted(byOrder.thenComparing(Comparator.naturalOrder()))
                        .toList();
        return new Selection(tables, plans);
    }
}
