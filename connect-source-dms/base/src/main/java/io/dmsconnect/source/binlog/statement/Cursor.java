// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import io.dmsconnect.core.schema.TableId;
import java.util.List;

/** Goes through the tokens of a statement. */
final class Cursor {
    private final List<Token> tokens;
    private final String database;
    private int at;

    Cursor(List<Token> tokens, String database) {
        this.tokens = tokens;
        this.database = database;
    }

    /** The database the statement is run in; empty for none. */
    String database() {
        return database;
    }

    boolean atEnd() {
        return at >= tokens.size() || at == tokens.size() - 1 && tokens.get(at).isSymbol(';');
    }

    /** Null behind the end. */
    Token peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : null;
    }

    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            Token token = peek(i);
            if (token == null || !token.is(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean seesSymbol(char symbol) {
        return !atEnd() && peek(0).isSymbol(symbol);
    }

    /** Passes these words where they come next. */
    boolean take(String... words) {
        boolean sees = sees(words);
        if (sees) {
            at += words.length;
        }
        return sees;
    }

    boolean takeSymbol(char symbol) {
        boolean sees = seesSymbol(symbol);
        if (sees) {
            at++;
        }
        return sees;
    }

    Token next() {
        if (atEnd()) {
            throw new UnreadableStatementException("it ends too early");
        }
        return tokens.get(at++);
    }

    /** A column's name, or one part of a table's. */
    Token name() {
        Token token = next();
        if (!token.canBeName()) {
            throw new UnreadableStatementException("a name is missing");
        }
        return token;
    }

    /** A column's name; in front of it may be those of its table and database. */
    Token column() {
        Token name = name();
        while (seesSymbol('.')) {
            at++;
            name = name();
        }
        return name;
    }

    TableId table() {
        takeSymbol('.');
        String first = name().text();
        return takeSymbol('.') ? new TableId(first, name().text()) : new TableId(database, first);
    }

    /** Passes everything up to a comma, or a closing parenthesis, that is not inside others. */
    void passItem() {
        int open = 0;
        while (!atEnd()) {
            Token token = peek(0);
            if (open == 0 && (token.isSymbol(',') || token.isSymbol(')'))) {
                return;
            }
            open += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            at++;
        }
        if (open != 0) {
            throw new UnreadableStatementException("a parenthesis does not end");
        }
    }

    void passAll() {
        at = tokens.size();
    }

    /** Where the token before this place ends. */
    int end() {
        return tokens.get(at - 1).end();
    }

    int place() {
        return at;
    }

    Token token(int place) {
        return tokens.get(place);
    }
}
