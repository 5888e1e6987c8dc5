// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What the bytes of an Asian character set stand for, alone and in pairs, as the server itself has
 * it: Java's sets of these names differ in some characters (the wide backslash of sjis). Longer
 * sequences, and pairs that the server has no character for, are Java's.
 */
public final class PairCharset {
    private static final int FIRST_LEAD = 0x81;
    private static final int FIRST_TRAIL = 0x40;

    /** First bytes of sequences of four that stand for characters below U+10000. */
    private static final int FOUR_LEADS = 4;

    /** What stands before the pairs of Japanese sets' third plane. */
    private static final int THIRD = 0x8F;

    private static final int FIRST_OF_THIRD = 0xA1;

    private final Charset java;
    private final String[] characters = new String[1 << 16];

    /** Pairs behind a byte {@code 8F}; null where that means nothing. */
    private String[] third;

    /** Sequences of four bytes for characters below U+10000, in their order; null likewise. */
    private String[] four;

    private PairCharset(Charset java) {
        this.java = java;
    }

    static PairCharset read(Connection connection, String name, Charset java) throws SQLException {
        PairCharset charset = new PairCharset(java);
        try (Statement statement = connection.createStatement()) {
            String[] found = charset.characters;
            read(statement, name, found, 0, 256, "X'%02X'"::formatted);
            for (int lead = FIRST_LEAD; lead < 0xFF; lead++) {
                int pair = lead << 8;
                read(statement, name, found, pair + FIRST_TRAIL, pair + 0xFF, "X'%04X'"::formatted);
            }
            if (java.name().equals("GB18030")) {
                charset.readFour(statement, name);
            }
            String own = java.name().toUpperCase(Locale.ROOT);
            if (own.contains("EUC") && own.contains("JP")) {
                charset.third = new String[1 << 16];
                for (int lead = FIRST_OF_THIRD; lead < 0xFF; lead++) {
                    int pair = lead << 8;
                    read(
                            statement,
                            name,
                            charset.third,
                            pair + FIRST_OF_THIRD,
                            pair + 0xFF,
                            "X'8F%04X'"::formatted);
                }
            }
        }
        return charset;
    }

    /** GB18030 counts through its sequences: 10 times 126 times 10 for each of the first bytes. */
    private void readFour(Statement statement, String name) throws SQLException {
        four = new String[FOUR_LEADS * 12_600];
        for (int from = 0; from < four.length; from += 1_260) {
            read(statement, name, four, from, from + 1_260, PairCharset::sequence);
        }
    }

    private static String sequence(int index) {
        return "X'%02X%02X%02X%02X'"
                .formatted(
                        FIRST_LEAD + index / 12_600,
                        '0' + index / 1_260 % 10,
                        FIRST_LEAD + index / 10 % 126,
                        '0' + index % 10);
    }

    private String four(byte[] bytes, int at) {
        if (four == null || at + 3 >= bytes.length) {
            return null;
        }
        int lead = (bytes[at] & 0xFF) - FIRST_LEAD;
        int second = bytes[at + 1] - '0';
        int third = (bytes[at + 2] & 0xFF) - FIRST_LEAD;
        int last = bytes[at + 3] - '0';
        boolean isOne =
                lead >= 0
                        && lead < FOUR_LEADS
                        && second >= 0
                        && second < 10
                        && third >= 0
                        && third < 126
                        && last >= 0
                        && last < 10;
        return isOne ? four[((lead * 10 + second) * 126 + third) * 10 + last] : null;
    }

    private static void read(
            Statement statement,
            String name,
            String[] characters,
            int from,
            int to,
            IntFunction<String> literal)
            throws SQLException {
        StringBuilder query = new StringBuilder("SELECT ");
        for (int code = from; code < to; code++) {
            query.append(code == from ? "" : ", ")
                    .append(
                            "CONVERT(CONVERT(%s USING %s) USING utf8mb4)"
                                    .formatted(literal.apply(code), name));
        }
        try (ResultSet row = statement.executeQuery(query.toString())) {
            row.next();
            for (int code = from; code < to; code++) {
                String text = row.getString(code - from + 1);
                boolean isOne = text != null && text.codePointCount(0, text.length()) == 1;
                // a question mark stands for what is none; MySQL leaves out what is half of one
                characters[code] = isOne && (code == '?' || !text.equals("?")) ? text : null;
            }
        }
    }

    /** The text that a column's bytes stand for. */
    public String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int lead = bytes[at] & 0xFF;
            int pair = at + 1 < bytes.length ? lead << 8 | bytes[at + 1] & 0xFF : 0;
            String behind = lead == THIRD && third != null ? third(bytes, at) : null;
            String sequence = four(bytes, at);
            if (characters[lead] != null) {
                text.append(characters[lead]);
                at++;
            } else if (behind != null) {
                text.append(behind);
                at += 3;
            } else if (sequence != null) {
                text.append(sequence);
                at += 4;
            } else if (lead >= FIRST_LEAD && characters[pair] != null) {
                text.append(characters[pair]);
                at += 2;
            } else {
                int length = Math.min(length(lead, pair & 0xFF), bytes.length - at);
                text.append(new String(bytes, at, length, java));
                at += length;
            }
        }
        return text.toString();
    }

    private String third(byte[] bytes, int at) {
        return at + 2 < bytes.length
                ? third[(bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF]
                : null;
    }

    /** Of a sequence that the server has no character for. */
    private int length(int lead, int second) {
        if (java.name().equals("GB18030") && second >= '0' && second <= '9') {
            return 4;
        }
        return lead == THIRD && third != null ? 3 : 2;
    }
}
