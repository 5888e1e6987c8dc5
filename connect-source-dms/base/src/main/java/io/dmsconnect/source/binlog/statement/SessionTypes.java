// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the types of columns by the names they have whatever a session's settings are: with
 * sql_mode REAL_AS_FLOAT a {@code REAL} is a {@code FLOAT}, with ORACLE a {@code DATE} is a {@code
 * DATETIME}, with MAXDB a {@code TIMESTAMP} is one, and without explicit_defaults_for_timestamp a
 * {@code TIMESTAMP} is one that is {@code NOT NULL}.
 */
public final class SessionTypes {
    private static final Map<String, String> OF_ORACLE =
            Map.of(
                    "DATE", "DATETIME",
                    "BLOB", "LONGBLOB",
                    "CLOB", "LONGTEXT",
                    "RAW", "VARBINARY",
                    "VARCHAR2", "VARCHAR");

    private final String text;
    private final Mode mode;
    private final List<Token> tokens;
    private final List<Edit> edits = new ArrayList<>();

    /**
     * @param realIsFloat sql_mode has REAL_AS_FLOAT
     * @param oracle sql_mode has ORACLE
     * @param maxDb sql_mode has MAXDB
     * @param implicitTimestamps explicit_defaults_for_timestamp is off
     */
    public record Mode(
            boolean realIsFloat, boolean oracle, boolean maxDb, boolean implicitTimestamps) {}

    private record Edit(int from, int to, String by) {}

    private SessionTypes(String text, Mode mode, List<Token> tokens) {
        this.text = text;
        this.mode = mode;
        this.tokens = tokens;
    }

    /** The same statement; as it is where it is none that defines columns. */
    public static String plain(String text, Mode mode) {
        boolean timestamps =
                (mode.implicitTimestamps() || mode.maxDb())
                        && text.toUpperCase(Locale.ROOT).contains("TIMESTAMP");
        if (!timestamps && !mode.realIsFloat() && !mode.oracle()) {
            return text;
        }
        try {
            return new SessionTypes(text, mode, Tokens.cut(text).tokens()).written();
        } catch (UnreadableStatementException e) {
            return text; // whoever reads it next says so
        }
    }

    private String written() {
        int at = 0;
        while (at < tokens.size() && !is(at, "ALTER") && !is(at, "CREATE")) {
            at++; // MariaDB's SET STATEMENT ... FOR
        }
        int verb = at;
        while (at < tokens.size() && at < verb + 5 && !is(at, "TABLE")) {
            at++;
        }
        if (!is(at, "TABLE")) {
            return text;
        }
        definitions(at + 1, is(verb, "CREATE"));
        StringBuilder result = new StringBuilder(text);
        for (int i = edits.size() - 1; i >= 0; i--) {
            result.replace(edits.get(i).from(), edits.get(i).to(), edits.get(i).by());
        }
        return result.toString();
    }

    private boolean is(int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    private boolean isSymbol(int at, char symbol) {
        return at < tokens.size() && tokens.get(at).isSymbol(symbol);
    }

    private void definitions(int from, boolean creates) {
        int open = 0;
        boolean inList = creates;
        for (int at = from; at < tokens.size(); at++) {
            if (open == 0 && !creates && (is(at, "ADD") || is(at, "MODIFY") || is(at, "CHANGE"))) {
                int name = pass(pass(pass(pass(at + 1, "COLUMN"), "IF"), "NOT"), "EXISTS");
                name = is(at, "CHANGE") ? behindName(name) : name;
                inList = isSymbol(name, '(');
                if (!inList) {
                    definition(name);
                }
            } else if (inList
                    && (open == 0 && isSymbol(at, '(') || open == 1 && isSymbol(at, ','))) {
                definition(at + 1);
            } else if (inList && open == 1 && isSymbol(at, ')')) {
                if (creates) {
                    return; // options follow
                }
                inList = false;
            }
            open += isSymbol(at, '(') ? 1 : isSymbol(at, ')') ? -1 : 0;
        }
    }

    private int pass(int at, String word) {
        return is(at, word) ? at + 1 : at;
    }

    private int behindName(int at) {
        int behind = at + 1;
        while (isSymbol(behind, '.')) {
            behind += 2;
        }
        return behind;
    }

    /** A column's name, its type, and the rest; or an index. */
    private void definition(int at) {
        int type = behindName(at);
        if (at >= tokens.size()
                || type >= tokens.size()
                || AlterReader.isIndexWord(tokens.get(at))) {
            return;
        }
        Token token = tokens.get(type);
        boolean sized = isSymbol(type + 1, '(');
        String name = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
        String other = null;
        if (name.equals("REAL") && mode.realIsFloat()) {
            other = "FLOAT";
        } else if (name.equals("TIMESTAMP") && mode.maxDb()) {
            other = "DATETIME";
        } else if (mode.oracle()) {
            other = name.equals("NUMBER") ? sized ? "DECIMAL" : "DOUBLE" : OF_ORACLE.get(name);
        }
        if (other != null) {
            edits.add(new Edit(token.start(), token.end(), other));
        } else if (name.equals("TIMESTAMP") && mode.implicitTimestamps()) {
            timestamp(type);
        }
    }

    private void timestamp(int type) {
        int open = 0;
        int end = tokens.get(type).end();
        boolean sized = isSymbol(type + 1, '(');
        for (int at = type + 1; at < tokens.size(); at++) {
            if (open == 0 && (isSymbol(at, ',') || isSymbol(at, ')'))) {
                break;
            }
            if (open == 0 && (is(at, "NULL") || is(at, "AS"))) {
                return;
            }
            open += isSymbol(at, '(') ? 1 : isSymbol(at, ')') ? -1 : 0;
            if (sized && open == 0) {
                end = tokens.get(at).end();
                sized = false;
            }
        }
        edits.add(new Edit(end, end, " NOT NULL"));
    }
}
