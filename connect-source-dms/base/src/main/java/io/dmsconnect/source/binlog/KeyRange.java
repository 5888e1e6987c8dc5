// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/** Values between two others, as numbers that can be halved. */
record KeyRange(BigInteger low, BigInteger high, Function<BigInteger, String> form) {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Characters behind what two texts begin with that are told apart, and which ones. */
    private static final int DIGITS = 10;

    private static final int FIRST = ' ';
    private static final int LAST = '~';
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
                BigInteger.valueOf(LocalDate.parse(first).toEpochDay()),
                BigInteger.valueOf(LocalDate.parse(last).toEpochDay()),
                number -> LocalDate.ofEpochDay(number.longValueExact()).toString());
    }

    static KeyRange ofDateTimes(String first, String last) {
        return new KeyRange(
                seconds(first),
                seconds(last),
                number ->
                        LocalDateTime.ofEpochSecond(number.longValueExact(), 0, ZoneOffset.UTC)
                                .format(SECONDS));
    }

    private static BigInteger seconds(String text) {
        return BigInteger.valueOf(
                LocalDateTime.parse(text.substring(0, 19), SECONDS).toEpochSecond(ZoneOffset.UTC));
    }

    static KeyRange ofUuids(String first, String last) {
        return new KeyRange(
                new BigInteger(first.replace("-", ""), 16),
                new BigInteger(last.replace("-", ""), 16),
                number ->
                        new UUID(number.shiftRight(64).longValue(), number.longValue()).toString());
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

    static KeyRange ofTexts(String first, String last) {
        int same = common(first, last);
        // a cut between the halves of a pair is no text
        if (same > 0 && Character.isHighSurrogate(first.charAt(same - 1))) {
            same--;
        }
        String prefix = first.substring(0, same);
        return new KeyRange(
                digits(first.substring(same)),
                digits(last.substring(same)),
                number -> prefix + characters(number));
    }

    private static int common(String first, String last) {
        int same = 0;
        while (same < Math.min(first.length(), last.length())
                && first.charAt(same) == last.charAt(same)) {
            same++;
        }
        return same;
    }

    private static BigInteger digits(String text) {
        BigInteger number = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(LAST - FIRST + 1L);
        for (int i = 0; i < DIGITS; i++) {
            int c = i < text.length() ? text.charAt(i) : FIRST;
            number =
                    number.multiply(base)
                            .add(BigInteger.valueOf(Math.max(FIRST, Math.min(LAST, c)) - FIRST));
        }
        return number;
    }

    private static String characters(BigInteger number) {
        StringBuilder text = new StringBuilder();
        BigInteger base = BigInteger.valueOf(LAST - FIRST + 1L);
        BigInteger rest = number;
        for (int i = 0; i < DIGITS; i++) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            text.insert(0, (char) (FIRST + parts[1].intValue()));
            rest = parts[0];
        }
        return text.toString().stripTrailing();
    }
}
