// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

/** How many bytes a text has as UTF-8; half a surrogate pair becomes a question mark. */
public final class Utf8Size {
    private Utf8Size() {}

    public static long of(String text) {
        long size = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                size++;
            } else if (c < 0x800) {
                size += 2;
            } else if (!Character.isSurrogate(c)) {
                size += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                size += 4;
                i++;
            } else {
                size++;
            }
        }
        return size;
    }
}
