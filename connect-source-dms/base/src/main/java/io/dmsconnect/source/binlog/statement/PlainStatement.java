// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

/**
 * Writes a statement of a session with settings of its own in the way that means the same without
 * them: in the mode NO_BACKSLASH_ESCAPES {@code '\'} is one backslash, which becomes {@code '\\'};
 * in the mode ANSI_QUOTES {@code "x"} is a name, which becomes {@code `x`}. What stands in {@code
 * /*M! *}{@code /} is a comment for MySQL, and goes.
 */
public final class PlainStatement {
    private final String text;
    private final Mode mode;
    private final StringBuilder plain;
    private int at;

    /**
     * @param noBackslashEscapes is a backslash in a text nothing but that?
     * @param ansiQuotes are names in double quotes?
     * @param mariaDb does the server read what stands in MariaDB's own comments?
     */
    public record Mode(boolean noBackslashEscapes, boolean ansiQuotes, boolean mariaDb) {}

    private PlainStatement(String text, Mode mode) {
        this.text = text;
        this.mode = mode;
        this.plain = new StringBuilder(text.length() + 16);
    }

    public static String of(String text, Mode mode) {
        boolean isPlain =
                !mode.noBackslashEscapes()
                        && !mode.ansiQuotes()
                        && (mode.mariaDb() || !text.contains("/*M!"));
        return isPlain ? text : new PlainStatement(text, mode).written();
    }

    private String written() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' && mode.ansiQuotes()) {
                name();
            } else if (c == '\'' || c == '"') {
                quoted(c, true);
            } else if (c == '`') {
                quoted(c, false);
            } else if (c == '#' || isDashes()) {
                copy(endOf("\n"));
            } else if (text.startsWith("/*", at)) {
                comment();
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    private boolean isDashes() {
        return text.startsWith("--", at) && (at + 2 == text.length() || text.charAt(at + 2) <= ' ');
    }

    private int endOf(String end) {
        int found = text.indexOf(end, at);
        return found < 0 ? text.length() : found + end.length();
    }

    private void copy(int end) {
        plain.append(text, at, end);
        at = end;
    }

    private void comment() {
        boolean isMariaDbs = text.startsWith("/*M!", at);
        if (text.startsWith("/*!", at) || isMariaDbs && mode.mariaDb()) {
            // its content is read like the rest
            copy(text.indexOf('!', at) + 1);
        } else if (isMariaDbs) {
            plain.append(' ');
            at = endOf("*/");
        } else {
            int begin = at;
            at += 2;
            int end = endOf("*/");
            at = begin;
            copy(end);
        }
    }

    /** A text, or a name in backticks. */
    private void quoted(char quote, boolean isText) {
        plain.append(quote);
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            plain.append(c);
            if (c == '\\' && isText) {
                if (mode.noBackslashEscapes()) {
                    plain.append(c);
                } else if (at + 1 < text.length()) {
                    plain.append(text.charAt(++at));
                }
            } else if (c == quote) {
                if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
                    at++;
                    return;
                }
                plain.append(text.charAt(++at));
            }
        }
    }

    private void name() {
        plain.append('`');
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                if (at + 1 == text.length() || text.charAt(at + 1) != c) {
                    at++;
                    plain.append('`');
                    return;
                }
                at++;
            }
            plain.append(c == '`' ? "``" : String.valueOf(c));
        }
    }
}
