// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The shape of a table: its name, its columns in order, and the names of its primary key columns in
 * key order (empty: no key).
 */
public record Table(TableId id, List<Column> columns, List<String> primaryKey, Storage storage) {
    public Table {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(storage, "storage");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(
                        "table %s has two columns named '%s'".formatted(id, column.name()));
            }
        }
        for (String key : primaryKey) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(
                        "table %s has no column '%s', which its key names".formatted(id, key));
            }
        }
    }

    public Table(TableId id, List<Column> columns, List<String> primaryKey) {
        this(id, columns, primaryKey, Storage.NONE);
    }

    public boolean hasKey() {
        return !primaryKey.isEmpty();
    }

    /** Position of the column, or -1. Linear: for compiling plans, not for rows. */
    public int indexOf(String columnName) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(columnName)) {
                return i;
            }
        }
        return -1;
    }

    public boolean isKey(String columnName) {
        return primaryKey.contains(columnName);
    }

    /** Positions of the key columns in key order. */
    public int[] keyIndexes() {
        return primaryKey.stream().mapToInt(this::indexOf).toArray();
    }

    public Table kept(Storage newStorage) {
        return new Table(id, columns, primaryKey, newStorage);
    }

    public Table named(TableId newId) {
        return new Table(newId, columns, primaryKey, storage);
    }

    /** The same table with only the columns the predicate accepts. Key columns must be kept. */
    public Table only(Predicate<Column> kept) {
        return new Table(id, columns.stream().filter(kept).toList(), primaryKey, storage);
    }

    /**
     * What has to be done to a table of this shape to give it the other's columns. A column that
     * leaves while another of the same type comes at the same place, with others behind it, was
     * renamed: SQL adds columns at the end, so no other single statement does this.
     */
    public List<SchemaChange> changesTo(Table other) {
        List<Column> gone = new ArrayList<>();
        for (Column column : columns) {
            if (other.indexOf(column.name()) < 0) {
                gone.add(column);
            }
        }
        List<Column> come = new ArrayList<>();
        for (Column column : other.columns) {
            if (indexOf(column.name()) < 0) {
                come.add(column);
            }
        }
        List<SchemaChange> changes = new ArrayList<>();
        if (columns.size() == other.columns.size()) {
            for (Column old : List.copyOf(gone)) {
                int place = indexOf(old.name());
                Column now = other.columns.get(place);
                if (place < columns.size() - 1
                        && come.contains(now)
                        && now.type().equals(old.type())) {
                    changes.add(new SchemaChange.RenameColumn(old.name(), now.name()));
                    gone.remove(old);
                    come.remove(now);
                }
            }
        }
        gone.forEach(column -> changes.add(new SchemaChange.DropColumn(column.name())));
        come.forEach(column -> changes.add(new SchemaChange.AddColumn(column)));
        return changes;
    }
}
