// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a task and what the mappings make of them.
 *
 * @param present all tables of the source
 * @param selected those to migrate; the catalogue may have no columns of some (broken views)
 * @param plans in the order they are loaded: by load-order, highest first, then by name
 */
record Selection(List<TableId> present, List<TableId> selected, Map<TableId, TablePlan> plans) {
    private static final Logger LOG = LoggerFactory.getLogger(Selection.class);
    static final String NOTHING_SELECTED =
            "no table of the source is selected by these rules; check the spelling and case of"
                    + " schema-name and table-name, and that the user may see the tables";

    /**
     * @param views also take views that are selected
     * @param known leaves of the selected tables those to take; the others have come later
     * @throws ReplicationException (CONFIGURATION) where nothing is selected and that is a failure
     */
    static Selection of(
            SourceEngine engine,
            TableMappings mappings,
            boolean failOnNone,
            boolean views,
            UnaryOperator<List<TableId>> known) {
        List<TableId> present = engine.tables();
        List<TableId> selected = new ArrayList<>(tables(present, mappings));
        if (views) {
            selected.addAll(views(engine, mappings));
        }
        if (selected.isEmpty() && failOnNone) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION, DmsSourceConfig.TABLE_MAPPINGS, NOTHING_SELECTED);
        }
        List<TableId> taken = known.apply(selected);
        Map<TableId, Table> tables = new LinkedHashMap<>();
        if (!taken.isEmpty()) {
            tables.putAll(engine.describe(taken));
        }
        tables.values().removeIf(Selection::hasNoColumns);
        Map<TableId, TablePlan> plans =
                tables.isEmpty() ? Map.of() : mappings.planAll(tables.values());
        return new Selection(present, taken, inLoadOrder(plans, mappings));
    }

    /** What is wrong with the selected tables of a task. */
    static List<Finding> check(
            SourceEngine engine, Collection<TableId> selected, MigrationType type) {
        List<Finding> findings =
                new ArrayList<>(engine.checkTables(selected, type.followsChanges()));
        if (type.followsChanges()) {
            AlikeNames.among(selected).ifPresent(findings::add);
        }
        return findings;
    }

    /** Of such a table nothing can be written; it is named and left out. */
    static boolean hasNoColumns(Table table) {
        if (table.columns().isEmpty()) {
            LOG.warn("Table {} is left out: it has no columns, or generated ones only", table.id());
        }
        return table.columns().isEmpty();
    }

    static List<TableId> tables(Collection<TableId> present, TableMappings mappings) {
        return present.stream().filter(id -> mappings.selects(id, false)).toList();
    }

    static List<TableId> views(SourceEngine engine, TableMappings mappings) {
        return engine.views().stream().filter(id -> mappings.selects(id, true)).toList();
    }

    /** What a task leaves out that follows changes, or loads rows that look as such. */
    static Optional<Finding> viewsLeftOut(SourceEngine engine, TableMappings mappings) {
        List<TableId> views = views(engine, mappings);
        return views.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                DmsSourceConfig.TABLE_MAPPINGS,
                                "views are left out, since no log has their changes: "
                                        + Finding.named(views)
                                        + "; load them with a task of their own, with "
                                        + DmsSourceConfig.MIGRATION_TYPE
                                        + " "
                                        + MigrationType.FULL_LOAD
                                        + " and "
                                        + DmsSourceConfig.LOAD_RECORDS
                                        + " batches"));
    }

    /** What the mappings select, and no task can take. */
    static Optional<Finding> unusable(SourceEngine engine, TableMappings mappings) {
        List<String> named =
                engine.unusable().entrySet().stream()
                        .filter(table -> mappings.selects(table.getKey(), false))
                        .map(table -> table.getKey() + " (" + table.getValue() + ")")
                        .sorted()
                        .toList();
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                DmsSourceConfig.TABLE_MAPPINGS,
                                "these are selected, and left out: " + String.join(", ", named)));
    }

    /**
     * A table whose changes were followed, and no longer can be, is not left out as if it had never
     * been there: the log has not been read to where it became such a one.
     *
     * @param followed was its load begun, or were its changes followed?
     */
    static void refuseUnfollowable(
            SourceEngine engine, TableMappings mappings, Predicate<TableId> followed) {
        engine.unfollowable()
                .forEach(
                        (id, why) -> {
                            if (mappings.selects(id, false) && followed.test(id)) {
                                throw new ReplicationException(
                                        FailureKind.TABLE, id.toString(), why);
                            }
                        });
    }

    /** The tables as they are loaded: by load-order, highest first, then by name. */
    static Map<TableId, TablePlan> inLoadOrder(
            Map<TableId, TablePlan> plans, TableMappings mappings) {
        Map<TableId, Long> order =
                plans.keySet().stream()
                        .collect(
                                Collectors.toMap(
                                        id -> id,
                                        id -> mappings.loadOrder(id).orElse(Long.MIN_VALUE)));
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
}
