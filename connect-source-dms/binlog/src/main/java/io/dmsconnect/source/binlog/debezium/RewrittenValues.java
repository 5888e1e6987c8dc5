// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.dmsconnect.source.binlog.ColumnIds;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether an ALTER TABLE gives rows that are there values which nobody but the server knows: the log
 * has none of them. A type that only becomes wider keeps all values as they are.
 */
final class RewrittenValues {
    private static final List<String> INTEGERS =
            List.of("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT");
    private static final List<String> TEXTS =
            List.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT");
    private static final List<String> BYTES =
            List.of("VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB");

    /** Has every character that any other one has. */
    private static final String WHOLE = "utf8mb4";

    private static final String BINARY = "binary";

    private RewrittenValues() {}

    /**
     * @return what it does, in words; empty where values stay, or all rows have no value in a new
     *     column
     */
    static Optional<String> reason(Table before, Table now) {
        if (before == null || now == null) {
            return Optional.empty();
        }
        ColumnIds former = Numbered.ids(before);
        Map<Integer, Column> known = new HashMap<>();
        before.columns().forEach(column -> known.put(former.id(column.name()), column));
        ColumnIds ids = Numbered.ids(now);
        for (Column column : now.columns()) {
            Column from = known.get(ids.id(column.name()));
            boolean isNull = mayBeNull(now, column);
            boolean wasNull = from != null && mayBeNull(before, from);
            if (from == null ? !isNull : wasNull && !isNull || !keepsValues(from, column)) {
                return Optional.of(
                        from == null
                                ? "ALTER TABLE ... ADD COLUMN with values"
                                : "ALTER TABLE ... MODIFY COLUMN");
            }
        }
        return Optional.empty();
    }

    private static boolean mayBeNull(Table table, Column column) {
        return column.isOptional() && !table.primaryKeyColumnNames().contains(column.name());
    }

    private static boolean keepsValues(Column from, Column to) {
        return isSame(from, to) || isWider(from, to);
    }

    private static boolean isSame(Column from, Column to) {
        return name(from).equals(name(to))
                && from.length() == to.length()
                && from.scale().equals(to.scale())
                && sameCharset(from, to)
                && from.enumValues().equals(to.enumValues());
    }

    private static boolean sameCharset(Column from, Column to) {
        String old = lower(from.charsetName());
        String now = lower(to.charsetName());
        return Objects.equals(old, now) || WHOLE.equals(now) && old != null && !old.equals(BINARY);
    }

    private static String lower(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static String name(Column column) {
        return column.typeName() == null ? "" : column.typeName().toUpperCase(Locale.ROOT);
    }

    private static boolean isWider(Column from, Column to) {
        String old = name(from);
        String now = name(to);
        if (INTEGERS.contains(old)) {
            return INTEGERS.indexOf(now) >= INTEGERS.indexOf(old);
        }
        if (old.endsWith(" UNSIGNED") && now.endsWith(" UNSIGNED")) {
            int wide = INTEGERS.indexOf(old.replace(" UNSIGNED", ""));
            return wide >= 0 && INTEGERS.indexOf(now.replace(" UNSIGNED", "")) >= wide;
        }
        if (old.equals("DECIMAL") && now.equals("DECIMAL")) {
            int fraction = from.scale().orElse(0);
            int newFraction = to.scale().orElse(0);
            return newFraction >= fraction
                    && digits(to) - newFraction >= digits(from) - fraction;
        }
        if (old.equals("ENUM") || old.equals("SET")) {
            return now.equals(old)
                    && sameCharset(from, to)
                    && to.enumValues().size() >= from.enumValues().size()
                    && to.enumValues()
                            .subList(0, from.enumValues().size())
                            .equals(from.enumValues());
        }
        if (List.of("DATETIME", "TIMESTAMP", "TIME").contains(old)) {
            return now.equals(old) && to.length() >= from.length();
        }
        if (old.equals("FLOAT") && from.scale().isEmpty()) {
            return now.equals("DOUBLE") && to.scale().isEmpty();
        }
        return sameCharset(from, to)
                && (isWider(TEXTS, from, to) || isWider(BYTES, from, to));
    }

    private static int digits(Column column) {
        return column.length() < 0 ? 10 : column.length();
    }

    /** Texts without a length hold at least as much as the ones before them in the list. */
    private static boolean isWider(List<String> family, Column from, Column to) {
        int old = family.indexOf(name(from));
        int now = family.indexOf(name(to));
        if (old < 0 || now < old) {
            return false;
        }
        boolean hasLength = from.length() >= 0 && to.length() >= 0;
        return hasLength ? to.length() >= from.length() : now > old && now > 2;
    }
}
