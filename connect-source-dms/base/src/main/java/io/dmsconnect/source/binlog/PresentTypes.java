// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a table together as it was at some place of the log. Where the catalogue has the same type
 * now, the catalogue's words for it are taken, which are those of the load.
 */
final class PresentTypes {
    private PresentTypes() {}

    /**
     * @param then as the log tells of that place
     * @param last as the log tells of the last place it was read at
     * @param now what the catalogue says now; null where the table is gone
     */
    static Table of(LoggedTable then, Optional<LoggedTable> last, TableId id, Table now) {
        List<Column> columns = new ArrayList<>();
        for (LoggedTable.LoggedColumnType column : then.columns()) {
            int at = now == null ? -1 : now.indexOf(column.name());
            DataType present = at < 0 ? null : now.columns().get(at).type();
            columns.add(
                    new Column(
                            column.name(),
                            present != null && isSame(column.type(), present)
                                    ? present
                                    : column.type(),
                            column.nullable(),
                            then.ids().id(column.name())));
        }
        return new Table(id, columns, key(then, last, now));
    }

    private static boolean isSame(DataType logged, DataType present) {
        return logged.kind() == present.kind()
                // Debezium's parser of MySQL keeps no length of 0
                && (logged.length() == present.length() || present.length() == 0)
                && logged.precision() == present.precision()
                && logged.scale() == present.scale()
                && (word(logged).equals(word(present))
                        || bothEndWith("text", logged, present)
                        || bothEndWith("blob", logged, present));
    }

    /** {@code int} of {@code int unsigned}. */
    private static String word(DataType type) {
        String name = type.declaredName();
        int end = name.indexOf(' ');
        return end < 0 ? name : name.substring(0, end);
    }

    /** A length in a statement may make the server take a larger one. */
    private static boolean bothEndWith(String family, DataType one, DataType other) {
        return word(one).endsWith(family) && word(other).endsWith(family);
    }

    /**
     * The present key by the names its columns had then, where the log had the same; a table
     * without one has none, even if a unique index stands in for it in the log. Another key came
     * later.
     */
    private static List<String> key(LoggedTable then, Optional<LoggedTable> last, Table now) {
        if (now == null) {
            return then.key();
        }
        List<String> key =
                last.map(shape -> then.namesOf(now.primaryKey(), shape))
                        .orElse(then.has(now.primaryKey()) ? now.primaryKey() : null);
        boolean isThen = key != null && (key.isEmpty() || then.isKey(key));
        return isThen ? key : then.key();
    }
}
