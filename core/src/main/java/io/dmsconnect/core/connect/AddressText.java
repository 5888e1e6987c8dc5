package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.DataType;

/** MariaDB's INET4 and INET6: its log has their bytes, everybody else their text. */
final class AddressText {
    private static final int WORDS = 8;

    private AddressText() {}

    static boolean isAddress(DataType type) {
        return type.engine().equals("mariadb") && type.declaredName().startsWith("inet");
    }

    /** As MariaDB prints it: lower case, the longest run of zeros shortened. */
    static String of(byte[] bytes) {
        return bytes.length == 4 ? version4(bytes, 0) : version6(bytes);
    }

    private static String version4(byte[] bytes, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; i < at + 4; i++) {
            text.append(i == at ? "" : ".").append(bytes[i] & 0xff);
        }
        return text.toString();
    }

    private static String version6(byte[] bytes) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < WORDS; i++) {
            int end = i;
            while (end < WORDS && words[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        boolean hasVersion4 =
                start == 0 && (length == 6 || length == 5 && words[5] == 0xffff);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            if (i == start) {
                text.append(i == 0 ? "::" : ":");
                i += length - 1;
            } else if (hasVersion4 && i == 6) {
                return text.append(version4(bytes, 12)).toString();
            } else {
                text.append(Integer.toHexString(words[i])).append(i < WORDS - 1 ? ":" : "");
            }
        }
        return text.toString();
    }
}
