// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

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
        Set<Integer> ids = new HashSet<>();
        for (Column column : columns) {
            if (column.hasId() && !ids.add(column.id())) {
                throw new IllegalArgumentException(
                        "table %s has two columns of id %d".formatted(id, column.id()));
            }
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
     * What has to be done to a table of this shape, step by step, to give it the other's columns.
     * Columns are told by their ids: a column with another name was renamed, one with the same name
     * and another id was dropped and added.
     *
     * @throws AmbiguousShapeException where one of the shapes has no ids and the names could mean
     *     two things
     */
    public List<SchemaChange> changesTo(Table other) {
        return ShapeChanges.between(this, other);
    }
}
