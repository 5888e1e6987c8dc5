// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/** Statements that change rows, each session its own. */
final class Rows {
    private Rows() {}

    static String insert(Shop shop, TableModel table, int session, Dice dice) {
        List<String> names = new ArrayList<>(List.of("id"));
        int id = table.newId(session);
        List<String> values = new ArrayList<>(List.of(Integer.toString(id)));
        if (table.key.contains("k")) {
            names.add("k");
            values.add(dice.of("'a'", "'A '", "'é'"));
        }
        if (table.unique) {
            names.add("u");
            values.add(Integer.toString(id));
        }
        if (table.child) {
            names.add("parent");
            values.add(
                    dice.percent(50) ? "NULL" : "(select max(p.id) from " + table.related + " p)");
        }
        for (TableModel.Col col : table.plain()) {
            names.add(col.name);
            values.add(shop.value(col, dice));
        }
        return "insert into %s (%s) values (%s)"
                .formatted(table.name, String.join(", ", names), String.join(", ", values));
    }

    static String update(Shop shop, TableModel table, int session, Dice dice) {
        List<TableModel.Col> cols = new ArrayList<>(table.plain());
        if (cols.isEmpty()) {
            return insert(shop, table, session, dice);
        }
        List<String> sets = new ArrayList<>();
        for (int i = dice.below(2); i >= 0 && !cols.isEmpty(); i--) {
            TableModel.Col col = cols.remove(dice.below(cols.size()));
            sets.add(col.name + " = " + shop.value(col, dice));
        }
        return "update %s set %s where id = %d"
                .formatted(table.name, String.join(", ", sets), table.anyId(session, dice));
    }

    static String delete(TableModel table, int session, Dice dice) {
        return "delete from %s where id = %d".formatted(table.name, table.anyId(session, dice));
    }

    /** The key moves, alone or with a value. */
    static String moveKey(Shop shop, TableModel table, int session, Dice dice) {
        StringBuilder sql = new StringBuilder("update ").append(table.name).append(" set ");
        int old = table.anyId(session, dice);
        sql.append("id = ").append(table.newId(session));
        if (!table.plain().isEmpty() && dice.percent(30)) {
            TableModel.Col col = dice.of(table.plain());
            sql.append(", ").append(col.name).append(" = ").append(shop.value(col, dice));
        }
        return sql.append(" where id = ").append(old).toString();
    }

    /** One statement of the commonest kinds. */
    static String any(Shop shop, TableModel table, int session, Dice dice) {
        int chance = dice.below(100);
        if (chance < 45) {
            return insert(shop, table, session, dice);
        }
        if (chance < 80) {
            return update(shop, table, session, dice);
        }
        return chance < 90 ? delete(table, session, dice) : moveKey(shop, table, session, dice);
    }

    /** Unique values and keys that rows exchange or pass on; nobody else may have a row open. */
    static List<String> exchange(Shop shop, TableModel table, Dice dice) {
        int one = table.anyId(dice.below(TableModel.SESSIONS), dice);
        int two = table.anyId(dice.below(TableModel.SESSIONS), dice);
        List<TableModel> deferrable =
                shop.tables.stream().filter(other -> other.deferrable).toList();
        if (!deferrable.contains(table) && !deferrable.isEmpty() && dice.percent(50)) {
            return List.of(); // shifts of keys are worth more
        }
        if (table.unique && dice.percent(60)) {
            if (shop.isPostgreSql() && dice.percent(60)) {
                return List.of(
                        "update %s set u = %d - u where u in (%d, %d)"
                                .formatted(table.name, one + two, one, two));
            }
            return List.of(
                    "update %s set u = -1 where u = %d".formatted(table.name, one),
                    "update %s set u = %d where u = %d".formatted(table.name, one, two),
                    "update %s set u = %d where u = -1".formatted(table.name, two));
        }
        if (table.deferrable) {
            return dice.percent(50)
                    ? List.of("update %s set id = id + 1".formatted(table.name))
                    : List.of(
                            "update %s set id = %d - id where id in (%d, %d)"
                                    .formatted(table.name, one + two, one, two));
        }
        return List.of(
                "update %s set id = -1 where id = %d".formatted(table.name, one),
                "update %s set id = %d where id = %d".formatted(table.name, one, two),
                "update %s set id = %d where id = -1".formatted(table.name, two));
    }
}
