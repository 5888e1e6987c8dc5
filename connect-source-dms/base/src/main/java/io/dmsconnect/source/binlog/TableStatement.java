// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SHOW CREATE TABLE writes: a line for each column, index and constraint. It says what
 * information_schema leaves out, or hides from users that may only read.
 */
final class TableStatement {
    private static final String ACTION = "(RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)";
    private static final Pattern ACTIONS =
            Pattern.compile(
                    "\\)(?: ON DELETE " + ACTION + ")?(?: ON UPDATE " + ACTION + ")?(?: \\*/)?$");

    private static final Set<String> CHANGING = Set.of("CASCADE", "SET NULL");

    private static final String DEFAULT = " DEFAULT (";

    /** Literals, names and parentheses. */
    private static final Pattern WORDS =
            Pattern.compile("'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|`(?:[^`]|``)+`|[()]");

    private final List<String> items;

    private TableStatement(List<String> items) {
        this.items = items;
    }

    /** Without anything where the table is gone. */
    static TableStatement read(Connection connection, TableId table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_quote_show_create = 1");
        }
        String text = BinlogCatalogue.definition(connection, table);
        return new TableStatement(
                text == null
                        ? List.of()
                        : text.lines().map(line -> line.strip().replaceFirst(",$", "")).toList());
    }

    /** What stands behind the name of an index. */
    Optional<String> index(String name) {
        String key = "KEY " + Sql.quote(name) + " ";
        for (String item : items) {
            int at = item.indexOf(key);
            if (at >= 0 && item.substring(0, at).matches("(?:[A-Z]+ )?")) {
                return Optional.of(item.substring(at + key.length()));
            }
        }
        return Optional.empty();
    }

    /**
     * @param onDelete null where nothing is said
     * @param onUpdate likewise
     */
    record Actions(String onDelete, String onUpdate) {}

    /** What a foreign key does. */
    Optional<Actions> actions(String name) {
        String key = "CONSTRAINT " + Sql.quote(name) + " FOREIGN KEY ";
        for (String item : items) {
            Matcher actions = ACTIONS.matcher(item);
            if (item.startsWith(key) && actions.find()) {
                return Optional.of(new Actions(actions.group(1), actions.group(2)));
            }
        }
        return Optional.empty();
    }

    /** Has it a foreign key by which the server itself deletes or changes its rows? */
    boolean cascades() {
        for (String item : items) {
            Matcher actions = ACTIONS.matcher(item);
            if (item.startsWith("CONSTRAINT ")
                    && item.contains(" FOREIGN KEY ")
                    && actions.find()
                    && (CHANGING.contains(String.valueOf(actions.group(1)))
                            || CHANGING.contains(String.valueOf(actions.group(2))))) {
                return true;
            }
        }
        return false;
    }

    /** The expression that is a column's default, without its parentheses. */
    Optional<String> expression(String column) {
        for (String item : items) {
            int at = item.indexOf(DEFAULT);
            if (at >= 0 && item.startsWith(Sql.quote(column) + " ")) {
                return within(item.substring(at + DEFAULT.length()));
            }
        }
        return Optional.empty();
    }

    /** Up to the parenthesis that closes what is open already. */
    private static Optional<String> within(String text) {
        int open = 1;
        Matcher words = WORDS.matcher(text);
        while (words.find()) {
            open += words.group().equals("(") ? 1 : words.group().equals(")") ? -1 : 0;
            if (open == 0) {
                return Optional.of(text.substring(0, words.start()));
            }
        }
        return Optional.empty();
    }
}
