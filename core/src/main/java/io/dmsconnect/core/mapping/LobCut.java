// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.Arrays;

/** The first bytes of a large object. */
final class LobCut {
    private LobCut() {}

    /**
     * Text is cut between two characters.
     *
     * @return the same object where it is no longer than that
     */
    static Object cut(Object value, long bytes) {
        if (value instanceof byte[] array) {
            return array.length <= bytes ? array : Arrays.copyOf(array, (int) bytes);
        }
        return value instanceof String text ? cut(text, bytes) : value;
    }

    private static String cut(String text, long bytes) {
        if (3L * text.length() <= bytes) {
            return text;
        }
        long size = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            size += utf8(point);
            if (size > bytes) {
                return text.substring(0, at);
            }
            at += Character.charCount(point);
        }
        return text;
    }

    private static int utf8(int point) {
        if (point < 0x80) {
            return 1;
        } else if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}
