// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.nio.charset.StandardCharsets;

/** Hexadecimal digits in upper case, as ASCII. */
final class UpperHex {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private UpperHex() {}

    static void write(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i++) {
            to[2 * i] = DIGITS[from[i] >> 4 & 0xF];
            to[2 * i + 1] = DIGITS[from[i] & 0xF];
        }
    }

    static String of(byte[] bytes) {
        byte[] digits = new byte[2 * bytes.length];
        write(bytes, digits);
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
