// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The types that a statement gives columns. */
public final class StatementTypes {
    /** Words that a column's name comes behind, or the definition of something else. */
    private static final Set<String> NOT_NAMES =
            Set.of(
                    "add",
                    "after",
                    "alter",
                    "as",
                    "by",
                    "change",
                    "charset",
                    "collate",
                    "column",
                    "constraint",
                    "default",
                    "drop",
                    "exists",
                    "index",
                    "key",
                    "like",
                    "modify",
                    "on",
                    "references",
                    "rename",
                    "row_format",
                    "set",
                    "table",
                    "to");

    /** Types without a length that may be stored in other ways. */
    private static final Set<String> STORED =
            Set.of(
                    "tinytext",
                    "text",
                    "mediumtext",
                    "longtext",
                    "tinyblob",
                    "blob",
                    "mediumblob",
                    "longblob");

    /** Stands in a replaced statement for the length of {@code BINARY(0)}; no server allows it. */
    public static final int NO_LENGTH = Integer.MAX_VALUE;

    /** No member of an enumeration is as long; of all other texts nobody asks for the value. */
    private static final int LONGEST_TEXT = 300;

    private final String statement;
    private final List<Token> tokens;
    private final UnaryOperator<String> types;

    /** What is written in place of characters, by the first of them. */
    private final TreeMap<Integer, Map.Entry<Integer, String>> edits = new TreeMap<>();

    private int open;

    /** Where the type ends whose column is being defined; negative for none. */
    private int typeEnd = -1;

    /** How many parentheses were open there. */
    private int openAtType;

    /** The character set that is to be written behind the type; null for none. */
    private String charset;

    private boolean isText;

    /** Does the definition name its character set itself? */
    private boolean named;

    private StatementTypes(String statement, UnaryOperator<String> types) {
        this.statement = statement;
        this.tokens = Tokens.cut(statement).tokens();
        this.types = types;
    }

    /**
     * The statement with types as the catalogue calls them, with character sets in place of words
     * that stand for them ({@code ASCII}, {@code UNICODE}, {@code BYTE}, a collation), and with
     * nothing in place of very long texts, which a parser with regular expressions cannot pass.
     *
     * @param types what to write for a word in lower case; null for the word itself
     */
    public static String replaced(String statement, UnaryOperator<String> types) {
        return new StatementTypes(statement, types).written();
    }

    private String written() {
        for (int i = 1; i < tokens.size(); i++) {
            i = pass(i);
        }
        endOfColumn();
        StringBuilder result = new StringBuilder(statement.length());
        int at = 0;
        for (Map.Entry<Integer, Map.Entry<Integer, String>> edit : edits.entrySet()) {
            result.append(statement, at, edit.getKey()).append(edit.getValue().getValue());
            at = edit.getValue().getKey();
        }
        return result.append(statement.substring(at)).toString();
    }

    /** Returns the place of the last token that is done. */
    private int pass(int i) {
        Token token = tokens.get(i);
        boolean isQuoted = token.kind() == Token.Kind.TEXT || token.kind() == Token.Kind.QUOTED;
        if (isQuoted && token.end() - token.start() > LONGEST_TEXT) {
            replace(token.start(), token.end(), "''");
        } else if (token.isSymbol('(')) {
            open++;
        } else if (token.isSymbol(')')) {
            open--;
            if (open < openAtType) {
                endOfColumn();
            }
        } else if (token.isSymbol(',') && open == openAtType) {
            endOfColumn();
        } else if (token.is("COMPRESSED") && isType(tokens.get(i - 1))) {
            return compressed(i);
        } else if (token.kind() == Token.Kind.WORD) {
            return typeEnd >= 0 ? attribute(i) : follows(tokens.get(i - 1)) ? type(i) : i;
        }
        return i;
    }

    private static boolean isType(Token token) {
        return token.isSymbol(')')
                || token.kind() == Token.Kind.WORD
                        && STORED.contains(token.text().toLowerCase(Locale.ROOT));
    }

    /** MariaDB's {@code COMPRESSED=zlib}, of which nothing is to be seen in values. */
    private int compressed(int i) {
        boolean hasMethod = i + 2 < tokens.size() && tokens.get(i + 1).isSymbol('=');
        int last = hasMethod ? i + 2 : i;
        boolean isOfType =
                typeEnd >= 0 && statement.substring(typeEnd, tokens.get(i).start()).isBlank();
        replace(tokens.get(i).start(), tokens.get(last).end(), "");
        if (isOfType) {
            typeEnd = tokens.get(last).end();
        }
        return last;
    }

    private static boolean follows(Token before) {
        return before.kind() == Token.Kind.NAME
                || before.kind() == Token.Kind.QUOTED
                || before.kind() == Token.Kind.WORD
                        && !NOT_NAMES.contains(before.text().toLowerCase(Locale.ROOT));
    }

    /** Debezium's parser for MySQL takes the length 0 for one that is not given. */
    private void emptyBinary(int i) {
        if (tokens.get(i).is("BINARY")
                && i + 3 < tokens.size()
                && tokens.get(i + 1).isSymbol('(')
                && tokens.get(i + 2).text().matches("0+")
                && tokens.get(i + 3).isSymbol(')')) {
            Token length = tokens.get(i + 2);
            replace(length.start(), length.end(), Integer.toString(NO_LENGTH));
        }
    }

    private int type(int i) {
        emptyBinary(i);
        Token token = tokens.get(i);
        boolean isCall = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('(');
        String type = isCall ? null : types.apply(token.text().toLowerCase(Locale.ROOT));
        if (type != null) {
            replace(token.start(), token.end(), type);
            return i;
        }
        TypeWords words = TypeWords.at(tokens, i);
        boolean isText = words.isText(token.text());
        boolean isMembers = token.is("ENUM") || token.is("SET");
        if (isMembers && !isCall || words.name() == null && !isText || isCharset(i)) {
            return i;
        }
        int last = Math.min(i + words.words(), tokens.size()) - 1;
        if (words.name() != null) {
            replace(token.start(), tokens.get(last).end(), words.name());
        }
        if (last + 1 < tokens.size() && tokens.get(last + 1).isSymbol('(')) {
            while (last + 1 < tokens.size() && !tokens.get(last).isSymbol(')')) {
                last++;
            }
        }
        typeEnd = tokens.get(last).end();
        openAtType = open;
        this.isText = isText;
        named = words.national();
        charset = words.national() ? "utf8" : null;
        return last;
    }

    /** {@code CHARACTER SET}, not the type CHARACTER. */
    private boolean isCharset(int i) {
        return tokens.get(i).is("CHARSET")
                || (tokens.get(i).is("CHARACTER") || tokens.get(i).is("CHAR"))
                        && i + 1 < tokens.size()
                        && tokens.get(i + 1).is("SET");
    }

    private int attribute(int i) {
        Token token = tokens.get(i);
        if (open != openAtType || !isText) {
            return i;
        }
        if (isCharset(i)) {
            named = true;
            charset = null;
            int name = Math.min(tokens.size() - 1, i + (token.is("CHARSET") ? 1 : 2));
            typeEnd = tokens.get(name).end();
            return name;
        }
        if (token.is("COLLATE") && i + 1 < tokens.size()) {
            if (!named) {
                charset = Charsets.ofCollation(tokens.get(i + 1).text()).orElse(charset);
            }
            return i + 1;
        }
        boolean isOfType = statement.substring(typeEnd, token.start()).isBlank();
        boolean isWide = token.is("UNICODE");
        if (isOfType && (isWide || token.is("ASCII") || token.is("BYTE") || token.is("BINARY"))) {
            if (!token.is("BINARY")) {
                named = true;
                charset = isWide ? "ucs2" : token.is("ASCII") ? "latin1" : "binary";
            }
            replace(token.start(), token.end(), "");
            typeEnd = token.end();
        }
        return i;
    }

    private void endOfColumn() {
        if (typeEnd >= 0 && charset != null) {
            Map.Entry<Integer, Map.Entry<Integer, String>> last = edits.floorEntry(typeEnd);
            String behind = " CHARACTER SET " + charset;
            if (last != null && last.getValue().getKey() == typeEnd) {
                replace(last.getKey(), typeEnd, last.getValue().getValue() + behind);
            } else {
                replace(typeEnd, typeEnd, behind);
            }
        }
        typeEnd = -1;
        charset = null;
    }

    private void replace(int from, int to, String by) {
        edits.put(from, Map.entry(to, by));
    }
}
