// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Dates and times; a date and time without zone is in UTC where a point in time is asked for. */
final class TemporalConversion {
    /** DMS takes colons in dates, too. */
    private static final Pattern COLONS = Pattern.compile("^(\\d{4}):(\\d\\d):(\\d\\d)(?=$|[ T])");

    private TemporalConversion() {}

    static Object convert(Object value, DataType to) {
        return switch (to.kind()) {
            case DATE -> date(value, to);
            case TIME -> time(value, to);
            case DATETIME -> dateTime(value, to);
            default -> instant(value, to);
        };
    }

    private static String text(Object value, DataType to) {
        if (!(value instanceof String text)) {
            throw ValueConversion.impossible(value, to);
        }
        return COLONS.matcher(text.strip()).replaceFirst("$1-$2-$3");
    }

    private static Object parsed(Object found, DataType to) {
        if (found instanceof SpecialValue) {
            throw new ConversionException(
                    "the text is no %s; it has to be like %s"
                            .formatted(
                                    ValueConversion.name(to),
                                    switch (to.kind()) {
                                        case DATE -> "2024-02-29";
                                        case TIME -> "10:00:00";
                                        default -> "2024-02-29 10:00:00";
                                    }));
        }
        return found;
    }

    private static Object date(Object value, DataType to) {
        if (value instanceof LocalDate || value instanceof SpecialValue) {
            return value;
        } else if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalDate();
        } else if (value instanceof OffsetDateTime instant) {
            return utc(instant).toLocalDate();
        }
        String text = text(value, to);
        int end = text.indexOf(' ') < 0 ? text.indexOf('T') : text.indexOf(' ');
        Object found =
                end < 0 || text.endsWith("BC")
                        ? TemporalText.date(text)
                        : TemporalText.dateTime(text);
        return found instanceof LocalDateTime dateTime ? dateTime.toLocalDate() : parsed(found, to);
    }

    private static Object time(Object value, DataType to) {
        if (value instanceof SpecialValue) {
            return value;
        } else if (value instanceof LocalTime time) {
            return rounded(time.atDate(LocalDate.EPOCH), to).toLocalTime();
        } else if (value instanceof LocalDateTime dateTime) {
            return rounded(dateTime, to).toLocalTime();
        } else if (value instanceof OffsetDateTime instant) {
            return rounded(utc(instant), to).toLocalTime();
        }
        Object found = TemporalText.time(text(value, to));
        return found instanceof LocalTime time
                ? rounded(time.atDate(LocalDate.EPOCH), to).toLocalTime()
                : parsed(found, to);
    }

    private static Object dateTime(Object value, DataType to) {
        if (value instanceof SpecialValue) {
            return value;
        } else if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof LocalDateTime dateTime) {
            return rounded(dateTime, to);
        } else if (value instanceof OffsetDateTime instant) {
            return rounded(utc(instant), to);
        }
        String text = text(value, to);
        Object found = TemporalText.dateTime(text);
        if (found instanceof SpecialValue && TemporalText.date(text) instanceof LocalDate date) {
            found = date.atStartOfDay();
        }
        return found instanceof LocalDateTime dateTime ? rounded(dateTime, to) : parsed(found, to);
    }

    private static Object instant(Object value, DataType to) {
        if (value instanceof SpecialValue) {
            return value;
        } else if (value instanceof OffsetDateTime instant) {
            return rounded(utc(instant), to).atOffset(ZoneOffset.UTC);
        } else if (value instanceof String) {
            Object found = TemporalText.instant(text(value, to));
            if (found instanceof OffsetDateTime instant) {
                return rounded(utc(instant), to).atOffset(ZoneOffset.UTC);
            }
        }
        return ((LocalDateTime) dateTime(value, to)).atOffset(ZoneOffset.UTC);
    }

    private static LocalDateTime utc(OffsetDateTime instant) {
        return instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    /** To the fraction digits of the type. */
    private static LocalDateTime rounded(LocalDateTime value, DataType to) {
        if (to.scale() < 0 || to.scale() >= 9) {
            return value;
        }
        int unit = 1;
        for (int i = to.scale(); i < 9; i++) {
            unit *= 10;
        }
        int rest = value.getNano() % unit;
        return rest == 0 ? value : value.plusNanos(rest * 2L >= unit ? unit - rest : -rest);
    }
}
