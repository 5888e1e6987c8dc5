// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Values between two others, as numbers that can be halved. */
record KeyRange(BigInteger low, BigInteger high, Function<BigInteger, String> form) {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Where a date has a zero for month or day, or is nothing but zeros. */
    private static final LocalDate BEFORE_ALL = LocalDate.of(1, 1, 1);

    private static final LocalDate AFTER_ALL = LocalDate.of(9999, 12, 31);

    /** Characters behind what two texts begin with that are told apart. */
    private static final int DIGITS = 10;

    /** Places of two digits in a UUID. */
    private static final int VERSION = 14;

    private static final int VARIANT = 19;

    private static final int BYTES = 8;

    String text(BigInteger number) {
        return form.apply(number);
    }

    static KeyRange ofNumbers(String first, String last) {
        BigDecimal low = new BigDecimal(first);
        BigDecimal high = new BigDecimal(last);
        int scale = Math.max(low.scale(), high.scale());
        return new KeyRange(
                low.setScale(scale).unscaledValue(),
                high.setScale(scale).unscaledValue(),
                number -> new BigDecimal(number, scale).toPlainString());
    }

    static KeyRange ofDates(String first, String last) {
        return new KeyRange(
                BigInteger.valueOf(date(first, BEFORE_ALL).toEpochDay()),
                BigInteger.valueOf(date(last, AFTER_ALL).toEpochDay()),
                number -> LocalDate.ofEpochDay(number.longValueExact()).toString());
    }

    private static LocalDate date(String text, LocalDate instead) {
        return text.contains("-00") || text.startsWith("0000") ? instead : LocalDate.parse(text);
    }

    static KeyRange ofDateTimes(String first, String last) {
        return new KeyRange(
                seconds(first, BEFORE_ALL),
                seconds(last, AFTER_ALL),
                number ->
                        LocalDateTime.ofEpochSecond(number.longValueExact(), 0, ZoneOffset.UTC)
                                .format(SECONDS));
    }

    private static BigInteger seconds(String text, LocalDate instead) {
        LocalTime time = LocalTime.parse(text.substring(11, 19));
        return BigInteger.valueOf(
                date(text.substring(0, 10), instead).toEpochSecond(time, ZoneOffset.UTC));
    }

    /**
     * MariaDB orders UUIDs of versions 1 to 5 from their last group to their first, and before all
     * others, which are ordered as they are written. A boundary is of the first one's version.
     */
    static KeyRange ofUuids(String first, String last) {
        char version = first.charAt(VERSION);
        boolean turned = version < '6';
        UnaryOperator<String> order = turned ? KeyRange::turned : uuid -> uuid.replace("-", "");
        return new KeyRange(
                new BigInteger(order.apply(first), 16),
                new BigInteger(order.apply(last), 16),
                number -> uuid(number, turned, version));
    }

    private static String turned(String uuid) {
        List<String> groups = new ArrayList<>(List.of(uuid.split("-")));
        Collections.reverse(groups);
        return String.join("", groups);
    }

    private static String uuid(BigInteger number, boolean turned, char version) {
        String hex = number.toString(16);
        hex = "0".repeat(32 - hex.length()) + hex;
        int[] ends = turned ? new int[] {12, 16, 20, 24, 32} : new int[] {8, 12, 16, 20, 32};
        List<String> groups = new ArrayList<>();
        int at = 0;
        for (int end : ends) {
            groups.add(hex.substring(at, end));
            at = end;
        }
        if (turned) {
            Collections.reverse(groups);
        }
        StringBuilder uuid = new StringBuilder(String.join("-", groups));
        uuid.setCharAt(VERSION, version);
        if (!turned) {
            uuid.setCharAt(VARIANT, '8');
        }
        return uuid.toString();
    }

    static KeyRange ofHex(String first, String last) {
        int same = common(first, last) & ~1;
        String prefix = first.substring(0, same);
        return new KeyRange(
                bytes(first.substring(same)),
                bytes(last.substring(same)),
                number ->
                        prefix
                                + HexFormat.of()
                                        .withUpperCase()
                                        .toHexDigits(number.longValue(), 2 * BYTES));
    }

    private static BigInteger bytes(String hex) {
        String padded = (hex + "0".repeat(2 * BYTES)).substring(0, 2 * BYTES);
        return new BigInteger(padded, 16);
    }

    static KeyRange ofTexts(String first, String last, Alphabet alphabet) {
        int same = common(first, last);
        // a cut between the halves of a pair is no text
        if (same > 0 && Character.isHighSurrogate(first.charAt(same - 1))) {
            same--;
        }
        String prefix = first.substring(0, same);
        return new KeyRange(
                alphabet.number(first.substring(same), DIGITS),
                alphabet.number(last.substring(same), DIGITS),
                number -> prefix + alphabet.text(number, DIGITS));
    }

    private static int common(String first, String last) {
        int same = 0;
        while (same < Math.min(first.length(), last.length())
                && first.charAt(same) == last.charAt(same)) {
            same++;
        }
        return same;
    }
}
