// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.action.AddBeforeImage;
import io.dmsconnect.core.mapping.action.AddColumn;
import io.dmsconnect.core.mapping.action.ChangeDataType;
import io.dmsconnect.core.mapping.action.DefinePrimaryKey;
import io.dmsconnect.core.mapping.action.IncludeColumn;
import io.dmsconnect.core.mapping.action.MaskColumn;
import io.dmsconnect.core.mapping.action.RemoveColumn;
import io.dmsconnect.core.mapping.expression.Expression;
import io.dmsconnect.core.mapping.expression.ExpressionException;
import io.dmsconnect.core.mapping.expression.Expressions;
import io.dmsconnect.core.mapping.expression.Names;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the plan of one table: columns of the source that stay, with names, types and masks, then
 * added ones, then before images, then the key. Expressions see the source's names and values.
 */
final class TablePlanner {
    private final Table source;
    private final RuleBook rules;
    private final Expressions expressions = new Expressions();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final NamePlanner names;
    private final ColumnShaper shaper;
    private final LobColumns lobs;
    private final Map<String, PlannedColumn> columns = new LinkedHashMap<>();
    private final Map<String, String> newNames = new HashMap<>();
    private final Map<String, String> describedBy = new HashMap<>();
    private final Map<String, String> foldedBy = new HashMap<>();
    private final Map<Integer, TransformationRule> masked = new HashMap<>();

    TablePlanner(Table source, RuleBook rules, PlanOptions options, LobLimits limits) {
        this.source = source;
        this.rules = rules;
        this.names =
                new NamePlanner(
                        source, rules, options.targetSchema(), expressions, decisions, problems);
        this.shaper = new ColumnShaper(source, options.maskingKey(), decisions, warnings, problems);
        this.lobs =
                new LobColumns(source, keyColumns(), limits, options.cuts(), decisions, warnings);
    }

    /**
     * @throws ReplicationException (CONFIGURATION) with everything that is wrong
     */
    TablePlan plan(List<SelectionRule> includes) {
        try {
            RowFilter filter = new FilterCompiler(source, problems).compile(includes).orElse(null);
            filtersWithoutEffect(includes);
            TableId id = names.table();
            sourceColumns();
            addedColumns();
            beforeImages();
            List<String> key =
                    new KeyPlanner(source, columns, newNames, decisions, warnings, problems)
                            .key(definedKey());
            if (problems.isEmpty() && columns.isEmpty() && !source.columns().isEmpty()) {
                problems.add("the rules leave it no columns");
            }
            if (!problems.isEmpty()) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "table mappings, table " + source.id(),
                        String.join("; ", problems));
            }
            List<PlannedColumn> planned = List.copyOf(columns.values());
            Table target =
                    new Table(
                            id,
                            planned.stream().map(PlannedColumn::column).toList(),
                            key,
                            new StoragePlanner(source, rules, decisions).storage(definedKey()));
            return new TablePlan(source, target, planned, filter, decisions, warnings, expressions);
        } catch (RuntimeException e) {
            expressions.close();
            throw e;
        }
    }

    private void filtersWithoutEffect(List<SelectionRule> includes) {
        List<SelectionRule> whole =
                includes.stream().filter(rule -> rule.filters().isEmpty()).toList();
        for (SelectionRule rule : includes) {
            if (!rule.filters().isEmpty() && !whole.isEmpty()) {
                warnings.add(
                        "rule-id %s: its filters have no effect, since rule-id %s takes all rows; a row is taken when any rule takes it"
                                .formatted(rule.id(), whole.get(0).id()));
            }
        }
    }

    private void sourceColumns() {
        List<TransformationRule> includes = rules.of(source.id(), IncludeColumn.class);
        for (int i = 0; i < source.columns().size(); i++) {
            Column column = source.columns().get(i);
            if (isIncluded(includes, column)) {
                sourceColumn(i, column);
            }
        }
    }

    private boolean isIncluded(List<TransformationRule> includes, Column column) {
        if (includes.isEmpty()) {
            return true;
        }
        String object = "column '" + column.name() + "'";
        for (TransformationRule rule : includes) {
            if (rule.locator().matches(source.id(), column)) {
                decisions.add(new Decision(object, rule.id().toString(), "is included"));
                return true;
            }
        }
        String first = includes.get(0).id().toString();
        if (source.isKey(column.name()) && definedKey().isEmpty()) {
            warnings.add(
                    "%s is not included (rule-id %s), but kept: it is part of the primary key"
                            .formatted(object, first));
            return true;
        }
        decisions.add(new Decision(object, first, "is left out, as it is not included"));
        return false;
    }

    private void sourceColumn(int index, Column column) {
        String name = column.name();
        Column shaped = column;
        String by = "";
        List<ColumnShaper.Numbered> steps = new ArrayList<>();
        for (TransformationRule rule : rules.shaping(source.id(), column)) {
            by = " (rule-id " + rule.id() + ")";
            if (rule.action() instanceof RemoveColumn) {
                removed(column, rule);
                return;
            } else if (rule.action() instanceof ChangeDataType change) {
                steps.add(ColumnShaper.Numbered.convert(rule, change.type()));
            } else {
                name = names.column(column, name, rule);
            }
        }
        if (!lobs.keeps(column, name)) {
            return;
        }
        mask(column)
                .ifPresent(
                        rule -> {
                            masked.put(index, rule);
                            steps.add(ColumnShaper.Numbered.hide(rule));
                        });
        ColumnShaper.Shaped result = shaper.shape("column '" + column.name() + "'", shaped, steps);
        List<PlannedColumn.Step> allSteps = new ArrayList<>();
        lobs.cut(column, name).ifPresent(allSteps::add);
        allSteps.addAll(result.steps());
        newNames.put(column.name(), name);
        put(
                "'" + column.name() + "'" + by,
                new PlannedColumn(
                        column.named(name).typed(result.column().type()),
                        new PlannedColumn.OfColumn(index),
                        allSteps));
    }

    private void removed(Column column, TransformationRule rule) {
        if (source.isKey(column.name()) && definedKey().isEmpty()) {
            problems.add(
                    "column '%s' is part of the primary key and cannot be removed (rule-id %s)"
                            .formatted(column.name(), rule.id()));
            return;
        }
        decisions.add(
                new Decision("column '" + column.name() + "'", rule.id().toString(), "is removed"));
    }

    /** Always applied, whatever else is done to the column: what is to be hidden never shows. */
    private Optional<TransformationRule> mask(Column column) {
        return rules.of(source.id(), column, MaskColumn.class).stream().findFirst();
    }

    private void put(String described, PlannedColumn planned) {
        String name = planned.column().name();
        String other = describedBy.putIfAbsent(name, described);
        if (other != null) {
            problems.add(
                    "columns %s and %s would both be named '%s'".formatted(other, described, name));
            return;
        }
        columns.put(name, planned);
        String folded = name.toLowerCase(Locale.ROOT);
        String similar = foldedBy.putIfAbsent(folded, described);
        if (similar != null && (described + similar).contains(" (rule-id ")) {
            warnings.add(
                    "columns %s and %s become one on targets that do not tell '%s' in upper from lower case"
                            .formatted(similar, described, folded));
        }
    }

    private void addedColumns() {
        Map<String, String> added = new HashMap<>();
        for (TransformationRule rule : rules.of(source.id(), AddColumn.class)) {
            AddColumn action = (AddColumn) rule.action();
            String object = "column '" + action.name() + "'";
            String first = added.putIfAbsent(action.name(), rule.id().toString());
            if (first != null) {
                warnings.add(
                        "rule-id %s, %s: ignored, rule-id %s adds it and goes first"
                                .formatted(rule.id(), object, first));
                continue;
            }
            if (source.indexOf(action.name()) >= 0) {
                problems.add(
                        "rule-id %s adds %s, which the table has already"
                                .formatted(rule.id(), object));
                continue;
            }
            try {
                Expression expression =
                        expressions.compile(action.expression(), Names.ofRow(source));
                added(rule, action, object, expression);
            } catch (ExpressionException e) {
                problems.add(
                        "rule-id %s, expression of %s: %s"
                                .formatted(rule.id(), object, e.getMessage()));
            }
        }
    }

    private void added(
            TransformationRule rule, AddColumn action, String object, Expression expression) {
        if (expression.isOperationIndicator() && !source.hasKey()) {
            problems.add(
                    "rule-id %s: operation_indicator needs a primary key".formatted(rule.id()));
        }
        for (int read : expression.columns()) {
            if (masked.containsKey(read)) {
                warnings.add(
                        "rule-id %s, %s: its expression reads '%s' in clear, which rule-id %s masks"
                                .formatted(
                                        rule.id(),
                                        object,
                                        source.columns().get(read).name(),
                                        masked.get(read).id()));
            }
        }
        decisions.add(
                new Decision(
                        object,
                        rule.id().toString(),
                        "is added: %s %s"
                                .formatted(Types.text(action.type()), action.expression())));
        List<ColumnShaper.Numbered> steps = new ArrayList<>();
        steps.add(ColumnShaper.Numbered.convert(rule, action.type()));
        Column column = new Column(action.name(), action.type(), true);
        mask(column).ifPresent(mask -> steps.add(ColumnShaper.Numbered.hide(mask)));
        ColumnShaper.Shaped shaped = shaper.shapeAdded(object, column, steps);
        PlannedColumn.Origin origin =
                expression.bareColumn().isPresent()
                        ? new PlannedColumn.OfColumn(expression.bareColumn().getAsInt())
                        : new PlannedColumn.OfExpression(rule.id().toString(), expression);
        put(
                "'" + action.name() + "' (rule-id " + rule.id() + ")",
                new PlannedColumn(
                        new Column(action.name(), shaped.column().type(), true),
                        origin,
                        shaped.steps(),
                        rule.id().toString()));
    }

    private void beforeImages() {
        Set<Integer> done = new HashSet<>();
        for (TransformationRule rule : rules.of(source.id(), AddBeforeImage.class)) {
            AddBeforeImage action = (AddBeforeImage) rule.action();
            for (int i = 0; i < source.columns().size(); i++) {
                Column column = source.columns().get(i);
                boolean wanted =
                        rule.locator().matches(source.id(), column) && takes(action, column);
                PlannedColumn own = wanted ? ofSource(i) : null;
                if (own != null && done.add(i)) {
                    beforeImage(rule, action, column, own);
                }
            }
        }
    }

    private boolean takes(AddBeforeImage action, Column column) {
        return switch (action.filter()) {
            case ALL -> true;
            case NON_LOB -> !Types.isLob(column.type());
            case PK_ONLY -> source.isKey(column.name());
        };
    }

    private PlannedColumn ofSource(int index) {
        return columns.values().stream()
                .filter(
                        planned ->
                                planned.origin() instanceof PlannedColumn.OfColumn of
                                        && of.source() == index)
                .findFirst()
                .orElse(null);
    }

    private void beforeImage(
            TransformationRule rule, AddBeforeImage action, Column column, PlannedColumn own) {
        String name = action.nameOf(column.name());
        boolean lob = Types.isLob(column.type());
        int index = source.indexOf(column.name());
        decisions.add(
                new Decision(
                        "column '" + name + "'",
                        rule.id().toString(),
                        "is added: '%s' before the change".formatted(column.name())
                                + (lob ? ", always empty since it is a LOB" : "")));
        put(
                "'" + name + "' (rule-id " + rule.id() + ")",
                new PlannedColumn(
                        new Column(name, own.column().type(), true),
                        lob
                                ? new PlannedColumn.Void()
                                : new PlannedColumn.OfBefore(index, source.isKey(column.name())),
                        own.steps(),
                        rule.id().toString()));
    }

    private Set<String> keyColumns() {
        Set<String> names = new HashSet<>(source.primaryKey());
        definedKey().ifPresent(rule -> names.addAll(((DefinePrimaryKey) rule.action()).columns()));
        return names;
    }

    private Optional<TransformationRule> definedKey() {
        return rules.of(source.id(), DefinePrimaryKey.class).stream().findFirst();
    }
}
