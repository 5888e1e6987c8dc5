// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Dates and times as databases print them: ISO 8601 or with a space, years of any length, {@code
 * BC} behind. What no {@code java.time} class holds ({@code infinity}, zero dates, {@code
 * 24:00:00}) becomes a {@link SpecialValue} with the same text.
 */
public final class TemporalText {
    private TemporalText() {}

    /** {@link LocalDate} or {@link SpecialValue}. */
    public static Object date(String text) {
        Cursor cursor = new Cursor(text);
        try {
            LocalDate date = cursor.date();
            return cursor.atEnd() ? date : new SpecialValue(text);
        } catch (DateTimeException | NumberFormatException notADate) {
            return new SpecialValue(text);
        }
    }

    /** {@link LocalTime} or {@link SpecialValue}. */
    public static Object time(String text) {
        Cursor cursor = new Cursor(text);
        try {
            LocalTime time = cursor.time();
            return cursor.atEnd() ? time : new SpecialValue(text);
        } catch (DateTimeException | NumberFormatException notATime) {
            return new SpecialValue(text);
        }
    }

    /** {@link LocalDateTime} or {@link SpecialValue}. */
    public static Object dateTime(String text) {
        Cursor cursor = new Cursor(text);
        try {
            LocalDateTime value = cursor.dateTime();
            return cursor.atEnd() ? value : new SpecialValue(text);
        } catch (DateTimeException | NumberFormatException notADateTime) {
            return new SpecialValue(text);
        }
    }

    /** {@link OffsetDateTime} in UTC or {@link SpecialValue}. A text without offset is in UTC. */
    public static Object instant(String text) {
        Cursor cursor = new Cursor(text);
        try {
            LocalDateTime value = cursor.dateTime();
            return cursor.atEnd()
                    ? value.minusSeconds(cursor.offsetSeconds).atOffset(ZoneOffset.UTC)
                    : new SpecialValue(text);
        } catch (DateTimeException | NumberFormatException notAnInstant) {
            return new SpecialValue(text);
        }
    }

    /** {@code 2024-02-29}; years before 1 as {@code 0044-03-15 BC}. */
    public static String format(LocalDate date) {
        StringBuilder text = new StringBuilder(13);
        appendDate(text, date);
        return date.getYear() > 0 ? text.toString() : text.append(" BC").toString();
    }

    /** {@code 10:00:00.123456}, the fraction as long as it has to be. */
    public static String format(LocalTime time) {
        StringBuilder text = new StringBuilder(18);
        appendTime(text, time);
        return text.toString();
    }

    /** Date, space, time, and {@code BC} behind where it applies. */
    public static String format(LocalDateTime value) {
        return format(value, "");
    }

    /** As for a date and time, with {@code +00}. The value must be in UTC. */
    public static String format(OffsetDateTime value) {
        return format(value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), "+00");
    }

    private static String format(LocalDateTime value, String zone) {
        StringBuilder text = new StringBuilder(32);
        appendDate(text, value.toLocalDate());
        text.append(' ');
        appendTime(text, value.toLocalTime());
        text.append(zone);
        return value.getYear() > 0 ? text.toString() : text.append(" BC").toString();
    }

    private static void appendDate(StringBuilder text, LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        for (int limit = 1000; limit > 1 && year < limit; limit /= 10) {
            text.append('0');
        }
        text.append(year).append('-');
        appendTwo(text, date.getMonthValue());
        text.append('-');
        appendTwo(text, date.getDayOfMonth());
    }

    private static void appendTime(StringBuilder text, LocalTime time) {
        appendTwo(text, time.getHour());
        text.append(':');
        appendTwo(text, time.getMinute());
        text.append(':');
        appendTwo(text, time.getSecond());
        int nano = time.getNano();
        if (nano != 0) {
            text.append('.');
            int digits = 9;
            while (nano % 10 == 0) {
                nano /= 10;
                digits--;
            }
            String fraction = Integer.toString(nano);
            text.append("0".repeat(digits - fraction.length())).append(fraction);
        }
    }

    private static void appendTwo(StringBuilder text, int number) {
        if (number < 10) {
            text.append('0');
        }
        text.append(number);
    }

    /** Reads the parts one after the other. */
    private static final class Cursor {
        private final String text;
        private final boolean beforeChrist;
        private final int end;
        private int at;
        private int offsetSeconds;

        Cursor(String text) {
            this.text = text;
            this.beforeChrist = text.endsWith(" BC");
            this.end = beforeChrist ? text.length() - 3 : text.length();
        }

        boolean atEnd() {
            return at == end;
        }

        LocalDate date() {
            boolean negative = at < end && text.charAt(at) == '-';
            if (negative || (at < end && text.charAt(at) == '+')) {
                at++;
            }
            int year = number(4, 10);
            expect('-');
            int month = number(2, 2);
            expect('-');
            int day = number(2, 2);
            if (beforeChrist) {
                year = 1 - year;
            } else if (negative) {
                year = -year;
            } else if (year == 0) {
                throw new DateTimeException("year zero");
            }
            return LocalDate.of(year, month, day);
        }

        LocalTime time() {
            int hour = number(2, 2);
            expect(':');
            int minute = number(2, 2);
            int second = 0;
            int nano = 0;
            if (at < end && text.charAt(at) == ':') {
                at++;
                second = number(2, 2);
                if (at < end && text.charAt(at) == '.') {
                    at++;
                    int start = at;
                    nano = number(1, 9);
                    for (int digits = at - start; digits < 9; digits++) {
                        nano *= 10;
                    }
                }
            }
            return LocalTime.of(hour, minute, second, nano);
        }

        LocalDateTime dateTime() {
            LocalDate date = date();
            if (at < end && (text.charAt(at) == 'T' || text.charAt(at) == ' ')) {
                at++;
            } else {
                throw new DateTimeException("no time");
            }
            LocalTime time = time();
            zone();
            return LocalDateTime.of(date, time);
        }

        private void zone() {
            if (at == end) {
                return;
            }
            char sign = text.charAt(at);
            if (sign == 'Z') {
                at++;
                return;
            }
            if (sign != '+' && sign != '-') {
                return;
            }
            at++;
            int seconds = number(2, 2) * 3600;
            if (at < end && text.charAt(at) == ':') {
                at++;
                seconds += number(2, 2) * 60;
            }
            if (at < end && text.charAt(at) == ':') {
                at++;
                seconds += number(2, 2);
            }
            offsetSeconds = sign == '-' ? -seconds : seconds;
        }

        private int number(int least, int most) {
            int start = at;
            long value = 0;
            while (at < end && at - start < most && Character.digit(text.charAt(at), 10) >= 0) {
                value = value * 10 + Character.digit(text.charAt(at), 10);
                at++;
            }
            if (at - start < least || value > Integer.MAX_VALUE) {
                throw new NumberFormatException("digits expected");
            }
            return (int) value;
        }

        private void expect(char wanted) {
            if (at >= end || text.charAt(at) != wanted) {
                throw new DateTimeException("'" + wanted + "' expected");
            }
            at++;
        }
    }
}
