// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.sql.dialect.Holds.Family;
import java.util.Locale;
import java.util.Set;

/** What columns of MySQL and MariaDB take, by the words of {@code column_type}. */
final class MySqlTypes {
    private static final Set<String> UNICODE = Set.of("utf8mb4", "utf16", "utf32", "utf16le");

    private MySqlTypes() {}

    static Holds holds(String declaration, String characterSet) {
        String lower = declaration.toLowerCase(Locale.ROOT);
        int[] numbers = Holds.numbers(lower);
        String word = lower.replaceFirst("[( ].*", "");
        boolean unicode = characterSet == null || UNICODE.contains(characterSet);
        int fraction = Math.max(0, numbers[0]);
        return switch (word) {
            case "tinyint" -> integer(lower, 8);
            case "smallint" -> integer(lower, 16);
            case "mediumint" -> integer(lower, 24);
            case "int" -> integer(lower, 32);
            case "bigint" -> integer(lower, 64);
            case "decimal" -> {
                Holds decimal = Holds.of(Family.DECIMAL, lower).digits(numbers[0], numbers[1]);
                yield lower.contains("unsigned") ? decimal.unsigned() : decimal;
            }
            case "float" -> Holds.of(Family.REAL4, lower).digits(numbers[0], numbers[1]);
            case "double" ->
                    numbers[1] == Holds.ANY
                            ? Holds.of(Family.REAL8, lower)
                            : Holds.of(Family.DECIMAL, lower).digits(numbers[0], numbers[1]);
            case "date" -> Holds.of(Family.DATE, lower);
            case "time" -> Holds.of(Family.INTERVAL, lower).digits(Holds.ANY, fraction);
            case "datetime" -> Holds.of(Family.DATETIME_OR_UTC, lower).digits(Holds.ANY, fraction);
            case "timestamp" -> Holds.of(Family.INSTANT_TO_2038, lower).digits(Holds.ANY, fraction);
            case "year" -> Holds.of(Family.YEAR, lower);
            case "char" ->
                    Holds.of(Family.TEXT, lower).length(numbers[0]).padded().unicode(unicode);
            case "varchar" -> Holds.of(Family.TEXT, lower).length(numbers[0]).unicode(unicode);
            case "tinytext" -> Holds.of(Family.TEXT, lower).bytes(255).unicode(unicode);
            case "text" -> Holds.of(Family.TEXT, lower).bytes(65_535).unicode(unicode);
            case "mediumtext" -> Holds.of(Family.TEXT, lower).bytes(16_777_215).unicode(unicode);
            case "longtext" -> Holds.of(Family.TEXT, lower).unicode(unicode);
            case "binary" -> binary(lower, Math.max(1, numbers[0])).padded();
            case "varbinary" -> binary(lower, numbers[0]);
            case "tinyblob" -> binary(lower, 255);
            case "blob" -> binary(lower, 65_535);
            case "mediumblob" -> binary(lower, 16_777_215);
            case "longblob" -> Holds.of(Family.BINARY, lower).bytes(4_294_967_295L);
            case "bit" -> Holds.of(Family.BITS, lower).digits(Math.max(1, numbers[0]), 0);
            case "uuid" -> Holds.of(Family.UUID, lower);
            case "json" -> Holds.of(Family.JSON_PARSED, lower);
            case "enum" -> Holds.of(Family.ENUM, declaration).members(declaration);
            case "set" -> Holds.of(Family.SET, declaration).members(declaration);
            default -> Holds.of(Family.OTHER, lower);
        };
    }

    private static Holds integer(String declaration, int bits) {
        Holds integer = Holds.of(Family.INTEGER, declaration).digits(bits, 0);
        return declaration.contains("unsigned") ? integer.unsigned() : integer;
    }

    private static Holds binary(String declaration, long length) {
        return Holds.of(Family.BINARY, declaration).length(length).bytes(length);
    }
}
