// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.json;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the name that somebody meant: {@code rule-action} for {@code ruleAction}, {@code
 * MaxFullLoadSubTasks} for {@code MaxFullLoadSubTask}, {@code bulk-max-size} for {@code
 * max-lob-size}.
 */
public final class Spelling {
    private Spelling() {}

    /** {@code "; do you mean X?"}, or nothing where no known name is like it. */
    public static String hint(String name, Collection<String> known) {
        return nearest(name, known).map(meant -> "; do you mean " + meant + "?").orElse("");
    }

    /** The known name that is most like it; empty where none is. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String plain = plain(name);
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        // sorted, so that of two names as near as each other it is always the same one
        return new TreeSet<>(known)
                .stream()
                        .filter(candidate -> distance(plain, plain(candidate)) <= allowed(plain))
                        .min(
                                Comparator.<String>comparingInt(c -> distance(plain, plain(c)))
                                        .thenComparingDouble(c -> -shared(words(name), words(c))))
                        .or(() -> sharingWords(name, known));
    }

    /** The same letters, written in another way: {@code FullLobMode}, {@code full_lob_mode}. */
    public static boolean isSame(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return name.replaceAll("[-_ .]", "").toLowerCase(Locale.ROOT);
    }

    private static int allowed(String plain) {
        return plain.length() < 4 ? 1 : Math.min(3, plain.length() / 4 + 1);
    }

    /** At least half of the words of both together. */
    private static Optional<String> sharingWords(String name, Collection<String> known) {
        Set<String> words = words(name);
        return new TreeSet<>(known)
                .stream()
                        .filter(candidate -> shared(words, words(candidate)) >= 0.5)
                        .max(Comparator.comparingDouble(c -> shared(words, words(c))));
    }

    private static double shared(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return (double) both.size() / all.size();
    }

    private static Set<String> words(String name) {
        return new HashSet<>(
                Arrays.asList(
                        name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                                .toLowerCase(Locale.ROOT)
                                .split("[-_ .]+")));
    }

    /** Letters to insert, to leave out, to replace, or neighbours to exchange. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int least =
                        Math.min(
                                Math.min(steps[i - 1][j], steps[i][j - 1]) + 1,
                                steps[i - 1][j - 1] + (same ? 0 : 1));
                boolean exchanged =
                        i > 1
                                && j > 1
                                && one.charAt(i - 1) == other.charAt(j - 2)
                                && one.charAt(i - 2) == other.charAt(j - 1);
                steps[i][j] = exchanged ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
            }
        }
        return steps[one.length()][other.length()];
    }
}
