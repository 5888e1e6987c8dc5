// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/** Keys and replica identities come, go and change while the table is followed. */
final class KeyMoves {
    private KeyMoves() {}

    static List<String> dropKey(Shop shop, TableModel table, Dice dice) {
        if (table.key.isEmpty() || table.related != null || table.partitioned) {
            return List.of();
        }
        keepsK(shop, table);
        table.key = List.of();
        table.deferrable = false;
        return List.of(
                shop.isPostgreSql()
                        ? "alter table %s drop constraint %s_key".formatted(table.name, table.name)
                        : "alter table %s drop primary key".formatted(table.name));
    }

    static List<String> addKey(Shop shop, TableModel table, Dice dice) {
        if (!table.key.isEmpty()) {
            return List.of();
        }
        table.key = List.of("id");
        return List.of(
                shop.isPostgreSql()
                        ? "alter table %s add constraint %s_key primary key (id)"
                                .formatted(table.name, table.name)
                        : "alter table %s add primary key (id)".formatted(table.name));
    }

    /** Key and column are renamed, or the key gets another column. */
    static List<String> alterKey(Shop shop, TableModel table, Dice dice) {
        if (table.related != null || table.partitioned || !table.key.contains("k")) {
            return List.of();
        }
        table.key = List.of("id");
        TableModel.Col k = new TableModel.Col("k", shop.source.types().named("varchar(10)"), true);
        table.cols.add(0, k);
        return List.of(
                shop.isPostgreSql()
                        ? "alter table %1$s drop constraint %1$s_key, add constraint %1$s_key primary key (id)"
                                .formatted(table.name)
                        : "alter table %s drop primary key, add primary key (id)"
                                .formatted(table.name));
    }

    /** A column that is in the key no more is one as others are. */
    private static void keepsK(Shop shop, TableModel table) {
        if (table.key.contains("k")) {
            table.cols.add(
                    0, new TableModel.Col("k", shop.source.types().named("varchar(10)"), true));
        }
    }

    static List<String> identity(Shop shop, TableModel table, Dice dice) {
        if (!shop.isPostgreSql() || table.partitioned) {
            return List.of();
        }
        table.full = !table.full;
        return List.of(
                "alter table %s replica identity %s"
                        .formatted(table.name, table.full ? "full" : "default"));
    }
}
