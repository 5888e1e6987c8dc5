// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.sql.dialect.Holds.Family;

/** What columns of PostgreSQL take, by {@code format_type}'s words for their types and ours. */
final class PostgreSqlTypes {
    private PostgreSqlTypes() {}

    static Holds holds(String declaration) {
        int[] numbers = Holds.numbers(declaration);
        String word = declaration.replaceFirst("\\(.*?\\)", "");
        if (word.endsWith("[]")) {
            return Holds.of(Family.OTHER, declaration);
        }
        int fraction = numbers[0] == Holds.ANY ? 6 : numbers[0];
        return switch (word) {
            case "boolean" -> Holds.of(Family.BOOLEAN, declaration);
            case "smallint" -> Holds.of(Family.INTEGER, declaration).digits(16, 0);
            case "integer" -> Holds.of(Family.INTEGER, declaration).digits(32, 0);
            case "bigint" -> Holds.of(Family.INTEGER, declaration).digits(64, 0);
            case "numeric" ->
                    numbers[0] == Holds.ANY
                            ? Holds.of(Family.DECIMAL, declaration)
                            : Holds.of(Family.DECIMAL, declaration)
                                    .digits(
                                            numbers[0] - Math.min(0, numbers[1]),
                                            Math.max(0, numbers[1]));
            case "real" -> Holds.of(Family.REAL4, declaration);
            case "double precision" -> Holds.of(Family.REAL8, declaration);
            case "date" -> Holds.of(Family.DATE, declaration);
            case "time", "time without time zone" ->
                    Holds.of(Family.TIME, declaration).digits(Holds.ANY, fraction);
            case "timestamp", "timestamp without time zone" ->
                    Holds.of(Family.DATETIME, declaration).digits(Holds.ANY, fraction);
            case "timestamp with time zone" ->
                    Holds.of(Family.INSTANT, declaration).digits(Holds.ANY, fraction);
            case "interval" -> Holds.of(Family.INTERVAL, declaration).digits(Holds.ANY, fraction);
            case "text" -> Holds.of(Family.TEXT, declaration);
            case "character varying" -> Holds.of(Family.TEXT, declaration).length(numbers[0]);
            case "character" ->
                    Holds.of(Family.TEXT, declaration).length(Math.max(1, numbers[0])).padded();
            case "bytea" -> Holds.of(Family.BINARY, declaration);
            case "bit" ->
                    Holds.of(Family.BITS, declaration).digits(Math.max(1, numbers[0]), 0).padded();
            case "bit varying" -> Holds.of(Family.BITS, declaration).digits(numbers[0], 0);
            case "uuid" -> Holds.of(Family.UUID, declaration);
            case "json" -> Holds.of(Family.JSON, declaration);
            case "jsonb" -> Holds.of(Family.JSON_PARSED, declaration);
            // its own input function refuses what does not fit
            default -> Holds.of(Family.OTHER, declaration);
        };
    }
}
