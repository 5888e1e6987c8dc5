// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A name pattern of an object locator: {@code %} stands for any characters or none, {@code _} for
 * exactly one, {@code [ab]} and {@code [a-d]} for one of a set, so that {@code [_]} and {@code [%]}
 * are the characters themselves. A bracket that is never closed, or has nothing in it, is itself.
 * Matching is case-sensitive and takes no more than pattern length times name length steps.
 */
public final class Wildcard {
    private enum Any implements IntPredicate {
        MANY,
        ONE;

        @Override
        public boolean test(int character) {
            return true;
        }
    }

    private final String pattern;
    private final IntPredicate[] tokens;
    private final String literal;

    private Wildcard(String pattern, IntPredicate[] tokens, String literal) {
        this.pattern = pattern;
        this.tokens = tokens;
        this.literal = literal;
    }

    public static Wildcard of(String pattern) {
        int[] text = pattern.codePoints().toArray();
        List<IntPredicate> tokens = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        boolean isLiteral = true;
        for (int i = 0; i < text.length; i++) {
            int end = text[i] == '[' ? indexOf(text, ']', i + 1) : -1;
            if (text[i] == '%' || text[i] == '_') {
                tokens.add(text[i] == '%' ? Any.MANY : Any.ONE);
                isLiteral = false;
            } else if (end > i + 2) {
                tokens.add(set(text, i + 1, end));
                isLiteral = false;
                i = end;
            } else {
                int character = end == i + 2 ? text[i + 1] : text[i];
                tokens.add(c -> c == character);
                literal.appendCodePoint(character);
                i = end == i + 2 ? end : i;
            }
        }
        return new Wildcard(
                pattern,
                tokens.toArray(IntPredicate[]::new),
                isLiteral ? literal.toString() : null);
    }

    /** The pattern of SQL's LIKE: {@code %} and {@code _} only. */
    static Wildcard like(String pattern) {
        int[] text = pattern.codePoints().toArray();
        IntPredicate[] tokens = new IntPredicate[text.length];
        for (int i = 0; i < text.length; i++) {
            int character = text[i];
            tokens[i] =
                    switch (character) {
                        case '%' -> Any.MANY;
                        case '_' -> Any.ONE;
                        default -> c -> c == character;
                    };
        }
        return new Wildcard(pattern, tokens, null);
    }

    /** Matches exactly this name, whatever characters it has. */
    static Wildcard literal(String name) {
        return new Wildcard(name, new IntPredicate[0], name);
    }

    private static int indexOf(int[] text, int character, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == character) {
                return i;
            }
        }
        return -1;
    }

    private static IntPredicate set(int[] text, int from, int to) {
        IntPredicate set = c -> false;
        for (int i = from; i < to; i++) {
            boolean isRange = i + 2 < to && text[i + 1] == '-';
            int low = text[i];
            int high = isRange ? text[i + 2] : low;
            set = set.or(c -> c >= low && c <= high);
            i += isRange ? 2 : 0;
        }
        return set;
    }

    public boolean matches(String name) {
        if (literal != null) {
            return literal.equals(name);
        }
        int[] text = name.codePoints().toArray();
        int at = 0;
        int token = 0;
        int lastMany = -1;
        int retryFrom = 0;
        while (at < text.length) {
            if (token < tokens.length && tokens[token] == Any.MANY) {
                lastMany = token++;
                retryFrom = at;
            } else if (token < tokens.length && tokens[token].test(text[at])) {
                token++;
                at++;
            } else if (lastMany >= 0) {
                token = lastMany + 1;
                at = ++retryFrom;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == Any.MANY) {
            token++;
        }
        return token == tokens.length;
    }

    /** True where exactly one name matches. */
    public boolean isLiteral() {
        return literal != null;
    }

    /** The one name that matches, where there is only one. */
    public Optional<String> literal() {
        return Optional.ofNullable(literal);
    }

    /** True for {@code %} alone: every name matches. */
    public boolean matchesEverything() {
        return pattern.equals("%");
    }

    /** True where an underscore is a wildcard, which people often don't mean. */
    boolean hasOneCharacterWildcard() {
        for (IntPredicate token : tokens) {
            if (token == Any.ONE) {
                return true;
            }
        }
        return false;
    }

    /** True where {@code _} between letters is its only wildcard: probably meant as a name. */
    boolean looksLikeAName() {
        return !pattern.matches(".*[%\\[].*|_.*|.*_");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wildcard wildcard
                && wildcard.pattern.equals(pattern)
                && wildcard.isLiteral() == isLiteral();
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    /** The pattern as the rule spells it. */
    @Override
    public String toString() {
        return pattern;
    }
}
