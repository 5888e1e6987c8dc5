// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * What the generator believes a table to be, so that most of its statements make sense. Only the
 * servers know what it is: a statement that fails at the source is no fault.
 */
final class TableModel {
    /** Ids of a session are those that leave its number when divided by this. */
    static final int SESSIONS = 3;

    /** A column; {@code generated} is its expression, or null. */
    static final class Col {
        String name;
        Type type;
        boolean notNull;
        String generated;

        Col(String name, Type type, boolean notNull) {
            this.name = name;
            this.type = type;
            this.notNull = notNull;
        }

        Col copy() {
            Col copy = new Col(name, type, notNull);
            copy.generated = generated;
            return copy;
        }
    }

    String name;
    final List<Col> cols = new ArrayList<>();
    final List<String> formerNames = new ArrayList<>();

    /** The key's columns; empty where there is none. {@code id} is always a column. */
    List<String> key = List.of("id");

    boolean deferrable;
    boolean full;

    /** {@code id < 1000} and the rest are partitions {@code <name>_p0}, {@code _p1}. */
    boolean partitioned;

    /** A column {@code u} with a unique index that a deferred check belongs to, on PostgreSQL. */
    boolean unique;

    /** Another table refers to this one, or this one to another. */
    String related;

    boolean child;
    private int counter = 1;

    TableModel(String name) {
        this.name = name;
    }

    TableModel copy() {
        TableModel copy = new TableModel(name);
        copy.restore(this);
        copy.counter = counter;
        return copy;
    }

    /** Everything as there, but the ids already used stay used. */
    void restore(TableModel from) {
        name = from.name;
        cols.clear();
        from.cols.forEach(col -> cols.add(col.copy()));
        formerNames.clear();
        formerNames.addAll(from.formerNames);
        key = from.key;
        deferrable = from.deferrable;
        full = from.full;
        partitioned = from.partitioned;
        unique = from.unique;
        related = from.related;
        child = from.child;
    }

    int newId(int session) {
        return counter++ * SESSIONS + session;
    }

    /** One that was used, perhaps. */
    int anyId(int session, Dice dice) {
        return (1 + dice.below(counter)) * SESSIONS + session;
    }

    String freshName(Dice dice) {
        if (!formerNames.isEmpty() && dice.percent(40)) {
            String former = dice.of(formerNames);
            if (find(former) == null) {
                return former;
            }
        }
        for (int i = 0; ; i++) {
            String fresh = "c" + i;
            if (find(fresh) == null && !formerNames.contains(fresh)) {
                return fresh;
            }
        }
    }

    Col find(String column) {
        return cols.stream().filter(col -> col.name.equals(column)).findFirst().orElse(null);
    }

    /** Columns beside the key, u and the reference, that are not computed. */
    List<Col> plain() {
        return cols.stream().filter(col -> col.generated == null).toList();
    }

    void remove(Col col) {
        cols.remove(col);
        formerNames.add(col.name);
    }

    void rename(Col col, String name) {
        formerNames.add(col.name);
        col.name = name;
    }
}
