// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.util.ArrayList;
import java.util.List;

/**
 * The words, names and signs of a statement, without its texts and comments. What stands in {@code
 * /*! ... *}{@code /} is part of the statement, as it is for the server.
 */
final class StatementWords {

    /**
     * @param text a name without its quotes
     * @param quoted is it a name whatever it says?
     */
    record Word(String text, boolean quoted) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }

        boolean isName() {
            return quoted || isWord(text.charAt(0));
        }
    }

    private final String sql;
    private final List<Word> words = new ArrayList<>();
    private int at;

    private StatementWords(String sql) {
        this.sql = sql;
    }

    static List<Word> of(String sql) {
        StatementWords statement = new StatementWords(sql);
        while (statement.at < sql.length()) {
            statement.next();
        }
        return statement.words;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c > 127;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
            at = sql.indexOf('!', at) + 1;
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
        } else if (sql.startsWith("*/", at)) {
            at += 2;
        } else if (sql.startsWith("/*", at)) {
            at = behind("*/", at + 2);
        } else if (c == '#' || isDashes()) {
            at = behind("\n", at);
        } else if (c == '\'' || c == '"' || c == '`') {
            quoted(c);
        } else if (isWord(c)) {
            int from = at;
            while (at < sql.length() && isWord(sql.charAt(at))) {
                at++;
            }
            words.add(new Word(sql.substring(from, at), false));
        } else {
            words.add(new Word(String.valueOf(c), false));
            at++;
        }
    }

    private boolean isDashes() {
        return sql.startsWith("--", at)
                && (at + 2 >= sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
    }

    private int behind(String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    private void quoted(char quote) {
        boolean isName = quote == '`';
        StringBuilder text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == quote) {
                if (at >= sql.length() || sql.charAt(at) != quote) {
                    break;
                }
                at++;
            } else if (c == '\\' && !isName && at < sql.length()) {
                at++;
            }
            if (isName) {
                text.append(c);
            }
        }
        if (isName) {
            words.add(new Word(text.toString(), true));
        } else {
            // a text stands where no name can be
            words.add(new Word("'", false));
        }
    }
}
