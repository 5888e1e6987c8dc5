// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.e2e.schema.TableModel.Col;
import java.util.ArrayList;
import java.util.List;

/** Columns change what they hold. */
final class TypeMoves {
    private TypeMoves() {}

    /** Each old value stays what it is. */
    static List<String> widen(Shop shop, TableModel table, Dice dice) {
        List<Col> cols =
                new ArrayList<>(
                        table.plain().stream().filter(col -> !col.type.wider().isEmpty()).toList());
        if (cols.isEmpty()) {
            return List.of();
        }
        List<String> steps = new ArrayList<>();
        for (int i = dice.below(3); i >= 0 && !cols.isEmpty(); i--) {
            Col col = cols.remove(dice.below(cols.size()));
            col.type = shop.source.types().named(dice.of(col.type.wider()));
            steps.add(
                    shop.isPostgreSql()
                            ? "alter column " + col.name + " type " + col.type.name()
                            : "modify column "
                                    + col.name
                                    + " "
                                    + col.type.name()
                                    + (col.notNull ? " not null" : " null"));
        }
        return List.of("alter table " + table.name + " " + String.join(", ", steps));
    }

    /** The server makes other values of the old ones, none of them in the log. */
    static List<String> rewrite(Shop shop, TableModel table, Dice dice) {
        List<Col> cols =
                table.plain().stream()
                        .filter(
                                col ->
                                        col.type.name().startsWith("varchar")
                                                || col.type.name().endsWith("int")
                                                || col.type.name().equals("text")
                                                || col.type.name().equals("integer"))
                        .toList();
        if (cols.isEmpty()) {
            return List.of();
        }
        Col col = dice.of(cols);
        boolean text = !col.type.name().contains("int");
        String alter = "alter table " + table.name + " ";
        if (shop.isPostgreSql()) {
            String using = text ? "upper(" + col.name + "::text)" : col.name + "::text || 'x'";
            Type to = text && dice.percent(50) ? col.type : shop.source.types().named("text");
            col.type = to;
            return List.of(
                    alter + "alter column " + col.name + " type " + to.name() + " using " + using);
        }
        if (text) {
            return List.of();
        }
        col.type = shop.source.types().named("varchar(50)");
        return List.of(
                alter
                        + "modify column "
                        + col.name
                        + " varchar(50)"
                        + (col.notNull ? " not null" : " null"));
    }

    static List<String> nullable(Shop shop, TableModel table, Dice dice) {
        if (table.plain().isEmpty()) {
            return List.of();
        }
        Col col = dice.of(table.plain());
        col.notNull = !col.notNull;
        String fill = "update %s set %s = %s where %s is null";
        String alter =
                shop.isPostgreSql()
                        ? "alter table %s alter column %s %s not null"
                                .formatted(table.name, col.name, col.notNull ? "set" : "drop")
                        : "alter table %s modify column %s %s %s"
                                .formatted(
                                        table.name,
                                        col.name,
                                        col.type.name(),
                                        col.notNull ? "not null" : "null");
        return col.notNull
                ? List.of(
                        fill.formatted(table.name, col.name, shop.value(col.type, dice), col.name),
                        alter)
                : List.of(alter);
    }

    /** All rows are written anew, none of them changes. */
    static List<String> rewriteInPlace(Shop shop, TableModel table, Dice dice) {
        if (!shop.isPostgreSql()) {
            return List.of("alter table " + table.name + " force");
        }
        return table.partitioned
                ? List.of("vacuum full " + table.name)
                : List.of(
                        dice.of(
                                "vacuum full " + table.name,
                                "alter table "
                                        + table.name
                                        + " set unlogged; alter table "
                                        + table.name
                                        + " set logged"));
    }
}
