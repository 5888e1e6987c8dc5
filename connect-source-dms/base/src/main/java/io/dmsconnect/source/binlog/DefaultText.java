// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ColumnDefault.Kind;
import io.dmsconnect.core.schema.TableId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the catalogue says of a column's default. MySQL writes a value bare and marks what is an
 * expression; MariaDB writes SQL.
 *
 * @param type DATA_TYPE in lower case
 * @param text COLUMN_DEFAULT, without MySQL's escapes of an expression; null for none
 * @param extra EXTRA in lower case
 * @param generation GENERATION_EXPRESSION, else empty
 */
record DefaultText(Flavour flavour, String type, String text, String extra, String generation) {
    private static final int LAST_ASCII = 127;
    private static final String MARK = "default_generated";
    private static final String QUOTED = "'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+'";
    private static final Pattern LITERAL =
            Pattern.compile("(?:_[a-z0-9]+ ?)?(" + QUOTED + ")", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern BITS = Pattern.compile("b'([01]*)'");
    private static final Pattern NOW =
            Pattern.compile("(?:current_timestamp|now|localtimestamp)(?:\\(\\d?\\))?");
    private static final Pattern NOW_DATE = Pattern.compile("(?:curdate|current_date)(?:\\(\\))?");
    private static final Pattern NOW_TIME =
            Pattern.compile("(?:curtime|current_time)(?:\\(\\d?\\))?");
    private static final Pattern NEXT_VALUE =
            Pattern.compile("nextval\\(`((?:[^`]|``)+)`\\.`((?:[^`]|``)+)`\\)");

    static DefaultText of(Flavour flavour, Map<String, String> column) {
        String generation = column.get("GENERATION_EXPRESSION");
        String text = column.get("COLUMN_DEFAULT");
        String extra = column.get("EXTRA").toLowerCase(Locale.ROOT);
        boolean mySql = flavour == Flavour.MYSQL;
        return new DefaultText(
                flavour,
                column.get("DATA_TYPE").toLowerCase(Locale.ROOT),
                mySql && text != null && extra.contains(MARK) ? unescaped(text) : text,
                extra,
                generation == null ? "" : mySql ? unescaped(generation) : generation);
    }

    /**
     * Some versions of MySQL do not write down the expression of a column of TEXT, and write other
     * characters than ASCII's byte by byte.
     */
    boolean isUntold() {
        return isMarked() && (text == null || text.chars().anyMatch(c -> c > LAST_ASCII));
    }

    DefaultText told(String expression) {
        return new DefaultText(flavour, type, expression, extra, generation);
    }

    boolean isGenerated() {
        return !generation.isEmpty();
    }

    boolean isAutoIncrement() {
        return extra.contains("auto_increment");
    }

    /** The sequence whose next number is the default. */
    Optional<TableId> sequence() {
        Matcher call = NEXT_VALUE.matcher(text == null ? "" : text);
        return flavour == Flavour.MARIADB && call.matches()
                ? Optional.of(new TableId(name(call.group(1)), name(call.group(2))))
                : Optional.empty();
    }

    private static String name(String quoted) {
        return quoted.replace("``", "`");
    }

    Optional<ColumnDefault> columnDefault(String column) {
        boolean onUpdate = extra.contains("on update");
        if (text == null || flavour == Flavour.MARIADB && text.equals("NULL")) {
            return onUpdate ? Optional.of(made(column, Kind.NONE, "", true)) : Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean isSql = flavour == Flavour.MARIADB || isMarked();
        if (isNow(lower)) {
            return Optional.of(made(column, Kind.NOW, "", onUpdate));
        }
        if (isSql && lower.equals("uuid()")) {
            return Optional.of(made(column, Kind.UUID, "", onUpdate));
        }
        Optional<String> value = isSql ? value(text) : bare(text);
        return Optional.of(
                value.map(literal -> made(column, Kind.LITERAL, literal, onUpdate))
                        .orElseGet(() -> made(column, Kind.EXPRESSION, text, onUpdate)));
    }

    private ColumnDefault made(String column, Kind kind, String value, boolean onUpdate) {
        return new ColumnDefault(column, kind, value, onUpdate, flavour.engine());
    }

    private boolean isMarked() {
        return extra.contains(MARK);
    }

    /** No value of these types reads like a call, so that MySQL need not have marked it. */
    private boolean isNow(String call) {
        return switch (type) {
            case "datetime", "timestamp" -> NOW.matcher(call).matches();
            case "date" -> NOW.matcher(call).matches() || NOW_DATE.matcher(call).matches();
            case "time" -> NOW.matcher(call).matches() || NOW_TIME.matcher(call).matches();
            default -> false;
        };
    }

    private static Optional<String> value(String sql) {
        Matcher quoted = LITERAL.matcher(sql);
        if (quoted.matches()) {
            String inner = quoted.group(1);
            return Optional.of(
                    unescaped(inner.substring(1, inner.length() - 1).replace("''", "'")));
        }
        Matcher bits = BITS.matcher(sql);
        if (bits.matches()) {
            return Optional.of(bits.group(1));
        }
        return NUMBER.matcher(sql).matches() ? Optional.of(sql) : Optional.empty();
    }

    private Optional<String> bare(String value) {
        Matcher bits = BITS.matcher(value);
        return Optional.of(type.equals("bit") && bits.matches() ? bits.group(1) : value);
    }

    /** Of bytes, which catalogues write as numbers, letters or question marks. */
    boolean isBinary() {
        return type.endsWith("binary");
    }

    /** Text without the backslashes that stand before what they keep. */
    static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                result.append(c);
                continue;
            }
            char kept = text.charAt(++i);
            result.append(
                    switch (kept) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case '0' -> '\0';
                        case 'b' -> '\b';
                        case 'Z' -> '\u001A';
                        default -> kept;
                    });
        }
        return result.toString();
    }
}
