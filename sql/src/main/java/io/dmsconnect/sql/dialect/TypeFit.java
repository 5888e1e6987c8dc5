// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.sql.dialect.Holds.Family;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Does a column take every value of a type as it is? Servers round decimals and seconds, cut blanks
 * and times of day, and shorten reals without a word.
 */
public final class TypeFit {
    private static final int UTF8_BYTES = 4;
    private static final int REAL4_BITS = 24;
    private static final int REAL8_BITS = 53;
    private static final int INTEGER_TEXT = 20;

    private static final int MOMENT_TEXT = 40;
    private static final long LONGEST = 4_294_967_295L;

    private TypeFit() {}

    /**
     * @param have the target's column
     * @return what would be lost, empty where nothing is
     */
    public static Optional<String> problem(DataType type, Holds have) {
        return Optional.ofNullable(loss(Holds.of(type), have));
    }

    /**
     * @param own the column as this sink would make it, which may be less than the type has: a key
     *     has no column of unlimited length
     * @param have the target's column
     * @return what would be lost, empty where nothing is
     */
    public static Optional<String> problem(DataType type, Holds own, Holds have) {
        return have.isLike(own) ? Optional.empty() : problem(type, have);
    }

    /**
     * Does every row keep its value when a column's type is changed? What does not fit the new type
     * the source itself refuses then; but it rounds, pads, and writes in other words.
     */
    public static boolean keepsValues(DataType from, DataType to) {
        Holds before = Holds.of(from);
        Holds after = Holds.of(to);
        Family family = after.family();
        if (before.family() != family) {
            return switch (before.family()) {
                case BOOLEAN, YEAR -> family == Family.INTEGER;
                case INTEGER ->
                        family == Family.DECIMAL
                                || isText(after)
                                || (family == Family.REAL8 && before.digits() <= REAL8_BITS);
                case DECIMAL, UUID, ENUM, SET, JSON -> isText(after);
                case REAL4 -> family == Family.REAL8;
                case DATE -> family == Family.DATETIME;
                default -> false;
            };
        }
        return switch (family) {
            case DECIMAL, TIME, DATETIME, INSTANT, INTERVAL -> keepsFraction(before, after);
            case TEXT -> !after.isPadded() || before.isPadded();
            case BINARY -> !after.isPadded() || before.length() == after.length();
            case BITS -> !after.isPadded() || before.digits() == after.digits();
            case OTHER -> false;
            default -> true;
        };
    }

    private static boolean keepsFraction(Holds before, Holds after) {
        return after.scale() == Holds.ANY
                || (before.scale() != Holds.ANY && before.scale() <= after.scale());
    }

    private static boolean isText(Holds holds) {
        return holds.family() == Family.TEXT;
    }

    private static String loss(Holds need, Holds have) {
        if (have.family() == Family.OTHER) {
            return null;
        }
        return switch (need.family()) {
            case BOOLEAN -> bool(have);
            case INTEGER -> integer(need, have);
            case YEAR -> have.family() == Family.YEAR ? null : integer(year(need), have);
            case DECIMAL -> decimal(need, have);
            case REAL4, REAL8 -> real(need, have);
            case DATE, TIME, DATETIME, INSTANT, INTERVAL -> moment(need, have);
            case TEXT -> text(need, have);
            case BINARY -> binary(need, have);
            case BITS -> bits(need, have);
            case UUID -> have.family() == Family.UUID ? null : words(36, have);
            case JSON, JSON_PARSED -> json(need, have);
            case ENUM, SET -> members(need, have);
            case OTHER -> words(need.length(), have);
            case DATETIME_OR_UTC, INSTANT_TO_2038 ->
                    throw new IllegalStateException("no source calls its type so");
        };
    }

    private static Holds year(Holds need) {
        return Holds.of(Family.INTEGER, need.name()).digits(12, 0);
    }

    private static String bool(Holds have) {
        return switch (have.family()) {
            case BOOLEAN, INTEGER, DECIMAL, BITS -> null;
            default -> words(5, have);
        };
    }

    private static String integer(Holds need, Holds have) {
        boolean negative = !need.isUnsigned();
        int bits = need.digits() - (negative ? 1 : 0);
        return switch (have.family()) {
            case INTEGER ->
                    negative && have.isUnsigned()
                            ? "negative numbers do not fit"
                            : have.digits() - (have.isUnsigned() ? 0 : 1) < bits
                                    ? "larger numbers do not fit"
                                    : null;
            case DECIMAL ->
                    negative && have.isUnsigned()
                            ? "negative numbers do not fit"
                            : have.digits() != Holds.ANY
                                            && have.digits() - have.scale() < decimalDigits(bits)
                                    ? "larger numbers do not fit"
                                    : null;
            case REAL8 -> bits <= REAL8_BITS ? null : "large numbers would be rounded";
            case REAL4 -> bits <= REAL4_BITS ? null : "large numbers would be rounded";
            // 0 and 1; the server refuses others
            case BOOLEAN -> need.digits() == 8 ? null : "it is no number";
            default -> words(INTEGER_TEXT, have);
        };
    }

    private static int decimalDigits(int bits) {
        return (int) Math.ceil(bits * Math.log10(2));
    }

    private static String decimal(Holds need, Holds have) {
        boolean any = need.digits() == Holds.ANY;
        switch (have.family()) {
            case DECIMAL:
                if (have.digits() == Holds.ANY) {
                    return null;
                }
                if (any || have.scale() < need.scale()) {
                    return "digits behind the point would be rounded";
                }
                return have.digits() - have.scale() < need.digits() - need.scale()
                        ? "larger numbers do not fit"
                        : null;
            case INTEGER:
                if (any || need.scale() > 0) {
                    return "digits behind the point would be rounded";
                }
                return Math.pow(2, have.digits() - 1) < Math.pow(10, need.digits())
                        ? "larger numbers do not fit"
                        : null;
            case REAL4, REAL8:
                return "decimal numbers would be rounded to binary ones";
            default:
                return words(any ? Holds.ANY : need.digits() + 2, have);
        }
    }

    private static String real(Holds need, Holds have) {
        if (need.name().contains("(") && need.name().equalsIgnoreCase(have.name())) {
            // MySQL's double(12,3)
            return null;
        }
        return switch (have.family()) {
            case REAL8 -> null;
            case REAL4 ->
                    need.family() == Family.REAL8
                            ? "digits of double precision would be lost"
                            : have.scale() == Holds.ANY
                                    ? null
                                    : "digits behind the point would be rounded";
            case DECIMAL, INTEGER ->
                    have.digits() == Holds.ANY ? null : "digits would be rounded or do not fit";
            default -> words(Holds.ANY, have);
        };
    }

    private static String moment(Holds need, Holds have) {
        if (isText(have)) {
            return words(MOMENT_TEXT, have);
        }
        Set<Family> right =
                switch (need.family()) {
                    case DATE ->
                            EnumSet.of(
                                    Family.DATE,
                                    Family.DATETIME,
                                    Family.DATETIME_OR_UTC,
                                    Family.INSTANT);
                    case TIME -> EnumSet.of(Family.TIME, Family.INTERVAL);
                    case INTERVAL -> EnumSet.of(Family.INTERVAL);
                    case DATETIME ->
                            EnumSet.of(Family.DATETIME, Family.DATETIME_OR_UTC, Family.INSTANT);
                    default ->
                            EnumSet.of(
                                    Family.INSTANT, Family.INSTANT_TO_2038, Family.DATETIME_OR_UTC);
                };
        if (right.contains(have.family())) {
            return need.family() == Family.DATE ? null : fraction(need, have);
        }
        return switch (have.family()) {
            case DATE -> "the time of day would be cut off";
            case DATETIME -> "the time zone would be lost";
            default -> "such values do not fit";
        };
    }

    private static String fraction(Holds need, Holds have) {
        return have.scale() == Holds.ANY || have.scale() >= Math.min(need.scale(), 6)
                ? null
                : "fractions of seconds would be rounded";
    }

    private static String text(Holds need, Holds have) {
        return switch (have.family()) {
            case TEXT -> {
                if (have.isPadded() && !need.isPadded()) {
                    yield "blanks at the end would be lost";
                }
                if (!have.isUnicode()) {
                    yield "its character set lacks characters";
                }
                yield words(need.length(), need.bytes(), have);
            }
            case BINARY -> {
                boolean takesTexts = have.bytes() != Holds.ANY && !have.isPadded();
                boolean fits =
                        need.length() == Holds.ANY
                                ? have.bytes() >= LONGEST
                                : have.bytes() / UTF8_BYTES >= need.length();
                yield !takesTexts
                        ? "texts would be read as bytes"
                        : fits ? null : "longer values do not fit";
            }
            case JSON -> "only JSON fits";
            default -> "texts do not fit";
        };
    }

    /** A text of so many characters. */
    private static String words(long characters, Holds have) {
        return isText(have) ? words(characters, Holds.ANY, have) : "such values do not fit";
    }

    private static String words(long characters, long bytes, Holds have) {
        if (have.length() != Holds.ANY
                && (characters == Holds.ANY || have.length() < characters)
                && (bytes == Holds.ANY || have.length() < bytes)) {
            return "longer values do not fit";
        }
        if (have.bytes() != Holds.ANY
                && (characters == Holds.ANY || have.bytes() < characters * UTF8_BYTES)
                && (bytes == Holds.ANY || have.bytes() < bytes)) {
            return "longer values do not fit";
        }
        return null;
    }

    private static String binary(Holds need, Holds have) {
        if (have.family() != Family.BINARY) {
            return "bytes do not fit";
        }
        if (have.isPadded() && !(need.isPadded() && need.length() == have.length())) {
            return "zeros would be added";
        }
        return have.length() != Holds.ANY
                        && (need.length() == Holds.ANY || have.length() < need.length())
                ? "longer values do not fit"
                : null;
    }

    private static String bits(Holds need, Holds have) {
        return switch (have.family()) {
            case BITS ->
                    have.digits() == Holds.ANY
                                    || (have.isPadded()
                                            ? have.digits() == need.digits()
                                            : need.digits() != Holds.ANY
                                                    && have.digits() >= need.digits())
                            ? null
                            : "bit strings of another length do not fit";
            default -> words(need.digits(), have);
        };
    }

    private static String json(Holds need, Holds have) {
        return switch (have.family()) {
            case JSON -> null;
            case JSON_PARSED ->
                    need.family() == Family.JSON_PARSED
                            ? null
                            : "JSON would be written in another way";
            default -> words(Holds.ANY, have);
        };
    }

    private static String members(Holds need, Holds have) {
        if (have.family() == need.family()) {
            return have.members().containsAll(need.members()) ? null : "members are missing";
        }
        int longest = need.members().stream().mapToInt(String::length).max().orElse(0);
        int all = need.members().stream().mapToInt(member -> member.length() + 1).sum();
        return words(need.family() == Family.SET ? Math.max(0, all - 1) : longest, have);
    }
}
