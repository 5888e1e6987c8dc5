// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/** All tables of a workload, and between which servers it goes. */
final class Shop {
    final Engine source;
    final Engine target;
    final List<TableModel> tables = new ArrayList<>();
    private int tableNames;

    Shop(Engine source, Engine target) {
        this.source = source;
        this.target = target;
    }

    boolean isPostgreSql() {
        return source.isPostgreSql();
    }

    boolean isMariaDb() {
        return source == Engine.MARIADB;
    }

    Type anyType(Dice dice) {
        return source.types().any(dice);
    }

    String value(Type type, Dice dice) {
        return type.value(dice, source.sameFamily(target));
    }

    /** With a null now and then where the column takes one. */
    String value(TableModel.Col col, Dice dice) {
        return !col.notNull && dice.percent(20) ? "NULL" : value(col.type, dice);
    }

    String newTableName() {
        return "t" + tableNames++;
    }

    TableModel find(String name) {
        return tables.stream().filter(table -> table.name.equals(name)).findFirst().orElse(null);
    }
}
