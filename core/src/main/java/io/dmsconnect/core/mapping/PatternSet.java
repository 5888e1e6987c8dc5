// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * The names that a locator's pattern matches, as a set: does it hold all names of another, does it
 * have names in common with another? Reads patterns as {@link Wildcard} does.
 */
final class PatternSet {
    /** A character is in one of the ranges; MANY stands for any number of any characters. */
    private record Token(List<int[]> ranges) {
        static final Token MANY = new Token(List.of());
        static final Token ANY = new Token(List.of(new int[] {0, Character.MAX_CODE_POINT}));

        static Token range(int low, int high) {
            return new Token(List.of(new int[] {low, high}));
        }

        boolean holds(Token other) {
            return other.ranges.stream()
                    .allMatch(o -> ranges.stream().anyMatch(r -> r[0] <= o[0] && o[1] <= r[1]));
        }

        boolean meets(Token other) {
            return other.ranges.stream()
                    .anyMatch(o -> ranges.stream().anyMatch(r -> r[0] <= o[1] && o[0] <= r[1]));
        }
    }

    private final List<Token> tokens = new ArrayList<>();

    private PatternSet() {}

    static PatternSet literal(String name) {
        PatternSet set = new PatternSet();
        name.codePoints().forEach(c -> set.tokens.add(Token.range(c, c)));
        return set;
    }

    static PatternSet of(String pattern) {
        PatternSet set = new PatternSet();
        int[] text = pattern.codePoints().toArray();
        for (int i = 0; i < text.length; i++) {
            int end = text[i] == '[' ? indexOfBracket(text, i + 1) : -1;
            if (text[i] == '%') {
                set.tokens.add(Token.MANY);
            } else if (text[i] == '_') {
                set.tokens.add(Token.ANY);
            } else if (end > i + 1) {
                set.tokens.add(bracket(text, i + 1, end));
                i = end;
            } else {
                set.tokens.add(Token.range(text[i], text[i]));
            }
        }
        return set;
    }

    private static int indexOfBracket(int[] text, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static Token bracket(int[] text, int from, int to) {
        List<int[]> ranges = new ArrayList<>();
        for (int i = from; i < to; i++) {
            boolean isRange = i + 2 < to && text[i + 1] == '-';
            ranges.add(new int[] {text[i], isRange ? text[i + 2] : text[i]});
            i += isRange ? 2 : 0;
        }
        return new Token(ranges);
    }

    /** Every name of the other is one of these. False where that cannot be told easily. */
    boolean holdsAllOf(PatternSet other) {
        int rows = tokens.size();
        int columns = other.tokens.size();
        boolean[][] holds = new boolean[rows + 1][columns + 1];
        for (int i = rows; i >= 0; i--) {
            for (int j = columns; j >= 0; j--) {
                if (i == rows) {
                    holds[i][j] = j == columns;
                } else if (tokens.get(i) == Token.MANY) {
                    holds[i][j] = holds[i + 1][j] || (j < columns && holds[i][j + 1]);
                } else {
                    holds[i][j] =
                            j < columns
                                    && other.tokens.get(j) != Token.MANY
                                    && tokens.get(i).holds(other.tokens.get(j))
                                    && holds[i + 1][j + 1];
                }
            }
        }
        return holds[0][0];
    }

    /** There is a name of both. */
    boolean meets(PatternSet other) {
        int rows = tokens.size();
        int columns = other.tokens.size();
        boolean[][] meets = new boolean[rows + 1][columns + 1];
        for (int i = rows; i >= 0; i--) {
            for (int j = columns; j >= 0; j--) {
                boolean mine = i < rows && tokens.get(i) == Token.MANY;
                boolean its = j < columns && other.tokens.get(j) == Token.MANY;
                if (i == rows && j == columns) {
                    meets[i][j] = true;
                } else if (mine || its) {
                    meets[i][j] =
                            (mine && meets[i + 1][j])
                                    || (its && meets[i][j + 1])
                                    || (mine && !its && j < columns && meets[i][j + 1])
                                    || (its && !mine && i < rows && meets[i + 1][j]);
                } else {
                    meets[i][j] =
                            i < rows
                                    && j < columns
                                    && tokens.get(i).meets(other.tokens.get(j))
                                    && meets[i + 1][j + 1];
                }
            }
        }
        return meets[0][0];
    }
}
