// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of an AWS DMS {@code TableMappings} document. Immutable. */
public final class TableMappings {
    private final List<SelectionRule> selections;
    private final List<TransformationRule> transformations;
    private final List<String> warnings;
    private final Planner planner;

    TableMappings(
            List<SelectionRule> selections,
            List<TransformationRule> transformations,
            List<String> warnings) {
        this(
                List.copyOf(selections),
                // stable: of equal numbers the first in the document
                transformations.stream()
                        .sorted(Comparator.comparing(TransformationRule::id))
                        .toList(),
                List.copyOf(warnings),
                "");
    }

    private TableMappings(
            List<SelectionRule> selections,
            List<TransformationRule> transformations,
            List<String> warnings,
            String targetSchema) {
        this.selections = selections;
        this.transformations = transformations;
        this.warnings = warnings;
        this.planner = new Planner(transformations, targetSchema);
    }

    /**
     * @throws MappingException with everything that is wrong
     */
    public static TableMappings parse(String json) {
        return MappingReader.read(json);
    }

    /**
     * The same rules under task setting {@code TargetMetadata.TargetSchema}: the schema of all
     * target tables, unless a rule gives another. Empty for the source's.
     */
    public TableMappings withTargetSchema(String schema) {
        return new TableMappings(selections, transformations, warnings, schema);
    }

    /** What is probably not meant as written, or has no effect. */
    public List<String> warnings() {
        return warnings;
    }

    /** The included tables without the excluded ones, and the explicit ones in any case. */
    public boolean selects(TableId source) {
        return selects(source, false);
    }

    /**
     * As {@link #selects(TableId)}, by the rules whose {@code table-type} is for it.
     *
     * @param view is it a view?
     */
    public boolean selects(TableId source, boolean view) {
        boolean included = false;
        boolean excluded = false;
        for (SelectionRule rule : selections) {
            if (rule.speaksOf(view) && rule.matches(source)) {
                switch (rule.kind()) {
                    case EXPLICIT -> {
                        return true;
                    }
                    case INCLUDE -> included = true;
                    case EXCLUDE -> excluded = true;
                }
            }
        }
        return included && !excluded;
    }

    /** Could a table of this schema be selected? */
    public boolean selectsSchema(String schema) {
        boolean included = false;
        boolean excluded = false;
        for (SelectionRule rule : selections) {
            if (rule.schema().matches(schema)) {
                switch (rule.kind()) {
                    case EXPLICIT -> {
                        return true;
                    }
                    case INCLUDE -> included = true;
                    case EXCLUDE ->
                            excluded |= rule.speaksOf(false) && rule.table().matchesEverything();
                }
            }
        }
        return included && !excluded;
    }

    /** Tables with a higher number load first; of several rules the highest number counts. */
    public Optional<Long> loadOrder(TableId source) {
        return selections.stream()
                .filter(rule -> rule.kind() != SelectionRule.Kind.EXCLUDE)
                .filter(rule -> rule.loadOrder() != null && rule.matches(source))
                .map(SelectionRule::loadOrder)
                .max(Comparator.naturalOrder());
    }

    /**
     * Where the table or view goes, and with which columns; empty where it is not selected.
     *
     * @throws ReplicationException (CONFIGURATION) where the rules cannot be applied to this table
     */
    public Optional<TablePlan> plan(Table source) {
        return selects(source.id(), false) || selects(source.id(), true)
                ? Optional.of(planner.plan(source))
                : Optional.empty();
    }

    /**
     * The plans of those tables that are selected, in the given order.
     *
     * @throws ReplicationException (CONFIGURATION) with the problems of all of them, such as two
     *     tables that would become one
     */
    public Map<TableId, TablePlan> planAll(Collection<Table> sources) {
        Map<TableId, TablePlan> plans = new LinkedHashMap<>();
        Map<TableId, TableId> takenBy = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (Table source : sources) {
            try {
                plan(source).ifPresent(plan -> plans.put(source.id(), plan));
            } catch (ReplicationException e) {
                problems.add(e.getMessage());
            }
        }
        for (TablePlan plan : plans.values()) {
            TableId id = plan.source().id();
            TableId other = takenBy.putIfAbsent(plan.target().id(), id);
            if (other != null) {
                problems.add(
                        "tables %s (%s) and %s (%s) would both become %s"
                                .formatted(
                                        other,
                                        planner.namedBy(other),
                                        id,
                                        planner.namedBy(id),
                                        plan.target().id()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION, "", String.join("\n", problems));
        }
        return plans;
    }
}
