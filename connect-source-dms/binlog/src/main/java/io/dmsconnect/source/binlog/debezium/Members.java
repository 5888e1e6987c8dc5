// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import java.util.ArrayList;
import java.util.List;

/** The members of an ENUM or SET, which the log names by their numbers. */
record Members(List<String> names) {

    static Members of(Column column) {
        return new Members(column.enumValues().stream().map(Members::unquoted).toList());
    }

    /** A string literal's value; spaces at its end are no part of a member. */
    static String unquoted(String literal) {
        int first = firstQuote(literal);
        if (first < 0) {
            return literal;
        }
        char quote = literal.charAt(first);
        StringBuilder text = new StringBuilder();
        for (int i = first + 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            if (c == '\\') {
                i++;
                text.append(escaped(literal.charAt(i)));
            } else {
                text.append(c);
                if (c == quote) {
                    // it stands there twice
                    i++;
                }
            }
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** A character set's name may stand before it. */
    private static int firstQuote(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (literal.charAt(i) == '\'' || literal.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static char escaped(char c) {
        return switch (c) {
            case '0' -> '\0';
            case 'b' -> '\b';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> 26;
            default -> c;
        };
    }

    List<String> all() {
        return List.copyOf(names);
    }

    /**
     * @param number from 1; 0 is what a value became that is none of them
     */
    String member(int number) {
        return number == 0 ? "" : names.get(number - 1);
    }

    /**
     * @param bits the lowest is the first member
     */
    String set(long bits) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if ((bits >> i & 1) == 1) {
                chosen.add(names.get(i));
            }
        }
        return String.join(",", chosen);
    }
}
