// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.e2e.schema.TableModel.Col;
import java.util.ArrayList;
import java.util.List;

/** Columns come, go, and change their names and places. */
final class ColumnMoves {
    private ColumnMoves() {}

    private static String alter(TableModel table, String... steps) {
        return "alter table " + table.name + " " + String.join(", ", steps);
    }

    /** A column that may be null; {@code rename} of MySQL and MariaDB writes it out. */
    private static String declaration(Shop shop, Col col) {
        return col.name + " " + col.type.name() + (col.notNull ? " not null" : " null");
    }

    private static String addStep(Shop shop, TableModel table, Dice dice) {
        Col col = new Col(table.freshName(dice), shop.anyType(dice), false);
        int at = table.cols.size();
        String place = "";
        if (!shop.isPostgreSql()) {
            int chance = dice.below(3);
            if (chance == 0) {
                place = " first";
                at = 0;
            } else if (chance == 1 && !table.cols.isEmpty()) {
                at = dice.below(table.cols.size());
                place = " after " + table.cols.get(at).name;
                at++;
            }
        }
        table.cols.add(at, col);
        return "add column " + declaration(shop, col) + place;
    }

    private static String dropStep(TableModel table, Dice dice) {
        Col col = dice.of(table.plain());
        table.remove(col);
        return "drop column " + col.name;
    }

    static List<String> add(Shop shop, TableModel table, Dice dice) {
        return List.of(alter(table, addStep(shop, table, dice)));
    }

    /** Rows that are there already get a value. */
    static List<String> addWithDefault(Shop shop, TableModel table, Dice dice) {
        Type type =
                shop.source
                        .types()
                        .named(
                                dice.of(
                                        "bigint",
                                        shop.isPostgreSql() ? "numeric(10,2)" : "decimal(10,2)",
                                        "varchar(10)",
                                        "date"));
        boolean text = type.name().startsWith("varchar");
        String value = text ? "'d%d'" : type.name().equals("date") ? "'2020-02-02'" : "%d";
        Col col = new Col(table.freshName(dice), type, dice.percent(50));
        table.cols.add(col);
        return List.of(
                alter(
                        table,
                        "add column "
                                + declaration(shop, col)
                                + " default "
                                + value.replace("%d", Integer.toString(dice.below(100)))));
    }

    static List<String> drop(Shop shop, TableModel table, Dice dice) {
        return table.plain().isEmpty() ? List.of() : List.of(alter(table, dropStep(table, dice)));
    }

    static List<String> rename(Shop shop, TableModel table, Dice dice) {
        if (table.plain().isEmpty()) {
            return List.of();
        }
        Col col = dice.of(table.plain());
        String old = col.name;
        table.rename(col, table.freshName(dice));
        return List.of(alter(table, "rename column " + old + " to " + col.name));
    }

    /** One takes the name that another has just given up. */
    static List<String> renameChain(Shop shop, TableModel table, Dice dice) {
        if (table.plain().size() < 2) {
            return List.of();
        }
        Col first = table.plain().get(0);
        Col second = table.plain().get(1 + dice.below(table.plain().size() - 1));
        String freed = first.name;
        String other = second.name;
        table.rename(first, table.freshName(dice));
        table.rename(second, freed);
        String one = "rename column " + freed + " to " + first.name;
        String two = "rename column " + other + " to " + freed;
        return !shop.isPostgreSql() && dice.percent(50)
                ? List.of(alter(table, one, two))
                : List.of(alter(table, one), alter(table, two));
    }

    /** Two columns exchange their names, by a temporary name or at once. */
    static List<String> renameSwap(Shop shop, TableModel table, Dice dice) {
        if (table.plain().size() < 2) {
            return List.of();
        }
        Col first = table.plain().get(0);
        Col second = table.plain().get(1 + dice.below(table.plain().size() - 1));
        String a = first.name;
        String b = second.name;
        first.name = b;
        second.name = a;
        if (!shop.isPostgreSql() && dice.percent(50)) {
            return List.of(
                    alter(
                            table,
                            "rename column " + a + " to " + b,
                            "rename column " + b + " to " + a));
        }
        return List.of(
                alter(table, "rename column " + a + " to tmp"),
                alter(table, "rename column " + b + " to " + a),
                alter(table, "rename column tmp to " + b));
    }

    /** A column goes and another one of its name comes, of the same type or not. */
    static List<String> dropAdd(Shop shop, TableModel table, Dice dice) {
        if (table.plain().isEmpty()) {
            return List.of();
        }
        Col old = dice.of(table.plain());
        table.remove(old);
        Col col = new Col(old.name, dice.percent(60) ? old.type : shop.anyType(dice), false);
        table.cols.add(col);
        String drop = "drop column " + old.name;
        String add = "add column " + declaration(shop, col);
        return dice.percent(50)
                ? List.of(alter(table, drop, add))
                : List.of(alter(table, drop), alter(table, add));
    }

    /** Several steps in one statement. */
    static List<String> several(Shop shop, TableModel table, Dice dice) {
        List<String> steps = new ArrayList<>();
        if (table.plain().size() > 1) {
            steps.add(dropStep(table, dice));
        }
        steps.add(addStep(shop, table, dice));
        if (dice.percent(50)) {
            steps.add(addStep(shop, table, dice));
        }
        if (!shop.isPostgreSql() && !table.plain().isEmpty() && dice.percent(60)) {
            // a column that this statement adds cannot be renamed by it
            Col col = table.plain().get(0);
            if (steps.stream().noneMatch(step -> (step + " ").contains(" " + col.name + " "))) {
                String old = col.name;
                table.rename(col, "r" + dice.below(1000));
                steps.add("rename column " + old + " to " + col.name);
            }
        }
        return List.of(alter(table, steps.toArray(String[]::new)));
    }

    /** MySQL and MariaDB: a column moves to another place. */
    static List<String> place(Shop shop, TableModel table, Dice dice) {
        if (shop.isPostgreSql() || table.plain().size() < 2) {
            return List.of();
        }
        Col col = dice.of(table.plain());
        table.cols.remove(col);
        String place;
        if (dice.percent(40)) {
            table.cols.add(0, col);
            place = " first";
        } else {
            Col before = dice.of(table.cols);
            table.cols.add(table.cols.indexOf(before) + 1, col);
            place = " after " + before.name;
        }
        return List.of(alter(table, "modify column " + declaration(shop, col) + place));
    }

    /** MySQL and MariaDB: another name, type and place at once. */
    static List<String> change(Shop shop, TableModel table, Dice dice) {
        if (shop.isPostgreSql() || table.plain().isEmpty()) {
            return List.of();
        }
        Col col = dice.of(table.plain());
        String old = col.name;
        table.rename(col, table.freshName(dice));
        if (!col.type.wider().isEmpty() && dice.percent(50)) {
            col.type = shop.source.types().named(dice.of(col.type.wider()));
        }
        String place = "";
        if (dice.percent(40)) {
            table.cols.remove(col);
            table.cols.add(0, col);
            place = " first";
        }
        return List.of(alter(table, "change column " + old + " " + declaration(shop, col) + place));
    }

    static List<String> generated(Shop shop, TableModel table, Dice dice) {
        for (Col col : table.cols) {
            if (col.generated != null) {
                table.remove(col);
                return List.of(alter(table, "drop column " + col.name));
            }
        }
        Col col = new Col(table.freshName(dice), shop.source.types().named("bigint"), false);
        col.generated = "id * 2";
        table.cols.add(col);
        return List.of(
                alter(
                        table,
                        "add column "
                                + col.name
                                + " bigint generated always as (id * 2) "
                                + (shop.isPostgreSql() || dice.percent(50)
                                        ? "stored"
                                        : "virtual")));
    }
}
