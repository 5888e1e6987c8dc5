// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a table's secondary objects the target's names. Says nothing of columns that rules remove,
 * and nothing that an object's text says of those whose values rules hide.
 */
final class ObjectPlanner {
    private static final String NOT_MIGRATED = "it has a column that is not migrated";

    private final TableMappings mappings;
    private final TablePlan plan;
    private final List<Leftover> leftovers = new ArrayList<>();

    ObjectPlanner(TableMappings mappings, TablePlan plan) {
        this.mappings = mappings;
        this.plan = plan;
    }

    SecondaryObjects plan(SecondaryObjects source) {
        List<Index> indexes = new ArrayList<>();
        source.indexes().forEach(index -> index(index).ifPresent(indexes::add));
        List<ForeignKey> foreignKeys = new ArrayList<>();
        source.foreignKeys().forEach(key -> foreignKey(key).ifPresent(foreignKeys::add));
        List<ColumnDefault> defaults = new ArrayList<>();
        source.defaults().forEach(of -> columnDefault(of).ifPresent(defaults::add));
        List<Numbering> numberings = new ArrayList<>();
        source.numberings().forEach(of -> numbering(of).ifPresent(numberings::add));
        List<Leftover> all = new ArrayList<>();
        source.leftovers().stream()
                .filter(left -> !isRemoved(left.name()))
                .map(this::withoutHidden)
                .forEach(all::add);
        all.addAll(leftovers);
        return new SecondaryObjects(
                indexes, foreignKeys, defaults, numberings, all, source.changesFollow());
    }

    private Optional<Index> index(Index index) {
        String kind = index.constraint() ? "constraint" : "index";
        List<Index.Part> parts = new ArrayList<>();
        for (Index.Part part : index.parts()) {
            if (part.column().isEmpty()) {
                parts.add(part);
                continue;
            }
            String column = target(plan, part.column());
            if (column == null) {
                return left(kind, index.name(), NOT_MIGRATED);
            }
            parts.add(new Index.Part(column, part.prefix(), part.descending()));
        }
        if (index.reads().stream().anyMatch(this::isRemoved)) {
            return left(kind, index.name(), NOT_MIGRATED);
        }
        String definition = index.definition();
        boolean saysNames = index.reads().stream().allMatch(name -> name.equals(copied(name)));
        if (!definition.isEmpty() && !saysNames) {
            boolean needsIt =
                    index.partial() || parts.stream().anyMatch(part -> part.column().isEmpty());
            if (needsIt || !isOrdered(index)) {
                return left(
                        kind,
                        index.name(),
                        "rules rename or change columns that its definition names");
            }
            // the parts say the most of it
            definition = "";
        }
        return Optional.of(
                new Index(
                        index.name(),
                        index.unique(),
                        index.constraint(),
                        index.method(),
                        index.partial(),
                        parts,
                        definition,
                        index.engine(),
                        index.reads()));
    }

    private static boolean isOrdered(Index index) {
        return index.method().equals("btree") || index.method().equals("hash");
    }

    private Optional<ForeignKey> foreignKey(ForeignKey key) {
        Table other = key.references();
        if (!mappings.selects(other.id())) {
            return left(
                    "foreign key",
                    key.name(),
                    "it refers to " + other.id() + ", which the rules do not select");
        }
        List<String> columns = new ArrayList<>();
        for (String column : key.columns()) {
            String target = target(plan, column);
            if (target == null) {
                return left("foreign key", key.name(), NOT_MIGRATED);
            }
            columns.add(target);
        }
        try (TablePlan otherPlan = mappings.plan(other).orElseThrow()) {
            List<String> referenced = new ArrayList<>();
            for (String column : key.referenced()) {
                String target = target(otherPlan, column);
                if (target == null) {
                    return left(
                            "foreign key",
                            key.name(),
                            "of " + other.id() + ", to which it refers, a column is not migrated");
                }
                referenced.add(target);
            }
            return Optional.of(
                    new ForeignKey(
                            key.name(),
                            columns,
                            otherPlan.target(),
                            referenced,
                            key.onDelete(),
                            key.onUpdate(),
                            key.deferral()));
        } catch (ReplicationException e) {
            return left("foreign key", key.name(), e.getMessage());
        }
    }

    private Optional<ColumnDefault> columnDefault(ColumnDefault of) {
        String column = copied(of.column());
        if (column == null) {
            return changed("default", of.column());
        }
        return Optional.of(
                new ColumnDefault(column, of.kind(), of.text(), of.onUpdate(), of.engine()));
    }

    private Optional<Numbering> numbering(Numbering of) {
        String column = copied(of.column());
        if (column == null) {
            return changed("numbering", of.column());
        }
        return Optional.of(
                new Numbering(
                        column,
                        of.sequence(),
                        of.owned(),
                        of.always(),
                        of.increment(),
                        of.next(),
                        of.options()));
    }

    private <T> Optional<T> left(String kind, String name, String reason) {
        leftovers.add(new Leftover(kind, name, reason));
        return Optional.empty();
    }

    /** What a removed column had goes with it. */
    private <T> Optional<T> changed(String kind, String column) {
        String target = target(plan, column);
        return target == null ? Optional.empty() : left(kind, target, "rules change its values");
    }

    private boolean isRemoved(String column) {
        return plan.source().indexOf(column) >= 0 && target(plan, column) == null;
    }

    private Leftover withoutHidden(Leftover left) {
        boolean shows =
                plan.source().columns().stream()
                        .map(Column::name)
                        .anyMatch(name -> copied(name) == null && left.reason().contains(name));
        int text = left.reason().indexOf(':');
        return shows && text >= 0
                ? new Leftover(left.kind(), left.name(), left.reason().substring(0, text))
                : left;
    }

    /** The first column that this one alone makes; null where there is none. */
    private static String target(TablePlan of, String column) {
        int source = of.source().indexOf(column);
        for (int i = 0; source >= 0 && i < of.target().columns().size(); i++) {
            if (of.sourceColumn(i) == source) {
                return of.target().columns().get(i).name();
            }
        }
        return null;
    }

    /** As {@link #target}, with the source's own values. */
    private String copied(String column) {
        int source = plan.source().indexOf(column);
        int[] from = plan.sourceIndexes();
        for (int i = 0; source >= 0 && i < from.length; i++) {
            if (from[i] == source) {
                return plan.target().columns().get(i).name();
            }
        }
        return null;
    }
}
