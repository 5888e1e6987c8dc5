// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps from one shape of a table to another, in an order in which a database can do them.
 *
 * <p>Two columns are the same one if they have the same {@link Column#id}. Columns without an id
 * are the same one if they have the same name. Where one of the two shapes has no ids at all and
 * names have both gone and come, nothing tells a renamed column from a dropped and an added one.
 */
final class ShapeChanges {
    private final Table from;
    private final Table to;
    private final Map<Column, Column> same = new LinkedHashMap<>();
    private final List<SchemaChange> steps = new ArrayList<>();

    private ShapeChanges(Table from, Table to) {
        this.from = from;
        this.to = to;
    }

    /**
     * @throws AmbiguousShapeException where the shapes could mean two things
     */
    static List<SchemaChange> between(Table from, Table to) {
        return new ShapeChanges(from, to).steps();
    }

    private List<SchemaChange> steps() {
        match();
        List<Column> gone = from.columns().stream().filter(c -> !same.containsKey(c)).toList();
        Set<Column> kept = new HashSet<>(same.values());
        List<Column> come = to.columns().stream().filter(c -> !kept.contains(c)).toList();
        if (!gone.isEmpty() && !come.isEmpty() && (!hasIds(from) || !hasIds(to))) {
            throw new AmbiguousShapeException(from.id(), gone, come);
        }
        boolean nothingStays = same.isEmpty() && !gone.isEmpty();
        for (Column column : gone) {
            // a table has to keep one column at least while others come
            boolean last = nothingStays && column == gone.get(gone.size() - 1);
            if (!last) {
                steps.add(new SchemaChange.DropColumn(column.name()));
            }
        }
        String aside = nothingStays ? aside(gone.get(gone.size() - 1), come) : null;
        rename();
        same.forEach(
                (old, now) -> {
                    Column renamed = old.named(now.name());
                    if (!renamed.type().equals(now.type())
                            || renamed.nullable() != now.nullable()) {
                        steps.add(new SchemaChange.AlterColumn(renamed, now));
                    }
                });
        come.forEach(column -> steps.add(new SchemaChange.AddColumn(column)));
        if (aside != null) {
            steps.add(new SchemaChange.DropColumn(aside));
        }
        return steps;
    }

    private void match() {
        Map<Integer, Column> byId = new HashMap<>();
        Map<String, Column> byName = new HashMap<>();
        for (Column column : to.columns()) {
            if (column.hasId() && hasIds(from)) {
                byId.put(column.id(), column);
            } else {
                byName.put(column.name(), column);
            }
        }
        for (Column column : from.columns()) {
            Column now =
                    column.hasId() && hasIds(to)
                            ? byId.get(column.id())
                            : byName.get(column.name());
            if (now != null) {
                same.put(column, now);
            }
        }
    }

    private static boolean hasIds(Table table) {
        return table.columns().stream().anyMatch(Column::hasId);
    }

    /** The column's name until it is dropped: its own, or another where a new column takes it. */
    private String aside(Column column, List<Column> come) {
        if (come.stream().noneMatch(other -> other.name().equals(column.name()))) {
            return column.name();
        }
        String name = free();
        steps.add(new SchemaChange.RenameColumn(column.name(), name));
        return name;
    }

    /** A chain from its end, since each name has to be free; a cycle by way of one more name. */
    private void rename() {
        Map<String, String> wanted = new LinkedHashMap<>();
        same.forEach(
                (old, now) -> {
                    if (!old.name().equals(now.name())) {
                        wanted.put(old.name(), now.name());
                    }
                });
        while (!wanted.isEmpty()) {
            String ready =
                    wanted.keySet().stream()
                            .filter(name -> !wanted.containsKey(wanted.get(name)))
                            .findFirst()
                            .orElse(null);
            if (ready != null) {
                steps.add(new SchemaChange.RenameColumn(ready, wanted.remove(ready)));
            } else {
                String name = wanted.keySet().iterator().next();
                String free = free();
                steps.add(new SchemaChange.RenameColumn(name, free));
                wanted.put(free, wanted.remove(name));
            }
        }
    }

    private String free() {
        for (int i = 0; ; i++) {
            String name = "dms_renamed_" + i;
            if (from.indexOf(name) < 0 && to.indexOf(name) < 0) {
                return name;
            }
        }
    }
}
