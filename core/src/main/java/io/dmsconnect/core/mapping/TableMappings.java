// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.action.DefinePrimaryKey;
import io.dmsconnect.core.schema.SecondaryObjects;
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
    private final Map<TableId, TableSettings> tableSettings;
    private final List<ObjectMapping> objectMappings;
    private final List<String> warnings;
    private final PlanOptions options;
    private final Planner planner;

    TableMappings(
            List<SelectionRule> selections,
            List<TransformationRule> transformations,
            Map<TableId, TableSettings> tableSettings,
            List<ObjectMapping> objectMappings,
            List<String> warnings) {
        this(
                List.copyOf(selections),
                // stable: of equal numbers the first in the document
                transformations.stream()
                        .sorted(Comparator.comparing(TransformationRule::id))
                        .toList(),
                Map.copyOf(tableSettings),
                List.copyOf(objectMappings),
                List.copyOf(warnings),
                PlanOptions.DEFAULT);
    }

    private TableMappings(
            List<SelectionRule> selections,
            List<TransformationRule> transformations,
            Map<TableId, TableSettings> tableSettings,
            List<ObjectMapping> objectMappings,
            List<String> warnings,
            PlanOptions options) {
        this.selections = selections;
        this.transformations = transformations;
        this.tableSettings = tableSettings;
        this.objectMappings = objectMappings;
        this.warnings = warnings;
        this.options = options;
        this.planner = new Planner(transformations, options);
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
        return with(
                new PlanOptions(
                        schema,
                        options.chained(),
                        options.maskingKey(),
                        options.lobs(),
                        options.cuts()));
    }

    /**
     * The same rules, of which all that match an object are applied, in the order of their numbers,
     * and not, as AWS does, only the one with the lowest.
     */
    public TableMappings withChained(boolean chained) {
        return with(
                new PlanOptions(
                        options.targetSchema(),
                        chained,
                        options.maskingKey(),
                        options.lobs(),
                        options.cuts()));
    }

    /** The same rules with a key for the masks that take one; empty for none. */
    public TableMappings withMaskingKey(byte[] key) {
        return with(
                new PlanOptions(
                        options.targetSchema(),
                        options.chained(),
                        key,
                        options.lobs(),
                        options.cuts()));
    }

    /**
     * The same rules under the large object settings of group {@code TargetMetadata}; a table's
     * lob-settings go before them.
     *
     * @param cuts counts the values that get shorter
     */
    public TableMappings withLobs(LobLimits limits, LobCuts cuts) {
        return with(
                new PlanOptions(
                        options.targetSchema(),
                        options.chained(),
                        options.maskingKey(),
                        limits,
                        cuts));
    }

    /**
     * The same rules without those that keys do not need, and that may read what a record's key
     * does not have: filters, added columns, before images.
     */
    public TableMappings ofKeys() {
        return new TableMappings(
                selections.stream().map(SelectionRule::withoutFilters).toList(),
                transformations.stream().filter(TransformationRule::concernsKeys).toList(),
                tableSettings,
                objectMappings,
                warnings,
                options);
    }

    /** The same rules as far as they say what is called how. */
    TableMappings namesOnly() {
        return new TableMappings(
                selections.stream().map(SelectionRule::withoutFilters).toList(),
                transformations.stream()
                        .map(TransformationRule::namesOnly)
                        .flatMap(Optional::stream)
                        .toList(),
                tableSettings,
                objectMappings,
                warnings,
                options);
    }

    /** Does a rule give the table another key than the source's? */
    public boolean definesKey(TableId source) {
        return transformations.stream()
                .anyMatch(
                        rule ->
                                rule.action() instanceof DefinePrimaryKey
                                        && rule.locator().matches(source));
    }

    private TableMappings with(PlanOptions changed) {
        return new TableMappings(
                selections, transformations, tableSettings, objectMappings, warnings, changed);
    }

    /** How this table is to be read; empty where no rule says. */
    public Optional<TableSettings> tableSettings(TableId source) {
        return Optional.ofNullable(tableSettings.get(source));
    }

    /** How rows become objects of a stream, in the order of the document. */
    public List<ObjectMapping> objectMappings() {
        return objectMappings;
    }

    /** What is probably not meant as written, or has no effect. */
    public List<String> warnings() {
        return warnings;
    }

    /** The included tables without the excluded ones, and the explicit ones in any case. */
    public boolean selects(TableId source) {
        return selects(source, false);
    }

    /** As {@link #selects(TableId)} for a table or a view. */
    public boolean selects(TableId source, boolean view) {
        boolean included = false;
        boolean excluded = false;
        for (SelectionRule rule : selections) {
            if (rule.kind() == SelectionRule.Kind.EXCLUDE) {
                excluded |= rule.matches(source);
            } else if (rule.matches(source, view)) {
                if (rule.kind() == SelectionRule.Kind.EXPLICIT) {
                    return true;
                }
                included = true;
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
                    case EXCLUDE -> excluded |= rule.table().matchesEverything();
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
     * Where the table goes, and with which columns; empty where it is not selected.
     *
     * @throws ReplicationException (CONFIGURATION) where the rules cannot be applied to this table
     */
    public Optional<TablePlan> plan(Table source) {
        TableId id = source.id();
        return selects(id, false) || selects(id, true)
                ? Optional.of(planner.plan(source, including(id), lobs(id)))
                : Optional.empty();
    }

    /**
     * What the rules make of a table's secondary objects: the target's names. What cannot follow is
     * among the leftovers, with the reason.
     *
     * @param plan of the table they belong to
     */
    public SecondaryObjects planObjects(SecondaryObjects source, TablePlan plan) {
        return source.isEmpty() ? source : new ObjectPlanner(this, plan).plan(source);
    }

    private LobLimits lobs(TableId source) {
        return tableSettings(source)
                .flatMap(TableSettings::lobSettings)
                .map(options.lobs()::with)
                .orElse(options.lobs());
    }

    /**
     * What a selected table is called on the target, whatever columns it has.
     *
     * @throws ReplicationException (CONFIGURATION) where the rules give it no name
     */
    public TableId targetId(TableId source) {
        return planner.targetId(source);
    }

    private List<SelectionRule> including(TableId id) {
        return selections.stream()
                .filter(rule -> rule.kind() != SelectionRule.Kind.EXCLUDE && rule.matches(id))
                .toList();
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
