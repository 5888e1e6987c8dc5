// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.SpecialValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of dates and times, infinities and zero dates among them. */
final class TemporalOrder {
    private static final Pattern DATE =
            Pattern.compile("(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})(?:[ T](.*))?");
    private static final Pattern TIME =
            Pattern.compile("(-?)([0-9]{1,6}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?");
    private static final long SECOND = 1_000_000_000;

    private TemporalOrder() {}

    /**
     * @param day year, month and day as one number, which need be no date of the calendar
     * @param nanos within the day; of a time of day its length
     */
    private record Place(long day, long nanos) implements Comparable<Place> {
        static final Place LOWEST = new Place(Long.MIN_VALUE, 0);
        static final Place HIGHEST = new Place(Long.MAX_VALUE, 0);

        @Override
        public int compareTo(Place other) {
            int byDay = Long.compare(day, other.day);
            return byDay != 0 ? byDay : Long.compare(nanos, other.nanos);
        }
    }

    static int compare(Object one, Object other) {
        if (one instanceof LocalDateTime a && other instanceof LocalDateTime b) {
            return a.compareTo(b);
        }
        if (one instanceof LocalDate a && other instanceof LocalDate b) {
            return a.compareTo(b);
        }
        if (one instanceof OffsetDateTime a && other instanceof OffsetDateTime b) {
            return a.toInstant().compareTo(b.toInstant());
        }
        return place(one).compareTo(place(other));
    }

    /** Is it a date or a time, or a special value that has a place among them? */
    static boolean hasPlace(Object value) {
        try {
            return !(value instanceof Number) && place(value) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static Place place(Object value) {
        if (value instanceof LocalDate date) {
            return new Place(day(date), 0);
        }
        if (value instanceof LocalTime time) {
            return new Place(0, time.toNanoOfDay());
        }
        if (value instanceof LocalDateTime moment) {
            return new Place(day(moment.toLocalDate()), moment.toLocalTime().toNanoOfDay());
        }
        if (value instanceof OffsetDateTime moment) {
            return place(moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        }
        return place(((SpecialValue) value).text());
    }

    private static long day(LocalDate date) {
        return packed(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    private static long packed(long year, long month, long day) {
        return year * 10_000 + month * 100 + day;
    }

    private static Place place(String text) {
        if (text.equalsIgnoreCase("infinity")) {
            return Place.HIGHEST;
        }
        if (text.equalsIgnoreCase("-infinity")) {
            return Place.LOWEST;
        }
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            long day =
                    packed(
                            Long.parseLong(date.group(1)),
                            Long.parseLong(date.group(2)),
                            Long.parseLong(date.group(3)));
            return new Place(day, date.group(4) == null ? 0 : nanos(date.group(4)));
        }
        return new Place(0, nanos(text));
    }

    private static long nanos(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException("no date or time");
        }
        long seconds =
                Long.parseLong(time.group(2)) * 3600
                        + Long.parseLong(time.group(3)) * 60
                        + (time.group(4) == null ? 0 : Long.parseLong(time.group(4)));
        String fraction = time.group(5) == null ? "" : time.group(5);
        long nanos =
                seconds * SECOND + Long.parseLong(fraction + "0".repeat(9 - fraction.length()));
        return time.group(1).isEmpty() ? nanos : -nanos;
    }
}
