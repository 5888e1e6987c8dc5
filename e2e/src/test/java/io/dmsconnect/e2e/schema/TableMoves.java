// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/** Tables are emptied, renamed, exchanged, and made anew. */
final class TableMoves {
    private TableMoves() {}

    static List<String> truncate(Shop shop, TableModel table, Dice dice) {
        return table.related != null ? List.of() : List.of("truncate table " + table.name);
    }

    /** PostgreSQL: several tables at once, and those that refer to them. */
    static List<String> truncateRelated(Shop shop, TableModel table, Dice dice) {
        if (!shop.isPostgreSql() || table.related == null) {
            return List.of();
        }
        String parent = table.child ? table.related : table.name;
        String child = table.child ? table.name : table.related;
        return List.of(
                dice.of(
                        "truncate " + parent + ", " + child,
                        "truncate " + parent + " cascade",
                        "truncate " + child));
    }

    static List<String> truncatePartition(Shop shop, TableModel table, Dice dice) {
        if (!table.partitioned) {
            return List.of();
        }
        String partition = dice.of("p0", "p1");
        return List.of(
                shop.isPostgreSql()
                        ? "truncate " + table.name + "_" + partition
                        : "alter table " + table.name + " truncate partition " + partition);
    }

    static List<String> dropPartition(Shop shop, TableModel table, Dice dice) {
        if (!table.partitioned) {
            return List.of();
        }
        table.partitioned = false; // one half is left; nothing more is done with it
        return List.of(
                shop.isPostgreSql()
                        ? dice.of(
                                "drop table " + table.name + "_p0",
                                "alter table %1$s detach partition %1$s_p0".formatted(table.name))
                        : "alter table " + table.name + " drop partition p0");
    }

    static List<String> rename(Shop shop, TableModel table, Dice dice) {
        if (table.related != null || table.partitioned) {
            return List.of();
        }
        String old = table.name;
        String fresh = shop.newTableName();
        List<String> statements = new ArrayList<>();
        statements.add(
                !shop.isPostgreSql() && dice.percent(50)
                        ? "rename table " + old + " to " + fresh
                        : "alter table " + old + " rename to " + fresh);
        if (shop.isPostgreSql() && !table.key.isEmpty()) {
            statements.add("alter index " + old + "_key rename to " + fresh + "_key");
        }
        table.name = fresh;
        return statements;
    }

    /** Two tables exchange their names. */
    static List<String> exchange(Shop shop, TableModel table, Dice dice) {
        TableModel other = dice.of(shop.tables);
        if (other == table
                || table.related != null
                || other.related != null
                || table.partitioned
                || other.partitioned
                || table.key.isEmpty()
                || other.key.isEmpty()) {
            return List.of();
        }
        String a = table.name;
        String b = other.name;
        table.name = b;
        other.name = a;
        if (!shop.isPostgreSql()) {
            return List.of(
                    "rename table %1$s to swapped, %2$s to %1$s, swapped to %2$s".formatted(a, b));
        }
        return List.of(
                "alter table %s rename to swapped".formatted(a),
                "alter table %s rename to %s".formatted(b, a),
                "alter table swapped rename to %s".formatted(b),
                "alter index %s_key rename to swapped_key".formatted(a),
                "alter index %s_key rename to %s_key".formatted(b, a),
                "alter index swapped_key rename to %s_key".formatted(b));
    }

    /** MariaDB's CREATE OR REPLACE. */
    static List<String> replace(Shop shop, TableModel table, Dice dice) {
        if (!shop.isMariaDb() || table.related != null) {
            return List.of();
        }
        maybeReshape(shop, table, dice);
        List<String> made = Made.statements(shop, table);
        return List.of(made.get(0).replaceFirst("create table", "create or replace table"));
    }

    static List<String> recreate(Shop shop, TableModel table, Dice dice) {
        if (table.related != null) {
            return List.of();
        }
        List<String> statements = new ArrayList<>(List.of("drop table " + table.name));
        maybeReshape(shop, table, dice);
        statements.addAll(Made.statements(shop, table));
        return statements;
    }

    private static void maybeReshape(Shop shop, TableModel table, Dice dice) {
        table.cols.removeIf(col -> col.generated != null);
        if (dice.percent(50)) {
            table.cols.add(new TableModel.Col(table.freshName(dice), shop.anyType(dice), false));
        }
    }
}
