// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/** Makes a table as its model says. */
final class Made {
    private Made() {}

    static List<String> statements(Shop shop, TableModel table) {
        List<String> parts = new ArrayList<>(List.of("id int not null"));
        if (table.key.contains("k")) {
            parts.add("k varchar(10) not null");
        }
        if (table.unique) {
            parts.add("u int not null");
        }
        if (table.child) {
            parts.add("parent int");
        }
        for (TableModel.Col col : table.cols) {
            parts.add(
                    col.name
                            + " "
                            + col.type.name()
                            + (col.generated != null
                                    ? " generated always as (" + col.generated + ") stored"
                                    : col.notNull ? " not null" : " null"));
        }
        if (!table.key.isEmpty()) {
            parts.add(
                    (shop.isPostgreSql() ? "constraint " + table.name + "_key " : "")
                            + "primary key ("
                            + String.join(", ", table.key)
                            + ")"
                            + (table.deferrable ? " deferrable initially deferred" : ""));
        }
        if (table.unique) {
            parts.add(
                    "constraint "
                            + table.name
                            + "_u unique (u)"
                            + (shop.isPostgreSql() && shop.target.isPostgreSql()
                                    ? " deferrable initially deferred"
                                    : ""));
        }
        if (table.child) {
            parts.add(
                    "foreign key (parent) references "
                            + table.related
                            + " (id)"
                            + (shop.isPostgreSql() ? " on delete set null" : ""));
        }
        String sql = "create table " + table.name + " (" + String.join(", ", parts) + ")";
        List<String> statements = new ArrayList<>();
        if (table.partitioned && shop.isPostgreSql()) {
            statements.add(sql + " partition by range (id)");
            statements.add(
                    "create table %1$s_p0 partition of %1$s for values from (minvalue) to (40)"
                            .formatted(table.name));
            statements.add(
                    "create table %1$s_p1 partition of %1$s for values from (40) to (maxvalue)"
                            .formatted(table.name));
        } else if (table.partitioned) {
            statements.add(
                    sql
                            + " partition by range (id) (partition p0 values less than (40),"
                            + " partition p1 values less than maxvalue)");
        } else {
            statements.add(sql);
        }
        if (table.full && shop.isPostgreSql()) {
            statements.add("alter table " + table.name + " replica identity full");
        }
        return statements;
    }
}
