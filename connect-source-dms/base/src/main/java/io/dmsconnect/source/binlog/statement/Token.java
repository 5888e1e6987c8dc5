// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

/**
 * A piece of a statement.
 *
 * @param text without quotes
 * @param start where its quote or first character is in the statement
 * @param end behind its last character
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /** A keyword, a name without quotes, a number. */
        WORD,
        /** In backticks. */
        NAME,
        /** In double quotes: a text or, with the mode ANSI_QUOTES, a name. */
        QUOTED,
        /** In single quotes. */
        TEXT,
        /** One character. */
        SYMBOL
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean canBeName() {
        return kind == Kind.WORD || kind == Kind.NAME || kind == Kind.QUOTED;
    }
}
