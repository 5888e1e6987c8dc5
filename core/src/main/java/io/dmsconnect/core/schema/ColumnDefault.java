// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

/**
 * What a column gets that nobody gives a value.
 *
 * @param text the value (LITERAL), or the engine's own SQL (EXPRESSION); else empty
 * @param onUpdate true where an update sets it too (MySQL's ON UPDATE CURRENT_TIMESTAMP)
 * @param engine family of the expression: {@code postgres}, {@code mysql}, {@code mariadb}
 */
public record ColumnDefault(
        String column, Kind kind, String text, boolean onUpdate, String engine) {
    public enum Kind {
        /** A value, as text without quotes: {@code abc}, {@code -1.5}, {@code true}. */
        LITERAL,
        /** Now, in the column's own form: a date, a time of day, a point in time. */
        NOW,
        /** Another UUID for each row. */
        UUID,
        /** Anything else. */
        EXPRESSION,
        /** None; only {@code onUpdate} is said. */
        NONE
    }
}
