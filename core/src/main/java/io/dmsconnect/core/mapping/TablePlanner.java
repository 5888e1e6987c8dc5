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
    private final PlanOptions options;
    private final Expressions expressions = new Expressions();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final NamePlanner names;
    private final Map<String, PlannedColumn> columns = new LinkedHashMap<>();
    private final Map<String, String> newNames = new HashMap<>();
    private final Map<String, String> describedBy = new HashMap<>();
    private final Map<String, String> foldedBy = new HashMap<>();
    private final Map<Integer, TransformationRule> masked = new HashMap<>();

    TablePlanner(Table source, RuleBook rules, PlanOptions options) {
        this.source = source;
        this.rules = rules;
        this.options = options;
        this.names =
                new NamePlanner(
                        source, rules, options.targetSchema(), expressions, decisions, problems);
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
            List<String> key = key();
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
            Table target = new Table(id, planned.stream().map(PlannedColumn::column).toList(), key);
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
        List<Numbered> steps = new ArrayList<>();
        for (TransformationRule rule : rules.shaping(source.id(), column)) {
            by = " (rule-id " + rule.id() + ")";
            if (rule.action() instanceof RemoveColumn) {
                removed(column, rule);
                return;
            } else if (rule.action() instanceof ChangeDataType change) {
                steps.add(Numbered.convert(rule, change.type()));
            } else {
                name = names.column(column, name, rule);
            }
        }
        mask(column)
                .ifPresent(
                        rule -> {
                            masked.put(index, rule);
                            steps.add(Numbered.hide(rule));
                        });
        Shaped result = shape("column '" + column.name() + "'", shaped, steps);
        newNames.put(column.name(), name);
        put(
                "'" + column.name() + "'" + by,
                new PlannedColumn(
                        new Column(name, result.column().type(), column.nullable()),
                        new PlannedColumn.OfColumn(index),
                        result.steps()));
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

    /** A conversion or a mask, with the rule whose number says when it comes. */
    private record Numbered(TransformationRule rule, io.dmsconnect.core.schema.DataType type) {
        static Numbered convert(TransformationRule rule, io.dmsconnect.core.schema.DataType type) {
            return new Numbered(rule, type);
        }

        static Numbered hide(TransformationRule rule) {
            return new Numbered(rule, null);
        }
    }

    private record Shaped(Column column, List<PlannedColumn.Step> steps) {}

    private Shaped shape(String object, Column column, List<Numbered> wanted) {
        Column shaped = column;
        List<PlannedColumn.Step> steps = new ArrayList<>();
        List<Numbered> sorted = new ArrayList<>(wanted);
        sorted.sort(java.util.Comparator.comparing(numbered -> numbered.rule().id()));
        for (Numbered step : sorted) {
            String id = step.rule().id().toString();
            if (step.type() != null) {
                steps.add(new PlannedColumn.Convert(id, step.type()));
                shaped = new Column(shaped.name(), step.type(), shaped.nullable());
                decisions.add(new Decision(object, id, "becomes " + Types.text(step.type())));
            } else {
                shaped = hidden(object, step.rule(), shaped, steps);
            }
        }
        return new Shaped(shaped, steps);
    }

    private Column hidden(
            String object, TransformationRule rule, Column column, List<PlannedColumn.Step> steps) {
        MaskColumn action = (MaskColumn) rule.action();
        byte[] key = options.maskingKey();
        boolean identifies = source.isKey(column.name()) || !source.hasKey();
        if (key.length == 0 && (action.needsKey() || action.isRandom() && identifies)) {
            problems.add(
                    "rule-id %s, %s: %s"
                            .formatted(
                                    rule.id(),
                                    object,
                                    action.needsKey()
                                            ? "this mask needs a key; set mapping.masking.key"
                                            : "rows could not be found again by a value that is"
                                                    + " another each time; use data-masking-hash-mask,"
                                                    + " or set mapping.masking.key"));
            return column;
        }
        var mask = action.mask(key);
        if (!mask.accepts(column.type())) {
            problems.add(
                    "rule-id %s, %s: values of type %s cannot be masked so, and are never written in clear; change-data-type with a lower rule-id makes texts of them, which can, or use remove-column"
                            .formatted(rule.id(), object, Types.text(column.type())));
            return column;
        }
        if (action.mayCollide() && source.isKey(column.name())) {
            warnings.add(
                    "rule-id %s, %s: different keys may have the same mask, and one row then takes the place of another; data-masking-hash-mask keeps them apart"
                            .formatted(rule.id(), object));
        }
        steps.add(new PlannedColumn.Hide(rule.id().toString(), mask, column.type()));
        decisions.add(new Decision(object, rule.id().toString(), "is masked"));
        return new Column(column.name(), mask.type(column.type()), column.nullable());
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
        List<Numbered> steps = new ArrayList<>();
        steps.add(Numbered.convert(rule, action.type()));
        Column column = new Column(action.name(), action.type(), true);
        mask(column).ifPresent(mask -> steps.add(Numbered.hide(mask)));
        Shaped shaped = shapeAdded(object, column, steps);
        PlannedColumn.Origin origin =
                expression.bareColumn().isPresent()
                        ? new PlannedColumn.OfColumn(expression.bareColumn().getAsInt())
                        : new PlannedColumn.OfExpression(rule.id().toString(), expression);
        put(
                "'" + action.name() + "' (rule-id " + rule.id() + ")",
                new PlannedColumn(
                        new Column(action.name(), shaped.column().type(), true),
                        origin,
                        shaped.steps()));
    }

    /** The value first gets its type, whatever the masking rule's number is. */
    private Shaped shapeAdded(String object, Column column, List<Numbered> wanted) {
        List<PlannedColumn.Step> steps = new ArrayList<>();
        Column shaped = column;
        for (Numbered step : wanted) {
            if (step.type() != null) {
                steps.add(new PlannedColumn.Convert(step.rule().id().toString(), step.type()));
            } else {
                shaped = hidden(object, step.rule(), shaped, steps);
            }
        }
        return new Shaped(shaped, steps);
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
                        own.steps()));
    }

    private Optional<TransformationRule> definedKey() {
        return rules.of(source.id(), DefinePrimaryKey.class).stream().findFirst();
    }

    private List<String> key() {
        Optional<TransformationRule> rule = definedKey();
        if (rule.isEmpty()) {
            return source.primaryKey().stream()
                    .map(name -> newNames.getOrDefault(name, name))
                    .toList();
        }
        List<String> key = new ArrayList<>();
        for (String wanted : ((DefinePrimaryKey) rule.get().action()).columns()) {
            String name = columns.containsKey(wanted) ? wanted : newNames.get(wanted);
            PlannedColumn planned = name == null ? null : columns.get(name);
            if (planned == null) {
                problems.add(
                        "rule-id %s: the target has no column '%s' for its key"
                                .formatted(rule.get().id(), wanted));
            } else if (!(planned.origin() instanceof PlannedColumn.OfColumn)) {
                problems.add(
                        "rule-id %s: '%s' is made by a rule and cannot be part of a key, since deletions do not carry it"
                                .formatted(rule.get().id(), wanted));
            } else if (key.contains(name)) {
                problems.add(
                        "rule-id %s names key column '%s' twice"
                                .formatted(rule.get().id(), wanted));
            } else {
                if (planned.column().nullable()) {
                    warnings.add(
                            "rule-id %s: key column '%s' may be null on the source; a row where it is null is refused"
                                    .formatted(rule.get().id(), wanted));
                    columns.put(name, notNull(planned));
                }
                String of =
                        source.columns()
                                .get(((PlannedColumn.OfColumn) planned.origin()).source())
                                .name();
                if (!source.isKey(of)) {
                    warnings.add(
                            "rule-id %s: key column '%s' is not part of the source's key; deletes and updates find their row only where the source logs full row images (REPLICA IDENTITY FULL, binlog_row_image=FULL)"
                                    .formatted(rule.get().id(), wanted));
                }
                key.add(name);
            }
        }
        decisions.add(
                new Decision(
                        "table",
                        rule.get().id().toString(),
                        "has the key " + String.join(", ", key)));
        return key;
    }

    private static PlannedColumn notNull(PlannedColumn planned) {
        Column column = planned.column();
        return new PlannedColumn(
                new Column(column.name(), column.type(), false), planned.origin(), planned.steps());
    }
}
