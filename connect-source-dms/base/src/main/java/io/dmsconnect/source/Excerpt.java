// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

/** An object's own text inside a sentence: on one line, and not longer than one reads. */
public final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    public static String of(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= LONGEST) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LONGEST)).stripTrailing() + " ...";
    }
}
