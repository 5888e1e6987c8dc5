// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.Lint.Severity;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables and columns that rules name and that end with one name. Only the names in the document are
 * known; the tables of a database are {@code explain}'s.
 */
final class NameLint {
    private final Lint lint;
    private final List<LintRule> rules;
    private final TableMappings mappings;

    /** A name on the target, and where it came from. */
    private record Origin(String source, LintRule rule, String exact) {}

    NameLint(Lint lint, List<LintRule> rules, TableMappings mappings) {
        this.lint = lint;
        this.rules = rules;
        this.mappings = mappings;
    }

    void run() {
        Map<String, Origin> tables = new HashMap<>();
        named().forEach((id, rule) -> table(id, rule, tables));
    }

    /** The selected tables that rules name exactly, with the last rule that does. */
    private Map<TableId, LintRule> named() {
        Map<TableId, LintRule> named = new LinkedHashMap<>();
        for (LintRule rule : rules) {
            Optional<String> schema = rule.schema().wildcard().literal();
            Optional<String> table = rule.table().wildcard().literal();
            if (schema.isPresent() && table.isPresent()) {
                TableId id = new TableId(schema.get(), table.get());
                if (mappings.selects(id)) {
                    named.put(id, rule);
                }
            }
        }
        return named;
    }

    private void table(TableId id, LintRule rule, Map<String, Origin> tables) {
        try {
            String target = mappings.targetId(id).toString();
            collision(tables, "tables", new Origin(id.toString(), rule, target));
            Optional<TablePlan> plan =
                    mappings.namesOnly().plan(new Table(id, columns(id), List.of()));
            plan.ifPresent(found -> columns(found, rule));
        } catch (ReplicationException e) {
            if (e.getMessage().contains("would both be named")) {
                lint.add(Severity.ERROR, rule, "", e.getMessage());
            }
        }
    }

    private List<Column> columns(TableId id) {
        Set<String> names = new LinkedHashSet<>();
        for (LintRule rule : rules) {
            boolean here =
                    rule.schema().wildcard().matches(id.schema())
                            && rule.table().wildcard().matches(id.name());
            if (here && rule.target().equals("column")) {
                rule.column().wildcard().literal().ifPresent(names::add);
            }
        }
        return names.stream()
                .map(name -> new Column(name, DataType.string(Kind.STRING, 100), true))
                .toList();
    }

    private void columns(TablePlan plan, LintRule rule) {
        Map<String, Origin> names = new HashMap<>();
        for (int i = 0; i < plan.target().columns().size(); i++) {
            String name = plan.target().columns().get(i).name();
            String from =
                    plan.addedBy(i).isEmpty()
                            ? plan.source().columns().get(plan.sourceColumn(i)).name()
                            : name;
            collision(names, "columns", new Origin(plan.source().id() + "." + from, rule, name));
        }
    }

    private void collision(Map<String, Origin> names, String what, Origin origin) {
        String folded = origin.exact().toLowerCase(Locale.ROOT);
        Origin other = names.putIfAbsent(folded, origin);
        if (other == null) {
            return;
        }
        boolean same = other.exact().equals(origin.exact());
        lint.add(
                same ? Severity.ERROR : Severity.WARNING,
                origin.rule(),
                "",
                same
                        ? "%s %s and %s would both be named '%s'"
                                .formatted(what, other.source(), origin.source(), origin.exact())
                        : ("%s %s and %s would be named '%s' and '%s', which are one on a target that"
                                        + " does not tell upper from lower case")
                                .formatted(
                                        what,
                                        other.source(),
                                        origin.source(),
                                        other.exact(),
                                        origin.exact()));
    }
}
