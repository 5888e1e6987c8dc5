// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which values a column takes as they are, whatever its server calls the type.
 *
 * @param digits bits of an INTEGER, digits of a DECIMAL, bits of BITS; {@link #ANY} for no limit
 * @param scale digits behind the point of a DECIMAL, of a second in a time; {@link #ANY} for no
 *     limit
 * @param length characters of TEXT, bytes of BINARY; {@link #ANY} for no limit
 * @param bytes of a TEXT whose limit is counted in them, or of a BINARY that takes texts too;
 *     {@link #ANY} for none
 * @param isUnsigned of an INTEGER or a DECIMAL
 * @param isPadded true where blanks (zeros of BINARY) at a value's end are added or lost
 * @param isUnicode false where a text's character set lacks characters
 * @param members of ENUM and SET
 * @param name the server's or the source's own words
 */
public record Holds(
        Family family,
        int digits,
        int scale,
        long length,
        long bytes,
        boolean isUnsigned,
        boolean isPadded,
        boolean isUnicode,
        List<String> members,
        String name) {
    public static final int ANY = -1;

    private static final Pattern MEMBER = Pattern.compile("'((?:[^']|'')*)'");

    /** What types have in common, with another engine's too. */
    public enum Family {
        BOOLEAN,
        INTEGER,
        DECIMAL,
        REAL4,
        REAL8,
        DATE,
        TIME,
        /** A date and a time without a zone. */
        DATETIME,
        /**
         * The same, to which a point in time is written in UTC where the server has nothing else.
         */
        DATETIME_OR_UTC,
        /** A point in time. */
        INSTANT,
        /** A point in time from 1970 to 2038. */
        INSTANT_TO_2038,
        INTERVAL,
        TEXT,
        BINARY,
        BITS,
        UUID,
        /** JSON as it was written. */
        JSON,
        /** JSON that the server writes in its own way. */
        JSON_PARSED,
        ENUM,
        SET,
        YEAR,
        /** Read and checked by the server itself. */
        OTHER
    }

    public Holds {
        members = List.copyOf(members);
    }

    static Holds of(Family family, String name) {
        return new Holds(family, ANY, ANY, ANY, ANY, false, false, true, List.of(), name);
    }

    Holds digits(int count, int behindPoint) {
        return new Holds(
                family,
                count,
                behindPoint,
                length,
                bytes,
                isUnsigned,
                isPadded,
                isUnicode,
                members,
                name);
    }

    Holds unsigned() {
        return new Holds(
                family, digits, scale, length, bytes, true, isPadded, isUnicode, members, name);
    }

    Holds length(long atMost) {
        return new Holds(
                family,
                digits,
                scale,
                atMost,
                bytes,
                isUnsigned,
                isPadded,
                isUnicode,
                members,
                name);
    }

    Holds bytes(long atMost) {
        return new Holds(
                family,
                digits,
                scale,
                length,
                atMost,
                isUnsigned,
                isPadded,
                isUnicode,
                members,
                name);
    }

    Holds padded() {
        return new Holds(
                family, digits, scale, length, bytes, isUnsigned, true, isUnicode, members, name);
    }

    Holds unicode(boolean all) {
        return new Holds(
                family, digits, scale, length, bytes, isUnsigned, isPadded, all, members, name);
    }

    Holds members(String declaration) {
        List<String> found = new ArrayList<>();
        Matcher matcher = MEMBER.matcher(declaration);
        while (matcher.find()) {
            found.add(matcher.group(1).replace("''", "'"));
        }
        return new Holds(
                family, digits, scale, length, bytes, isUnsigned, isPadded, isUnicode, found, name);
    }

    /** The same, whatever its name. */
    boolean isLike(Holds other) {
        return named("").equals(other.named(""));
    }

    private Holds named(String newName) {
        return new Holds(
                family,
                digits,
                scale,
                length,
                bytes,
                isUnsigned,
                isPadded,
                isUnicode,
                members,
                newName);
    }

    /** What a column of the source's type has. */
    public static Holds of(DataType type) {
        String name = type.declaration().isEmpty() ? plain(type) : type.declaration();
        String word = type.declaredName();
        return switch (type.kind()) {
            case BOOLEAN -> of(Family.BOOLEAN, name);
            case INT1 -> of(Family.INTEGER, name).digits(8, 0);
            case INT2 ->
                    word.equals("year")
                            ? of(Family.YEAR, name)
                            : of(Family.INTEGER, name).digits(16, 0);
            case INT4 -> of(Family.INTEGER, name).digits(word.startsWith("mediumint") ? 24 : 32, 0);
            case INT8 -> of(Family.INTEGER, name).digits(64, 0);
            case UINT1 -> of(Family.INTEGER, name).digits(8, 0).unsigned();
            case UINT2 -> of(Family.INTEGER, name).digits(16, 0).unsigned();
            case UINT4 ->
                    of(Family.INTEGER, name)
                            .digits(word.startsWith("mediumint") ? 24 : 32, 0)
                            .unsigned();
            case UINT8 -> of(Family.INTEGER, name).digits(64, 0).unsigned();
            case NUMERIC -> of(Family.DECIMAL, name).digits(whole(type), behindPoint(type));
            case REAL4 -> of(Family.REAL4, name);
            case REAL8 -> of(Family.REAL8, name);
            case DATE -> of(Family.DATE, name);
            case TIME -> of(Family.TIME, name).digits(ANY, fraction(type));
            case DATETIME -> of(Family.DATETIME, name).digits(ANY, fraction(type));
            case DATETIME_TZ -> of(Family.INSTANT, name).digits(ANY, fraction(type));
            case STRING, WSTRING, CLOB, NCLOB -> text(type, word, name);
            case BYTES, BLOB -> binary(type, word, name);
        };
    }

    private static int whole(DataType type) {
        return type.precision() > 0 ? type.precision() - Math.min(0, type.scale()) : ANY;
    }

    private static int behindPoint(DataType type) {
        return type.precision() > 0 ? Math.max(0, type.scale()) : ANY;
    }

    private static int fraction(DataType type) {
        return type.scale() >= 0 ? type.scale() : 6;
    }

    private static Holds text(DataType type, String word, String name) {
        long length = type.length() > 0 ? type.length() : ANY;
        if (type.isMySqlFamily()) {
            switch (word) {
                case "time":
                    return of(Family.INTERVAL, name)
                            .digits(ANY, type.declaration().contains("(") ? number(name) : 0);
                case "bit":
                    return of(Family.BITS, name).digits(Math.max(1, number(name)), 0);
                case "enum":
                    return of(Family.ENUM, name).members(type.declaration());
                case "set":
                    return of(Family.SET, name).members(type.declaration());
                case "uuid":
                    return of(Family.UUID, name);
                case "json":
                    return of(
                            type.engine().equals("mysql") ? Family.JSON_PARSED : Family.JSON, name);
                case "char":
                    return of(Family.TEXT, name).length(length).padded();
                case "tinytext":
                    return of(Family.TEXT, name).bytes(255);
                case "text":
                    return of(Family.TEXT, name).bytes(65_535);
                case "mediumtext":
                    return of(Family.TEXT, name).bytes(16_777_215);
                default:
                    return of(Family.TEXT, name).length(length);
            }
        }
        return switch (word) {
            case "uuid" -> of(Family.UUID, name);
            case "json" -> of(Family.JSON, name);
            case "jsonb" -> of(Family.JSON_PARSED, name);
            case "interval" -> of(Family.INTERVAL, name).digits(ANY, 6);
            case "character" -> of(Family.TEXT, name).length(length).padded();
            case "", "character varying", "text" -> of(Family.TEXT, name).length(length);
            case "bit" -> of(Family.BITS, name).digits(Math.max(1, number(name)), 0).padded();
            case "bit varying" -> of(Family.BITS, name).digits(number(name), 0);
            default -> of(Family.OTHER, name).length(length);
        };
    }

    private static Holds binary(DataType type, String word, String name) {
        Holds binary = of(Family.BINARY, name);
        long length = type.length() > 0 ? type.length() : ANY;
        return switch (word) {
            case "binary" -> binary.length(Math.max(1, length)).padded();
            case "tinyblob" -> binary.length(255);
            case "blob" -> binary.length(65_535);
            case "mediumblob" -> binary.length(16_777_215);
            default -> binary.length(length);
        };
    }

    /** The first number in brackets; {@link #ANY} where there is none. */
    static int number(String declaration) {
        return numbers(declaration)[0];
    }

    /** The numbers in brackets, {@link #ANY} where there are none. */
    static int[] numbers(String declaration) {
        int open = declaration.indexOf('(');
        int close = declaration.indexOf(')', open + 1);
        int[] found = {ANY, ANY};
        if (open < 0 || close < 0 || declaration.indexOf('\'') >= 0) {
            return found;
        }
        String[] parts = declaration.substring(open + 1, close).split(",");
        for (int i = 0; i < Math.min(2, parts.length); i++) {
            found[i] = Integer.parseInt(parts[i].trim());
        }
        return found;
    }

    private static String plain(DataType type) {
        String word = type.kind().name().toLowerCase(Locale.ROOT);
        if (type.precision() > 0) {
            return word + "(" + type.precision() + "," + type.scale() + ")";
        }
        int number = type.length() > 0 ? type.length() : type.scale();
        return number >= 0 ? word + "(" + number + ")" : word;
    }
}
