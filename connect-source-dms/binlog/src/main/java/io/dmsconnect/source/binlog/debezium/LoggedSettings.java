// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

/** How long the settings of a session are that the log writes in front of a statement. */
final class LoggedSettings {
    private static final int CATALOG = 2;
    private static final int TIME_ZONE = 5;
    private static final int CATALOG_NAME = 6;
    private static final int INVOKER = 11;
    private static final int UPDATED_DATABASES = 12;

    /** More databases than the log names. */
    private static final int TOO_MANY = 254;

    private LoggedSettings() {}

    /**
     * @param at behind the code
     * @return bytes of the value; -1 for a code that is not known
     */
    static int length(int code, byte[] settings, int at) {
        return switch (code) {
            case 0, 3, 10 -> 4;
            case 1, 9 -> 8;
            case 4 -> 6;
            case 7, 8 -> 2;
            case 13 -> 3;
            case 16 -> 1;
            case CATALOG -> 2 + first(settings, at);
            case TIME_ZONE, CATALOG_NAME -> 1 + first(settings, at);
            case INVOKER -> {
                int user = 1 + first(settings, at);
                yield user + 1 + first(settings, at + user);
            }
            case UPDATED_DATABASES -> names(settings, at);
            default -> -1;
        };
    }

    private static int first(byte[] settings, int at) {
        return at < settings.length ? settings[at] & 0xFF : 0;
    }

    /** A count, and as many names that end with a zero. */
    private static int names(byte[] settings, int at) {
        int names = first(settings, at);
        int end = at + 1;
        for (int left = names == TOO_MANY ? 0 : names; left > 0 && end < settings.length; end++) {
            left -= settings[end] == 0 ? 1 : 0;
        }
        return end - at;
    }
}
