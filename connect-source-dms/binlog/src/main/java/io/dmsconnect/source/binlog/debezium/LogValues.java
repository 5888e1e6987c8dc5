// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Values as rows in the log have them (MySQL's internals manual, "Date and Time Data Type
 * Representation"). Dates and times become the text the server would print, so that zero dates and
 * times of more than a day stay what they are.
 */
final class LogValues {
    private static final String ZERO_DATE_TIME = "0000-00-00 00:00:00";

    private LogValues() {}

    /** Of unknown character set. */
    static byte[] bytes(int longest, ByteArrayInputStream in) throws IOException {
        return in.read(in.readInteger(longest < 256 ? 1 : 2));
    }

    static String date(ByteArrayInputStream in) throws IOException {
        int packed = in.readInteger(3);
        StringBuilder text = new StringBuilder(10);
        appendDate(text, packed >> 9, packed >> 5 & 15, packed & 31);
        return text.toString();
    }

    /** Of before MySQL 5.6: decimal digits. */
    static String oldDateTime(ByteArrayInputStream in) throws IOException {
        long digits = in.readLong(8);
        StringBuilder text = new StringBuilder(19);
        appendDate(
                text,
                (int) (digits / 10_000_000_000L),
                (int) (digits / 100_000_000 % 100),
                (int) (digits / 1_000_000 % 100));
        appendTime(
                text.append(' '),
                (int) (digits / 10_000 % 100),
                (int) (digits / 100 % 100),
                (int) (digits % 100));
        return text.toString();
    }

    static String dateTime(int digits, ByteArrayInputStream in) throws IOException {
        long packed = bigEndian(in, 5);
        int yearAndMonth = (int) (packed >> 22 & 0x1FFFF);
        StringBuilder text = new StringBuilder(26);
        appendDate(text, yearAndMonth / 13, yearAndMonth % 13, (int) (packed >> 17 & 31));
        appendTime(
                text.append(' '),
                (int) (packed >> 12 & 31),
                (int) (packed >> 6 & 63),
                (int) (packed & 63));
        long fraction = bigEndian(in, fractionBytes(digits));
        if ((packed & 0x7FFFFFFFFFL) == 0 && fraction == 0) {
            return ZERO_DATE_TIME;
        }
        appendFraction(text, digits, fraction);
        return text.toString();
    }

    /** Of before MySQL 5.6: decimal digits. */
    static String oldTime(ByteArrayInputStream in) throws IOException {
        int digits = in.readInteger(3) << 8 >> 8;
        StringBuilder text = new StringBuilder(10);
        if (digits < 0) {
            text.append('-');
            digits = -digits;
        }
        appendTime(text, digits / 10_000, digits / 100 % 100, digits % 100);
        return text.toString();
    }

    static String time(int digits, ByteArrayInputStream in) throws IOException {
        int fractionBits = 8 * fractionBytes(digits);
        long packed = bigEndian(in, 3 + fractionBytes(digits)) - (0x800000L << fractionBits);
        StringBuilder text = new StringBuilder(17);
        if (packed < 0) {
            text.append('-');
            packed = -packed;
        }
        long whole = packed >> fractionBits;
        appendTime(
                text, (int) (whole >> 12 & 0x3FF), (int) (whole >> 6 & 63), (int) (whole & 63));
        appendFraction(text, digits, packed & (1L << fractionBits) - 1);
        return text.toString();
    }

    static String oldTimestamp(ByteArrayInputStream in) throws IOException {
        return instant(in.readLong(4) & 0xFFFFFFFFL, 0, 0);
    }

    static String timestamp(int digits, ByteArrayInputStream in) throws IOException {
        long seconds = bigEndian(in, 4);
        return instant(seconds, digits, bigEndian(in, fractionBytes(digits)));
    }

    private static String instant(long seconds, int digits, long fraction) {
        if (seconds == 0 && fraction == 0) {
            return ZERO_DATE_TIME;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(27);
        appendDate(text, time.getYear(), time.getMonthValue(), time.getDayOfMonth());
        appendTime(text.append('T'), time.getHour(), time.getMinute(), time.getSecond());
        appendFraction(text, digits, fraction);
        return text.append('Z').toString();
    }

    /** 0 is a year of its own. */
    static int year(ByteArrayInputStream in) throws IOException {
        int since1900 = in.readInteger(1);
        return since1900 == 0 ? 0 : 1900 + since1900;
    }

    private static int fractionBytes(int digits) {
        return (digits + 1) / 2;
    }

    private static long bigEndian(ByteArrayInputStream in, int length) throws IOException {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | in.read() & 0xFF;
        }
        return number;
    }

    private static void appendDate(StringBuilder text, int year, int month, int day) {
        append(text, year, 4);
        append(text.append('-'), month, 2);
        append(text.append('-'), day, 2);
    }

    private static void appendTime(StringBuilder text, int hours, int minutes, int seconds) {
        append(text, hours, 2);
        append(text.append(':'), minutes, 2);
        append(text.append(':'), seconds, 2);
    }

    /** Each byte holds two digits, the last perhaps one. */
    private static void appendFraction(StringBuilder text, int digits, long stored) {
        if (digits == 0) {
            return;
        }
        append(text.append('.'), digits % 2 == 0 ? stored : stored / 10, digits);
    }

    private static void append(StringBuilder text, long number, int digits) {
        String plain = Long.toString(number);
        text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
    }
}
