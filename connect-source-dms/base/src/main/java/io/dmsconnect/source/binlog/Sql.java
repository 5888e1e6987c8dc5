// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;

/** Names in SQL text. */
final class Sql {
    private Sql() {}

    static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String quote(TableId table) {
        return quote(table.schema()) + "." + quote(table.name());
    }
}
