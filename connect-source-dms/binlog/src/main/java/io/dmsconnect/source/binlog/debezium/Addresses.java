// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.util.Arrays;
import java.util.HexFormat;

/** MariaDB's addresses and UUIDs: bytes in the log, which leaves zeros at the end out. */
final class Addresses {
    private static final int GROUPS = 8;

    private Addresses() {}

    static Object inet4(Object value) {
        if (!(value instanceof byte[] cut)) {
            return value == null ? null : value.toString();
        }
        byte[] bytes = Arrays.copyOf(cut, 4);
        return (bytes[0] & 0xFF)
                + "."
                + (bytes[1] & 0xFF)
                + "."
                + (bytes[2] & 0xFF)
                + "."
                + (bytes[3] & 0xFF);
    }

    static Object uuid(Object value) {
        if (!(value instanceof byte[] cut)) {
            return value == null ? null : value.toString();
        }
        String hex = HexFormat.of().formatHex(Arrays.copyOf(cut, 16));
        return hex.substring(0, 8)
                + "-"
                + hex.substring(8, 12)
                + "-"
                + hex.substring(12, 16)
                + "-"
                + hex.substring(16, 20)
                + "-"
                + hex.substring(20);
    }

    static Object inet6(Object value) {
        if (!(value instanceof byte[] cut)) {
            return value == null ? null : value.toString();
        }
        byte[] bytes = Arrays.copyOf(cut, 16);
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        return inet6(groups, bytes);
    }

    /** The longest run of zero groups as {@code ::}, addresses that hold an IPv4 one as such. */
    private static String inet6(int[] groups, byte[] bytes) {
        int gap = 0;
        int gapLength = 0;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
            i += length;
        }
        StringBuilder text = new StringBuilder(45);
        boolean mapped = gap == 0 && gapLength == 5 && groups[5] == 0xFFFF;
        boolean compatible = gap == 0 && gapLength == 6;
        for (int i = 0; i < GROUPS; i++) {
            if (gapLength > 0 && i == gap) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            if (i == 6 && (mapped || compatible)) {
                return text.append(inet4(Arrays.copyOfRange(bytes, 12, 16))).toString();
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
