// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a statement into tokens, of any length, without recursion. Comments are left out; what
 * stands in an executable comment ({@code /*!50100 ... *}{@code /}) counts: the server takes the
 * mark away from those it has not executed before it writes the log.
 */
final class Tokens {
    private final String text;
    private final StringBuilder plain;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int executable;

    private Tokens(String text) {
        this.text = text;
        this.plain = new StringBuilder(text);
    }

    /**
     * @param plain the statement with blanks in place of comments and of the marks of executable
     *     ones; tokens have their places in it too
     */
    record Cut(String plain, List<Token> tokens) {}

    /**
     * @throws UnreadableStatementException where a quote or a comment does not end
     */
    static Cut cut(String text) {
        Tokens all = new Tokens(text);
        all.run();
        return new Cut(all.plain.toString(), List.copyOf(all.tokens));
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == 0) {
                at++;
            } else if (c == '\'') {
                quoted(c, Token.Kind.TEXT, true);
            } else if (c == '"') {
                quoted(c, Token.Kind.QUOTED, true);
            } else if (c == '`') {
                quoted(c, Token.Kind.NAME, false);
            } else if (c == '#' || isDashes()) {
                comment(endOfLine());
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else if (executable > 0 && text.startsWith("*/", at)) {
                executable--;
                blank(at, at + 2);
                at += 2;
            } else if (isWordPart(c)) {
                word();
            } else {
                tokens.add(new Token(Token.Kind.SYMBOL, String.valueOf(c), at, ++at));
            }
        }
        if (executable > 0) {
            throw new UnreadableStatementException("a comment does not end");
        }
    }

    /** Two dashes begin a comment only where a blank follows. */
    private boolean isDashes() {
        return text.startsWith("--", at) && (at + 2 == text.length() || text.charAt(at + 2) <= ' ');
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void blockComment() {
        int mark = text.startsWith("/*!", at) ? 3 : text.startsWith("/*M!", at) ? 4 : 0;
        if (mark == 0) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw new UnreadableStatementException("a comment does not end");
            }
            comment(end + 2);
            return;
        }
        int from = at;
        at += mark;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        executable++;
        blank(from, at);
    }

    private void comment(int end) {
        blank(at, end);
        at = end;
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            plain.setCharAt(i, ' ');
        }
    }

    private static boolean isWordPart(char c) {
        return c == '_' || c == '$' || c >= 0x80 || Character.isLetterOrDigit(c);
    }

    private void word() {
        int from = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        tokens.add(new Token(Token.Kind.WORD, text.substring(from, at), from, at));
    }

    private void quoted(char quote, Token.Kind kind, boolean escapes) {
        int from = at;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (escapes && c == '\\' && at + 1 < text.length()) {
                value.append(text.charAt(++at));
            } else if (c != quote) {
                value.append(c);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                value.append(quote);
                at++;
            } else {
                tokens.add(new Token(kind, value.toString(), from, ++at));
                return;
            }
        }
        throw new UnreadableStatementException("a quoted text does not end");
    }
}
