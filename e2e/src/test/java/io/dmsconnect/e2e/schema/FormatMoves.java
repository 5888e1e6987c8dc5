// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/** MySQL and MariaDB: changes that the binary log has in another form than row by row. */
final class FormatMoves {
    private FormatMoves() {}

    /** A prepared transaction, committed or rolled back. */
    static List<String> xa(Shop shop, TableModel table, Dice dice) {
        if (shop.isPostgreSql()) {
            return List.of();
        }
        String name = "'x" + dice.below(1_000_000_000) + "'";
        List<String> statements = new ArrayList<>(List.of("xa start " + name));
        for (int i = dice.below(3); i >= 0; i--) {
            statements.add(Rows.any(shop, table, 0, dice));
        }
        statements.add("xa end " + name);
        statements.add("xa prepare " + name);
        statements.add(dice.of("xa commit ", "xa rollback ") + name);
        return statements;
    }

    /** A session that writes statements into the log. */
    static List<String> statements(Shop shop, TableModel table, Dice dice) {
        if (shop.isPostgreSql()) {
            return List.of();
        }
        List<String> statements =
                new ArrayList<>(
                        List.of(
                                "set session transaction isolation level repeatable read",
                                "set session binlog_format = "
                                        + dice.of("'STATEMENT'", "'MIXED'")));
        statements.add(Rows.update(shop, table, 0, dice));
        statements.add(Rows.insert(shop, table, 0, dice));
        statements.add("set session binlog_format = 'ROW'");
        statements.add("set session transaction isolation level read committed");
        return statements;
    }

    /** A session whose rows are not whole. */
    static List<String> image(Shop shop, TableModel table, Dice dice) {
        if (shop.isPostgreSql()) {
            return List.of();
        }
        return List.of(
                "set session binlog_row_image = " + dice.of("'MINIMAL'", "'NOBLOB'"),
                Rows.update(shop, table, 0, dice),
                Rows.delete(table, 0, dice),
                "set session binlog_row_image = 'FULL'");
    }
}
